"""Which mentor a newcomer gets, as a table of what decides."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.welcome.pairing import Candidate, Pair, Weight, Wishes, choose

NOBODY_ASKED = Wishes()
MO, JO, LU = (Candidate(mentor_id=number, waiting=1, quiet=5) for number in (1, 2, 3))
NOON, SEED = 12, 7
PLAYED_AGAIN = [3, 2, 2, 1, 3, 2, 3, 3]


def chosen(*candidates: Candidate, wishes: Wishes = NOBODY_ASKED, seed: int = SEED) -> Pair:
    pair = choose(wishes, candidates, hour=NOON, seed=seed)
    assert pair is not None
    return pair


def language(*codes: str) -> frozenset[str]:
    return frozenset(codes)


@pytest.mark.parametrize(
    ("what", "better"),
    [
        ("fewer who wait", replace(JO, waiting=0)),
        ("fewer who are quiet", replace(JO, quiet=4)),
        ("one who waits weighs more than four who are quiet", replace(JO, waiting=0, quiet=9)),
        ("asked for more mentees", replace(JO, weight=Weight.HIGH)),
        ("usually answers at this hour", replace(JO, usual_hours=frozenset({11, 12}))),
        ("likes to talk about the same", replace(JO, topics=frozenset({"bread"}))),
        ("speaks their language, however busy", replace(JO, languages=language("de"), waiting=9)),
    ],
)
def test_what_makes_somebody_the_better_choice(what: str, better: Candidate) -> None:
    wishes = Wishes(topics=frozenset({"bread"}))
    if "language" in what:
        wishes = Wishes(languages=language("de", "fr"))
    for seed in range(20):
        pair = chosen(MO, better, LU, wishes=wishes, seed=seed)
        assert pair.primary_id == JO.mentor_id, what


@pytest.mark.parametrize(
    ("what", "out"),
    [
        ("is away", replace(MO, waiting=0, is_away=True)),
        ("wants none", replace(MO, waiting=0, weight=Weight.NONE)),
    ],
)
def test_who_is_never_chosen(what: str, out: Candidate) -> None:
    pair = chosen(out, JO)
    assert (pair.primary_id, pair.backup_id) == (JO.mentor_id, None), what


def test_whoever_has_as_many_as_they_want_only_stands_in() -> None:
    full = replace(MO, waiting=0, quiet=3, most_mentees=3)
    for seed in range(20):
        pair = chosen(full, JO, LU, seed=seed)
        assert {pair.primary_id, pair.backup_id} == {JO.mentor_id, LU.mentor_id}
    pair = chosen(full, JO)
    assert (pair.primary_id, pair.backup_id) == (JO.mentor_id, full.mentor_id)
    assert choose(NOBODY_ASKED, [full], hour=NOON, seed=SEED) is None


def test_who_is_blocked_is_neither_mentor_nor_backup() -> None:
    pair = chosen(MO, JO, LU, wishes=Wishes(not_with=frozenset({MO.mentor_id})))
    assert {pair.primary_id, pair.backup_id} == {JO.mentor_id, LU.mentor_id}


def test_nobody_is_better_than_somebody_who_was_blocked() -> None:
    everybody = frozenset({MO.mentor_id, JO.mentor_id, LU.mentor_id})
    assert choose(Wishes(not_with=everybody), [MO, JO, LU], hour=NOON, seed=SEED) is None
    assert choose(NOBODY_ASKED, [], hour=NOON, seed=SEED) is None


def test_where_nobody_speaks_their_language_they_are_met_all_the_same() -> None:
    wishes = Wishes(languages=language("sw"))
    assert chosen(replace(MO, waiting=0), JO, wishes=wishes).primary_id == MO.mentor_id


def test_where_few_come_whoever_asked_for_few_gets_their_share_too() -> None:
    """One newcomer after the other comes and stays quiet: what each has in the end is what they asked for."""
    quiet = Counter[int]()
    weights = {1: Weight.HIGH, 2: Weight.NORMAL, 3: Weight.LOW}
    for seed in range(14):
        them = [Candidate(mentor_id=who, weight=weights[who], quiet=quiet[who]) for who in weights]
        quiet[chosen(*them, seed=seed).primary_id] += 1
    assert quiet == {1: 8, 2: 4, 3: 2}


def test_the_second_best_stands_in() -> None:
    best, second = replace(LU, waiting=0), replace(JO, quiet=0)
    pair = chosen(MO, second, best)
    assert (pair.primary_id, pair.backup_id) == (LU.mentor_id, JO.mentor_id)


def test_the_draw_between_equals_favours_nobody() -> None:
    wins = Counter(chosen(MO, JO, LU, seed=seed).primary_id for seed in range(3_000))
    assert set(wins) == {1, 2, 3}
    assert all(900 <= times <= 1_100 for times in wins.values()), wins


def test_the_same_seed_draws_the_same_mentor_in_whatever_order_they_come() -> None:
    assert [chosen(MO, JO, LU, seed=seed) for seed in range(50)] == [
        chosen(LU, MO, JO, seed=seed) for seed in range(50)
    ]
    # Written down once: a choice of years ago can still be played again.
    assert [chosen(MO, JO, LU, seed=seed).primary_id for seed in range(8)] == PLAYED_AGAIN


@pytest.mark.parametrize(
    ("candidate", "because"),
    [
        (MO, "1 waiting and 5 quiet mentees."),
        (
            replace(MO, languages=language("de"), topics=frozenset({"daily-life"}), weight=Weight.HIGH),
            "1 waiting and 5 quiet mentees, speaks German, likes to talk about daily life, asked for more mentees.",
        ),
        (
            replace(MO, usual_hours=frozenset({NOON}), weight=Weight.LOW),
            "1 waiting and 5 quiet mentees, usually answers at this hour, asked for fewer mentees.",
        ),
    ],
)  # fmt: skip
def test_it_says_why(candidate: Candidate, because: str) -> None:
    wishes = Wishes(languages=language("de"), topics=frozenset({"daily-life"}))
    assert chosen(candidate, wishes=wishes).because == because


def test_it_says_when_the_lot_decided() -> None:
    assert chosen(MO, JO, LU).because.endswith("; drawn from 3 equals.")


def test_whoever_speaks_another_language_was_no_equal() -> None:
    german = Wishes(languages=language("de"))
    mo, jo = replace(MO, languages=language("de")), replace(JO, languages=language("de"))
    assert "drawn" not in chosen(mo, JO, LU, wishes=german).because
    assert chosen(mo, jo, LU, wishes=german).because.endswith("; drawn from 2 equals.")


@given(
    st.lists(
        st.builds(
            Candidate,
            mentor_id=st.integers(1, 40),
            weight=st.sampled_from(Weight),
            most_mentees=st.integers(0, 30),
            is_away=st.booleans(),
            waiting=st.integers(0, 20),
            quiet=st.integers(0, 20),
        ),
        unique_by=lambda one: one.mentor_id,
    ),
    st.integers(),
    st.frozensets(st.integers(1, 40)),
)
def test_whoever_is_chosen_has_room_and_is_not_blocked(
    candidates: list[Candidate], seed: int, not_with: frozenset[int]
) -> None:
    pair = choose(Wishes(not_with=not_with), candidates, hour=NOON, seed=seed)
    able = {one.mentor_id for one in candidates if one.has_room} - not_with
    there = {one.mentor_id for one in candidates if one.is_there} - not_with
    assert (pair is None) == (not able)
    if pair is not None:
        assert pair.primary_id in able
        assert pair.backup_id in there - {pair.primary_id} or len(there) == 1
