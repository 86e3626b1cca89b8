"""What can be appealed, until when, and who looks again, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.appeals.keys import OF_JUDGEMENTS
from forum.appeals.rules import (
    APPEAL_WITHIN,
    EDIT_STANDS_WHILE,
    JUDGEMENTS,
    NEEDS_AN_APPEAL,
    PUT_RIGHT_BY,
    STANDS_WHILE,
    AppealState,
    PostDecisionFacts,
    PrivateDecisionFacts,
    is_in_time,
    judges_of,
    private_still_stands,
    still_stands,
    waits_for_post,
)
from forum.appeals.wording import EDIT, POST, SANCTION, STANDS_AS, STATE
from forum.conversations.lifecycle import (
    PostAction,
    PostState,
    RevisionOutcome,
    next_outcome,
    next_state,
)
from forum.sanctions.kinds import SanctionKind

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def decided(action: str, state: str, outcome: str = "held", **other: bool) -> PostDecisionFacts:
    values = {"is_edit": False, "is_newest": True, "is_latest_version": True} | other
    return PostDecisionFacts(
        action=action,
        decided_at=NOON,
        state=PostState(state),
        outcome=RevisionOutcome(outcome),
        **values,
    )


STANDING = [
    (decided("decline", "declined"), True),
    (decided("remove", "removed"), True),
    (decided("hide", "hidden"), True),
    (decided("request_changes", "changes_requested"), True),
    (decided("request_changes", "published", "returned", is_edit=True), True),
    (decided("decline", "published", "declined", is_edit=True), True),
    # nothing was decided against anybody
    (decided("approve", "published"), False),
    (decided("restore", "published"), False),
    (decided("keep", "published"), False),
    # it has been put right or overtaken
    (decided("hide", "published"), False),
    (decided("hide", "removed"), False),
    (decided("remove", "published"), False),
    (decided("decline", "withdrawn"), False),
    (decided("request_changes", "submitted"), False),
    # an earlier decision of two that look the same
    (decided("request_changes", "changes_requested", is_newest=False), False),
    # the edit was sent anew, approved, or its post is out of sight
    (decided("decline", "published", "declined", is_edit=True, is_latest_version=False), False),
    (decided("decline", "published", "approved", is_edit=True), False),
    (decided("decline", "hidden", "declined", is_edit=True), False),
    (decided("decline", "published", "returned", is_edit=True), False),
]


@pytest.mark.parametrize(("decision", "stands"), STANDING)
def test_what_still_stands(decision: PostDecisionFacts, stands: bool) -> None:
    assert still_stands(decision) is stands


@pytest.mark.parametrize(
    ("decision", "waits"),
    [
        (decided("decline", "hidden", "declined", is_edit=True), True),
        (decided("request_changes", "hidden", "returned", is_edit=True), True),
        # it stands
        (decided("decline", "published", "declined", is_edit=True), False),
        (decided("hide", "hidden"), False),
        # it will not, even when readers see the post again
        (decided("decline", "hidden", "approved", is_edit=True), False),
        (decided("decline", "hidden", "declined", is_edit=True, is_newest=False), False),
        (decided("decline", "removed", "declined", is_edit=True), False),
    ],
)
def test_what_stands_again_once_its_post_does(decision: PostDecisionFacts, waits: bool) -> None:
    assert waits_for_post(decision) is waits


@pytest.mark.parametrize(
    ("action", "is_down", "is_erased", "stands"),
    [
        ("remove", True, False, True),
        ("remove", False, False, False),
        ("remove", True, True, False),
        ("restore", True, False, False),
    ],
)
def test_what_still_stands_of_what_was_said_in_private(
    action: str, is_down: bool, is_erased: bool, stands: bool
) -> None:
    facts = PrivateDecisionFacts(action=action, is_down=is_down, is_erased=is_erased)
    assert private_still_stands(facts) is stands


def test_there_are_thirty_days() -> None:
    assert timedelta(days=30) == APPEAL_WITHIN
    assert is_in_time(NOON, NOON + APPEAL_WITHIN - timedelta(seconds=1))
    assert not is_in_time(NOON, NOON + APPEAL_WITHIN)


@pytest.mark.parametrize("action", sorted(STANDS_WHILE))
def test_what_puts_it_right_leads_to_readers(action: PostAction) -> None:
    right, on_appeal = PUT_RIGHT_BY[action], action in NEEDS_AN_APPEAL

    after = next_state(STANDS_WHILE[action], right, on_appeal=on_appeal)

    assert after is PostState.PUBLISHED


@pytest.mark.parametrize("action", sorted(EDIT_STANDS_WHILE))
def test_an_edit_is_let_through_after_all(action: PostAction) -> None:
    outcome = next_outcome(EDIT_STANDS_WHILE[action], PUT_RIGHT_BY[action], on_appeal=True)

    assert outcome is RevisionOutcome.APPROVED


TOLD_US = 7
# moderators, admins, who decided, about whom → who looks again, and whether they stand in
JUDGES = [
    ({1, 2}, {9}, 1, 5, {2}, False),
    ({1, 2, 3}, {9}, 1, 5, {2, 3}, False),
    ({1}, {9}, 1, 5, {9}, True),
    ({1}, {1, 9}, 1, 5, {9}, True),
    ({1}, {1}, 1, 5, set(), False),
    (set(), {9}, None, 5, {9}, True),
    # somebody who had told us of it has said already what they think
    ({1, 2, 3, 7}, {9}, 1, 5, {2, 3}, False),
    ({1, 7}, {9}, 1, 5, {9}, True),
    ({1, 7}, {7}, 1, 5, set(), False),
    # a moderator's own case
    ({1, 2}, {9}, 1, 2, {9}, True),
    ({1, 2}, {2}, 1, 2, set(), False),
]


@pytest.mark.parametrize(("mods", "admins", "by", "about", "ids", "stand_in"), JUDGES)
def test_who_looks_again(
    mods: set[int], admins: set[int], by: int | None, about: int, ids: set[int], stand_in: bool
) -> None:
    found = judges_of(
        moderators=mods, admins=admins, decided_by=by, appellant=about, told_us={TOLD_US}
    )

    assert (set(found.ids), found.are_stand_ins) == (ids, stand_in)


@pytest.mark.parametrize(("admins", "ids", "stand_in"), [({8, 9}, {9}, False), ({8}, {1, 2}, True)])
def test_a_ban_goes_to_another_admin_first(admins: set[int], ids: set[int], stand_in: bool) -> None:
    found = judges_of(
        moderators={1, 2}, admins=admins, decided_by=8, appellant=5, kind=SanctionKind.BAN
    )

    assert (set(found.ids), found.are_stand_ins) == (ids, stand_in)


def test_everything_has_its_words() -> None:
    assert set(STANDS_AS) == set(STATE) == set(AppealState)
    assert set(POST) == set(STANDS_WHILE)
    assert set(EDIT) == set(EDIT_STANDS_WHILE)
    assert set(SANCTION) == set(SanctionKind)
    assert set(JUDGEMENTS) < set(AppealState)
    assert set(OF_JUDGEMENTS) == set(JUDGEMENTS)
