"""What the small network is to learn of a text: what the teacher says, moved towards what is known."""

from __future__ import annotations

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
from forum.screening.training.lessons import answered, is_marked, still_to_learn, to_ask_about
from forum.screening.training.variations import UNLABELLED

SAYS = 0.6


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
    asked = to_ask_about(public, 7)
    texts = [example.text for example in asked]
    assert len(set(texts)) == len(texts)
    assert {"A tweet.", public[0].text} <= set(texts)
    assert {example.source for example in asked} == {"wikipedia", "tweets", "written", UNLABELLED}
    assert texts == [example.text for example in to_ask_about(public, 7)]


def lessons_and_says(count: int, *, known: int) -> tuple[list[Example], np.ndarray]:
    """Hostile texts, of which a network calls so many of the first hostile and the others harmless."""
    wanted = [
        Example(text=str(number), targets=targets({}, others=0.9), source="written")
        for number in range(count)
    ]
    says = np.full((count, len(LABELS)), 0.1)
    says[:known] = 0.9
    return wanted, says


def test_who_goes_on_learns_mostly_what_it_says_otherwise() -> None:
    wanted, says = lessons_and_says(1000, known=500)
    chosen = still_to_learn(wanted, says, 200, seed=1)
    new = [lesson for lesson in chosen if int(lesson.text) >= 500]
    assert len(chosen) == 200
    assert 150 < len(new) < 200  # some of what it knows is kept up


def test_who_goes_on_learns_nothing_twice_and_the_same_again() -> None:
    wanted, says = lessons_and_says(60, known=20)
    chosen = still_to_learn(wanted, says, 50, seed=1)
    assert len({lesson.text for lesson in chosen}) == 50
    assert chosen == still_to_learn(wanted, says, 50, seed=1)
    assert chosen != still_to_learn(wanted, says, 50, seed=2)


def test_who_knows_everything_keeps_it_up() -> None:
    wanted, says = lessons_and_says(30, known=30)
    assert len(still_to_learn(wanted, says, 10, seed=1)) == 10
    assert still_to_learn(wanted, says, 100, seed=1) == wanted
