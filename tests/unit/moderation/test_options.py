"""What a moderator is offered: the life cycle and the permissions, intersected, as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.actor import VISITOR, Actor
from forum.accounts.models import Role
from forum.conversations.lifecycle import (
    PostAction,
    PostState,
    RevisionOutcome,
    possible_actions,
)
from forum.moderation.options import (
    MODERATORS_ACTIONS,
    ModeratorAction,
    Target,
    actions_on_profile,
    available_actions,
)
from forum.permissions.subjects import PostFacts
from forum.screening import Standing

AUTHOR = 7
OFFERED = {
    "submitted": "",
    "held": "approve, request_changes, decline",
    "changes_requested": "decline",
    "published": "request_changes, hide, remove",
    "hidden": "restore, request_changes, remove",
    "declined": "",
    "removed": "",
    "withdrawn": "",
}
OFFERED_FOR_EDIT = {
    "waiting": "",
    "passed": "",
    "held": "approve, request_changes, decline",
    "approved": "",
    "returned": "decline",
    "declined": "",
    "superseded": "",
}
NOT_MODERATORS = {
    "a visitor": VISITOR,
    "a newcomer": Actor(user_id=1),
    "a member": Actor(user_id=1, standing=Standing.MEMBER),
    "a mentor": Actor(user_id=1, roles=frozenset({Role.MENTOR}), standing=Standing.MEMBER),
    "an admin who is no moderator": Actor(
        user_id=1, roles=frozenset({Role.ADMIN}), standing=Standing.MEMBER
    ),
    "the author, a moderator": Actor(
        user_id=AUTHOR, roles=frozenset({Role.MODERATOR}), standing=Standing.MEMBER
    ),
}
MODERATOR = Actor(user_id=1, roles=frozenset({Role.MODERATOR}), standing=Standing.MEMBER)


def target(state: str = "published", edit: str | None = None) -> Target:
    return Target(
        facts=PostFacts(author_id=AUTHOR, state=PostState(state)),
        edit_outcome=RevisionOutcome(edit) if edit is not None else None,
    )


def test_the_tables_are_whole() -> None:
    assert set(OFFERED) == set(PostState)
    assert set(OFFERED_FOR_EDIT) == set(RevisionOutcome)


@pytest.mark.parametrize("state", OFFERED)
def test_a_moderator_is_offered(state: str) -> None:
    assert ", ".join(available_actions(MODERATOR, target(state))) == OFFERED[state]


@pytest.mark.parametrize("outcome", OFFERED_FOR_EDIT)
def test_a_moderator_is_offered_for_an_edit(outcome: str) -> None:
    assert (
        ", ".join(available_actions(MODERATOR, target(edit=outcome))) == OFFERED_FOR_EDIT[outcome]
    )


@pytest.mark.parametrize("state", OFFERED)
def test_what_readers_told_us_of_may_also_be_left_as_it_is(state: str) -> None:
    flagged = replace(target(state), is_flagged=True)
    kept = ModeratorAction.KEEP in available_actions(MODERATOR, flagged)

    assert kept == (state == "published")


def test_while_a_change_to_it_waits_a_post_is_not_sent_back() -> None:
    beside = replace(target("published"), edit_waits=True)

    assert available_actions(MODERATOR, beside) == ("hide", "remove")


@pytest.mark.parametrize("who", [*NOT_MODERATORS, "a moderator"])
def test_a_profile_is_dealt_with_by_other_moderators_only(who: str) -> None:
    actor = NOT_MODERATORS.get(who, MODERATOR)

    assert bool(actions_on_profile(actor, AUTHOR)) == (who == "a moderator")


@pytest.mark.parametrize("who", NOT_MODERATORS)
@pytest.mark.parametrize("state", OFFERED)
def test_nothing_is_offered_to(who: str, state: str) -> None:
    assert available_actions(NOT_MODERATORS[who], target(state)) == ()


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nothing_is_offered_for_an_edit_to(who: str) -> None:
    assert available_actions(NOT_MODERATORS[who], target(edit="held")) == ()


def test_what_the_machine_and_the_author_do_is_never_offered() -> None:
    theirs = {PostAction.PASS, PostAction.HOLD, PostAction.REVISE, PostAction.WITHDRAW}

    assert not theirs & set(MODERATORS_ACTIONS)
    # To undo is offered beside a decision, for as long as it can be undone.
    offered = {*MODERATORS_ACTIONS, *theirs, PostAction.UNDO}
    assert offered == {*PostAction, ModeratorAction.KEEP}
    assert any(theirs & possible_actions(state) for state in PostState)
