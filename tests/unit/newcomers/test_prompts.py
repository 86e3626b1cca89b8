"""Beginnings for an introduction, to be taken or left."""

from __future__ import annotations

import pytest

from forum.newcomers.prompts import PROMPTS, take


@pytest.mark.parametrize(
    ("text", "key", "after"),
    [
        ("", "name", "Hello, you can call me "),
        ("Hi.", "name", "Hi.\n\nHello, you can call me "),
        ("Hi. \n", "brings", "Hi.\n\nI came here because "),
        ("Hello, you can call me Ana", "name", "Hello, you can call me Ana"),
        ("My own words", "made-up", "My own words"),
        ("My own words", "", "My own words"),
    ],
)
def test_a_beginning_is_added_and_nothing_is_lost(text: str, key: str, after: str) -> None:
    assert take(text, key) == after


def test_taking_all_of_them_takes_each_once() -> None:
    text = ""
    for prompt in (*PROMPTS, *PROMPTS):
        text = take(text, prompt.key)
    assert [text.count(prompt.beginning) for prompt in PROMPTS] == [1] * len(PROMPTS)
