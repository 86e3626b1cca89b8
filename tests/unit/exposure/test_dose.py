"""How hard it was what a moderator read, and when that is enough. The tables are the policy."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.exposure.dose import (
    Bounds,
    Budget,
    Day,
    Pace,
    Seen,
    Stage,
    Step,
    budget_on,
    choose_budget,
    day_of,
    end_of,
    exposure_points,
    pace,
)
from forum.moderation.ranking import Gravity
from forum.screening.labels import Label

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 5, 4), date(2026, 5, 5)
MIDNIGHT = datetime(2026, 5, 5, tzinfo=UTC)
BOUNDS = Bounds(least=20, most=120, usual=60)
G = Gravity


@pytest.mark.parametrize(
    ("gravity", "scores", "opened"),
    [
        (G.LIGHT, {}, 1),
        (G.ORDINARY, {}, 1),
        (G.HURTFUL, {}, 3),
        (G.SEVERE, {}, 8),
        # Somebody may hurt themselves.
        (G.URGENT, {}, 8),
        # A strong score counts in full, a middling one by half, a weak one not at all.
        (G.ORDINARY, {"threat": 0.8}, 8),
        (G.ORDINARY, {"threat": 0.5}, 4),
        (G.ORDINARY, {"threat": 0.49}, 1),
        (G.ORDINARY, {"severe_toxicity": 0.95}, 10),
        (G.ORDINARY, {"sexual_explicit": 0.9}, 6),
        # The worst counts, not the sum.
        (G.HURTFUL, {"toxicity": 0.95, "insult": 0.95, "obscene": 0.95}, 3),
        (G.SEVERE, {"threat": 0.9, "severe_toxicity": 0.9}, 10),
        # What nobody has heard of weighs nothing by itself.
        (G.LIGHT, {"something_new": 1.0}, 1),
    ],
)
def test_what_is_opened_weighs(gravity: Gravity, scores: dict[str, float], opened: int) -> None:
    seen = Seen(gravity=gravity, scores=scores, is_covered=False)

    assert exposure_points(seen, Step.OPENED) == opened
    assert exposure_points(seen, Step.REVEALED) == 0


@pytest.mark.parametrize(
    ("gravity", "scores", "revealed"),
    [(G.SEVERE, {"threat": 0.9}, 7), (G.ORDINARY, {"severe_toxicity": 0.9}, 9), (G.LIGHT, {}, 0)],
)
def test_what_is_covered_weighs_little_until_it_is_revealed(
    gravity: Gravity, scores: dict[str, float], revealed: int
) -> None:
    seen = Seen(gravity=gravity, scores=scores, is_covered=True)

    assert exposure_points(seen, Step.OPENED) == 1
    assert exposure_points(seen, Step.REVEALED) == revealed


@given(
    gravity=st.sampled_from(Gravity),
    scores=st.dictionaries(st.sampled_from(Label), st.floats(0, 1)),
)
def test_covered_or_not_the_same_text_weighs_the_same_in_the_end(
    gravity: Gravity, scores: dict[str, float]
) -> None:
    open_one = Seen(gravity=gravity, scores=scores, is_covered=False)
    covered = Seen(gravity=gravity, scores=scores, is_covered=True)

    in_the_end = sum(exposure_points(covered, step) for step in Step)

    assert in_the_end == exposure_points(open_one, Step.OPENED)
    assert in_the_end >= 1


@pytest.mark.parametrize(
    ("gravity", "covered", "severe"),
    [
        (G.HURTFUL, False, False),
        (G.HURTFUL, True, True),
        (G.SEVERE, False, True),
        (G.URGENT, False, True),
    ],
)
def test_which_ones_nobody_should_read_two_of_in_a_row(
    gravity: Gravity, covered: bool, severe: bool
) -> None:
    assert Seen(gravity=gravity, scores={}, is_covered=covered).is_severe == severe


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        (Budget(), 60),
        (Budget(now=30), 30),
        # The admin's bounds hold, also those that were set after the choice.
        (Budget(now=5), 20),
        (Budget(now=500), 120),
        (Budget(now=30, later=90, later_from=TOMORROW), 30),
        (Budget(now=30, later=90, later_from=TODAY), 90),
        (Budget(now=30, later=None, later_from=TODAY), 60),
    ],
)
def test_how_much_a_day_holds(chosen: Budget, points: int) -> None:
    assert budget_on(chosen, BOUNDS, TODAY) == points


@pytest.mark.parametrize(
    ("before", "wanted", "today", "tomorrow"),
    [
        # Less holds at once.
        (Budget(now=60), 30, 30, 30),
        (Budget(), 30, 30, 30),
        # More holds from tomorrow: nobody talks themselves into more in the evening of a hard day.
        (Budget(now=30), 90, 30, 90),
        (Budget(), 90, 60, 90),
        (Budget(now=30), None, 30, 60),
        # Who thinks better of it has their peace.
        (Budget(now=30, later=90, later_from=TOMORROW), 30, 30, 30),
        (Budget(now=30, later=90, later_from=TOMORROW), 50, 30, 50),
        # What was to hold from today on holds.
        (Budget(now=30, later=90, later_from=TODAY), 100, 90, 100),
    ],
)
def test_choosing_another_budget(
    before: Budget, wanted: int | None, today: int, tomorrow: int
) -> None:
    chosen = choose_budget(before, wanted, BOUNDS, TODAY)

    assert budget_on(chosen, BOUNDS, TODAY) == today
    assert budget_on(chosen, BOUNDS, TOMORROW) == tomorrow


@pytest.mark.parametrize(
    ("points", "since_pause", "paused_until", "stage", "until"),
    [
        (0, 0, None, Stage.FREE, None),
        (19, 19, None, Stage.FREE, None),
        # A third of the day: a pause is offered.
        (20, 20, None, Stage.OFFERED, None),
        # After a pause, or after "not now", it is offered again when as much has been read again.
        (25, 5, NOW, Stage.FREE, None),
        (40, 20, NOW, Stage.OFFERED, None),
        (25, 5, NOW + timedelta(minutes=9), Stage.PAUSED, NOW + timedelta(minutes=9)),
        # The day's budget is used up: the pause is insisted on, until the day ends.
        (60, 20, None, Stage.RESTING, MIDNIGHT),
        (75, 5, NOW + timedelta(minutes=9), Stage.RESTING, MIDNIGHT),
    ],
)
def test_when_to_pause(
    points: int, since_pause: int, paused_until: datetime | None, stage: Stage, until: datetime
) -> None:
    day = Day(
        points=points,
        since_pause=since_pause,
        budget=60,
        paused_until=paused_until,
        ends_at=MIDNIGHT,
    )

    assert pace(day, NOW) == Pace(stage=stage, until=until)
    assert pace(day, NOW).serves == (stage in {Stage.FREE, Stage.OFFERED})


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("UTC", date(2026, 5, 4), datetime(2026, 5, 5, tzinfo=UTC)),
        ("Pacific/Auckland", date(2026, 5, 5), datetime(2026, 5, 5, 12, tzinfo=UTC)),
        ("America/Los_Angeles", date(2026, 5, 4), datetime(2026, 5, 5, 7, tzinfo=UTC)),
    ],
)
def test_a_day_is_the_communitys(zone: str, day: date, ends: datetime) -> None:
    assert day_of(NOW, ZoneInfo(zone)) == day
    assert end_of(day, ZoneInfo(zone)) == ends
