from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.audit.models import AuditEntry
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.moderation.commands import Ruling, decide
from forum.moderation.models import Report, ReviewItem
from forum.moderation.undo import commands
from forum.moderation.undo.models import UndoWindow
from forum.notifications.models import Notification
from forum.welcome.models import Mentorship, ReplyClock
from tests.factories import UNKIND, World
from tests.integration.moderation.deciding import carry_out, ruling
from tests.support.clock import FakeClock


@dataclass(frozen=True)
class Scene:
    """Ana, a newcomer, has written something that is held; Mira and Jo are moderators, Mo is a mentor."""

    world: World
    clock: FakeClock
    mira: Actor
    jo: Actor
    mo: Actor
    ana: Actor
    thread: Thread
    post: Post

    def decided(self, action: str, *, by: Actor | None = None, post: Post | None = None) -> int:
        """A decision that can be undone still. Returns its window's id."""
        post = post or self.post
        return self.decided_with(ruling(self.world, post, action), by=by, post=post)

    def decided_with(
        self, sent: Ruling, *, by: Actor | None = None, post: Post | None = None
    ) -> int:
        """The same with what is sent."""
        decision_id = decide(by or self.mira, (post or self.post).id, sent, self.world.clock)
        return db.session.scalars(
            select(UndoWindow.id).where(UndoWindow.decision_id == decision_id)
        ).one()

    def undo(self, window_id: int, *, by: Actor | None = None) -> commands.PutBack:
        """Take it back."""
        return commands.undo(by or self.mira, window_id, self.world.clock)

    def brought_to(self, state: str) -> None:
        """Have the post where a decision finds it; everybody has heard of what led there."""
        ways = {
            "held": (),
            "published": ("approve",),
            "hidden": ("approve", "hide"),
            "changes_requested": ("request_changes",),
        }
        for action in ways[state]:
            carry_out(self.world, self.jo, self.post, action)

    def everything(self) -> dict[str, object]:
        """All that a decision can change, save for the logs that only grow."""
        db.session.rollback()
        session = db.session

        def rows(table: Any, *leave_out: str) -> list[dict[str, object]]:
            return [
                {
                    column.name: getattr(row, column.name)
                    for column in table.__table__.columns
                    if column.name not in leave_out
                }
                for row in session.query(table).order_by(table.__table__.primary_key.columns)
            ]

        open_items = session.query(ReviewItem).filter_by(closed_at=None).order_by(ReviewItem.id)
        return {
            "posts": rows(Post),
            "revisions": rows(PostRevision),
            "threads": rows(Thread),
            "people": rows(User, "last_seen_at"),
            "reports": rows(Report),
            "told": rows(Notification),
            "clocks": rows(ReplyClock),
            "mentorships": rows(Mentorship),
            "waiting": [
                (
                    item.id, item.revision_id, item.gravity, item.claimed_by_id,
                    [(one.kind, one.gravity, one.explanation) for one in item.reasons],
                )
                for item in open_items
            ],
        }  # fmt: skip

    def log(self) -> list[str]:
        """What the audit log says of the post, oldest first."""
        db.session.rollback()
        found = select(AuditEntry.action).where(
            AuditEntry.subject_kind == "post", AuditEntry.subject_id == self.post.id
        )
        return list(db.session.scalars(found.order_by(AuditEntry.number)))


@pytest.fixture
def scene(world: World, clock: FakeClock) -> Scene:
    mira = world.person(Role.MODERATOR, name="Mira")
    jo = world.person(Role.MODERATOR, name="Jo")
    mo = world.person(Role.MENTOR, name="Mo")
    thread = world.thread(mo, welcome=True)
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread, f"Hello. {UNKIND}")
    return Scene(
        world=world, clock=clock, mira=mira, jo=jo, mo=mo, ana=ana, thread=thread, post=post
    )


Step = Callable[[Scene], None]
