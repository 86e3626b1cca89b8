"""The community's own list of words: what can stand on it, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from forum.errors import InvalidInputError
from forum.own_words.rules import Effect, WordDraft, answer, as_list, require_word


def word(term: str, *exceptions: str, effect: Effect = Effect.HOLD) -> WordDraft:
    return WordDraft(term=term, effect=effect, exceptions=exceptions)


@pytest.mark.parametrize(
    ("text", "holding"),
    [
        ("What a muppet you are.", ["muppet"]),
        ("What a m u p p e t you are.", ["muppet"]),
        ("WHAT A MUPPET.", ["muppet"]),
        ("What a m-u_p.pet!", ["muppet"]),
        ("What a mupp3t!", ["muppet"]),
        # A word is found as a whole …
        ("I love the Muppets.", []),
        # … and what begins with it only where a star says so.
        ("You scumbag.", ["scum*"]),
        ("He had a scummy pond.", ["scum*"]),
        # Surnames and place names that contain it mean nothing.
        ("My name is Robin Cockburn.", []),
        ("I live in Cockermouth.", []),
        ("Cockburn is a cockroach.", ["cock*"]),
        ("Good morning.", []),
    ],
)
def test_what_is_held(text: str, holding: Sequence[str]) -> None:
    lists = [
        as_list(word("muppet")),
        as_list(word("scum*")),
        as_list(word("cock*", "Cockburn", "Cockermouth")),
    ]
    assert answer(text, lists).holding == holding


def test_a_word_that_is_only_noted_holds_nothing() -> None:
    found = answer("What a muppet.", [as_list(word("muppet", effect=Effect.NOTE))])
    assert (found.holds, found.holding, found.noted) == (False, [], ["muppet"])


@pytest.mark.parametrize(
    "term",
    ["", "a", "*", "**", "a*", "sc*m", "!!", "abc*", "x" * 61],
)
def test_what_would_be_found_everywhere_or_nowhere_is_not_taken(term: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        require_word(word(term))
    assert refused.value.field == "term"


@pytest.mark.parametrize("term", ["ab", "scum*", "*scum", "go back to", "сука"])
def test_what_can_stand_there(term: str) -> None:
    assert require_word(word(term)).term == term


def test_an_exception_contains_the_word() -> None:
    assert require_word(word("cock*", " Cockburn ", "Cockburn", "")).exceptions == ("Cockburn",)
    with pytest.raises(InvalidInputError) as refused:
        require_word(word("cock*", "Robin"))
    assert refused.value.field == "exceptions"
