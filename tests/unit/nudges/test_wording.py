"""The one kind word: of the sentence, never of the person, without a score, and never in the way of a cry for help."""

from __future__ import annotations

import re

import pytest

from forum.nudges.outcomes import NudgeKind
from forum.nudges.wording import HEADING_SURE, KindWord, kind_word
from forum.screening import Part, Standing, Submission, Verdict
from tests.support.desk import finding, verdict

TEXT = "I read it all. You are a fool! My number is 0171 555 0101."
FOOL = (TEXT.index("fool"), TEXT.index("fool") + 4)
NUMBER = (TEXT.index("0171"), len(TEXT) - 1)
PHONE = finding(
    "personal_data",
    NUMBER,
    holds=False,
    explanation="This seems to contain a phone number, which everybody will be able to see.",
)
RUDE = finding("toxicity", FOOL)
HOLDING = ("toxicity", "wordlist", "links", "repetition", "too_long", "unreadable", "a later check")


def word(
    said: Verdict | None,
    *,
    to: Standing = Standing.MEMBER,
    is_introduction: bool = False,
    title: str | None = None,
) -> KindWord | None:
    submission = Submission(text=TEXT, title=title, to=to)
    return kind_word(said, submission, is_introduction=is_introduction)


def spoken(said: Verdict, **setting: object) -> str:
    found = word(said, **setting)  # type: ignore[arg-type]
    assert found is not None
    return " ".join([found.heading, *found.paragraphs])


def test_what_would_pass_needs_no_word() -> None:
    assert word(verdict()) is None


def test_no_answer_is_no_word() -> None:
    assert word(None) is None


def test_the_sentence_is_marked_and_a_person_is_offered() -> None:
    found = word(verdict(RUDE))
    assert found is not None
    assert found.marked == ("You are a fool!",)
    assert found.offers_a_person
    assert found.kind is NudgeKind.WOULD_BE_HELD


def test_a_title_is_quoted_as_well() -> None:
    found = word(verdict(finding("toxicity", (0, 4), part=Part.TITLE), RUDE), title="Fool of a day")
    assert found is not None
    assert found.marked == ("Fool of a day", "You are a fool!")


def test_who_answers_a_newcomer_is_reminded_of_that() -> None:
    assert "new here" in spoken(verdict(RUDE), to=Standing.NEWCOMER)
    assert "new here" not in spoken(verdict(RUDE))


def test_an_introduction_is_told_to_send_it_on() -> None:
    words = spoken(verdict(RUDE), is_introduction=True)
    assert (
        "If you are describing something that happened to you, send it on and a person will read it."
        in words
    )
    assert "harder" not in words


def test_personal_data_is_asked_about_and_not_held() -> None:
    found = word(verdict(PHONE))
    assert found is not None
    assert found.heading == HEADING_SURE == "Are you sure that you want to share this?"
    assert found.marked == ("0171 555 0101",)
    assert not found.offers_a_person
    assert found.kind is NudgeKind.PERSONAL_DATA


def test_one_word_is_enough_for_both() -> None:
    found = word(verdict(RUDE, PHONE))
    assert found is not None
    assert found.kind is NudgeKind.WOULD_BE_HELD
    assert any("a phone number" in paragraph for paragraph in found.paragraphs)


@pytest.mark.parametrize("other", [RUDE, PHONE], ids=["held", "personal data"])
def test_nobody_in_danger_is_met_with_a_question(other: object) -> None:
    cry = finding("distress", (0, 5), holds=False, urgent=True)
    assert word(verdict(cry, other)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("check", HOLDING)
@pytest.mark.parametrize("is_introduction", [False, True])
def test_no_score_no_label_and_no_blame(check: str, is_introduction: bool) -> None:
    words = spoken(verdict(finding(check, FOOL)), is_introduction=is_introduction)
    assert words.strip()
    assert not re.search(r"\d", words)
    for never in ("toxic", "insult", "invalid", "violat", "offensive", "you are", "your fault"):
        assert never not in words.replace("If you are describing", "").lower()
