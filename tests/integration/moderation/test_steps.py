"""Passing an item on: to whoever comes next, to another moderator, to the admins. The question stays open."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.accounts.roles import change_role_as_operator
from forum.audit.models import AuditEntry
from forum.conversations import commands
from forum.conversations.models import Post
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation.claims import ClaimedError, claim, claim_next
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.models import ReviewItem
from forum.moderation.note_commands import note_on_person, note_on_post
from forum.moderation.options import ModeratorAction
from forum.moderation.queue_pages import QueueRow
from forum.moderation.report_commands import Concern, report_person
from forum.moderation.reporting import ReportReason
from forum.moderation.serving import Served, is_served, served_to
from forum.moderation.step_commands import Step, take_step
from forum.moderation.step_models import ReviewStep, StaffNote
from forum.notifications.models import Notification
from forum.notifications.queries import inbox_page
from forum.notifications.views import address_of
from forum.welcome.calling import run_due_steps
from tests.factories import KIND, UNKIND, everyone
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out
from tests.support.clock import FakeClock

M = ModeratorAction
WHY = "I know her from work."


def item_of(scene: Scene, post: Post | None = None) -> ReviewItem:
    db.session.rollback()
    found = scene.world.open_item(post or scene.post)
    assert found is not None
    return found


def step(scene: Scene, who: Actor, action: ModeratorAction, words: str = WHY) -> None:
    take_step(who, item_of(scene).id, Step(action=action, words=words), scene.world.clock)


def served(scene: Scene, who: Actor) -> int | None:
    return claim_next(who, scene.world.clock)


def row(scene: Scene, who: Actor) -> QueueRow:
    wanted = item_of(scene).id
    items = queue_page(who, Wanted(), 1, str).items.items
    return next(one for one in items if one.item_id == wanted)


def told(who: Actor) -> list[str]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=who.id).order_by(Notification.id)
    return [line.kind for line in lines]


def log() -> list[tuple[str, int | None, int | None]]:
    db.session.rollback()
    entries = db.session.query(AuditEntry).order_by(AuditEntry.number)
    return [(one.action, one.actor_id, one.subject_id) for one in entries]


def test_what_somebody_leaves_to_others_is_not_served_to_them_for_a_while(scene: Scene) -> None:
    taken = served(scene, scene.mira)
    step(scene, scene.mira, M.SKIP)

    assert item_of(scene).claimed_by_id is None
    assert served(scene, scene.mira) is None
    assert served(scene, scene.jo) == taken
    step(scene, scene.jo, M.SKIP)
    scene.world.clock.advance(hours=8, seconds=1)  # type: ignore[attr-defined]
    assert served(scene, scene.mira) == taken
    assert ("post.skip", scene.mira.id, scene.post.id) in log()


def test_how_often_it_was_left_is_counted_and_it_stays_in_the_list(scene: Scene) -> None:
    step(scene, scene.mira, M.SKIP)
    step(scene, scene.jo, M.SKIP)

    assert (row(scene, scene.mira).passed.skipped, row(scene, scene.mira).passed.by_me) == (2, True)
    claim(scene.mira, item_of(scene).id, scene.world.clock)
    carry_out(scene.world, scene.mira, scene.post, "approve")


def test_a_second_opinion_comes_from_somebody_else_in_a_note(scene: Scene) -> None:
    step(scene, scene.mira, M.SECOND_OPINION, "Is this irony?")

    assert served(scene, scene.mira) is None
    assert row(scene, scene.jo).passed.question == "Is this irony?"
    assert served(scene, scene.jo) == item_of(scene).id
    # Their own words are no second opinion.
    note_on_post(scene.mira, scene.post.id, "I asked because of last week.", scene.world.clock)
    assert item_of(scene).asked_by_id == scene.mira.id
    note_on_post(scene.jo, scene.post.id, "It is. I know his way of writing.", scene.world.clock)

    assert item_of(scene).asked_by_id is None
    assert told(scene.mira) == ["opinion_given"]
    assert row(scene, scene.mira).passed.question == ""


def test_or_whoever_is_asked_decides(scene: Scene) -> None:
    step(scene, scene.mira, M.SECOND_OPINION)
    carry_out(scene.world, scene.jo, scene.post, "approve")

    assert told(scene.mira) == ["opinion_given"]


def test_whoever_is_no_moderator_any_more_is_told_no_opinion(scene: Scene) -> None:
    step(scene, scene.mira, M.SECOND_OPINION)
    change_role_as_operator(scene.mira.username, Role.MODERATOR, scene.world.clock, given=False)
    carry_out(scene.world, scene.jo, scene.post, "approve")

    assert "opinion_given" not in told(scene.mira)


def test_what_its_author_takes_back_answers_nobody(scene: Scene) -> None:
    step(scene, scene.mira, M.SECOND_OPINION)
    commands.withdraw(scene.ana, scene.post.id, scene.world.clock)

    assert told(scene.mira) == []


def test_admins_are_told_and_served_alone_for_a_day(scene: Scene) -> None:
    ada = scene.world.person(Role.ADMIN, Role.MODERATOR, name="Ada")
    older = scene.world.reply(scene.world.newcomer(), scene.thread, UNKIND)
    step(scene, scene.mira, M.ESCALATE, "She says that she knows where he lives.")
    taken = item_of(scene).id

    assert told(ada) == ["admins_asked"]
    assert served(scene, ada) == taken
    assert served(scene, scene.jo) == item_of(scene, older).id
    assert "a moderator asks the admins to look" in row(scene, scene.jo).ranked
    assert "A moderator asks the admins to look at it." in row(scene, scene.jo).because
    assert ("post.escalate", scene.mira.id, scene.post.id) in log()
    carry_out(scene.world, scene.jo, older, "approve")
    scene.world.clock.advance(days=1, seconds=1)  # type: ignore[attr-defined]
    assert served(scene, scene.jo) == taken


def test_an_admin_is_never_told_of_themselves(scene: Scene) -> None:
    ada = scene.world.person(Role.ADMIN, name="Ada")
    other = scene.world.person(Role.ADMIN, name="Ben")
    concern = Concern(reason=ReportReason.UNKIND, words="", hide=False)
    report_person(scene.ana, ada.id, concern, scene.world.clock)
    item = db.session.query(ReviewItem).filter_by(person_id=ada.id).one()
    take_step(scene.mira, item.id, Step(action=M.ESCALATE, words=WHY), scene.world.clock)

    assert (told(ada), told(other)) == ([], ["admins_asked"])
    assert ("person.escalate", scene.mira.id, ada.id) in log()


def test_admins_who_are_asked_find_the_reason_where_they_are_led(
    app: Flask, scene: Scene, clock: FakeClock
) -> None:
    ada = scene.world.person(Role.ADMIN, Role.MODERATOR, name="Ada")
    scene.world.reply(scene.world.newcomer("Bo"), scene.thread, KIND)
    for _ in range(5):
        clock.advance(hours=1)
        run_due_steps(clock)
    wait = db.session.query(ReviewItem).filter(ReviewItem.clock_id.is_not(None)).one()
    take_step(scene.mira, wait.id, Step(action=M.ESCALATE, words=WHY), clock)
    step(scene, scene.mira, M.ESCALATE)

    asked = [line for line in inbox_page(ada, 1, str).items if line.kind == "admins_asked"]
    with app.test_request_context(base_url="https://forum.test"):
        places = [address_of(line) for line in asked]
    # The page of a post says nothing of its author's wait.
    assert places == [f"/posts/{scene.post.id}/moderate", "/review"]


@pytest.mark.parametrize("action", [M.SKIP, M.SECOND_OPINION, M.ESCALATE])
def test_each_needs_words(scene: Scene, action: ModeratorAction) -> None:
    scene.world.person(Role.ADMIN)
    with pytest.raises(InvalidInputError):
        step(scene, scene.mira, action, " ")
    with pytest.raises(InvalidInputError):
        step(scene, scene.mira, action, "x" * 1_001)

    assert db.session.query(ReviewStep).count() == 0


@pytest.mark.parametrize("action", [M.SECOND_OPINION, M.ESCALATE])
def test_what_is_so_already_cannot_be_done_again(scene: Scene, action: ModeratorAction) -> None:
    scene.world.person(Role.ADMIN)
    step(scene, scene.mira, action)

    with pytest.raises(ConflictError):
        step(scene, scene.jo, action)


def test_somebody_was_faster(scene: Scene) -> None:
    item = item_of(scene).id
    claim(scene.jo, item, scene.world.clock)
    with pytest.raises(ClaimedError):
        take_step(scene.mira, item, Step(action=M.SKIP, words=WHY), scene.world.clock)
    carry_out(scene.world, scene.jo, scene.post, "approve")
    with pytest.raises(ConflictError, match="handled meanwhile"):
        take_step(scene.mira, item, Step(action=M.SKIP, words=WHY), scene.world.clock)


def test_a_decision_is_not_taken_as_a_step(scene: Scene) -> None:
    with pytest.raises(ConflictError):
        step(scene, scene.mira, M.APPROVE)


@pytest.mark.parametrize("who", ["visitor", "newcomer", "member", "mentor", "admin"])
def test_only_moderators_pass_anything_on(scene: Scene, who: str) -> None:
    with pytest.raises(NotAllowedError):
        step(scene, everyone(scene.world)[who], M.SKIP)


def test_nobody_passes_on_their_own(scene: Scene) -> None:
    own = scene.world.reply(scene.mira, scene.thread, UNKIND)
    with pytest.raises(NotAllowedError):
        take_step(
            scene.mira, item_of(scene, own).id, Step(action=M.SKIP, words=WHY), scene.world.clock
        )
    with pytest.raises(NotFoundError):
        take_step(scene.mira, 4_711, Step(action=M.SKIP, words=WHY), scene.world.clock)


def test_staff_write_notes_and_nobody_about_themselves(scene: Scene) -> None:
    note_on_person(scene.mira, scene.ana.id, "Had a hard week.", scene.world.clock)

    assert ("person.note", scene.mira.id, scene.ana.id) in log()
    with pytest.raises(NotAllowedError):
        note_on_person(scene.mira, scene.mira.id, "I am good.", scene.world.clock)
    with pytest.raises(NotFoundError):
        note_on_person(scene.mira, 4_711, "Nobody.", scene.world.clock)
    with pytest.raises(InvalidInputError):
        note_on_person(scene.mira, scene.ana.id, " ", scene.world.clock)
    for who in ("newcomer", "member", "mentor"):
        with pytest.raises(NotAllowedError):
            note_on_person(everyone(scene.world)[who], scene.ana.id, "x", scene.world.clock)
    own = scene.world.reply(scene.jo, scene.thread, UNKIND)
    with pytest.raises(NotAllowedError):
        note_on_post(scene.jo, own.id, "It is fine.", scene.world.clock)


@pytest.mark.parametrize("table", [ReviewStep, StaffNote])
def test_what_was_said_stays_as_it_was(scene: Scene, table: type[ReviewStep | StaffNote]) -> None:
    step(scene, scene.mira, M.SKIP)
    note_on_person(scene.mira, scene.ana.id, "Had a hard week.", scene.world.clock)
    # It may be forgotten (forum.keeping), and never changed.
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(update(table).values(words="Never said."))


def test_the_database_serves_as_the_rule_does(scene: Scene) -> None:
    """Every mixture of what can be true of an item, for a moderator and for an admin who moderates."""
    now, mira = scene.world.clock.now(), scene.mira
    ada = scene.world.person(Role.ADMIN, Role.MODERATOR)
    moments = (None, *(timedelta(hours=hours) for hours in (-2, 0, 7, 8, 25)))
    wanted: dict[int, Served] = {}
    with transaction() as session:
        for put_aside, asked, escalated, kept in product(
            moments, moments, moments, (None, (mira, -1), (mira, 1), (ada, -1), (ada, 1))
        ):
            facts = Served(
                put_aside_at=now - put_aside if put_aside is not None else None,
                asked_by_id=mira.id if asked is not None else None,
                asked_at=now - asked if asked is not None else None,
                escalated_at=now - escalated if escalated is not None else None,
                first_for_id=kept[0].id if kept else None,
                first_for_until=now + timedelta(hours=kept[1]) if kept else None,
            )
            item = ReviewItem(
                person_id=scene.ana.id,
                about_id=scene.ana.id,
                opened_at=now,
                closed_at=now,
                asked_by_id=facts.asked_by_id,
                asked_at=facts.asked_at,
                escalated_at=facts.escalated_at,
                first_for_id=facts.first_for_id,
                first_for_until=facts.first_for_until,
            )
            session.add(item)
            session.flush()
            if facts.put_aside_at is not None:
                for who in (mira, ada):
                    session.add(
                        ReviewStep(
                            item_id=item.id,
                            action=M.SKIP,
                            by_id=who.id,
                            words=WHY,
                            at=facts.put_aside_at,
                        )
                    )
            wanted[item.id] = facts
    for who in (mira, ada):
        found = db.session.query(ReviewItem.id).filter(
            ReviewItem.id.in_(wanted), served_to(who, now)
        )
        by_rule = {id_ for id_, facts in wanted.items() if is_served(who, facts, now)}
        assert {row.id for row in found} == by_rule
        assert 0 < len(by_rule) < len(wanted)
