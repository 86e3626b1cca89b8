"""Reading threshold sets for the pages on which they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.calibration.backtest_report import Report
from forum.calibration.changed_posts import ChangedPost, changed_posts
from forum.calibration.decided import decided_cases
from forum.calibration.histogram_pictures import HistogramPicture, histogram_picture
from forum.calibration.histograms import histograms
from forum.calibration.models import Backtest, Rescoring
from forum.calibration.standing import standing_of
from forum.calibration.steps import SHADOW_FOR, Standing, Step, available_steps
from forum.conversations.models import ScreeningResult
from forum.database import db
from forum.errors import NotFoundError
from forum.screening.labels import Label, in_words
from forum.screening.thresholds import Audience, State
from forum.thresholds.models import ThresholdRow
from forum.wiring import clock

#: So many of the newest decided posts make a histogram: enough for its shape, and little enough to be read at once.
IN_HISTOGRAM = 3_000


@dataclass(frozen=True, kw_only=True)
class TestLine:
    """A back-test in a list. `progress` is from 0 to 1; 1 once it is done."""

    id: int
    asked_at: datetime
    most: int
    is_done: bool
    progress: float


@dataclass(frozen=True, kw_only=True)
class SetLine:
    """A set in the list, with how many posts the screen read with it, and how many of them it set aside."""

    id: int
    name: str
    state: State
    note: str
    live_at: datetime | None
    retired_at: datetime | None
    read: int
    held: int


@dataclass(frozen=True, kw_only=True)
class LabelLimit:
    """One label's limit with one audience, over the histogram of real scores. Without a limit it never holds."""

    label: str
    words: str
    limit: float | None
    picture: HistogramPicture


@dataclass(frozen=True, kw_only=True)
class SetPage:
    """A set, one audience at a time."""

    id: int
    name: str
    state: State
    note: str
    audience: Audience
    limits: Mapping[str, float]
    labels: Sequence[LabelLimit]
    steps: Sequence[Step]
    standing: Standing
    live_from: datetime | None
    tests: Sequence[TestLine]


@dataclass(frozen=True, kw_only=True)
class TestPage:
    """A back-test; `report` is None while it is under way. `model` is whose scores it takes, where not the usual."""

    test: TestLine
    set_id: int
    set_name: str
    against: str
    model: str
    report: Report | None
    would_be_held: Sequence[ChangedPost]
    would_pass: Sequence[ChangedPost]


def set_lines() -> Sequence[SetLine]:
    """Every set, the newest first."""
    counts = {
        row.threshold_set: row
        for row in db.session.execute(
            select(
                ScreeningResult.threshold_set,
                func.count().label("read"),
                func.count().filter(ScreeningResult.outcome == "hold").label("held"),
            ).group_by(ScreeningResult.threshold_set)
        )
    }
    rows = db.session.scalars(select(ThresholdRow).order_by(ThresholdRow.id.desc()))
    return [
        SetLine(
            id=row.id,
            name=row.name,
            state=State(row.state),
            note=row.note,
            live_at=row.live_at,
            retired_at=row.retired_at,
            read=counts[row.name].read if row.name in counts else 0,
            held=counts[row.name].held if row.name in counts else 0,
        )
        for row in rows
    ]


def set_page(set_id: int, audience: Audience) -> SetPage:
    """A set with what may be done with it now.

    Raises:
        NotFoundError: there is no such set.
    """
    row = db.session.get(ThresholdRow, set_id)
    if row is None:
        raise NotFoundError
    now = clock().now()
    standing = standing_of(db.session(), row)
    since = standing.shadow_since
    limits = row.limits[audience]
    return SetPage(
        id=row.id,
        name=row.name,
        state=State(row.state),
        note=row.note,
        audience=audience,
        limits=limits,
        labels=_labels(limits, audience, now),
        steps=available_steps(standing, now),
        standing=standing,
        live_from=since + SHADOW_FOR if since is not None else None,
        tests=_tests(set_id),
    )


def _labels(limits: Mapping[str, float], audience: Audience, now: datetime) -> Sequence[LabelLimit]:
    posts = (case.post for case in islice(decided_cases(now), IN_HISTOGRAM))
    found = histograms(posts, audience, [label.value for label in Label])
    return [
        LabelLimit(
            label=label,
            words=in_words(label),
            limit=limits.get(label),
            picture=histogram_picture(
                f"scores-{label}", f"Scores for “{in_words(label)}”", histogram, limits.get(label)
            ),
        )
        for label, histogram in found.items()
    ]


def _tests(set_id: int) -> Sequence[TestLine]:
    rows = db.session.scalars(
        select(Backtest).where(Backtest.set_id == set_id).order_by(Backtest.id.desc()).limit(10)
    )
    return [_line(row) for row in rows]


def _line(row: Backtest) -> TestLine:
    is_done = row.finished_at is not None
    return TestLine(
        id=row.id,
        asked_at=row.asked_at,
        most=row.most,
        is_done=is_done,
        progress=1.0 if is_done else row.done / row.most,
    )


def test_page(actor: Actor, test_id: int) -> TestPage:
    """A back-test, with the very posts whose fate would change, as far as this person may read them.

    Raises:
        NotFoundError: there is no such back-test.
    """
    test = db.session.get(Backtest, test_id)
    if test is None:
        raise NotFoundError
    names = {
        row.id: row.name
        for row in db.session.execute(
            select(ThresholdRow.id, ThresholdRow.name).where(
                ThresholdRow.id.in_({test.set_id, test.against_id})
            )
        )
    }
    found = Report.from_json(test.report) if test.report is not None else None
    held, passed = (found.would_be_held, found.would_pass) if found is not None else ((), ())
    return TestPage(
        test=_line(test),
        set_id=test.set_id,
        set_name=names[test.set_id],
        against=names[test.against_id],
        model=_model(test.rescoring_id),
        report=found,
        would_be_held=changed_posts(actor, held),
        would_pass=changed_posts(actor, passed),
    )


def _model(rescoring_id: int | None) -> str:
    if rescoring_id is None:
        return ""
    row = db.session.get_one(Rescoring, rescoring_id)
    return f"{row.model_name} {row.model_version}"
