"""To whom a post speaks: whoever might be hurt most by it."""

from __future__ import annotations

import pytest

from forum.conversations.audience import Setting, addressed_to
from forum.screening import Standing

N, M = Standing.NEWCOMER, Standing.MEMBER

# by, opens, introduction, welcome thread, answers, thread by → speaks to
TABLE = [
    ("a member begins a thread", M, True, False, False, None, None, M),
    ("a newcomer begins a thread", N, True, False, False, None, None, M),
    ("a newcomer introduces themselves", N, False, True, True, None, M, M),
    ("a member answers an introduction", M, False, False, True, N, M, N),
    ("a member writes in a welcome thread, to nobody in particular", M, False, False, True, None, M, N),
    ("a newcomer answers another newcomer", N, False, False, True, N, M, N),
    ("a newcomer goes on in a welcome thread", N, False, False, True, None, M, N),
    ("a member answers a member", M, False, False, False, M, M, M),
    ("a member answers in a newcomer's thread", M, False, False, False, None, N, N),
    ("a member answers a member in a newcomer's thread", M, False, False, False, M, N, N),
    ("a newcomer goes on in their own thread", N, False, False, False, None, None, M),
]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "opens", "introduction", "welcome", "answered", "thread_author", "expected"),
    [row[1:] for row in TABLE],
    ids=[str(row[0]) for row in TABLE],
)
def test_addressed_to(
    by: Standing,
    opens: bool,
    introduction: bool,
    welcome: bool,
    answered: Standing | None,
    thread_author: Standing | None,
    expected: Standing,
) -> None:
    setting = Setting(
        written_by=by,
        opens_thread=opens,
        is_introduction=introduction,
        in_welcome_thread=welcome,
        answered=answered,
        thread_author=thread_author,
    )
    assert addressed_to(setting) is expected
