"""A letter as it is handed over: its name is the same whenever it is made of the same, and no other's."""

from __future__ import annotations

import re

import pytest

from forum.mail import compose

LETTER = {
    "sender": "forum@example.org",
    "to": "ana@example.org",
    "subject": "Bo answered you.",
    "body": "Hello Ana",
    "of": "notification 7",
}


def test_made_once_more_it_is_the_same_message() -> None:
    assert compose(**LETTER)["Message-ID"] == compose(**LETTER)["Message-ID"]


@pytest.mark.parametrize("part", ["to", "subject", "body", "of"])
def test_whatever_differs_makes_another_message(part: str) -> None:
    other = compose(**(LETTER | {part: "bo@example.org"}))
    assert other["Message-ID"] != compose(**LETTER)["Message-ID"]


@pytest.mark.parametrize("sender", ["forum@example.org", "Our forum <forum@example.org>"])
def test_its_name_is_one_whether_or_not_the_sender_has_a_name(sender: str) -> None:
    name = compose(**(LETTER | {"sender": sender}))["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", name)
