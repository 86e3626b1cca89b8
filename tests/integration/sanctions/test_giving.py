"""Giving a sanction and ending it: what it needs, what it changes, and who comes second."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import update

from forum.accounts.actor import Actor
from forum.accounts.models import Role, UserSession
from forum.accounts.sessions import ShutOutError, find_session, start_session
from forum.audit.queries import AuditFilter, audit_page
from forum.conversations import commands as conversations
from forum.database import db, transaction
from forum.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SilencedError,
)
from forum.notifications.models import Notification
from forum.sanctions.commands import Measure, acknowledge, give_sanction, lift_sanction
from forum.sanctions.kinds import MILDEST_FIRST, SanctionKind
from tests.factories import KIND, World
from tests.integration.sanctions.giving import WHY, give, measure, sanctions_of
from tests.support.clock import FakeClock
from tests.support.statements import statements

SORRY = "We had read the thread wrongly. Sorry."


@dataclass(frozen=True)
class Scene:
    """Mira and Jo moderate, Ada is an admin; Max is a member who is signed in on two devices."""

    world: World
    clock: FakeClock
    mira: Actor
    jo: Actor
    ada: Actor
    max: Actor
    tokens: tuple[str, str]

    def found(self) -> list[Actor | None]:
        """Who the forum takes the carriers of both tokens for."""
        db.session.rollback()
        return [find_session(token, self.clock.now()) for token in self.tokens]

    def told(self, person: Actor) -> list[str]:
        db.session.rollback()
        rows = db.session.query(Notification).filter_by(user_id=person.id)
        return [row.kind for row in rows.order_by(Notification.id)]


def token_for(person: Actor, clock: FakeClock) -> str:
    with transaction() as session:
        return start_session(session, person.id, "test", clock.now())


@pytest.fixture
def scene(world: World, clock: FakeClock) -> Scene:
    member = world.person(name="Max")
    return Scene(
        world=world,
        clock=clock,
        mira=world.person(Role.MODERATOR, name="Mira"),
        jo=world.person(Role.MODERATOR, name="Jo"),
        ada=world.person(Role.ADMIN, name="Ada"),
        max=member,
        tokens=(token_for(member, clock), token_for(member, clock)),
    )


# ------------------------------------------------------------------------------ what follows from it


@pytest.mark.parametrize("kind", [kind.value for kind in MILDEST_FIRST])
def test_it_is_written_down_told_and_logged(scene: Scene, kind: str) -> None:
    give(scene.world, scene.ada, scene.max, kind)

    (made,) = sanctions_of(scene.max)
    assert (made.kind, made.note, made.given_by_id) == (kind, WHY, scene.ada.id)
    assert (made.rule_id is None) == (kind == "message")
    assert (made.ends_at is None) == (kind in {"message", "ban"})
    assert scene.told(scene.max) == ["sanction_given"]
    (line,) = audit_page(AuditFilter(action="person.sanction"), 1, str).items
    assert line.sentence.startswith("Ada ")
    assert "Max" in line.sentence
    assert WHY not in line.sentence


@pytest.mark.parametrize("kind", ["message", "warning"])
def test_words_change_nothing_about_what_one_can_do(scene: Scene, kind: str) -> None:
    give(scene.world, scene.mira, scene.max, kind)

    for actor in scene.found():
        assert actor is not None
        assert actor.restriction is None
        assert actor.is_spoken_to


def test_a_silence_is_there_in_every_session_at_once_and_ends_by_itself(scene: Scene) -> None:
    thread = scene.world.thread(scene.mira)
    give(scene.world, scene.mira, scene.max, "silence")

    for actor in scene.found():
        assert actor is not None
        assert actor.is_silenced
        with pytest.raises(SilencedError):
            conversations.reply(
                actor,
                thread.id,
                conversations.NewPost(text=KIND, submission_key="one"),
                scene.clock,
            )
    scene.clock.advance(days=7)
    for actor in scene.found():
        assert actor is not None
        assert not actor.is_silenced


@pytest.mark.parametrize("kind", ["suspend", "ban"])
def test_whoever_is_shut_out_is_signed_out_everywhere_and_not_let_in(
    scene: Scene, kind: str
) -> None:
    give(scene.world, scene.ada, scene.max, kind)

    assert scene.found() == [None, None]
    with pytest.raises(ShutOutError):
        token_for(scene.max, scene.clock)


def test_a_suspension_is_over_when_it_is_over(scene: Scene) -> None:
    give(scene.world, scene.mira, scene.max, "suspend", days=1)
    scene.clock.advance(days=1)

    assert find_session(token_for(scene.max, scene.clock), scene.clock.now()) is not None
    # What was ended stays ended.
    assert scene.found() == [None, None]


def test_a_session_that_began_in_the_same_moment_does_not_outlive_a_suspension(
    scene: Scene,
) -> None:
    give(scene.world, scene.mira, scene.max, "suspend")
    with transaction() as session:
        session.execute(update(UserSession).values(revoked_at=None))

    assert scene.found() == [None, None]


def test_while_posts_are_read_first_a_person_has_to_look_at_each(scene: Scene) -> None:
    thread = scene.world.thread(scene.mira)
    give(scene.world, scene.mira, scene.max, "pre_moderate")

    post = scene.world.reply(scene.max, thread, KIND)

    assert post.state == "held"
    item = scene.world.open_item(post)
    assert item is not None
    assert [reason.kind for reason in item.reasons] == ["read_first"]
    scene.clock.advance(days=7)
    assert scene.world.reply(scene.max, thread, "Something else.").state == "published"


def test_a_change_to_a_published_post_waits_as_well(scene: Scene) -> None:
    post = scene.world.reply(scene.max, scene.world.thread(scene.mira), KIND)
    give(scene.world, scene.mira, scene.max, "pre_moderate")
    new = conversations.NewVersion(text="Changed.", title=None, based_on=1)

    conversations.revise(scene.max, post.id, new, scene.clock)
    scene.world.screen()

    assert scene.world.fresh(post).shown_number == 1
    assert scene.world.revision(post).outcome == "held"


def test_who_is_asking_still_takes_one_query(scene: Scene) -> None:
    for kind in ("message", "pre_moderate", "silence"):
        give(scene.world, scene.mira, scene.max, kind)
    db.session.rollback()

    with statements(db.engine) as seen:
        find_session(scene.tokens[0], scene.clock.now())

    assert len(seen) == 1


# ------------------------------------------------------------------------------------- reasons


@pytest.mark.parametrize(
    ("kind", "without", "field"),
    [
        ("message", {"note": " \n"}, "note"),
        ("warning", {"rule_id": None}, "rule"),
        ("warning", {"rule_id": 4_711}, "rule"),
        ("silence", {"days": None}, "days"),
        ("silence", {"days": 10_000}, "days"),
        ("suspend", {"note": "x" * 2_001}, "note"),
    ],
)
def test_it_gives_its_reasons(
    scene: Scene, kind: str, without: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInputError) as error:
        give(scene.world, scene.mira, scene.max, kind, **without)

    assert error.value.field == field
    assert sanctions_of(scene.max) == []


def test_it_is_about_a_post_of_theirs_or_of_nobodys(scene: Scene) -> None:
    thread = scene.world.thread(scene.mira)
    own, other = scene.world.reply(scene.max, thread), scene.world.reply(scene.jo, thread)

    with pytest.raises(NotFoundError):
        give(scene.world, scene.mira, scene.max, "warning", post_id=other.id)
    give(scene.world, scene.mira, scene.max, "warning", post_id=own.id)

    assert [one.post_id for one in sanctions_of(scene.max)] == [own.id]


# --------------------------------------------------------------------------------------- who may


WHO_MAY = [
    # by, whom, the kind, and what comes of it
    ("mira", "max", "suspend", None),
    ("mira", "max", "ban", NotAllowedError),
    ("ada", "max", "ban", None),
    ("mira", "mira", "message", NotAllowedError),
    ("mira", "jo", "message", NotAllowedError),
    ("mira", "ada", "message", NotAllowedError),
    ("ada", "jo", "silence", None),
    ("ada", "ada", "message", NotAllowedError),
    ("max", "mira", "message", NotAllowedError),
    ("max", "max", "message", NotAllowedError),
]


@pytest.mark.parametrize(("by", "whom", "kind", "refusal"), WHO_MAY)
def test_who_may(
    scene: Scene, by: str, whom: str, kind: str, refusal: type[Exception] | None
) -> None:
    actor, person = getattr(scene, by), getattr(scene, whom)
    if refusal is None:
        give(scene.world, actor, person, kind)
        return
    with pytest.raises(refusal):
        give(scene.world, actor, person, kind)
    assert sanctions_of(person) == []


def test_nobody_can_be_spoken_to_who_is_not_there(scene: Scene) -> None:
    with pytest.raises(NotFoundError):
        give_sanction(scene.mira, 4_711, Measure(kind=SanctionKind.MESSAGE, note=WHY), scene.clock)


# -------------------------------------------------------------------------- somebody was faster


def test_a_page_from_before_somebody_else_spoke_to_them_changes_nothing(scene: Scene) -> None:
    from_before = measure(scene.world, scene.max, "suspend")
    give(scene.world, scene.jo, scene.max, "warning")

    with pytest.raises(ConflictError):
        give_sanction(scene.mira, scene.max.id, from_before, scene.clock)

    assert [one.kind for one in sanctions_of(scene.max)] == ["warning"]


def test_of_two_at_the_same_instant_one_counts(app: Flask, scene: Scene) -> None:
    sent = measure(scene.world, scene.max, "silence")
    start = threading.Barrier(2)
    db.session.rollback()

    def press(moderator: Actor) -> str | None:
        with app.app_context():
            start.wait(timeout=10)
            try:
                give_sanction(moderator, scene.max.id, sent, scene.clock)
            except ConflictError as error:
                return error.message
            return None

    with ThreadPoolExecutor(2) as pool:
        outcomes = [
            f.result(timeout=30)
            for f in [pool.submit(press, scene.mira), pool.submit(press, scene.jo)]
        ]

    assert outcomes.count(None) == 1
    assert len(sanctions_of(scene.max)) == 1


# ------------------------------------------------------------------------------- ending it early


def test_ended_early_with_a_reason(scene: Scene) -> None:
    number = give(scene.world, scene.mira, scene.max, "silence")

    lift_sanction(scene.jo, number, SORRY, scene.clock)

    (made,) = sanctions_of(scene.max)
    assert (made.lifted_by_id, made.lifted_because) == (scene.jo.id, SORRY)
    assert scene.told(scene.max) == ["sanction_given", "sanction_lifted"]
    for actor in scene.found():
        assert actor is not None
        assert not actor.is_silenced


@pytest.mark.parametrize("how", ["lifted", "over", "message"])
def test_what_has_ended_does_not_end_again(scene: Scene, how: str) -> None:
    number = give(scene.world, scene.mira, scene.max, "message" if how == "message" else "silence")
    if how == "lifted":
        lift_sanction(scene.jo, number, SORRY, scene.clock)
    elif how == "over":
        scene.clock.advance(days=7)

    with pytest.raises(ConflictError):
        lift_sanction(scene.mira, number, "Again.", scene.clock)


def test_a_ban_is_ended_by_an_admin_alone(scene: Scene) -> None:
    number = give(scene.world, scene.ada, scene.max, "ban")

    with pytest.raises(NotAllowedError):
        lift_sanction(scene.mira, number, SORRY, scene.clock)
    lift_sanction(scene.ada, number, SORRY, scene.clock)

    assert token_for(scene.max, scene.clock)


def test_a_moderator_does_not_end_their_own(scene: Scene) -> None:
    number = give(scene.world, scene.ada, scene.jo, "silence")

    with pytest.raises(NotAllowedError):
        lift_sanction(scene.jo, number, SORRY, scene.clock)


def test_why_it_ends_is_said(scene: Scene) -> None:
    number = give(scene.world, scene.mira, scene.max, "silence")

    with pytest.raises(InvalidInputError):
        lift_sanction(scene.mira, number, " ", scene.clock)


# ----------------------------------------------------------------------------------- reading it


def test_saying_that_one_has_read_it_is_kept_once(scene: Scene) -> None:
    number = give(scene.world, scene.mira, scene.max, "warning")
    acknowledge(scene.max, number, scene.clock)
    first = sanctions_of(scene.max)[0].acknowledged_at
    scene.clock.advance(hours=1)

    acknowledge(scene.max, number, scene.clock)

    assert sanctions_of(scene.max)[0].acknowledged_at == first
    for actor in scene.found():
        assert actor is not None
        assert not actor.is_spoken_to


def test_nobody_reads_it_in_somebody_elses_name(scene: Scene) -> None:
    number = give(scene.world, scene.mira, scene.max, "warning")

    with pytest.raises(NotFoundError):
        acknowledge(scene.jo, number, scene.clock)
    with pytest.raises(NotAllowedError):
        acknowledge(replace(scene.max, user_id=None), number, scene.clock)
