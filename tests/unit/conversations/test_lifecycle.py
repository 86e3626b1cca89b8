"""The life cycle of a post, over the whole grid of states and actions."""

from __future__ import annotations

import itertools

import pytest

from forum.conversations.lifecycle import (
    APPEAL_MOVES,
    ImpossibleMoveError,
    PostAction,
    PostState,
    RevisionOutcome,
    next_outcome,
    next_state,
    possible_actions,
    possible_edit_actions,
)

ACTIONS = (
    "pass", "hold", "approve", "request_changes", "decline",
    "revise", "hide", "restore", "remove", "withdraw", "undo",
)  # fmt: skip

# The table as the community agreed on it. A dash: nothing follows.
GRID = {
    "submitted":         "published held - - - - - - - withdrawn -",
    "held":              "- - published changes_requested declined submitted - - - withdrawn -",
    "changes_requested": "- - - - declined submitted - - - withdrawn -",
    "published":         "- - - changes_requested - published hidden - removed withdrawn -",
    "hidden":            "- - - changes_requested - - - published removed withdrawn -",
    "declined":          "- - - - - - - - - - -",
    "removed":           "- - - - - - - - - - -",
    "withdrawn":         "- - - - - - - - - - -",
}  # fmt: skip
ON_APPEAL = {
    ("declined", "approve"): "published",
    ("removed", "restore"): "published",
    ("changes_requested", "approve"): "published",
}

CELLS = [
    (state, action, after)
    for state, row in GRID.items()
    for action, after in zip(ACTIONS, row.split(), strict=True)
]


def test_the_grid_covers_every_state_and_every_action() -> None:
    assert {(state, action) for state, action, _ in CELLS} == set(
        itertools.product(PostState, PostAction)
    )


@pytest.mark.parametrize(("state", "action", "after"), CELLS)
def test_what_follows_is_what_the_table_says(state: str, action: str, after: str) -> None:
    if after == "-":
        with pytest.raises(ImpossibleMoveError):
            next_state(PostState(state), PostAction(action))
    else:
        assert next_state(PostState(state), PostAction(action)) == after


@pytest.mark.parametrize(("state", "action"), list(itertools.product(PostState, PostAction)))
def test_an_appeal_leads_back_from_decisions_against_a_post_only(
    state: PostState, action: PostAction
) -> None:
    expected = ON_APPEAL.get((state, action))
    if expected is None:
        with pytest.raises(ImpossibleMoveError):
            next_state(state, action, on_appeal=True)
    else:
        assert next_state(state, action, on_appeal=True) == expected
    assert len(APPEAL_MOVES) == len(ON_APPEAL)


@pytest.mark.parametrize("state", list(PostState))
def test_the_machine_can_only_publish_or_hold_and_only_what_is_new(state: PostState) -> None:
    machine = {PostAction.PASS, PostAction.HOLD} & possible_actions(state)
    assert machine == ({PostAction.PASS, PostAction.HOLD} if state == "submitted" else set())


@pytest.mark.parametrize("state", ["declined", "removed", "withdrawn"])
def test_what_has_ended_stays_ended(state: str) -> None:
    assert possible_actions(PostState(state)) == frozenset()


EDITS = {
    "waiting": {"pass": "passed", "hold": "held", "revise": "superseded"},
    "held": {
        "approve": "approved",
        "request_changes": "returned",
        "decline": "declined",
        "revise": "superseded",
    },
    "returned": {"decline": "declined", "revise": "superseded"},
}


@pytest.mark.parametrize(
    ("outcome", "action"), list(itertools.product(RevisionOutcome, PostAction))
)
def test_a_version_is_settled_once(outcome: RevisionOutcome, action: PostAction) -> None:
    expected = EDITS.get(outcome, {}).get(action)
    if expected is None:
        with pytest.raises(ImpossibleMoveError):
            next_outcome(outcome, action)
        assert action not in possible_edit_actions(outcome)
    else:
        assert next_outcome(outcome, action) == expected
