"""The reply clock: words for a wait, who is called when, and hours that do not count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.welcome.replyclock import (
    DEFAULT_GOAL,
    Clock,
    Goal,
    Night,
    Stage,
    after_waking,
    call_at,
    desk_stages,
    in_words,
    next_stage,
    waking_time,
)

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Night(zone=BERLIN, begins=22, ends=7)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001  # the strategy wants plain ones
    lambda moment: moment.replace(tzinfo=UTC)
)
NIGHTS = st.builds(
    Night,
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]).map(ZoneInfo),
    begins=st.integers(0, 23),
    ends=st.integers(0, 23),
)  # fmt: skip


def berlin(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "fresh"), (59, "fresh"), (60, "due soon"), (119, "due soon"), (120, "overdue")],
)
def test_a_wait_in_words(minutes: int, words: Clock) -> None:
    assert in_words(timedelta(minutes=minutes)) == words


def test_the_words_follow_the_goal() -> None:
    assert in_words(timedelta(minutes=50), Goal(time=timedelta(minutes=45))) == "overdue"


def test_who_is_called_after_whom() -> None:
    assert next_stage(Stage.MENTOR) is Stage.BACKUP
    assert next_stage(Stage.BACKUP) is Stage.MENTORS
    assert next_stage(Stage.MENTORS) is Stage.MODERATORS
    assert next_stage(Stage.MODERATORS) is Stage.ALL_MENTORS
    assert next_stage(Stage.ALL_MENTORS) is None


def test_whoever_has_done_plenty_finds_on_their_desk_what_every_mentor_was_called_for() -> None:
    assert desk_stages(has_done_plenty=True) == {Stage.ALL_MENTORS}
    assert desk_stages(has_done_plenty=False) == set(Stage) - {Stage.MENTOR, Stage.BACKUP}


@pytest.mark.parametrize(
    ("stage", "minutes"),
    [
        (Stage.MENTOR, 0),
        (Stage.BACKUP, 30),
        (Stage.MENTORS, 75),
        (Stage.MODERATORS, 120),
        (Stage.ALL_MENTORS, 480),
    ],
)
def test_when_each_is_called(stage: Stage, minutes: int) -> None:
    start = berlin("2026-05-04", "12:00")
    assert call_at(start, stage) == start + timedelta(minutes=minutes)


def test_a_mentor_may_have_all_of_the_time_to_themselves() -> None:
    start, goal = berlin("2026-05-04", "12:00"), Goal(primary_share=1.0)
    assert {call_at(start, stage, goal) - start for stage in (Stage.BACKUP, Stage.MODERATORS)} == {
        goal.time
    }


@pytest.mark.parametrize(
    ("what", "start", "length", "end"),
    [
        ("by day", ("2026-05-04", "12:00"), 60, ("2026-05-04", "13:00")),
        ("into the night", ("2026-05-04", "21:30"), 60, ("2026-05-05", "07:30")),
        ("up to the night", ("2026-05-04", "21:00"), 60, ("2026-05-04", "22:00")),
        ("from the night", ("2026-05-04", "23:00"), 60, ("2026-05-05", "08:00")),
        ("early in the morning", ("2026-05-05", "03:00"), 60, ("2026-05-05", "08:00")),
        ("ten hours of one day and ten of the next", ("2026-05-04", "12:00"), 20 * 60, ("2026-05-05", "17:00")),
        ("over the night that is an hour shorter", ("2026-03-28", "21:30"), 60, ("2026-03-29", "07:30")),
        ("over the night that is an hour longer", ("2026-10-24", "21:30"), 60, ("2026-10-25", "07:30")),
    ],
)  # fmt: skip
def test_the_night_does_not_count(
    what: str, start: tuple[str, str], length: int, end: tuple[str, str]
) -> None:
    assert after_waking(berlin(*start), timedelta(minutes=length), NIGHT) == berlin(*end)
    assert waking_time(berlin(*start), berlin(*end), NIGHT) == timedelta(minutes=length)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_on_which_the_clocks_change_counts_as_long_as_it_was(day: str, hours: int) -> None:
    start = berlin(day, "00:00").astimezone(UTC)
    end = start + timedelta(hours=hours)
    afternoons = Night(zone=BERLIN, begins=12, ends=18)
    assert waking_time(start, end, afternoons) == timedelta(hours=hours - 6)


def test_an_hour_that_is_skipped_makes_no_night() -> None:
    night = Night(zone=BERLIN, begins=2, ends=3)
    start = berlin("2026-03-29", "00:00")
    assert waking_time(start, berlin("2026-03-29", "05:00"), night) == timedelta(hours=4)


def test_without_a_night_every_hour_counts() -> None:
    start = berlin("2026-05-04", "23:00")
    for night in (None, Night(zone=BERLIN, begins=7, ends=7)):
        assert after_waking(start, timedelta(hours=5), night) == start + timedelta(hours=5)


@given(start=MOMENTS, minutes=st.integers(0, 5_000), night=NIGHTS)
def test_what_has_counted_by_a_moment_is_what_was_asked_for(
    start: datetime, minutes: int, night: Night
) -> None:
    length = timedelta(minutes=minutes)
    assert waking_time(start, after_waking(start, length, night), night) == length


@given(start=MOMENTS, night=NIGHTS)
def test_nobody_is_called_before_those_who_come_first(start: datetime, night: Night) -> None:
    goal = Goal(time=DEFAULT_GOAL.time, night=night)
    moments = [call_at(start, stage, goal) for stage in Stage]
    assert all(earlier <= later for earlier, later in pairwise(moments))
