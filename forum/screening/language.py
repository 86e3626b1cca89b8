"""Whether a text is English that the model can read, and if not, what else it seems to be."""

# ruff: noqa: RUF001, RUF003  faces are made of letters that look like signs

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from forum.screening import words
from forum.screening.lists import without_own_lists

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_COURTESIES = Path(__file__).parent / "data" / "courtesies.toml"
_NOT_WORDS = re.compile(
    r"""
      \b (?:https?://|www\.) \S+ | (?<!\S) \S+@\S+ | (?<!\w) [@#]\w+
    # What is measured: 400 g, 120 mmHg.
    | (?<=\d) \s? (?:bpm|[cdmk]?[gl]|[cmk]?m|cm|cal|fl\s?oz|hrs?|kcal|lbs?|mcg|mins?|mmhg|mmol|oz|tbsps?|tsps?|[CF]) \b
    # What a formula is made of: x^2, y = z.
    | (?<![^\W_]) (?<![\^=<>]) (?<![\^=<>]\s) [^\W\d_] (?= \s? [\^=<>≤≥∈²³] )
    | (?<=[\^=<>≤≥∈∀∃]) \s? [^\W\d_] (?![^\W_]) (?! \s? [\^=<>] )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?…\n]+")
#: ヽ(•‿•)ノ and ʕ•ᴥ•ʔ: signs with letters that are drawn with, and never spelled with here.
_FACE = re.compile(
    r"(?<!\S)(?=\S*[()（）ʕʔ\[\]])[^\w\s]{0,9}(?:[ヽヾノﾉツシッДдωᴥʕʔಠづっつ益皿ლԅɷʘεзｏᵔ][^\w\s]{0,9}){1,9}(?!\S)"
)
#: Strokes and lines through and under letters.
_STRUCK = re.compile("[\u0332-\u0338\u035f\u20d2\u20d3\u20e5]")
#: Longer than the longest place name; what looks like this is encoded, not written.
_ENDLESS = re.compile(r"[A-Za-z0-9_+/=]{60,}")
_LAUGHTER = re.compile(
    r"""
    ^ (?: [ae]* (?:h+[aeio]+)+ h* | (?:lo+l)+ s* | (?:l+o+)+ l+ | x+d+ | hm+ | mm+ | m+h+m+ | a+w+ | a+h+
        | o+h+ | u+g*h+ | e+h+ | y+a+y+ | w+o+o+ | he+y+ | hi+ | ye+s+ | no+ | o+m+g+ | ya+s+
        | bru+h* | so+ | ok+a*y* | br+r+ | ps+t | sh+ | z+ ) $
    """,
    re.VERBOSE,
)
NOTHING_SHOWS = "there are only invisible characters"
#: Left- and right-facing, as Chinese characters and as Tibetan signs. What one means depends on who shows it to whom.
_SWASTIKAS = frozenset("\u5350\u534d\u0fd5\u0fd6\u0fd7\u0fd8")
_OF_TWO_MEANINGS = "there is a sign in it that is holy to Buddhists, Hindus and Jains, and that the Nazis used, too"
_MOST_IDENTIFIED = 2_000
# English and what is close to it; "zxx" is no language at all.
_NO_OTHER = frozenset({"en", "pcm", "sco", "zxx", "und"})

#: Words of a text from which their share says something.
_FEWEST_WORDS = 3
#: Of the words, so many unknown ones make a text doubtful, or beyond doubt not English.
_DOUBTFUL = 0.5
_BEYOND_DOUBT = 0.85
_SURE_OF_LANGUAGE = 0.3
#: So many unknown ones, and a guess at a language is enough.
_NEARLY_ALL = 0.75
#: Two words that nobody knows are a language, if there is one in which they may be said; one is a greeting.
_FEWEST_TOGETHER = 2
#: A foreign sentence among English ones must be long and clear to count.
_FEWEST_WORDS_OF_SENTENCE = 5
_DOUBTFUL_SENTENCE = 0.6
#: A smiley and a row of dots are shorter; Morse and pictures made of blocks are not.
_MANY_SIGNS = 16
_MORE_THAN_A_NAME = 12

_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip


def unreadable(text: str, *, english_only: bool = True) -> str | None:
    """Why the model can't read `text`: words that complete "The model can't read this: …".

    None if it can. A model that is not `english_only` is taken to read every language. Text
    without any words (emoji, figures, nothing at all) is no reason, and neither are a few unknown
    words, which are mostly names.
    """
    if not text.strip():
        return None
    if not _SWASTIKAS.isdisjoint(text):
        return _OF_TWO_MEANINGS
    if not any(map(str.isalnum, text)):
        shown = [char for char in text if _shows(char)]
        if not shown:
            return NOTHING_SHOWS
        if len(shown) >= _MANY_SIGNS and len(set(shown)) > 2 and all(map(_is_sign, shown)):
            return "there are signs and no words"
    return _not_writing(text) or (foreign(text) if english_only else None)


def language_of(text: str) -> str | None:
    """The name of the language `text` seems to be in; None if that is unclear, or English."""
    code, sure = _identifier().classify(text[:_MOST_IDENTIFIED])
    if code in _NO_OTHER or sure < _SURE_OF_LANGUAGE:
        return None
    return _NAMES.get(code, "another language")


def _guess(text: str) -> str | None:
    """The common language that `text` is most likely in, however unsure; None if that is English or a rare one.

    Of a few words the likeliest language is seldom sure. What is said among friends in English ("innit bruv") mostly
    looks like a rare language or like English, hardly ever like one of the common ones.
    """
    code, _ = _identifier().classify(text[:_MOST_IDENTIFIED])
    return _NAMES.get(code)


def _shows(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in {"Cf", "Cc", "Mn"}


def _is_sign(char: str) -> bool:
    """Whether a character is neither letter nor figure nor emoji."""
    return not char.isalnum() and (char < "\u2600" or unicodedata.category(char) != "So")


def _not_writing(text: str) -> str | None:
    broken = sum(char == "\ufffd" or unicodedata.category(char) in {"Co", "Cn"} for char in text)
    if broken * 10 > len(text):
        return "many of its characters have no meaning"
    if any(len(set(run)) > 6 for run in _ENDLESS.findall(_NOT_WORDS.sub(" ", text))):
        return "there are letters without gaps that form no words"
    return None


def foreign(text: str) -> str | None:
    """Why a model that reads English alone can't read `text`, like `unreadable`; None if it can."""
    if text.isascii():
        return _by_words(text)
    plain = _FACE.sub(" ", _STRUCK.sub("", text))
    return _by_script(_SENTENCE.sub(_without_greeting, plain)) or _by_words(plain)


def _by_script(text: str) -> str | None:
    if all(_is_courtesy(word) or words.known(word) for word in _WORD.findall(text)):
        return None
    everywhere = _foreign_letters(text) * 3 >= max(6, sum(char.isalpha() for char in text))
    foreign = text if everywhere else _foreign_sentence(text)
    if foreign is None:
        return None
    language = language_of(foreign)
    return f"it seems to be in {language}" if language else "it is not in Latin letters"


def _foreign_letters(text: str) -> int:
    return sum(char.isalpha() and not char.isascii() and not _is_latin(char) for char in text)


def _foreign_sentence(text: str) -> str | None:
    """The first sentence with so many letters of another script that it is no name."""
    sentences = (match.group() for match in _SENTENCE.finditer(text))
    return next((it for it in sentences if _foreign_letters(it) >= _MORE_THAN_A_NAME), None)


def _by_words(text: str) -> str | None:
    plain = without_own_lists(_NOT_WORDS.sub(" ", text))
    judged = _judged(_WORD.findall(plain))
    share = _unknown(judged)
    if share == 1 and _FEWEST_TOGETHER <= len({word.lower() for word in judged}) < _FEWEST_WORDS:
        language = _guess(plain)
        return f"it seems to be in {language}" if language else None
    if len({word.lower() for word in judged}) >= _FEWEST_WORDS and share >= _DOUBTFUL:
        language = language_of(plain) or (_guess(plain) if share >= _NEARLY_ALL else None)
        if language or share >= _BEYOND_DOUBT:
            return f"it seems to be in {language}" if language else "its words are unknown"
    for sentence in _SENTENCE.findall(plain):
        found = _WORD.findall(sentence)
        if len(found) >= _FEWEST_WORDS_OF_SENTENCE and unknown_share(found) >= _DOUBTFUL_SENTENCE:
            language = language_of(sentence)
            if language:
                return f"a part of it seems to be in {language}"
    return None


def _without_greeting(sentence: re.Match[str]) -> str:
    """Nothing of a sentence that is only courtesies: "Здравствуйте!" before English words makes them no Russian."""
    return " " if all(map(_is_courtesy, _WORD.findall(sentence.group()))) else sentence.group()


def _is_courtesy(word: str) -> bool:
    return word.lower().replace("’", "'") in _courtesies()


@cache
def _courtesies() -> frozenset[str]:
    with _COURTESIES.open("rb") as file:
        return frozenset(tomllib.load(file)["words"])


def unknown_share(found: Sequence[str]) -> float:
    """Which share of words are no common English ones, 0 to 1; 0 where there are too few to say.

    Names, told by a capital inside a sentence, and laughter count as neither.
    """
    judged = _judged(found)
    return _unknown(judged) if len(judged) >= _FEWEST_WORDS else 0.0


def _judged(found: Sequence[str]) -> Sequence[str]:
    """The words that say something about the language; courtesies only in the company of other unknown ones."""
    shouted = sum(word.isupper() for word in found) * 2 > len(found)
    judged = [
        word
        for index, word in enumerate(found)
        if words.known(word)
        or not (
            _LAUGHTER.match(word.lower()) or (not shouted and _is_named(word, is_first=not index))
        )
    ]
    known = [word for word in judged if words.known(word)]
    return known if all(map(_is_courtesy, set(judged).difference(known))) else judged


def _is_named(word: str, *, is_first: bool) -> bool:
    """Whether it is a name, or what is called by its first letters: any word can begin a sentence with a capital."""
    return word[0].isupper() and (not is_first or word.isupper())


def _unknown(judged: Sequence[str]) -> float:
    return sum(not words.known(word) for word in judged) / len(judged) if judged else 0.0


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL"))


@cache
def _identifier() -> LanguageIdentifier:
    """Loaded when first needed: it takes 80 MB and a second, and most texts are plainly English."""
    from py3langid import langid

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
