from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening.windows import OVERLAP, SHORT, WIDE, Window, windows_of


def tokens_of(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w|[^\w\s]", text)]


@given(st.text(alphabet="abc .!?\n", max_size=3000))
def test_every_token_is_read_and_no_window_is_too_long(text: str) -> None:
    tokens = tokens_of(text)
    windows = windows_of(text, tokens)

    for start, end in tokens:
        assert any(window.start <= start and end <= window.end for window in windows)
    for window in windows:
        inside = [t for t in tokens if window.start <= t[0] and t[1] <= window.end]
        assert 0 < len(inside) <= WIDE


def test_a_short_text_is_one_window() -> None:
    text = "a b. " * (SHORT // 3)

    assert windows_of(text, tokens_of(text)) == [Window(start=0, end=len(text) - 1)]


def test_nothing_to_read_is_no_window() -> None:
    assert windows_of("  \n ", []) == []


def test_two_neighbouring_sentences_of_a_long_text_are_read_together() -> None:
    sentences = [f"This is sentence number {number} of a text." for number in range(60)]
    text = " ".join(sentences)
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    close = [text[w.start : w.end] for w in windows_of(text, tokens)]

    for one, two in pairwise(sentences):
        assert any(f"{one} {two}" in window for window in close)


def test_a_sentence_of_a_long_text_is_also_read_nearly_alone() -> None:
    text = "We all had a lovely day in the garden. " * 40 + "You should not be alive."
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    shortest = min(
        (text[w.start : w.end] for w in windows_of(text, tokens)),
        key=lambda words: ("alive" not in words, len(words)),
    )

    assert "alive" in shortest
    assert len(shortest.split()) < 40


def test_a_quotation_is_read_together_with_who_quotes_it() -> None:
    before = "We all had a lovely day in the garden. " * 12
    told = 'He shouted at me for years. "You are worthless. Nobody wants you." Then I left him.'
    text = f"{before}{told} {before}"
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    with_insult = [text[w.start : w.end] for w in windows_of(text, tokens)]
    with_insult = [words for words in with_insult if "worthless" in words]

    assert with_insult
    assert all("He shouted at me" in words for words in with_insult)
    assert all("Nobody wants you" in words for words in with_insult)


def test_windows_say_which_of_them_stand_out_of_their_context() -> None:
    text = " ".join(f"This is sentence number {number} of a text." for number in range(60))
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    windows = windows_of(text, tokens)
    longest = {
        window.close: max(w.end - w.start for w in windows if w.close == window.close)
        for window in windows
    }

    assert longest[True] < longest[False]
    assert not any(window.close for window in windows_of("Hello. You.", tokens_of("Hello. You.")))


@pytest.mark.parametrize("count", [257, 300, 473, 1440, 5000])
def test_wide_windows_are_as_few_as_can_be_and_none_is_a_short_rest(count: int) -> None:
    text = "word " * count
    tokens = [match.span() for match in re.finditer(r"\w+", text)]
    lengths = [
        sum(window.start <= start < window.end for start, _ in tokens)
        for window in windows_of(text, tokens)
        if not window.close
    ]

    assert len(lengths) == math.ceil((count - OVERLAP) / (WIDE - OVERLAP))
    assert max(lengths) <= WIDE
    assert min(lengths) >= WIDE // 3
