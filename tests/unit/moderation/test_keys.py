from __future__ import annotations

import pytest

from forum.moderation.keys import EXPLAINED, Key, keys_of
from forum.moderation.options import ModeratorAction

M = ModeratorAction


@pytest.mark.parametrize(
    ("offered", "pressed"),
    [
        ((M.APPROVE, M.REQUEST_CHANGES, M.DECLINE), {"a": "approve", "c": "request_changes", "d": "decline"}),
        ((M.KEEP, M.REQUEST_CHANGES, M.HIDE, M.REMOVE), {"a": "keep", "c": "request_changes", "d": "remove"}),
        ((M.RESTORE, M.REMOVE), {"a": "restore", "d": "remove"}),
        ((M.KEEP, M.SETTLE), {"a": "keep"}),
        ((), {}),
    ],
)  # fmt: skip
def test_each_decision_that_is_offered_has_its_key(
    offered: tuple[ModeratorAction, ...], pressed: dict[str, str]
) -> None:
    found = keys_of(offered)

    assert {shortcut.key.value: action for action, shortcut in found.items()} == pressed


def test_only_what_needs_no_reason_is_sent_at_once() -> None:
    found = keys_of(M)

    assert {action: shortcut.then for action, shortcut in found.items()} == {
        "approve": "",
        "request_changes": "note",
        "decline": "rule",
        "skip": "note",
    }


def test_of_several_forms_on_a_page_each_goes_on_in_its_own_field() -> None:
    found = keys_of((M.APPROVE, M.DECLINE), prefix="t5-")

    assert {action: shortcut.then for action, shortcut in found.items()} == {
        "approve": "",
        "decline": "t5-rule",
    }


def test_every_key_is_explained_once() -> None:
    assert [one.key for one in EXPLAINED] == list(Key)
