"""What is looked at first, as a table, and the sentence that says why."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.ranking import (
    Gravity,
    ReasonKind,
    Waiting,
    gravity_of_findings,
    gravity_of_kind,
    gravity_of_reports,
    rank,
)
from forum.moderation.reporting import ReportReason
from forum.screening.labels import Label
from forum.screening.verdict import Finding

G = Gravity
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def item(gravity: Gravity, minutes: int, *, newcomer: bool = False, number: int = 1) -> Waiting:
    since = NOW - timedelta(minutes=minutes)
    return Waiting(id=number, gravity=gravity, from_newcomer=newcomer, since=since)


def told_of(gravity: Gravity, *told: tuple[str, float]) -> Waiting:
    return replace(item(gravity, 5), told=told)


def found(
    label: str | None = None, check: str = "toxicity", *, holds: bool = True, urgent: bool = False
) -> Finding:
    return Finding(
        check=check, label=label, score=0.9, threshold=0.5, holds=holds, window=None, spans=(),
        explanation="", urgent=urgent,
    )  # fmt: skip


# From the first to the last.
IN_ORDER = [
    ("a call for help a moment ago", item(G.URGENT, 0)),
    ("something severe that a newcomer wrote", item(G.SEVERE, 1, newcomer=True)),
    ("something hurtful that has waited for a day", item(G.HURTFUL, 60 * 24)),
    ("something severe an hour ago", item(G.SEVERE, 60)),
    ("something hurtful that a newcomer wrote just now", item(G.HURTFUL, 0, newcomer=True)),
    ("something hurtful two hours ago", item(G.HURTFUL, 120)),
    ("something hurtful a moment ago", item(G.HURTFUL, 0)),
    ("something ordinary a minute less than a day ago", item(G.ORDINARY, 60 * 24 - 1)),
    ("something ordinary just now", item(G.ORDINARY, 0)),
    ("a nuisance by a newcomer", item(G.LIGHT, 600, newcomer=True)),
    ("a nuisance", item(G.LIGHT, 700)),
]


@pytest.mark.parametrize(
    ("first", "second"),
    [pytest.param(a, b, id=f"{x} before {y}") for (x, a), (y, b) in itertools.pairwise(IN_ORDER)],
)
def test_is_looked_at(first: Waiting, second: Waiting) -> None:
    assert rank(first, NOW).place < rank(second, NOW).place


@given(st.sampled_from(Gravity), st.booleans(), st.integers(0, 10_000), st.integers(1, 5_000))
def test_waiting_never_moves_anything_back(
    gravity: Gravity, newcomer: bool, minutes: int, longer: int
) -> None:
    younger = item(gravity, minutes, newcomer=newcomer)
    older = item(gravity, minutes + longer, newcomer=newcomer)

    assert rank(older, NOW).place < rank(younger, NOW).place


def test_waiting_alone_makes_nothing_urgent() -> None:
    ages = [item(gravity, 60 * 24 * 30, newcomer=True) for gravity in Gravity if gravity < G.URGENT]

    assert all(rank(one, NOW).place > rank(item(G.URGENT, 0), NOW).place for one in ages)


@pytest.mark.parametrize(
    ("waiting", "why"),
    [
        (item(G.URGENT, 5), "Stands on top, because somebody may need help now."),
        (
            item(G.HURTFUL, 5, newcomer=True),
            (
                "Stands above the middle, because it may hurt somebody; "
                "before others like it: a newcomer wrote it."
            ),
        ),
        (
            item(G.LIGHT, 60 * 30),
            (
                "Stands low: it may be a nuisance, and hardly a harm; "
                "moved up after a day of waiting."
            ),
        ),
        # What readers told us, where that decides: their number, and what their word weighs.
        (
            told_of(G.HURTFUL, ("unkind", 1.0)),
            "Stands above the middle, because it may hurt somebody.",
        ),
        (
            told_of(G.SEVERE, *[("unkind", 1.0)] * 3),
            (
                "Stands high, because it may be severe; "
                "moved up: several readers whose word counts say so."
            ),
        ),
        # Something else is as grave by itself, so they have moved nothing.
        (
            told_of(G.URGENT, *[("unkind", 1.0)] * 3),
            "Stands on top, because somebody may need help now.",
        ),
        (told_of(G.SEVERE, *[("threat", 1.0)] * 3), "Stands high, because it may be severe."),
        (
            told_of(G.LIGHT, ("threat", 0.25)),
            (
                "Stands low, because what was told of it weighs little: "
                "whoever told us has reported in order to harm before, or reports very much."
            ),
        ),
        (
            told_of(G.LIGHT, ("spam", 1.0)),
            "Stands low: it may be a nuisance, and hardly a harm.",
        ),
    ],
)
def test_why_it_stands_there(waiting: Waiting, why: str) -> None:
    assert rank(waiting, NOW).why == why


@pytest.mark.parametrize(
    ("findings", "gravity"),
    [
        ([found("threat")], G.SEVERE),
        ([found("insult"), found("identity_attack")], G.SEVERE),
        ([found("threat", holds=False), found("insult")], G.HURTFUL),
        ([found("obscene")], G.ORDINARY),
        ([found(check="links")], G.LIGHT),
        ([found(check="unreadable")], G.ORDINARY),
        ([found(check="something new")], G.ORDINARY),
        ([found(check="distress", holds=False, urgent=True), found("insult")], G.URGENT),
        ([], G.ORDINARY),
    ],
)
def test_what_the_screen_noticed_is(findings: list[Finding], gravity: Gravity) -> None:
    assert gravity_of_findings(findings) is gravity


@pytest.mark.parametrize(
    ("told", "gravity"),
    [
        ([("unkind", 1.0)], G.HURTFUL),
        ([("spam", 1.0)], G.LIGHT),
        ([("spam", 1.0), ("threat", 1.0)], G.SEVERE),
        ([("worried", 1.0)], G.URGENT),
        # Many who agree, by their weight.
        ([("unkind", 1.0)] * 3, G.SEVERE),
        ([("unkind", 1.5)] * 2, G.SEVERE),
        ([("threat", 1.0)] * 9, G.SEVERE),
        ([("unsure", 0.9)] * 3, G.ORDINARY),
        # Whoever has reported in order to harm pushes nothing up, alone or with others like them.
        ([("threat", 0.25)], G.LIGHT),
        ([("worried", 0.1)] * 40, G.LIGHT),
        ([("threat", 0.25), ("unsure", 1.0)], G.ORDINARY),
    ],
)
def test_what_readers_told_us_is(told: list[tuple[str, float]], gravity: Gravity) -> None:
    assert gravity_of_reports(told) is gravity


def test_every_label_reason_and_kind_has_its_gravity() -> None:
    assert all(gravity_of_findings([found(label)]) for label in Label)
    assert all(gravity_of_reports([(reason, 1.0)]) for reason in ReportReason)
    assert all(gravity_of_kind(kind) for kind in [*ReasonKind, "a kind that others add"])
