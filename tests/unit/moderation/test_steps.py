"""What can be done with an item other than decide on it, as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.actor import VISITOR, Actor
from forum.accounts.models import Role
from forum.conversations.lifecycle import PostState
from forum.moderation.options import (
    STEPS,
    ModeratorAction,
    QueueFacts,
    Target,
    actions_on_profile,
    available_actions,
    decisions_in,
    steps_in,
)
from forum.moderation.step_wording import STEP_DONE, STEP_MEANS, STEP_NAMED, STEP_TAKEN
from forum.permissions.subjects import PostFacts, SanctionFacts
from forum.screening import Standing

AUTHOR, OTHER = 7, 8


def somebody(*roles: Role, user_id: int = 1) -> Actor:
    return Actor(user_id=user_id, roles=frozenset(roles), standing=Standing.MEMBER)


MODERATOR = somebody(Role.MODERATOR)
BOTH = somebody(Role.MODERATOR, Role.ADMIN)
WAITING = Target(
    facts=PostFacts(author_id=AUTHOR, state=PostState.HELD), is_flagged=True, queue=QueueFacts()
)
EVERYTHING = "skip, second_opinion, escalate"
OFFERED = {
    "an item that waits": (MODERATOR, QueueFacts(), EVERYTHING),
    "one that admins are asked about": (
        MODERATOR,
        QueueFacts(is_escalated=True),
        "skip, second_opinion",
    ),
    "one on which somebody asked": (MODERATOR, QueueFacts(asked_by_id=OTHER), "skip, escalate"),
    "where nobody else could look": (
        MODERATOR,
        QueueFacts(has_colleagues=False),
        "skip, escalate",
    ),
    "an admin who moderates": (BOTH, QueueFacts(), "skip, second_opinion"),
    "an admin who does not": (somebody(Role.ADMIN), QueueFacts(), ""),
    "its author": (somebody(Role.MODERATOR, user_id=AUTHOR), QueueFacts(), ""),
    "a mentor": (somebody(Role.MENTOR), QueueFacts(), ""),
    "a visitor": (VISITOR, QueueFacts(), ""),
    "what is not in the queue": (MODERATOR, None, ""),
}


@pytest.mark.parametrize("case", OFFERED)
def test_steps_for(case: str) -> None:
    actor, facts, wanted = OFFERED[case]

    assert ", ".join(steps_in(available_actions(actor, replace(WAITING, queue=facts)))) == wanted
    assert ", ".join(steps_in(actions_on_profile(actor, AUTHOR, facts))) == wanted


def test_a_step_is_no_decision() -> None:
    everything = available_actions(MODERATOR, WAITING)

    assert decisions_in(everything) == ("approve", "request_changes", "decline")
    assert not set(decisions_in(everything)) & set(STEPS)


@pytest.mark.parametrize(
    ("actor", "person", "may"),
    [
        (MODERATOR, SanctionFacts(person_id=AUTHOR, roles=frozenset()), True),
        # A colleague is an admin's matter, and an admin nobody's.
        (MODERATOR, SanctionFacts(person_id=AUTHOR, roles=frozenset({Role.MODERATOR})), False),
        (BOTH, SanctionFacts(person_id=AUTHOR, roles=frozenset({Role.MODERATOR})), True),
        (BOTH, SanctionFacts(person_id=AUTHOR, roles=frozenset({Role.ADMIN})), False),
    ],
)
def test_speaking_to_its_author(actor: Actor, person: SanctionFacts, may: bool) -> None:
    offered = available_actions(actor, replace(WAITING, author=person))

    assert (ModeratorAction.SPEAK_TO in offered) is may
    assert (
        ModeratorAction.SPEAK_TO in actions_on_profile(actor, AUTHOR, QueueFacts(), person)
    ) is may


@pytest.mark.parametrize("table", [STEP_NAMED, STEP_MEANS, STEP_DONE, STEP_TAKEN])
def test_every_step_has_its_words(table: dict[str, str]) -> None:
    assert set(table) == set(STEPS)
