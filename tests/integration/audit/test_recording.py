"""The log: an entry for every step, no text in any of them, and no way to change one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forum.accounts.models import Role
from forum.appeals.commands import About, make_appeal
from forum.audit.models import AuditEntry
from forum.audit.queries import AuditFilter, audit_page
from forum.conversations import commands
from forum.database import db, emit, transaction
from forum.events import RoleChanged, ThreadWelcomeChanged
from forum.moderation.models import ReviewItem
from forum.moderation.options import ModeratorAction as M
from forum.moderation.step_commands import Step, take_step
from forum.moderation.thread_commands import lock_thread
from tests.factories import KIND, UNKIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import WORDS, carry_out


def entries() -> Iterator[AuditEntry]:
    db.session.rollback()
    yield from db.session.query(AuditEntry).order_by(AuditEntry.id)


def said(**wanted: str) -> list[str]:
    """The log's sentences, oldest first."""
    page = audit_page(AuditFilter(**wanted), 1, str)
    return [line.sentence for line in reversed(page.items)]


def revise(scene: Scene, words: str) -> None:
    latest = scene.world.fresh(scene.post).latest_number
    new = commands.NewVersion(text=words, title=None, based_on=latest)
    commands.revise(scene.ana, scene.post.id, new, scene.world.clock)
    scene.world.screen()


def test_a_posts_whole_life_is_in_the_log(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "request_changes")
    revise(scene, f"Hello again. {UNKIND}")
    carry_out(scene.world, scene.jo, scene.post, "approve")
    revise(scene, f"Hello a third time. {UNKIND}")
    carry_out(scene.world, scene.mira, scene.post, "decline")
    for action in ("hide", "restore", "remove"):
        carry_out(scene.world, scene.mira, scene.post, action)

    number = scene.post.id
    assert said(person=scene.ana.username) == [
        f"The automatic screen set post {number} by Ana aside for a person to read.",
        f"Mira (moderator) asked for a change to post {number} by Ana.",
        f"Ana sent a new version of their own post {number}.",
        f"The automatic screen set post {number} by Ana aside for a person to read.",
        f"Jo (moderator) approved post {number} by Ana.",
        f"Ana sent a new version of their own post {number}.",
        f"The automatic screen set a change to post {number} by Ana aside for a person to read.",
        f"Mira (moderator) declined a change to post {number} by Ana.",
        f"Mira (moderator) took post {number} by Ana out of sight.",
        f"Mira (moderator) put post {number} by Ana back on show.",
        f"Mira (moderator) took post {number} by Ana down.",
    ]
    assert said(person="mi", action="post.hide") == []
    assert len(said(person=scene.jo.username)) == 1
    assert said(action="post.approve") == [f"Jo (moderator) approved post {number} by Ana."]
    assert said(person="nobody-of-that-name") == []


def test_what_is_said_about_somebody_includes_their_threads(scene: Scene) -> None:
    ana, clock = scene.ana, scene.world.clock
    thread = scene.world.thread(ana)
    lock_thread(scene.mira, thread.id, "It has all been said.", clock)
    lock_thread(scene.mira, scene.thread.id, "It has all been said.", clock)

    closed = [f"Mira (moderator) closed thread {thread.id} by Ana for new answers."]
    for typed in (ana.username, f"@{ana.username.upper()}"):
        assert said(person=typed, action="thread.lock") == closed


def test_an_appeal_that_is_passed_on_is_told_in_words(scene: Scene) -> None:
    world, ada = scene.world, scene.world.person(Role.ADMIN, name="Ada")
    hers = world.reply(ada, scene.thread, UNKIND)
    for post, author in ((scene.post, scene.ana), (hers, ada)):
        about = About(decision_id=carry_out(world, scene.mira, post, "decline"))
        appeal_id = make_appeal(author, about, WORDS, world.clock)
        item = db.session.query(ReviewItem).filter_by(appeal_id=appeal_id).one()
        take_step(scene.jo, item.id, Step(action=M.SKIP, words=WORDS), world.clock)

    # Who has looked at an admin's own appeal the log does not tell them.
    page = audit_page(AuditFilter(action="appeal.skip"), 1, str, reader_id=ada.id)
    assert [line.sentence for line in page.items] == [
        "Somebody (moderator) put an appeal aside for others.",
        "Jo (moderator) put an appeal aside for others.",
    ]
    assert len(said(action="appeal.skip", person=scene.ana.username)) == 1


def test_no_text_is_in_the_log(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "request_changes")
    revise(scene, "Hello again, all of you.")
    with transaction() as session:
        emit(
            session,
            ThreadWelcomeChanged(
                actor_id=scene.mira.id,
                at=scene.world.clock.now(),
                thread_id=scene.thread.id,
                flagged=True,
                reason="A gentle place to begin",
            ),
        )

    values = [
        str((entry.action, entry.subject_kind, entry.subject_id, entry.detail))
        for entry in entries()
    ]
    for words in (WORDS, KIND, UNKIND, "Hello again", "A gentle place", "A thread"):
        assert not [value for value in values if words in value], words


def test_steps_of_people_are_in_the_log(scene: Scene) -> None:
    now = scene.world.clock.now()
    with transaction() as session:
        for given in (True, False):
            emit(
                session,
                RoleChanged(
                    actor_id=scene.jo.id,
                    at=now,
                    user_id=scene.mira.id,
                    role=Role.MENTOR,
                    given=given,
                ),
            )

    assert said(action="person.role") == [
        "Jo (admin) made Mira mentor.",
        "Jo (admin) took the role of mentor from Mira.",
    ]


@pytest.mark.parametrize("table", ["audit_entries", "decisions"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_refuses_to_change_or_delete(scene: Scene, table: str, verb: str) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    db.session.rollback()
    statement = {
        "UPDATE": f"UPDATE {table} SET action = 'x'",
        "DELETE": f"DELETE FROM {table}",
    }[verb]
    before = db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    db.session.rollback()

    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))

    db.session.rollback()
    assert before > 0
    assert db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == before
