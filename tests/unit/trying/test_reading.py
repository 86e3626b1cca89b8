"""A verdict in words that anybody can read: no numbers, and never more than the model's view."""

from __future__ import annotations

import re

import pytest

from forum.screening import Audience, audience_of
from forum.trying.audiences import IN_WORDS, submission_for
from forum.trying.reading import tried
from tests.support.desk import finding, verdict

TEXT = "You are a fool, my dear."
FOOL = (TEXT.index("fool"), TEXT.index("fool") + 4)


@pytest.mark.parametrize("audience", list(Audience))
def test_every_audience_can_be_chosen_and_is_the_one_that_is_meant(audience: Audience) -> None:
    assert audience in IN_WORDS
    assert audience_of(submission_for(TEXT, audience)) is audience


def test_what_holds_is_marked_and_said_why() -> None:
    result = tried(TEXT, verdict(finding("toxicity", FOOL)))

    assert result.holds
    assert result.outcome == "A person would read it first, because it may sound insulting."
    assert [piece.text for piece in result.text if piece.marked] == ["fool"]


def test_what_passes_has_no_marks() -> None:
    result = tried(TEXT, verdict(finding("personal_data", FOOL, holds=False)))

    assert not result.holds
    assert not result.has_marks
    assert "sure that they want to share" in " ".join(result.notes)


def test_a_cry_for_help_holds_nothing_and_calls_a_person() -> None:
    result = tried(TEXT, verdict(finding("distress", FOOL, holds=False, urgent=True)))

    assert not result.holds
    assert "help lines" in " ".join(result.notes)


@pytest.mark.parametrize("said", [verdict(), verdict(finding("toxicity", FOOL))])
def test_bands_are_words(said: object) -> None:
    result = tried(TEXT, said)  # type: ignore[arg-type]
    words = " ".join([result.outcome, *(f"{s.what} {s.likely} {s.meaning}" for s in result.signs)])

    assert not re.search(r"\d", words)
    assert "toxic" not in words.lower()
