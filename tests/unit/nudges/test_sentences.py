"""The sentences that a nudge is about."""

from __future__ import annotations

import pytest

from forum.nudges.sentences import MOST_CHARACTERS, MOST_SENTENCES, sentences_with, stretches_at
from forum.screening import Span

TEXT = "I read it all. You are a fool! (Are you?)\nNobody asked you."


def at(text: str, *words: str) -> list[Span]:
    return [Span(start=text.index(one), end=text.index(one) + len(one)) for one in words]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (("fool",), ("You are a fool!",)),
        (("asked you", "fool"), ("You are a fool!", "Nobody asked you.")),
        (("fool! (Are",), ("You are a fool!", "(Are you?)")),
        (("You", "fool"), ("You are a fool!",)),
        ((), ()),
    ],
)
def test_each_sentence_with_a_mark_is_quoted_once_and_in_order(
    words: tuple[str, ...], sentences: tuple[str, ...]
) -> None:
    assert sentences_with(TEXT, at(TEXT, *words)) == sentences


def test_there_are_never_many() -> None:
    text = "No. " * 50

    assert len(sentences_with(text, [Span(start=0, end=len(text))])) == MOST_SENTENCES


def test_a_sentence_without_an_end_is_cut_at_a_word() -> None:
    text = "word " * 400
    [quoted] = sentences_with(text, [Span(start=0, end=4)])

    assert len(quoted) <= MOST_CHARACTERS
    assert quoted.endswith("word…")


@pytest.mark.parametrize(
    ("before", "after"),
    [(100, 0), (100, 100), (50, 100)],
    ids=["its end", "its middle", "further on"],
)
def test_what_is_quoted_of_a_sentence_without_an_end_holds_the_words_it_is_about(
    before: int, after: int
) -> None:
    text = "  " + "and then " * before + "you fool " + "again " * after
    [quoted] = sentences_with(text, at(text, "fool"))

    assert "then you fool" in quoted
    assert quoted.startswith("…")
    assert quoted.endswith("…") is bool(after)
    assert len(quoted) <= MOST_CHARACTERS


def test_what_is_quoted_of_a_text_without_gaps_begins_with_what_it_is_about() -> None:
    text = "a" * 500 + "fool" + "a" * 500
    [quoted] = sentences_with(text, at(text, "fool"))

    assert quoted.startswith("…foola")
    assert len(quoted) <= MOST_CHARACTERS


@pytest.mark.parametrize("span", [Span(start=500, end=600), Span(start=3, end=3)])
def test_a_mark_that_points_nowhere_quotes_nothing(span: Span) -> None:
    assert sentences_with(TEXT, [span]) == ()
    assert stretches_at(TEXT, [span]) == ()


def test_the_very_words_can_be_quoted_too() -> None:
    text = "Call 0171 555 0101 or 0171 555 0101 or ana@example.org."

    assert stretches_at(text, at(text, "ana@example.org", "0171 555 0101")) == (
        "0171 555 0101",
        "ana@example.org",
    )


def test_half_a_character_does_no_harm() -> None:
    assert sentences_with("you \ud800 fool. Yes", [Span(start=0, end=3)]) == ("you \ud800 fool.",)
