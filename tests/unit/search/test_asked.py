"""What the words in a search box ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.asked import MOST_TERMS, read_asked

TABLE = [
    ("moving alone", ("moving", "alone"), ()),
    ("How do I make friends?", ("make", "friends?"), ()),
    ('"first steps" garden', ("first steps", "garden"), ()),
    ("“first steps”", ("first steps",), ()),
    ("garden -winter", ("garden",), ("winter",)),
    ('garden -"late frost"', ("garden",), ("late frost",)),
    ("well-being", ("well-being",), ()),
    ('an "open end', ("open end",), ()),
    ("to be or not to be", ("not",), ()),
    ("who are you", ("who", "are", "you"), ()),
    ("tea tea tea", ("tea",), ()),
    ("Straße κόσμος 你好", ("Straße", "κόσμος", "你好"), ()),
    ("?! … -- 🙂", (), ()),
    ("-winter", (), ("winter",)),
    ('""', (), ()),
    ("", (), ()),
]


@pytest.mark.parametrize(("typed", "wanted", "unwanted"), TABLE)
def test_the_words_are_read_as_they_are_meant(
    typed: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    asked = read_asked(typed)

    assert (asked.wanted, asked.unwanted) == (wanted, unwanted)
    assert asked.is_nothing == (not wanted)


def test_of_a_paragraph_the_first_words_count() -> None:
    asked = read_asked(" ".join(f"word{number}" for number in range(100)))

    assert asked.wanted == tuple(f"word{number}" for number in range(MOST_TERMS))


@given(st.text(max_size=200))
def test_no_term_can_end_the_quotation_marks_that_it_is_put_in(typed: str) -> None:
    asked = read_asked(typed)

    assert not any('"' in term for term in (*asked.wanted, *asked.unwanted))
