"""What is served next to whom, and what an item is about."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from forum.moderation.ranking import (
    DISTRESS,
    Gravity,
    Waiting,
    is_put_off,
    label_of_findings,
    label_of_reports,
    rank,
)
from forum.moderation.reporting import ReportReason
from forum.screening.labels import Label
from forum.screening.verdict import Finding
from tests.unit.moderation.test_ranking import NOW, found, item

G, R = Gravity, ReportReason
SEVERE, OTHER, HURTFUL = (
    item(G.SEVERE, 60, number=1),
    item(G.SEVERE, 30, number=2),
    item(G.HURTFUL, 10, number=3),
)
NUISANCE, CRY = item(G.LIGHT, 5, number=4), item(G.URGENT, 0, number=5)


@pytest.mark.parametrize(
    ("waiting", "after_severe", "open_id", "served"),
    [
        ([SEVERE, OTHER, HURTFUL], False, None, SEVERE),
        # Not two severe ones in a row, while anything else waits, however light.
        ([SEVERE, OTHER, HURTFUL], True, None, HURTFUL),
        ([SEVERE, NUISANCE], True, None, NUISANCE),
        # Where nothing else waits, somebody has to.
        ([SEVERE, OTHER], True, None, SEVERE),
        # Somebody who may need help now waits for nothing.
        ([SEVERE, HURTFUL, CRY], True, None, CRY),
        # What one has open, one has not decided yet.
        ([SEVERE, OTHER, HURTFUL], True, SEVERE.id, SEVERE),
    ],
)
def test_is_served(
    waiting: Sequence[Waiting], after_severe: bool, open_id: int | None, served: Waiting
) -> None:
    first = min(
        waiting,
        key=lambda one: (
            is_put_off(one, after_severe=after_severe, open_id=open_id),
            rank(one, NOW).place,
        ),
    )

    assert first == served


@pytest.mark.parametrize(
    ("findings", "label"),
    [
        ([], None),
        ([found("insult"), found("threat"), found("toxicity")], "threat"),
        # What did not hold it is not what it is about.
        ([found("threat", holds=False), found("insult")], "insult"),
        ([found(None, "links")], None),
        ([found("threat"), found(None, "distress", holds=False, urgent=True)], DISTRESS),
    ],
)
def test_what_a_held_text_is_about(findings: list[Finding], label: str | None) -> None:
    assert label_of_findings(findings) == label


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ([], None),
        ([(R.UNSURE, 1.0)], None),
        ([(R.SPAM, 1.0), (R.UNKIND, 1.0)], Label.INSULT),
        ([(R.UNKIND, 1.0), (R.HATE, 1.0)], Label.IDENTITY_ATTACK),
        ([(R.THREAT, 1.0)], Label.THREAT),
        ([(R.THREAT, 1.0), (R.WORRIED, 1.0)], DISTRESS),
        # Whoever has often reported in order to harm is not heard here either.
        ([(R.THREAT, 0.1), (R.UNKIND, 1.0)], Label.INSULT),
    ],
)
def test_what_reports_are_about(told: list[tuple[str, float]], label: str | None) -> None:
    assert label_of_reports(told) == label
