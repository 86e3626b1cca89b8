"""Emoji and other signs that are all that is said: what turns a newcomer away, and what is as good as a smile."""

from __future__ import annotations

import pytest

from forum.screening import Screener, Standing, Submission
from forum.screening.checks.curt import shows_contempt

CONTEMPT = (
    "👎",
    "👎👎👎",
    "👎🏿",
    "👎\ufe0f",
    "👎 \n 👎🏻!!",
    "🙄",
    "🙄…",
    "🤢",
    "🤮🤮",
    "🖕🏽",
    "💩",
    "💩\u200d💩",
    "🤢🤮",
    "🙄😂😂",
)
FRIENDLY = ("❤️", "👍", "👍🏿", "🎉🎉🎉", "😂", "😭", "👎❤️", "🤢🍀", "42", "7 👎", "", "...", "🫂")


@pytest.mark.parametrize("text", CONTEMPT)
def test_contempt_without_a_word_does_not_reach_a_newcomer(screener: Screener, text: str) -> None:
    verdict = screener.screen(Submission(text=text, by=Standing.MEMBER))

    assert [finding.check for finding in verdict.findings] == ["curt"]
    assert verdict.holds


@pytest.mark.parametrize("text", FRIENDLY)
def test_any_other_sign_is_welcome(screener: Screener, text: str) -> None:
    assert not screener.screen(Submission(text=text, by=Standing.MEMBER)).holds


@pytest.mark.parametrize("text", ["I felt 🤢 all day", "👎 for the new menu", "Hot 🌶️ today"])
def test_beside_words_an_emoji_is_the_models_to_judge(text: str) -> None:
    assert not shows_contempt(text)


def test_among_members_a_thumb_down_is_an_opinion(screener: Screener) -> None:
    said = Submission(text="👎", by=Standing.MEMBER, to=Standing.MEMBER)

    assert not screener.screen(said).holds


def test_a_newcomer_may_say_with_an_emoji_how_they_are(screener: Screener) -> None:
    said = Submission(text="🤢", to=Standing.MEMBER, in_welcome_thread=True)

    assert not screener.screen(said).holds


@pytest.mark.parametrize(
    "text",
    ["\u5350", "\u534d\u534d", "hello \u5350", "The temple's gate shows a \u534d.", "\u0fd5"],
)
def test_a_person_looks_at_a_sign_that_is_holy_to_some_and_a_threat_to_others(
    screener: Screener, text: str
) -> None:
    said = Submission(text=text, by=Standing.MEMBER, to=Standing.MEMBER)
    [finding] = screener.screen(said).findings

    assert finding.check == "unreadable"
    assert "holy to Buddhists" in finding.explanation
