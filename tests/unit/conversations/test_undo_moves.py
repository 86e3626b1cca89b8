"""Where a post goes back to when a decision on it is undone, as a table; anything else is refused."""

from __future__ import annotations

import itertools

import pytest

from forum.conversations.lifecycle import (
    ImpossibleMoveError,
    PostAction,
    PostState,
    RevisionOutcome,
    require_undo,
    require_undo_of_edit,
)

# (where it is, what is undone): where it may have come from
BACK = {
    ("published", "approve"): "held declined changes_requested",
    ("published", "restore"): "hidden removed",
    ("changes_requested", "request_changes"): "held published hidden",
    ("declined", "decline"): "held changes_requested",
    ("hidden", "hide"): "published",
    ("removed", "remove"): "published hidden",
}
EDITS_BACK = {
    ("approved", "approve"): "held declined returned",
    ("returned", "request_changes"): "held",
    ("declined", "decline"): "held returned",
}


@pytest.mark.parametrize(("now", "undone"), list(itertools.product(PostState, PostAction)))
def test_a_post_goes_back_to_where_it_came_from_and_nowhere_else(
    now: PostState, undone: PostAction
) -> None:
    may = BACK.get((now, undone), "").split()
    for before in PostState:
        if before in may:
            require_undo(now, undone, before)
        else:
            with pytest.raises(ImpossibleMoveError):
                require_undo(now, undone, before)


@pytest.mark.parametrize(("now", "undone"), list(itertools.product(RevisionOutcome, PostAction)))
def test_so_does_the_edit_of_a_post(now: RevisionOutcome, undone: PostAction) -> None:
    may = EDITS_BACK.get((now, undone), "").split()
    for before in RevisionOutcome:
        if before in may:
            require_undo_of_edit(now, undone, before)
        else:
            with pytest.raises(ImpossibleMoveError):
                require_undo_of_edit(now, undone, before)


def test_what_the_machine_or_the_author_did_is_nobodys_to_undo() -> None:
    assert {undone for _, undone in BACK} == {
        "approve", "restore", "request_changes", "decline", "hide", "remove",
    }  # fmt: skip
