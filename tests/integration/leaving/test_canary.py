"""Once somebody is erased, what they wrote and were called stands in no table at all, but where a reason is given.

A string that stands nowhere else is written into everything that a person can write. Then the whole database is read.
"""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
from forum.accounts.models import Passkey, Role, User
from forum.accounts.profile import ProfileWords, save_profile
from forum.appeals.commands import About, make_appeal, withdraw_appeal
from forum.conversations import commands
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.drafts.models import Draft
from forum.leaving.rules import Words
from forum.models import metadata
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.models import ReviewItem
from forum.moderation.note_commands import note_on_post
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.notifications.mailing import send_due_notifications
from forum.privately.commands import NewMessage, send
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.welcome.commands import set_welcome_flag
from forum.welcome.mentor_commands import MentorChoices, save_choices
from forum.welcome.models import MenteeNote, NewcomerSurvey, Praise, SavedReply
from forum.wiring import services, settings
from tests.factories import UNKIND
from tests.integration.leaving.conftest import Leaving
from tests.integration.privately.talking import pair

CANARY = "zq7canary"
# What a person wrote in office about somebody else: it stays for its own period (test_nobody_is_forgotten_by_leaving).
IN_OFFICE = {"staff_notes.words"}

WRITTEN = {
    "appeals.words",
    "drafts.text",
    "field_revisions.text",
    "mentee_notes.text",
    "mentor_settings.introduction",
    "newcomer_surveys.addressed_as",
    "passkeys.name",
    "post_revisions.html",
    "post_revisions.title",
    "praises.skipped_because",
    "private_messages.html",
    "reports.words",
    "saved_replies.text",
    "staff_notes.words",
    "threads.title",
    "threads.welcome_reason",
    "users.biography",
    "users.display_name",
    "users.email",
    "users.username",
}


def places() -> set[str]:
    """Every column of the database in which the canary stands."""
    db.session.rollback()
    return {
        f"{table.name}.{column}"
        for table in metadata.tables.values()
        for row in db.session.execute(select(table)).mappings()
        for column, value in row.items()
        if CANARY in str(value).lower()
    }


@pytest.fixture
def full(leaving: Leaving) -> Leaving:
    """Ana has written the canary into everything."""
    world, clock = leaving.world, leaving.clock
    ana = leaving.account(Role.MENTOR, Role.MODERATOR, username=CANARY)
    mo, other, moderator = world.person(Role.MENTOR), world.person(), world.person(Role.MODERATOR)
    words = ProfileWords(display_name=f"Ana {CANARY}", biography=f"I am {CANARY}.")
    save_profile(ana, words, clock)
    world.screen()
    _decline_new_words(leaving, ana, moderator)
    shared = world.thread(ana, title=f"{CANARY} shared", text=f"Hello, {CANARY} here.")
    answer = world.reply(other, shared, "An answer.")
    world.decide(moderator, answer, "hide", note="A look.", rule=world.rule_id())
    world.decide(moderator, answer, "restore")
    world.thread(ana, title=f"{CANARY} alone", text=CANARY)
    edited = world.reply(ana, shared, f"{CANARY} once")
    new = commands.NewVersion(text=f"{CANARY} {UNKIND}", title=None, based_on=1)
    commands.revise(ana, edited.id, new, clock)
    world.screen()
    declined = world.reply(ana, shared, f"{CANARY} {UNKIND}")
    decision = world.decide(moderator, declined, "decline", note="No.", rule=world.rule_id())
    appeal = make_appeal(ana, About(decision_id=decision), f"But {CANARY}!", clock)
    withdraw_appeal(ana, appeal, clock)
    world.reply(ana, shared, f"{CANARY} {UNKIND} held")
    theirs = world.reply(other, shared, "Something else.")
    report_post(ana, theirs.id, Concern(reason=ReportReason.UNKIND, words=CANARY), clock)
    world.decide(moderator, theirs, "keep")
    note_on_post(ana, theirs.id, f"{CANARY} noted", clock)
    set_welcome_flag(ana, _others(leaving), flagged=True, reason=f"{CANARY} welcome", clock=clock)
    save_choices(ana, MentorChoices(introduction=f"{CANARY} mentors"), clock)
    world.screen()
    nia = world.newcomer()
    talk = pair(world, nia, ana)
    sent = NewMessage(text=f"{CANARY} in private", submission_key=str(uuid.uuid4()))
    send(ana, talk, sent, clock)
    block(ana, mo.id, clock)
    with transaction() as session:
        session.get_one(User, ana.id).email = f"{CANARY}@example.org"
        now = clock.now()
        session.add_all(
            [
                Draft(
                    user_id=ana.id,
                    place=CANARY,
                    thread_id=shared.id,
                    title=CANARY,
                    text=CANARY,
                    saved_at=now,
                ),
                Draft(
                    user_id=ana.id,
                    place=CANARY,
                    changes_id=declined.id,
                    based_on=1,
                    title=CANARY,
                    text=CANARY,
                    saved_at=now,
                ),
                NewcomerSurvey(user_id=ana.id, addressed_as=CANARY, changed_at=now),
                SavedReply(mentor_id=ana.id, title=CANARY, text=CANARY, changed_at=now),
                MenteeNote(newcomer_id=nia.id, author_id=ana.id, text=CANARY, written_at=now),
                Praise(
                    mentor_id=ana.id,
                    newcomer_id=nia.id,
                    post_id=answer.id,
                    kind="came_back",
                    was_sent=False,
                    skipped_because=CANARY,
                    at=now,
                ),
                Passkey(
                    user_id=ana.id,
                    credential_id=b"id",
                    public_key=b"key",
                    sign_count=0,
                    name=CANARY,
                    added_at=now,
                ),
            ]
        )
    world.let_out()
    send_due_notifications(services(), settings())
    leaving.ana = ana
    return leaving


def _decline_new_words(leaving: Leaving, ana: Actor, moderator: Actor) -> None:
    """What she says of herself next is declined."""
    words = ProfileWords(display_name=f"Ana {CANARY}", biography=f"{CANARY} {UNKIND}")
    save_profile(ana, words, leaving.clock)
    leaving.world.screen()
    field = db.session.query(FieldRevision).filter_by(state="held").one()
    item = db.session.query(ReviewItem).filter_by(person_id=ana.id, closed_at=None).one()
    ruling = FieldRuling(
        field_id=field.id,
        action=FieldAction.DECLINE,
        rule_id=leaving.world.rule_id(),
        note="No.",
    )
    decide_on_field(moderator, item.id, ruling, leaving.clock)
    leaving.world.let_out()


def _others(leaving: Leaving) -> int:
    return leaving.world.thread(leaving.world.person(), title="Another").id


def test_whoever_takes_their_words_leaves_none(full: Leaving) -> None:
    assert places() >= WRITTEN
    full.leave(full.ana)
    db.session.rollback()
    row = db.session.get_one(User, full.ana.id)
    assert CANARY not in f"{row.username} {row.display_name} {row.biography}"
    full.wait()
    full.erase()
    assert places() == IN_OFFICE
    # What others said stays.
    assert db.session.query(Thread).filter_by(title="Another").count() == 1


def test_whoever_leaves_their_posts_leaves_nothing_else(full: Leaving) -> None:
    full.go(full.ana, Words.LEFT)
    on_show = {"post_revisions.html", "post_revisions.text", "post_revisions.title"}
    private = {"private_messages.html", "private_messages.text"}
    kept = on_show | private | {"threads.title", "threads.welcome_reason"}
    assert places() == kept | IN_OFFICE
