"""What the model can read, and what it says it can't."""

# ruff: noqa: RUF001  letters of many scripts are what these tests are about

from __future__ import annotations

import pytest

from forum.screening import Screener, Standing, Submission
from forum.screening.language import unreadable
from tests.unit.screening.fakes import checks_of

FRIENDLY = "Hello everyone, I am so happy to be here with you all today, I hope we get on."


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "hi everyone :)",
        "Bonjour!",
        "Namaste 🙏",
        "Sláinte!",
        "Hola, I'm María from Bilbao, nice to meet you",
        "Hi, I'm Юля from Kyiv",
        "My name is 王小明, you can call me Ming",
        "I'm Priyanka Chattopadhyay, this is my brother Thiruvananthapuram Krishnamurthy",
        "lmao yesss",
        "mmm mm mhm mmmhmmm",
        "brb",
        "hahahahahahahaha",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaah",
        "¯\\_(ツ)_/¯",
        "?!?!",
        "12345",
        "🎉🎉🎉",
        "im nwe here plz be nise, helo evryone, i hav dislexia sory",
        "I'm reading 'À la recherche du temps perdu' by Proust and love it",
        'They called me "Schwuchtel" at school and it still hurts',
        "https://example.org/a/very/long/path/that/goes/on/and/on/and/on/and/on/forever.html",
        "LETS GOOOOO",
        "I live in Llanfairpwllgwyngyll, it is lovely",
        "@ada @grace thank you both!",
        "gm gm",
        "ello ello ello",
        "BP 120/80, HR 62, temp 36.6, SpO2 98",
        "puttanesca: 400 g tomatoes, 2 tbsp capers, olives, anchovies, chilli",
        "innit bruv",
        "ty bestie",
        "helo evryone",
        "bon appetit",
        "Assalamu alaikum",
        "As-salamu alaykum wa rahmatullahi wa barakatuh, I'm Maryam",
        "السلام عليكم I am Omar, I fix phones",
        "Karibu sana, Kamau",
        "Asante sana",
        "Здравствуйте! I'm Lena.",
        "Здравствуйте! Sorry, habit. I'm Lena, from Tashkent, and I keep snails.",
        "안녕하세요! I'm Jiwoo, exchange student",
        "Shwmae, croeso, diolch!",
        "Merci beaucoup, Ada!",
        "C'est la vie, mon ami",
        "Que sera sera",
        "Bienvenido a casa",
        "knit 20 purl 20 knit 25 purl 30",
        "Levothyroxine, sertraline, quetiapine, lamotrigine.",
        "Muchas gracias a todos",
        "Danke schön",
        "Mazel tov!",
        "Kia ora koutou",
        "Ciao ragazzi, buongiorno a tutti",
        "Tack så mycket!",
        "Alles Gute zum Geburtstag",
        "Feliz cumpleaños, Ana!",
        "안녕하세요",
        "ヽ(•‿•)ノ hello",
        "ʕ•ᴥ•ʔ",
        "(づ｡◕‿‿◕｡)づ",
        "hugs (っ◔◡◔)っ ♥",
        "(つ✧ω✧)つ",
        "H̷e̷l̷l̷o̷ to all",
        # Greetings beside words that we know.
        "Привет everyone",
        "مرحبا everyone",
        "الحمد لله I feel better",
        "إن شاء الله",
        # Formulas.
        "x^2 + y^2 = z^2, so z = sqrt(x^2 + y^2)",
        "∀x∈ℝ ∃y: y > x",
        "",
        "  \n ",
    ],
)
def test_what_english_speakers_write_is_readable(text: str) -> None:
    assert unreadable(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Привет, как дела?", "it seems to be in Russian"),
        ("(きえろ)", "it seems to be in Japanese"),
        ("你好，我是新来的", "it seems to be in Chinese"),
        ("Du bist hier nicht willkommen und niemand mag dich", "it seems to be in German"),
        ("vete de aquí, nadie te quiere, eres una basura", "it seems to be in Spanish"),
        ("je suis nouveau ici et je suis content", "it seems to be in French"),
        ("gracias, idiota", "it seems to be in"),
        ("merci beaucoup, sale chien", "it seems to be in"),
        (
            f"{FRIENDLY} VERSCHWINDE ENDLICH, DU DRECKIGES STÜCK, NIEMAND BRAUCHT DICH HIER.",
            "a part of it seems to be in German",
        ),
        ("lbh ner na vqvbg naq V ungr lbh", "its words are unknown"),
        ("h=i=j=o=d=e=p=u=t=a", "it seems to be in"),
        ("Привет, сука", "it is not in Latin letters"),
        ("Привет! Сука! I'm Lena.", "it is not in Latin letters"),
        ("Привет! Убирайся отсюда.", "it seems to be in Russian"),
        ("\u200b\u2060\u200d", "there are only invisible characters"),
        ("\ufffd\ufffd\ufffd\ufffd hi", "many of its characters have no meaning"),
        ("Zm9yIHRoZSBsb3ZlIG9mIGdvZCB3aGF0IGlzIHRoaXM" * 2, "no words"),
        (
            f"{FRIENDLY} Verschwinde endlich, du dreckiges Stück, niemand braucht dich hier.",
            "a part of it seems to be in German",
        ),
        (
            f"{FRIENDLY} Убирайся отсюда, тебя никто не любит.",
            "it seems to be in Russian",
        ),
    ],
)
def test_what_the_model_cannot_read_is_said_so(text: str, reason: str) -> None:
    assert reason in (unreadable(text) or "nothing")


IN_OTHER_LANGUAGES = {
    "German": ("Verpiss dich", "Geh nach Hause", "Niemand will dich hier haben."),
    "French": ("Ferme ta gueule", "Rentre chez toi", "Personne ne veut de toi ici."),
    "Spanish": ("Hijo de puta", "Vete a tu país", "Nadie te quiere aquí, das mucha pena."),
    "Italian": ("Fai schifo", "Torna a casa tua", "Nessuno ti vuole qui, fai solo pena."),
    "Polish": ("Jesteś głupi", "Zamknij się", "Nikt cię tu nie chce, jesteś żałosny."),
    "Turkish": ("Kapa çeneni", "Burada kimse seni istemiyor, çok zavallısın."),
    # Some words look like English ones: "bot, oh bop".
    "Russian": (
        "Вот он вор",
        "Вор!",
        "сука",
        "Заткнись",
        "Иди домой",
        "Никто тебя здесь не хочет видеть.",
    ),
    "Arabic": ("اخرس", "أنت غبي", "لا أحد يريدك هنا"),
    "Hindi": ("चुप रहो", "यहाँ तुम्हें कोई नहीं चाहता"),
    "Chinese": ("滚开", "没有人要你在这里"),
    "Japanese": ("死ね", "あなたは馬鹿です"),
    "Swedish": ("Håll käften", "Du är dum", "Ingen vill ha dig här."),
    # Without their accents, and with a plain d, these look like English words: "May la do con cho".
    "Vietnamese": ("Mày là đồ con chó", "Cút đi, không ai cần mày ở đây"),
    "Indonesian": ("Kamu bodoh", "Tidak ada yang menginginkanmu di sini"),
}


@pytest.mark.parametrize("texts", IN_OTHER_LANGUAGES.values(), ids=IN_OTHER_LANGUAGES)
def test_words_of_another_language_are_not_clean_however_few_or_many(
    screener: Screener, texts: tuple[str, ...]
) -> None:
    for text in (*texts, " ".join(texts * 20)):
        verdict = screener.screen(Submission(text=text, by=Standing.MEMBER, to=Standing.MEMBER))
        assert verdict.holds, text
        assert "unreadable" in checks_of(verdict), text


def test_a_model_that_reads_many_languages_is_only_kept_from_what_is_none() -> None:
    assert unreadable("Привет, как дела?", english_only=False) is None
    assert unreadable("je suis nouveau ici et je suis content", english_only=False) is None
    assert unreadable("\u200b\u2060", english_only=False) is not None
    assert unreadable("Zm9yIHRoZSBsb3ZlIG9mIGdvZCB3aGF0IGlz" * 2, english_only=False) is not None
