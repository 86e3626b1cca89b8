"""Nobody's name leaves the forum in an export."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.calibration.pseudonyms import Pseudonyms

NAMES = {1: ("ana", "Anna Maria"), 2: ("bo", "Bo"), 3: ("mira_77", "Mira")}


def made(key: bytes = b"k" * 32) -> Pseudonyms:
    return Pseudonyms(NAMES, key)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Thank you, @ana!", "ana"),
        ("Dear Anna Maria, hello", "Maria"),
        ("MIRA said it", "MIRA"),
        ("ask mira_77 about it", "mira_77"),
        ("see https://example.org/people/ana", "example.org"),
        ("mail me: ana@example.org", "example.org"),
        ("call +49 170 1234567 tonight", "1234567"),
    ],
)
def test_names_addresses_and_numbers_are_taken_out(text: str, gone: str) -> None:
    assert gone not in made().without_people(text)


@pytest.mark.parametrize("text", ["Dear Jana Groß, hello", "dear jana groß", "JANA GROSS said it"])
def test_a_name_whose_letters_change_with_capitals_is_taken_out(text: str) -> None:
    said = Pseudonyms({1: ("jana", "Jana Groß")}, b"k" * 32).without_people(text)

    assert "gro" not in said.casefold()


def test_the_rest_of_the_words_stay() -> None:
    text = "I moved to Graz and bought bananas; Bob is a mirage."

    assert made().without_people(text) == text


def test_the_same_person_has_the_same_pseudonym_within_one_export_only() -> None:
    one, other = made(b"a" * 32), made(b"b" * 32)

    assert one.of("person", 1) == one.of("person", 1)
    assert (
        len({one.of("person", 1), one.of("person", 2), one.of("thread", 1), other.of("person", 1)})
        == 4
    )
    assert Pseudonyms(NAMES).of("person", 1) != Pseudonyms(NAMES).of("person", 1)


def test_whoever_is_spoken_to_can_be_told_apart() -> None:
    said = made().without_people("@ana, ask Mira; Mira knows")
    parts = said.split("[person ")[1:]

    assert len(parts) == 3
    assert parts[1][:4] == parts[2][:4] != parts[0][:4]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(made().without_people(text), str)


def test_a_forum_without_people() -> None:
    assert Pseudonyms({}).without_people("Hello Ana") == "Hello Ana"
