"""The piece of a text that shows why it was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.snippets import LENGTH, Piece, marked, snippet

LONG = "Some words that lead up to it. " * 30


def in_brackets(pieces: object) -> str:
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)  # type: ignore[attr-defined]


TABLE = [
    ("Welcome home", ("welcoming",), "[Welcome] home"),
    ("We moved here", ("moving",), "We [moved] here"),
    ("A café in Łódź", ("CAFE",), "A [café] in Łódź"),
    ("Cats and a catalogue", ("cat",), "[Cats] and a catalogue"),
    ("An art, an arm", ("art",), "An [art], an arm"),
    ("My first steps", ("first steps",), "My [first] [steps]"),
    ("Nothing of it", ("garden",), "Nothing of it"),
    ("Nothing", (), "Nothing"),
    ("", ("garden",), ""),
]


@pytest.mark.parametrize(("line", "wanted", "shown"), TABLE)
def test_words_like_those_that_were_looked_for_are_marked(
    line: str, wanted: tuple[str, ...], shown: str
) -> None:
    assert in_brackets(marked(line, wanted)) == shown


def test_a_short_text_is_shown_whole() -> None:
    assert snippet("My garden in spring", ["garden"]) == [
        Piece(text="My "),
        Piece(text="garden", is_match=True),
        Piece(text=" in spring"),
    ]


def test_of_a_long_text_the_part_around_the_first_word_found_is_shown() -> None:
    shown = in_brackets(snippet(f"{LONG}My garden is far away. {LONG}", ["garden"]))

    assert "My [garden] is far away." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_where_no_word_is_found_the_beginning_is_shown() -> None:
    shown = in_brackets(snippet(LONG, ["garden"]))

    assert shown.startswith("Some words")
    assert shown.endswith(" …")


def test_a_word_without_end_is_cut() -> None:
    assert len(in_brackets(snippet("a" * 5_000, ["garden"]))) <= LENGTH + 4


@given(
    plain=st.text(max_size=700).map(lambda text: " ".join(text.split())),
    wanted=st.lists(st.text(max_size=9), max_size=3),
)
def test_what_is_shown_stands_in_the_text_and_is_short(plain: str, wanted: list[str]) -> None:
    shown = "".join(piece.text for piece in snippet(plain, wanted))

    assert shown.removeprefix("… ").removesuffix(" …") in plain
    # A word that was found is not cut, so that a very long one may stand out.
    assert len(shown) <= LENGTH + 4 or " " not in shown.removesuffix(" …")[-LENGTH + 60 :]
