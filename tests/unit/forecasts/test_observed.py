"""What a community's own days tell its forecast, and what is guessed and said to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.forecasts.observed import Call, Observed, assumptions, numbers_to_try, stands_on
from forum.forecasts.report import Report, Tried, pictures, sentence, up_to
from forum.welcome.pairing import Weight
from forum.welcome.replyclock import Goal, Night
from forum.welcome.simulation.assumptions import Assumptions

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NOTHING = Observed(
    since=NOW - timedelta(days=90),
    now=NOW,
    zone=BERLIN,
    goal=Goal(),
    first_posts=[],
    posts={},
    calls=[],
    weights=[],
    rooms=[],
    moderators=0,
)
EVENINGS = [NOW.replace(hour=18) - timedelta(days=day) for day in range(1, 61)]
GUESS = Assumptions()


def called(minutes: int | None, *, by_them: bool = True, hour: int = 18) -> Call:
    at = NOW.replace(hour=hour) - timedelta(days=2)
    answered_at = at + timedelta(minutes=minutes) if minutes is not None else None
    return Call(mentor_id=1, at=at, answered_at=answered_at, by_them=by_them)


def test_with_nothing_to_go_by_it_guesses_and_says_so() -> None:
    given = assumptions(NOTHING)
    assert (given.habits, given.arrivals, given.heeds) == (GUESS.habits, GUESS.arrivals, 0.5)
    assert (given.mentors, given.newcomers_per_day) == (1, 0.2)
    said = " ".join(stands_on(NOTHING))
    for words in (
        "No newcomer wrote for the first time",
        "are a guess",
        "not as advice",
        "Too few mentors were called",
        "one newcomer in five days",
    ):
        assert words in said


def test_one_newcomer_is_spoken_of_as_one() -> None:
    said = " ".join(stands_on(replace(NOTHING, first_posts=EVENINGS[:1])))
    assert "Only 1 newcomer wrote" in said


def test_newcomers_come_at_the_hours_of_the_communitys_own_week() -> None:
    monday_noon = datetime(2026, 5, 25, 10, 30, tzinfo=UTC)  # 12:30 in Berlin
    seen = replace(NOTHING, first_posts=[monday_noon] * 45)
    given = assumptions(seen)
    assert given.newcomers_per_day == pytest.approx(0.5)
    assert given.arrivals.index(max(given.arrivals)) == 12
    assert min(given.arrivals) > 0


def test_a_mentor_looks_in_as_often_and_when_they_wrote() -> None:
    twice = [moment + timedelta(minutes=5) for moment in EVENINGS]
    given = assumptions(replace(NOTHING, posts={1: [*EVENINGS, *twice], 2: EVENINGS[:3]}))
    (habit,) = given.habits
    # Two posts in an hour are one time of looking in; 60 in 90 days, on the days on which they are there.
    assert habit.looks_in == pytest.approx(60 / 90 / (0.85 * (1 - 7 / 60)))
    assert [hour for hour, share in enumerate(habit.hours) if share] == [20]


def test_how_soon_mentors_follow_a_call_in_their_hours() -> None:
    seen = replace(NOTHING, posts={1: EVENINGS})
    soon, late, never = called(30), called(300), called(None)
    by_another, at_night = called(10, by_them=False), called(None, hour=1)
    calls = [soon] * 15 + [late] * 3 + [never] * 2 + [by_another] * 50 + [at_night] * 50
    given = assumptions(replace(seen, calls=calls))
    assert given.heeds == pytest.approx(15 / 20)
    # From the call to the answer, without the time it takes to write it.
    assert given.heeds_after == pytest.approx(22)
    assert assumptions(replace(seen, calls=calls[:5])).heeds == GUESS.heeds


def test_what_mentors_and_admins_have_set_counts() -> None:
    night = Night(zone=BERLIN, begins=22, ends=7)
    goal = Goal(time=timedelta(hours=4), night=night)
    weights = [Weight.LOW, Weight.NORMAL, Weight.NORMAL]
    seen = replace(NOTHING, goal=goal, weights=weights, rooms=[5, 9, 40], moderators=99)
    given = assumptions(seen)
    assert (given.goal.time, given.weights, given.most_mentees) == (goal.time, weights, 9)
    assert (given.mentors, given.moderators) == (3, 10)
    # Simulated hours are the community's own.
    assert given.goal.night == replace(night, zone=ZoneInfo("UTC"))


def test_a_run_stays_short_however_many_come() -> None:
    seen = replace(NOTHING, first_posts=[NOW - timedelta(hours=1)] * 20_000)
    given = assumptions(seen)
    assert (given.newcomers_per_day, given.days) == (50, 24)
    assert "You have more" in " ".join(stands_on(seen))
    assert min(numbers_to_try(given, 3)) >= 10


def test_todays_number_is_among_those_that_are_tried() -> None:
    assert 7 in numbers_to_try(GUESS, 7)
    assert len(numbers_to_try(GUESS, 0)) == 10


TRIED = Tried(mentors=6, within_goal=0.92, p50=0.5, p90=1.6, p95=30.0, answers_a_week=3.0)
FOUND = Report(
    mentors=6,
    goal_hours=2.0,
    tried=[replace(TRIED, mentors=1, within_goal=0.3, p90=None), TRIED],
    stands_on=["A guess."],
)


def test_it_is_said_in_a_sentence_that_promises_not_too_much() -> None:
    assert (
        sentence(TRIED) == "With 6 mentors, 9 in 10 newcomers would have an answer within 2 hours."
    )
    assert "more than 1 in 10 newcomers would have no answer" in sentence(FOUND.tried[0])
    assert sentence(FOUND.tried[0]).startswith("With 1 mentor,")


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.2, "13 minutes"), (2.0, "2 hours"), (2.1, "3 hours"), (47.9, "48 hours"), (49, "3 days")],
)
def test_a_wait_is_rounded_up(hours: float, words: str) -> None:
    assert up_to(hours) in {words, words.replace("48 hours", "2 days")}


def test_what_is_kept_is_read_again_as_it_was() -> None:
    assert Report.from_json(FOUND.as_json()) == FOUND
    assert FOUND.today == TRIED
    assert FOUND.enough == TRIED
    assert len(pictures(FOUND)) == 2
