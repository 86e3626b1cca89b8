"""Who is told of what, for every kind of line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db, emit, transaction
from forum.events import NewcomerGraduated, PasswordChanged, RoleChanged
from forum.notifications.models import Notification, NotificationKind
from tests.factories import KIND, UNKIND, World
from tests.integration.moderation.deciding import carry_out
from tests.support.clock import FakeClock

K = NotificationKind
TESTS = Path(__file__).parents[1]
#: What other parts tell of, and where a test of theirs reaches it.
TOLD_ELSEWHERE = {
    "leaving/test_leaving.py": {K.LEAVING, K.CAME_BACK_IN_TIME},
    "../web/own_data/test_copy.py": {K.OWN_DATA_TAKEN},
    "accounts/second_factor/test_setting_up.py": {
        K.APP_ADDED,
        K.APP_REMOVED,
        K.PASSKEY_ADDED,
        K.PASSKEY_REMOVED,
        K.CODES_RENEWED,
        K.CODE_USED,
        K.FACTOR_TAKEN_AWAY,
    },
    "appeals/test_appeals.py": {
        K.APPEAL_WAITS,
        K.APPEAL_UPHELD,
        K.APPEAL_OVERTURNED,
        K.APPEAL_EXPIRED,
    },
    "appeals/test_reversing.py": {K.REPORT_PUT_BACK},
    "../web/moderation/test_threads_page.py": {
        K.THREAD_LOCKED,
        K.THREAD_UNLOCKED,
        K.THREAD_MOVED,
    },
    "calibration/test_weekly.py": {K.WEEKLY_REPORT},
    "moderation/test_reporting.py": {K.REPORT_ACTED, K.REPORT_KEPT, K.REPORT_GONE},
    "moderation/test_steps.py": {K.ADMINS_ASKED, K.OPINION_GIVEN},
    "notifications/test_calling.py": {K.SOMEBODY_IN_NEED},
    "privately/test_reporting.py": {K.PRIVATE_REMOVED},
    "privately/test_talking.py": {K.PRIVATE_MESSAGE, K.PRIVATE_CRY},
    "sanctions/test_giving.py": {K.SANCTION_GIVEN, K.SANCTION_LIFTED},
    "screened_fields/test_deciding.py": {K.FIELD_RESTORED, K.FIELD_ASKED},
    "screened_fields/test_fields.py": {K.FIELD_HELD, K.FIELD_PUBLISHED, K.FIELD_DECLINED},
    "thanks/test_telling.py": {K.THANKED},
    "welcome/test_clocks.py": {K.MENTEE_WAITS, K.NEWCOMER_WAITS},
    "welcome/test_desk.py": {K.PRAISED},
    "welcome/test_mentoring.py": {K.STILL_THERE, K.SET_AWAY},
    "welcome/test_mentorships.py": {K.MENTOR_FOUND, K.MENTOR_GONE, K.MENTEE_FOUND},
}


OF_WELCOME = {
    kind
    for place, kinds in TOLD_ELSEWHERE.items()
    if place.startswith("welcome/")
    for kind in kinds
}


@dataclass
class Scene:
    """Ana, a newcomer, writes in Mo's thread; Mira moderates."""

    world: World
    clock: FakeClock
    mira: Actor
    mo: Actor
    ana: Actor
    thread: Thread

    def held(self) -> Post:
        return self.world.reply(self.ana, self.thread, f"Hello. {UNKIND}")

    def published(self) -> Post:
        return self.world.reply(self.ana, self.thread)

    def decided(self, post: Post, *actions: str) -> Post:
        for action in actions:
            carry_out(self.world, self.mira, post, action)
        return post

    def with_held_edit(self) -> Post:
        post = self.published()
        new = commands.NewVersion(text=f"Again. {UNKIND}", title=None, based_on=1)
        commands.revise(self.ana, post.id, new, self.clock)
        self.world.screen()
        return post

    def lines(self, person: Actor) -> list[str]:
        db.session.rollback()
        found = db.session.query(Notification).filter_by(user_id=person.id)
        # What comes of pairing them and of the reply clock has tests of its own.
        return [
            line.kind for line in found.order_by(Notification.id) if line.kind not in OF_WELCOME
        ]


@pytest.fixture
def scene(world: World, clock: FakeClock) -> Scene:
    mo = world.person(Role.MENTOR, name="Mo")
    return Scene(
        world=world,
        clock=clock,
        mira=world.person(Role.MODERATOR, name="Mira"),
        mo=mo,
        ana=world.newcomer("Ana"),
        thread=world.thread(mo, welcome=True),
    )


def passed_after_a_wait(scene: Scene) -> None:
    scene.world.sent_reply(scene.ana, scene.thread)
    scene.clock.advance(minutes=2)
    scene.world.screen()


def revised_and_passed_at_once(scene: Scene) -> None:
    post = scene.held()
    scene.clock.advance(hours=3)
    new = commands.NewVersion(text=KIND, title=None, based_on=1)
    commands.revise(scene.ana, post.id, new, scene.clock)
    scene.world.screen()


CASES: list[tuple[str, Callable[[Scene], object], list[str]]] = [
    ("a post that passes at once needs no message", lambda s: s.published(), []),
    ("a post that passed after a wait", passed_after_a_wait, [K.POST_PUBLISHED]),
    ("a held post", lambda s: s.held(), [K.POST_HELD]),
    ("new words that pass at once", revised_and_passed_at_once, [K.POST_HELD]),
    ("approved", lambda s: s.decided(s.held(), "approve"), [K.POST_HELD, K.POST_PUBLISHED]),
    (
        "asked for a change",
        lambda s: s.decided(s.held(), "request_changes"),
        [K.POST_HELD, K.CHANGES_REQUESTED],
    ),
    ("declined", lambda s: s.decided(s.held(), "decline"), [K.POST_HELD, K.POST_DECLINED]),
    ("hidden", lambda s: s.decided(s.published(), "hide"), [K.POST_HIDDEN]),
    (
        "shown again",
        lambda s: s.decided(s.published(), "hide", "restore"),
        [K.POST_HIDDEN, K.POST_RESTORED],
    ),
    ("taken down", lambda s: s.decided(s.published(), "remove"), [K.POST_REMOVED]),
    ("a held edit", lambda s: s.with_held_edit(), [K.EDIT_HELD]),
    (
        "an approved edit",
        lambda s: s.decided(s.with_held_edit(), "approve"),
        [K.EDIT_HELD, K.EDIT_PUBLISHED],
    ),
    (
        "an edit sent back",
        lambda s: s.decided(s.with_held_edit(), "request_changes"),
        [K.EDIT_HELD, K.EDIT_RETURNED],
    ),
    (
        "a declined edit",
        lambda s: s.decided(s.with_held_edit(), "decline"),
        [K.EDIT_HELD, K.EDIT_DECLINED],
    ),
    (
        "what the author did themselves",
        lambda s: commands.withdraw(s.ana, s.published().id, s.clock),
        [],
    ),
]


@pytest.mark.parametrize(("what", "act", "told"), CASES, ids=[case[0] for case in CASES])
def test_an_author_is_told(
    scene: Scene, what: str, act: Callable[[Scene], object], told: list[str]
) -> None:
    act(scene)

    assert scene.lines(scene.ana) == told


def test_whoever_is_answered_is_told_once_it_is_published(scene: Scene) -> None:
    post = scene.held()
    assert scene.lines(scene.mo) == []
    scene.decided(post, "approve", "hide", "restore")

    assert scene.lines(scene.mo) == [K.REPLY]


def test_the_one_who_is_answered_and_the_one_who_began_are_told_each_once(scene: Scene) -> None:
    first = scene.published()
    scene.world.reply(scene.mira, scene.thread, answers=first)
    scene.world.reply(scene.mo, scene.thread, answers=first)
    scene.world.reply(scene.ana, scene.thread, answers=first)

    assert scene.lines(scene.ana) == [K.FIRST_REPLY, K.REPLY]
    assert scene.lines(scene.mo) == [K.REPLY] * 3
    assert scene.lines(scene.mira) == []


def test_a_person_is_told_of_their_own_account(scene: Scene) -> None:
    now = scene.clock.advance(hours=1)
    with transaction() as session:
        for given in (True, False):
            emit(
                session,
                RoleChanged(
                    actor_id=scene.mira.id, at=now, user_id=scene.ana.id, role="mentor", given=given
                ),
            )
        emit(session, NewcomerGraduated(actor_id=None, at=now, user_id=scene.ana.id))
        emit(
            session,
            PasswordChanged(actor_id=scene.ana.id, at=now, user_id=scene.ana.id, by_reset=True),
        )

    assert scene.lines(scene.ana) == [
        K.ROLE_GIVEN,
        K.ROLE_TAKEN,
        K.GRADUATED,
        K.PASSWORD_CHANGED,
    ]


def test_roles_that_come_with_the_account_are_no_news(scene: Scene) -> None:
    with transaction() as session:
        emit(
            session,
            RoleChanged(
                actor_id=None,
                at=scene.clock.now(),
                user_id=scene.ana.id,
                role="admin",
                given=True,
            ),
        )
    assert scene.lines(scene.ana) == []


def test_every_kind_is_reached_by_a_test() -> None:
    of_posts = {kind for _, _, kinds in CASES for kind in kinds}
    of_people = {
        K.FIRST_REPLY,
        K.REPLY,
        K.ROLE_GIVEN,
        K.ROLE_TAKEN,
        K.GRADUATED,
        K.PASSWORD_CHANGED,
    }
    elsewhere = set().union(*TOLD_ELSEWHERE.values())

    assert of_posts | of_people | elsewhere == set(K)


@pytest.mark.parametrize("place", TOLD_ELSEWHERE)
def test_what_is_told_elsewhere_is_tested_there(place: str) -> None:
    source = (TESTS / place).read_text(encoding="utf-8")

    assert not [
        kind for kind in TOLD_ELSEWHERE[place] if kind.name not in source and kind not in source
    ]
