from __future__ import annotations

import random

import numpy as np
import pytest

from forum.screening.training.examples import LABELS, Example, harmless
from forum.screening.training.variations import (
    _TO_HIM,
    _TO_ME,
    _TO_YOU,
    UNLABELLED,
    in_company,
    of_somebody_else,
    part_of,
    pieces,
    varied,
)


def dice(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311  (sentences, not secrets)


def alone() -> str:
    raise AssertionError("no company was needed")


def written(text: str) -> Example:
    return Example(text=text, targets=harmless(), source="written", kind="everyday")


@pytest.mark.parametrize(
    ("persons", "before", "after"),
    [
        (_TO_ME, "Nobody asked for your story.", "Nobody asked for my story."),
        (_TO_ME, "You're a waste, you are.", "I'm a waste, I are."),
        (_TO_HIM, "Your kind and you’d better go.", "His kind and he'd better go."),
        (
            _TO_YOU,
            "I am ashamed of my body, I’m afraid.",
            "you are ashamed of your body, you're afraid.",
        ),
        (_TO_YOU, "My mother taught me.", "Your mother taught you."),
        (_TO_ME, "Youth is mine.", "Youth is mine."),
    ],
)
def test_words_are_said_of_somebody_else(persons: dict[str, str], before: str, after: str) -> None:
    assert of_somebody_else(before, persons) == after


def test_a_part_is_a_whole_sentence_where_there_are_several() -> None:
    parts = {part_of("One. Two two! Three?", alone, dice(n)) for n in range(20)}
    assert parts == {"One.", "Two two!", "Three?"}


def test_a_part_of_one_sentence_is_its_beginning_or_its_end() -> None:
    text = "one two three four five six seven eight"
    for number in range(20):
        part = part_of(text, alone, dice(number))
        assert text.startswith(part) or text.endswith(part)
        assert 3 <= len(part.split()) <= 6


def test_a_few_words_get_company_instead() -> None:
    assert part_of("Go home.", lambda: "I like tea.", dice(1)) == "Go home. I like tea."


def test_in_company_a_text_stands_at_any_place_among_others() -> None:
    made = {in_company("Go home.", lambda: "I like tea.", dice(n)) for n in range(60)}
    assert all(text.count("Go home.") == 1 and "I like tea." in text for text in made)
    assert {text.startswith("Go home.") for text in made} == {True, False}
    assert {text.endswith("Go home.") for text in made} == {True, False}


def test_pieces_are_runs_of_sentences_and_nobody_knows_their_labels() -> None:
    long = written("One. Two two! Three? Four.\nFive.")
    made = pieces([long, written("Only one.")], 3, 2)
    assert len(made) == 2
    for piece in made:
        assert piece.text in " ".join(long.text.split())
        assert piece.text != long.text
        assert piece.source == UNLABELLED
        assert np.isnan(piece.targets).all()


def test_variations_are_unlabelled_new_and_the_same_for_the_same_seed() -> None:
    texts = [
        written(f"You number {number} told me of your garden and mine.") for number in range(60)
    ]
    made = varied(texts, 4)
    assert made == varied(texts, 4)
    assert [one.text for one in made] != [one.text for one in varied(texts, 5)]
    assert len({one.text for one in made}) == len(made) > 50
    assert not {one.text for one in made} & {one.text for one in texts}
    assert {one.source for one in made} == {UNLABELLED}
    assert np.isnan([one.targets for one in made]).all()
    assert len(made[0].targets) == len(LABELS)


def test_long_texts_are_left_alone() -> None:
    assert varied([written("you " * 31)], 1) == []
