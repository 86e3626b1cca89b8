"""What the small network is to learn of a text: what the teacher says, moved towards what is known."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from forum.screening.training import lessons
from forum.screening.training.examples import (
    ATTACK_ON_ADDRESSEE,
    INSULT,
    LABELS,
    UNKNOWN,
    Example,
    harmless,
    targets,
)
from forum.screening.training.lessons import answered, is_marked, kept_up, to_ask_about
from forum.screening.training.twins import TWINS, load_twins
from forum.screening.training.variations import UNLABELLED
from forum.screening.training.written_data import Amounts

SAYS = 0.6
FEW = partial(
    Amounts,
    per_line=1,
    per_pair_line=1,
    per_identity_line=1,
    times_if_harmless=1,
    long_harmless=10,
    long_kind=10,
    long_hostile=10,
    hostile_tail=10,
    quoting_reply=10,
    excerpts=1,
)


@pytest.mark.parametrize(
    ("source", "known", "learned"),
    [
        ("wikipedia", 1.0, 0.72),
        ("wikipedia", 0.0, 0.42),
        ("written", 1.0, 0.72),
        ("written", UNKNOWN, SAYS),
        (UNLABELLED, UNKNOWN, SAYS),
        # Their annotators followed other customs.
        ("tweets", 1.0, SAYS),
        ("civil", 0.0, SAYS),
    ],
)
def test_what_is_known_moves_what_the_teacher_says(
    source: str, known: float, learned: float
) -> None:
    example = Example(text="so", targets=targets({INSULT: known}), source=source, weight=0.4)

    [lesson] = answered([example], np.full((1, len(LABELS)), SAYS))

    assert lesson.targets[LABELS.index(INSULT)] == pytest.approx(learned)
    assert lesson.weight == 1.0


def test_a_comment_is_marked_by_a_public_label_alone() -> None:
    assert is_marked(Example(text="so", targets=harmless(threat=1.0), source="wikipedia"))
    ours = Example(text="so", targets=harmless(**{ATTACK_ON_ADDRESSEE: 1.0}), source="wikipedia")
    assert not is_marked(ours)


@pytest.fixture
def public() -> list[Example]:
    said = [harmless(), harmless(threat=1.0)]
    rows = [
        Example(text=f"First {n}. Then {n}. Last {n}.", targets=said[n % 2], source="wikipedia")
        for n in range(4)
    ]
    return [*rows, Example(text="A tweet.", targets=harmless(), source="tweets")]


def test_each_text_is_asked_about_once_and_in_the_same_order_again(
    public: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "ASKED_DRAWS", 1)
    monkeypatch.setattr(lessons, "ASKED_TWINS", 1)
    # Little of each: that all of it can be drawn again is tested where it is drawn.
    monkeypatch.setattr(lessons, "Amounts", FEW)
    monkeypatch.setattr(lessons, "load_twins", partial(load_twins, folder=TWINS / "long"))
    asked = to_ask_about(public, 7)
    texts = [example.text for example in asked]
    assert len(set(texts)) == len(texts)
    assert {"A tweet.", public[0].text} <= set(texts)
    assert {example.source for example in asked} == {"wikipedia", "tweets", "written", UNLABELLED}
    assert texts == [example.text for example in to_ask_about(public, 7)]


def test_who_goes_on_keeps_up_some_of_what_it_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    lessons_before = [
        Example(text=str(number), targets=harmless(), source="written") for number in range(60)
    ]
    monkeypatch.setattr(lessons, "KEPT_UP", 50)
    chosen = kept_up(lessons_before, seed=1)
    assert len({lesson.text for lesson in chosen}) == 50
    assert chosen == kept_up(lessons_before, seed=1)
    assert chosen != kept_up(lessons_before, seed=2)
    monkeypatch.setattr(lessons, "KEPT_UP", 100)
    assert len(kept_up(lessons_before, seed=1)) == 60
