"""The project's own sentences: enough of each sort, each once, and none that training has seen."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from forum.screening import Outcome, Standing
from forum.screening.evaluation import SENTENCES, Example, load_file, load_shipped

GROUPS = {
    "religion",
    "origin",
    "skin",
    "sex",
    "orientation",
    "gender",
    "disability",
    "illness",
    "age",
    "body",
}
TRAINING = SENTENCES.parents[1] / "training"
#: Characters; shorter sentences ("spastic", "kys lol") may well be written twice by chance.
_TELLING = 30
#: So many first words lead to the sentences that begin with them.
_BEGINNING = 4


@cache
def shipped() -> tuple[Example, ...]:
    return tuple(load_shipped())


def blind() -> list[Example]:
    return [one for path in (SENTENCES.parent / "blind").glob("*.jsonl") for one in load_file(path)]


def of(set_name: str) -> list[Example]:
    return [example for example in shipped() if example.set == set_name]


@pytest.mark.parametrize(
    ("set_name", "at_least", "expect"),
    [
        ("introductions", 250, Outcome.PUBLISH),
        ("kind_replies", 120, Outcome.PUBLISH),
        ("hostile_replies", 200, Outcome.HOLD),
        ("disguised", 80, Outcome.HOLD),
        ("quoted", 60, Outcome.PUBLISH),
        ("self_harm", 30, Outcome.PUBLISH),
        ("everyday", 80, Outcome.PUBLISH),
        ("unreadable", 20, Outcome.HOLD),
    ],
)
def test_each_set_is_large_enough_and_of_one_mind(
    set_name: str, at_least: int, expect: Outcome
) -> None:
    examples = of(set_name)

    assert len(examples) >= at_least
    assert {example.expect for example in examples} == {expect}
    assert all(example.kind and example.text for example in examples)


def test_friendly_swearing_is_measured_on_enough_texts() -> None:
    assert sum(example.kind == "swearing" for example in of("kind_replies")) >= 60


def test_every_group_introduces_itself() -> None:
    counts = Counter(example.group for example in of("introductions"))

    assert set(counts) >= GROUPS
    assert min(counts[group] for group in GROUPS) >= 20


def test_introductions_stand_where_newcomers_introduce_themselves() -> None:
    assert all(
        example.in_welcome_thread
        and example.by is Standing.NEWCOMER
        and example.to is Standing.MEMBER
        for example in of("introductions")
    )


def test_hostile_replies_speak_to_newcomers() -> None:
    examples = of("hostile_replies") + of("disguised")

    assert {example.to for example in examples} == {Standing.NEWCOMER}


def test_pairs_are_opposites_of_one_group_in_one_place() -> None:
    pairs: dict[int | None, list[Example]] = {}
    for example in of("pairs"):
        pairs.setdefault(example.pair, []).append(example)

    assert len(pairs) >= 100
    assert None not in pairs
    for first, second in pairs.values():
        assert {first.expect, second.expect} == set(Outcome)
        assert first.group == second.group
        assert (first.to, first.by) == (second.to, second.by)
    assert {pair[0].group for pair in pairs.values()} == GROUPS


def test_no_text_is_there_twice() -> None:
    texts = Counter(_plain(example.text) for example in shipped())

    assert [text for text, count in texts.items() if count > 1] == []


def test_hostile_words_behind_friendly_ones_are_far_behind() -> None:
    hidden = [example for example in of("disguised") if example.kind == "behind friendly words"]

    assert len(hidden) >= 5
    assert all(len(example.text.split()) >= 550 for example in hidden)


def test_training_has_seen_none_of_the_sentences() -> None:
    sentences = {_words(one.text): one.text for one in (*shipped(), *blind()) if is_telling(one)}
    by_beginning: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for words in sentences:
        by_beginning.setdefault(words[:_BEGINNING], []).append(words)
    seen = [word for path in sorted(TRAINING.rglob("*")) for word in _words(_text(path))]

    known = {
        sentences[words]
        for place, beginning in enumerate(zip(*(seen[n:] for n in range(_BEGINNING)), strict=False))
        for words in by_beginning.get(beginning, ())
        if tuple(seen[place : place + len(words)]) == words
    }

    assert len(seen) > 100_000
    assert known == set()


def is_telling(example: Example) -> bool:
    return len(example.text) >= _TELLING and len(_words(example.text)) >= _BEGINNING


def _text(path: Path) -> str:
    """What a file of lines or records says; nothing of one that holds no text."""
    if path.suffix not in {".txt", ".jsonl", ".py", ".md"}:
        return ""
    return path.read_text(encoding="utf-8").replace("\\n", " ")


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w']+", text.lower().replace("’", "'")))


def _plain(text: str) -> str:
    return re.sub(r"[\s\\]+", " ", text.lower()).replace("’", "'").strip(" .!?\"'")
