"""The simulation of newcomers and mentors: what it takes for granted, and that the forum's own rules drive it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import inf
from xml.etree import ElementTree as ET  # our own drawing is parsed

import pytest

from forum.quantiles import middle, nine_in_ten
from forum.transparency.picture_files import as_svg
from forum.welcome.pairing import Candidate, Weight, Wishes, choose
from forum.welcome.replyclock import Goal
from forum.welcome.simulation.arrivals import draw_newcomers
from forum.welcome.simulation.assumptions import DAY, Assumptions, Habit
from forum.welcome.simulation.comparing import Comparison, compare, mentors_needed
from forum.welcome.simulation.figures import gini, reached
from forum.welcome.simulation.people import draw_seats
from forum.welcome.simulation.report import as_table, pictures
from forum.welcome.simulation.rules import Rule, match
from forum.welcome.simulation.run import simulate

GIVEN = Assumptions(days=30, newcomers_per_day=4)
ALL_DAY = Habit(hours=[1.0] * 24, looks_in=96)


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(GIVEN, most=8)


def test_the_same_seed_gives_the_same_run_and_another_seed_another() -> None:
    assert simulate(Rule.HEARTH, GIVEN) == simulate(Rule.HEARTH, GIVEN)
    assert simulate(Rule.HEARTH, GIVEN) != simulate(Rule.HEARTH, replace(GIVEN, seed=2))


def test_the_same_newcomers_come_under_every_rule(found: Comparison) -> None:
    assert len({one.newcomers for one in found.outcomes}) == 1


def test_as_many_come_as_were_asked_for_and_at_the_hours_of_the_week_that_were_asked_for() -> None:
    mondays_at_noon = [1.0 if hour == 12 else 0.0 for hour in range(168)]
    them = draw_newcomers(replace(GIVEN, arrivals=mondays_at_noon, days=700))
    assert len(them) / (728 / 7) == pytest.approx(4 * 7, rel=0.1)
    assert {int(one.at // 60) % 168 for one in them} == {12}


def test_nobody_looks_in_on_a_day_off_or_while_they_are_gone() -> None:
    for seat in draw_seats(replace(GIVEN, mentors=8, gone_every_days=10)):
        assert seat.looks
        for look in seat.looks:
            assert int(look.at // DAY) not in seat.days_off
            assert not any(gap.holds(look.at) for gap in seat.gaps)


def test_the_forums_own_rule_pairs() -> None:
    them = [Candidate(mentor_id=one, waiting=one, weight=Weight.NORMAL) for one in (1, 2, 3)]
    pair = choose(Wishes(), them, hour=12, seed=5)
    matched = match(Rule.HEARTH, them, hour=12, seed=5)
    assert pair is not None
    assert matched is not None
    assert (matched.primary, matched.backup) == (pair.primary_id, pair.backup_id)


def test_the_random_draw_favours_who_asked_for_more_and_never_who_is_away() -> None:
    them = [
        Candidate(mentor_id=1, weight=Weight.HIGH, waiting=50),
        Candidate(mentor_id=2, weight=Weight.LOW),
        Candidate(mentor_id=3, is_away=True),
    ]
    drawn = [match(Rule.RANDOM, them, hour=1, seed=seed) for seed in range(400)]
    first = [one.primary for one in drawn if one is not None]
    assert first.count(1) / len(first) == pytest.approx(0.8, abs=0.08)
    assert 3 not in first


def test_who_looks_first_answers_where_nobody_is_paired() -> None:
    assert match(Rule.POOL, [Candidate(mentor_id=1)], hour=1, seed=1) is None


@pytest.mark.parametrize("rule", Rule)
def test_who_is_always_there_answers_within_the_goal(rule: Rule) -> None:
    always = replace(GIVEN, habits=[ALL_DAY], day_off=0.0, gone_every_days=10_000, leaves_daily=0.0)
    outcome = simulate(rule, always)
    assert outcome.within_goal > 0.98
    assert outcome.gave_up == 0


def test_moderators_are_called_last_and_only_by_the_forums_rule() -> None:
    nobody_looks = Habit(hours=[1.0] * 24, looks_in=0.0)
    given = replace(GIVEN, mentors=1, moderators=1, habits=[nobody_looks, ALL_DAY], day_off=0.0)
    hearth, random = (simulate(rule, given) for rule in (Rule.HEARTH, Rule.RANDOM))
    assert hearth.by_moderators > 0.9
    # There is no backup and no other mentor, so they are called when the mentor's own half hour is over.
    assert hearth.p50 is not None
    assert hearth.p50 >= 0.5
    assert random.by_moderators == 0


def test_the_night_does_not_count_here_either() -> None:
    given = replace(GIVEN, habits=[ALL_DAY], day_off=0.0, gone_every_days=10_000)
    short = replace(given, goal=Goal(time=timedelta(minutes=1)))
    assert simulate(Rule.HEARTH, short).within_goal < 0.2


def test_our_p95_is_at_most_a_third_of_the_random_draws(found: Comparison) -> None:
    assert found.p95_ratio is not None
    assert found.p95_ratio <= 1 / 3


def test_our_open_work_is_spread_at_most_half_as_unevenly_as_the_random_draws(
    found: Comparison,
) -> None:
    assert found.open_work_ratio is not None
    assert found.open_work_ratio <= 1 / 2


def test_where_others_are_called_first_the_eager_carry_less_and_the_waits_stay_short() -> None:
    """Two look in all day, and asked for few: without their rest they would answer nearly everybody."""
    given = replace(GIVEN, habits=[ALL_DAY, *GIVEN.habits[:3]], weights=[Weight.LOW, Weight.HIGH])
    ours, pool = simulate(Rule.HEARTH, given), simulate(Rule.POOL, given)
    assert ours.gini_answers < pool.gini_answers * 0.8
    assert ours.gave_up < 0.05


def test_the_table_says_which_aims_were_missed_too(found: Comparison) -> None:
    told = as_table(found)
    assert "p95: 0." in told
    assert "at most a third: met" in told
    # Those who look in often answer for the others: this is no better than by lot, and it is said.
    assert found.answers_ratio is not None
    assert found.answers_ratio > 1
    assert "Gini of answers written" in told
    assert "missed." in told


def test_each_picture_has_a_title_and_a_description(found: Comparison) -> None:
    root = ET.fromstring(as_svg("Three <rules>", pictures(found)))  # noqa: S314  # our own
    space = "{http://www.w3.org/2000/svg}"
    groups = root.findall(f"{space}g")
    assert len(groups) == 6
    for group in groups:
        assert group.find(f"{space}title") is not None
        assert "A bar for each rule" in (group.findtext(f"{space}desc") or "")


def test_the_fewest_mentors_who_are_enough() -> None:
    easy = replace(GIVEN, habits=[ALL_DAY], gone_every_days=10_000, leaves_daily=0.0, day_off=0.0)
    assert mentors_needed(Rule.HEARTH, easy, most=3) == 1
    hard = replace(GIVEN, goal=Goal(time=timedelta(minutes=1)))
    assert mentors_needed(Rule.HEARTH, hard, most=3) is None


@pytest.mark.parametrize(
    ("loads", "spread"),
    [([3, 3, 3], 0.0), ([0, 0, 9], 2 / 3), ([], 0.0), ([0, 0], 0.0), ([1, 3], 0.25)],
)
def test_how_unevenly_a_load_is_spread(loads: list[float], spread: float) -> None:
    assert gini(loads) == pytest.approx(spread)


def test_who_was_never_answered_waits_longest() -> None:
    assert reached(middle([1.0, 2.0, inf])) == 2.0
    assert reached(nine_in_ten([1.0, 2.0, inf])) is None
