"""A mentor and a mentee, and what they say to each other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.database import db, transaction
from forum.moderation.models import ReviewItem
from forum.moderation.report_commands import Concern
from forum.moderation.reporting import ReportReason
from forum.privately.commands import NewMessage, send
from forum.privately.models import PrivateConversation, PrivateMessage
from forum.privately.pages import ConversationPage
from forum.privately.queries import conversation_page
from forum.privately.reporting import PrivateConcern, report_private
from forum.welcome.models import Mentorship
from tests.factories import World


@dataclass(frozen=True)
class Two:
    """Nia is new, Mo is her mentor; `id` is their conversation's number."""

    world: World
    nia: Actor
    mo: Actor
    id: int

    def say(self, who: Actor, text: str, *, calls_for_help: bool = False) -> int:
        """One of them writes. Returns the message's number."""
        sent = NewMessage(
            text=text, submission_key=str(uuid.uuid4()), calls_for_help=calls_for_help
        )
        return send(who, self.id, sent, self.world.clock)

    def report(
        self,
        who: Actor,
        message_id: int | None = None,
        *shown: int,
        reason: ReportReason = ReportReason.UNKIND,
    ) -> ReviewItem:
        """One of them tells moderators of what the other said. Returns the item."""
        sent = PrivateConcern(
            concern=Concern(reason=reason, words="This hurt me."),
            message_id=message_id,
            shown=shown,
        )
        report_private(who, self.id, sent, self.world.clock)
        db.session.rollback()
        return db.session.query(ReviewItem).order_by(ReviewItem.id.desc()).first()  # type: ignore[return-value]

    def page(self, who: Actor, number: int = 1) -> ConversationPage:
        """The conversation as one of them sees it."""
        db.session.rollback()
        return conversation_page(who, self.id, self.world.clock.now(), number, str)

    def messages(self) -> list[PrivateMessage]:
        """All that was said."""
        db.session.rollback()
        return db.session.query(PrivateMessage).order_by(PrivateMessage.id).all()

    def row(self) -> PrivateConversation:
        """The conversation as the database has it now."""
        db.session.rollback()
        return db.session.get_one(PrivateConversation, self.id)


def two(world: World, *, mo: Actor | None = None, nia: Actor | None = None) -> Two:
    """Nia and Mo."""
    nia = nia or world.newcomer("Nia")
    mo = mo or world.person(Role.MENTOR, name="Mo")
    return Two(world, nia, mo, pair(world, nia, mo))


def pair(world: World, newcomer: Actor, mentor: Actor, backup: Actor | None = None) -> int:
    """A mentorship, as pairing leaves it. Returns its number."""
    with transaction() as session:
        made = Mentorship(
            newcomer_id=newcomer.id,
            primary_id=mentor.id,
            backup_id=backup.id if backup is not None else None,
            chosen_because="A test said so.",
            seed=1,
            started_at=world.clock.now(),
        )
        session.add(made)
        session.flush()
        return made.id
