"""Whether anything new can be said in private, as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.privately.openness import Between, Closed, Step, available_steps, closed_because
from forum.privately.wording import closed_in_words
from forum.sanctions.kinds import Restriction, SanctionKind

NIA, MO = Actor(user_id=1), Actor(user_id=2, roles=frozenset({Role.MENTOR}))
OPEN = Between(newcomer_id=1, mentor_id=2, mentorship_lasts=True)
WRITES = {Step.WRITE, Step.END}


@pytest.mark.parametrize(
    ("now", "closed", "nia_may", "mo_may"),
    [
        (OPEN, None, WRITES, WRITES),
        (replace(OPEN, ended_by_id=1), Closed.ENDED, {Step.OPEN_AGAIN}, set()),
        (replace(OPEN, ended_by_id=2), Closed.ENDED, set(), {Step.OPEN_AGAIN}),
        (replace(OPEN, mentorship_lasts=False), Closed.PARTED, set(), set()),
        (replace(OPEN, is_blocked=True), Closed.PARTED, set(), set()),
        (replace(OPEN, mentorship_lasts=False, ended_by_id=1), Closed.PARTED, set(), set()),
    ],
)
def test_what_each_of_the_two_can_do(
    now: Between, closed: Closed | None, nia_may: set[Step], mo_may: set[Step]
) -> None:
    assert closed_because(now) is closed
    assert available_steps(NIA, now) == nia_may
    assert available_steps(MO, now) == mo_may


def test_nobody_else_can_do_anything() -> None:
    anybody = Actor(user_id=3, roles=frozenset(Role))

    assert available_steps(anybody, OPEN) == set()
    assert available_steps(Actor(), OPEN) == set()


@pytest.mark.parametrize(
    ("kind", "may"),
    [("silence", {Step.END}), ("suspend", {Step.END}), ("pre_moderate", WRITES)],
)
def test_whoever_is_silenced_reads_and_ends_and_does_not_write(kind: str, may: set[Step]) -> None:
    asked = replace(NIA, restriction=Restriction(kind=SanctionKind(kind), until=None))

    assert available_steps(asked, OPEN) == may


def test_a_block_reads_like_any_other_parting() -> None:
    parted = replace(OPEN, mentorship_lasts=False)

    assert closed_in_words(replace(OPEN, is_blocked=True), 1, "Mo") == closed_in_words(
        parted, 1, "Mo"
    )


def test_it_is_said_who_ended_it() -> None:
    ended = replace(OPEN, ended_by_id=1)

    assert closed_in_words(ended, 1, "Mo").startswith("You have ended this conversation.")
    assert closed_in_words(ended, 2, "Nia").startswith("Nia has ended this conversation.")
    assert closed_in_words(OPEN, 1, "Mo") == ""
