"""What somebody is called is held for no script, only where its letters are never written together.

Names as people bear them, of both sexes and with the signs that belong to them.
"""

# ruff: noqa: RUF001  letters of many scripts are what these tests are about

from __future__ import annotations

import pytest

from forum.screened_fields.kinds import FieldKind, submission_of
from forum.screening import Screener, Standing, Submission
from forum.screening.checks.wordlist import WordList
from tests.unit.screening.fakes import LIMITS, ScriptedClassifier

IN_THEIR_OWN_SCRIPT = {
    "Cyrillic": "Дмитро Шевченко",
    "Cyrillic, with a sign": "Мар’яна Ґудзь",
    "Greek": "Ελένη Παπαδοπούλου",
    "Arabic": "فاطمة الزهراء",
    "Persian, with a joiner nobody sees": "علی\u200cرضا مرادی",
    "Urdu": "عائشہ خان",
    "Hebrew": "שרה כהן",
    "Devanagari": "प्रिया शर्मा",
    "Bengali": "অনন্যা চৌধুরী",
    "Tamil": "கார்த்திகேயன்",
    "Telugu": "శ్రీనివాస్ రావు",
    "Malayalam": "ലക്ഷ്മി നായർ",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Sinhala": "නිමල් පෙරේරා",
    "Georgian": "თამარ ბერიძე",
    "Armenian": "Անահիտ Հակոբյան",
    "Ethiopic": "አበበ ቢቂላ",
    "Thai, without gaps": "สมชายศรีสุวรรณ",
    "Khmer": "សុខា ច័ន្ទ",
    "Burmese": "အောင်ဆန်း",
    "Hangul": "김철수",
    "Chinese, two signs": "王明",
    "Chinese, three signs": "王小明",
    "Chinese, four signs": "欧阳娜娜",
    "Hiragana": "さくら",
    "Kanji and kana": "佐々木 あかり",
    "Katakana": "マリア・ガルシア",
    "Latin, in small letters": "marta gomez de la cruz",
    "Latin, with accents": "Nguyễn Thị Ánh Tuyết",
    "Latin, Turkish": "Işıl Çağlayan",
    "Latin, with a sign that counts as a letter": "Kaʻiulani",
    "two scripts, each a word": "王小明 (Ming)",
    "two scripts in a row": "Олена Smith",
    "Japanese and Latin in one word": "みかchan",
    "Cyrillic with a figure": "Юля92",
    "wide letters": "Ａｎｎａ",
}
LETTERS_THAT_PASS_FOR_OTHERS = {
    "Cyrillic а among Latin letters": "P\u0430ul",
    "Latin a among Cyrillic letters": "М\u0061рина",
    "Greek Α before Latin letters": "\u0391nna",
    "Greek ο among Cyrillic letters": "Р\u03bfман",
    "in the second word only": "Anna Schm\u0456dt",
    "parted by what nobody sees": "P\u200b\u0430ul",
    "with a figure between": "P\u0430ul7",
    "Armenian օ among Latin letters": "T\u0585m",
    "Cherokee among Latin letters": "\u13aadam",
}


def findings(name: str, kind: FieldKind = FieldKind.DISPLAY_NAME, *terms: str) -> set[str]:
    words = [WordList(why="a word of the community's own list", terms=terms)] if terms else []
    screener = Screener(ScriptedClassifier({"idiot": {"insult": 0.9}}), LIMITS, own_words=words)
    verdict = screener.screen(submission_of(kind, name, Standing.NEWCOMER))
    return {finding.check for finding in verdict.findings if finding.holds}


@pytest.mark.parametrize("name", IN_THEIR_OWN_SCRIPT.values(), ids=IN_THEIR_OWN_SCRIPT)
def test_nobody_waits_because_of_the_script_of_their_name(name: str) -> None:
    assert findings(name) == set()


@pytest.mark.parametrize(
    "name", LETTERS_THAT_PASS_FOR_OTHERS.values(), ids=LETTERS_THAT_PASS_FOR_OTHERS
)
def test_letters_that_pass_for_each_other_in_one_word_go_to_a_person(name: str) -> None:
    assert findings(name) == {"unreadable"}


@pytest.mark.parametrize(
    "name",
    [
        "все вы здесь дураки и вам пора уйти",
        "你们这些新来的人都不应该在这里说话因为这里不是你们的家",
        "niemand will dich hier haben also geh bitte wieder",
    ],
)
def test_a_sentence_in_the_place_of_a_name_is_read_like_a_sentence(name: str) -> None:
    assert "unreadable" in findings(name)


@pytest.mark.parametrize("name", ["\u3164\u3164", "|||---===///~~~\\\\\\..", "\ufffd\ufffdA"])
def test_what_is_no_writing_at_all_goes_to_a_person(name: str) -> None:
    assert findings(name) == {"unreadable"}


def test_the_list_of_words_holds_a_name_in_any_script() -> None:
    assert findings("Гадюка", FieldKind.DISPLAY_NAME, "гадюка") == {"wordlist"}


def test_an_insult_in_look_alike_letters_is_read_as_what_it_says() -> None:
    assert findings("\u0456di\u043et") == {"toxicity", "unreadable"}


@pytest.mark.parametrize("kind", [FieldKind.BIOGRAPHY, FieldKind.INTRODUCTION])
def test_whatever_is_no_name_follows_the_ordinary_rule(kind: FieldKind) -> None:
    assert findings("Привет, как дела?", kind) == {"unreadable"}


def test_a_name_in_a_post_is_no_name_to_the_rule() -> None:
    assert Submission(text="Дмитро").name is None


def test_both_names_of_a_person_are_names() -> None:
    read = {kind: submission_of(kind, "lena", Standing.MEMBER).name for kind in FieldKind}
    assert {kind for kind, name in read.items() if name == "lena"} == {
        FieldKind.USERNAME,
        FieldKind.DISPLAY_NAME,
    }


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("1488", True),
        ("14/88", True),
        ("hh_88", True),
        ("14words", True),
        ("Widow88", False),
        ("km 1488", False),
        ("Hans 88", False),
    ],
)
def test_a_code_of_hatred_is_nobodys_name(name: str, holds: bool) -> None:
    screener = Screener(ScriptedClassifier(), LIMITS)

    assert screener.screen(submission_of(FieldKind.USERNAME, name, Standing.MEMBER)).holds is holds
