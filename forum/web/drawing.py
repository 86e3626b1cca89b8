"""What pages have dozens of, and what stands around each of them: their frames, and what goes into the slots."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import request
from markupsafe import Markup

from forum.accounts.people import Byline
from forum.conversations.forms import ReplyForm
from forum.conversations.pages import PostView, ThreadRow
from forum.web.addresses import address
from forum.web.community import current_rules
from forum.web.frames import frame, fresh_values
from forum.web.moments import moment_tag
from forum.web.on_device import reply_key

_CHANGED = Markup(" · changed ")


class PostFace(NamedTuple):
    """All that a post's frame shows of it. Not its words, and no moment: those go into slots."""

    id: int
    author: Byline
    state: str
    is_own: bool
    edit_waits: bool
    may_revise: bool
    may_withdraw: bool
    answers_id: int | None
    answers_name: str


def draw(template: str, macro: str, *arguments: Any, **named: Any) -> Markup:
    """What a macro draws from its arguments, kept. It has no slots."""
    return frame(request.script_root, template, macro, *arguments, **named).fill()


def draw_post(
    post: PostView,
    *,
    thread_id: int | None = None,
    may_reply: bool = False,
    may_thank: bool = False,
    may_report: bool = False,
    may_decide: bool = False,
    level: int = 2,
) -> Markup:
    """A post. In its thread (`thread_id`) with a link to its own place and, below it, what can be done with it."""
    answers = post.answers
    face = PostFace(
        id=post.id,
        author=post.author,
        state=post.state,
        is_own=post.is_own,
        edit_waits=post.edit_waits,
        may_revise=post.may_revise,
        may_withdraw=post.may_withdraw,
        answers_id=answers.id if answers else None,
        answers_name=answers.author_name if answers else "",
    )
    return frame(
        request.script_root, "components/post.html", "post_frame",
        face, thread_id, may_reply, may_thank, may_report, may_decide, level,
    ).fill(
        at=moment_tag(post.at),
        changed=_CHANGED + moment_tag(post.edited_at) if post.edited_at else "",
        html=post.html,
    )  # fmt: skip


def draw_thread(thread: ThreadRow, *, category: bool = True, side: str = "") -> Markup:
    """A thread in a list; with the name of its category, where lists mix them, and something at the end of the row."""
    return frame(
        request.script_root, "components/thread_row.html", "thread_frame",
        thread.id, thread.slug, thread.title, thread.author, thread.reply_count, thread.is_welcome,
        thread.category if category else None, bool(side),
    ).fill(when=moment_tag(thread.last_activity_at), side=side)  # fmt: skip


def draw_reply_box(thread_id: int, *, says_hello: bool) -> Markup:
    """The writing box below a thread, still empty."""
    return frame(
        request.script_root, "conversations/_reply_box.html", "reply_box",
        ReplyForm, current_rules(), says_hello,
    ).fill(
        url=address("conversations.reply", thread_id=thread_id),
        draft_url=address("drafts.keep_reply", thread_id=thread_id),
        key=reply_key(thread_id),
        **fresh_values(ReplyForm),
    )  # fmt: skip
