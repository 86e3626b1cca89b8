"""Staff are people, too: what each kind of person may do, and is shown, when it is about one of the staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.accounts.roles import grant
from forum.appeals.listing import appeal_list
from forum.audit.queries import AuditFilter, audit_page
from forum.conversations.commands import NewVersion, revise
from forum.database import db, transaction
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.exposure.queries import left_alone
from forum.moderation.claims import claim, claim_next
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.models import ReviewItem
from forum.moderation.note_commands import note_on_person
from forum.moderation.options import ModeratorAction
from forum.moderation.profile_commands import settle_profile
from forum.moderation.queries import count_open_items
from forum.moderation.report_commands import Concern, report_person, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.reviewing import open_item_page, post_page
from forum.moderation.step_commands import Step, take_step
from forum.notifications.models import Notification, NotificationKind
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions.commands import lift_sanction
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.lookup import is_shut_out, restriction_of
from tests.factories import KIND, UNKIND, World
from tests.integration.appeals.conftest import Case, case
from tests.integration.sanctions.giving import give
from tests.support.desk import finding

__all__ = ["case"]

M = ModeratorAction
ASKED, IN_NEED = NotificationKind.ADMINS_ASKED, NotificationKind.SOMEBODY_IN_NEED
WORRY = Concern(reason=ReportReason.UNKIND, words="This hurt somebody.")
ROLES: dict[str, tuple[Role, ...]] = {
    "member": (),
    "moderator": (Role.MODERATOR,),
    "admin": (Role.ADMIN,),
    "both": (Role.MODERATOR, Role.ADMIN),
}

# r reports a post · t tells of the profile · q finds the held post in the queue, p the profile · c claims it ·
# d decides on the post · k settles what was told of the profile · n writes a note for staff · w warns ·
# b closes the account · l ends a warning of theirs. Who does so is in the row, about whom in the column.
ABOUT = ("member", "moderator", "admin", "both", "self")
TABLE = {
    "member": ("rt", "rt", "rt", "rt", ""),
    # A colleague is the admins' to speak to. An admin is nobody's: the role is taken first.
    "moderator": ("rtqpcdknwl", "rtqpcdkn", "rtqpcdkn", "rtqpcdkn", ""),
    "admin": ("rtnwbl", "rtnwbl", "rtn", "rtn", ""),
    "both": ("rtqpcdknwbl", "rtqpcdknwbl", "rtqpcdkn", "rtqpcdkn", ""),
}


def can_do(act: Callable[[], object]) -> bool:
    try:
        act()
    except (NotAllowedError, NotFoundError):
        return False
    finally:
        db.session.rollback()
    return True


def item_about(person: Actor, *, profile: bool) -> int:
    db.session.rollback()
    found = db.session.query(ReviewItem).filter_by(about_id=person.id, closed_at=None)
    return next(one.id for one in found if (one.person_id is not None) is profile)


def find_in_queue(actor: Actor, item_id: int) -> None:
    require(actor, Action.SEE_REVIEW_QUEUE)
    if item_id not in [row.item_id for row in queue_page(actor, Wanted(), 1, str).items.items]:
        raise NotFoundError
    assert open_item_page(actor, item_id) is not None


def somebody(world: World, kind: str) -> tuple[Actor, int]:
    """One of the staff who was warned before they had a role, and the number of the warning."""
    person = world.person(name=kind.title())
    warning = give(world, world.person(Role.ADMIN), person, "warning")
    with transaction() as session:
        for role in ROLES[kind]:
            grant(session, person.id, role, by_id=None, now=world.clock.now())
    return replace(person, roles=frozenset(ROLES[kind])), warning


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("kind", TABLE)
def test_what_can_be_done(world: World, kind: str, about: str) -> None:
    target, warning = somebody(world, kind if about == "self" else about)
    actor = target if about == "self" else world.person(*ROLES[kind])
    thread = world.thread(target)
    published, held = world.reply(target, thread, KIND), world.reply(target, thread, UNKIND)
    report_person(world.person(), target.id, WORRY, world.clock)
    on_post, on_profile = item_about(target, profile=False), item_about(target, profile=True)
    acts: dict[str, Callable[[], object]] = {
        "r": lambda: report_post(actor, published.id, WORRY, world.clock),
        "t": lambda: report_person(actor, target.id, WORRY, world.clock),
        "q": lambda: find_in_queue(actor, on_post),
        "p": lambda: find_in_queue(actor, on_profile),
        "c": lambda: claim(actor, on_post, world.clock),
        "d": lambda: world.decide(actor, held, "approve"),
        "k": lambda: settle_profile(actor, on_profile, M.KEEP, world.clock),
        "n": lambda: note_on_person(actor, target.id, "We spoke.", world.clock),
        "w": lambda: give(world, actor, target, "warning"),
        "b": lambda: give(world, actor, target, "ban"),
        "l": lambda: lift_sanction(actor, warning, "It was long ago.", world.clock),
    }

    assert (
        "".join(letter for letter, act in acts.items() if can_do(act))
        == (TABLE[kind][ABOUT.index(about)])
    )


def test_their_own_post_tells_a_moderator_no_more_than_any_author(world: World) -> None:
    both, mira = world.person(*ROLES["both"]), world.person(Role.MODERATOR)
    post = world.reply(both, world.thread(world.person()), KIND)
    report_post(world.person(name="Bea"), post.id, WORRY, world.clock)
    world.decide(mira, post, "keep")
    page = post_page(both, post.id)
    assert (page.reports, page.decisions, page.similar, page.desk.notes) == ((), (), (), ())
    assert page.actions == ()


class TestTheAuditLog:
    """An admin reads all of it. Of themselves they do not learn more than others do of themselves."""

    @pytest.fixture
    def adam(self, world: World) -> Actor:
        """An admin of whom Bea and Mira had something to tell, and who has done something himself."""
        adam, mira = (
            world.person(Role.ADMIN, name="Adam"),
            world.person(Role.MODERATOR, name="Mira"),
        )
        bea = world.person(name="Bea")
        post = world.reply(adam, world.thread(world.person()), KIND)
        report_post(bea, post.id, WORRY, world.clock)
        report_person(bea, adam.id, WORRY, world.clock)
        note_on_person(mira, adam.id, "He was tired.", world.clock)
        settle_profile(mira, item_about(adam, profile=True), M.SETTLE, world.clock)
        world.decide(mira, post, "keep")
        note_on_person(adam, bea.id, "She is kind.", world.clock)
        return adam

    def test_does_not_name_who_told_or_decided_something_of_its_reader(self, adam: Actor) -> None:
        told = log_of(adam)
        assert "Somebody reported the profile of Adam." in told
        assert "Somebody wrote a note for staff about Adam." in told
        assert "Somebody (moderator) took care of what was said of the profile of Adam." in told
        assert not [
            line for line in told if "Adam" in line and ("Bea rep" in line or "Mira" in line)
        ]
        # What is about others is told as ever.
        assert "Adam wrote a note for staff about Bea." in told

    def test_does_not_find_it_by_their_name_either(self, adam: Actor, world: World) -> None:
        bea = db.session.query(User).filter_by(display_name="Bea").one()
        assert log_of(adam, person=bea.username) == ["Adam wrote a note for staff about Bea."]

    def test_names_them_to_another_admin(self, adam: Actor, world: World) -> None:
        told = log_of(world.person(Role.ADMIN))
        assert "Bea reported the profile of Adam." in told
        assert "Mira wrote a note for staff about Adam." in told

    def test_keeps_no_secret_of_who_gives_and_takes_roles(self, adam: Actor, world: World) -> None:
        eve = world.person(Role.ADMIN, name="Eve")
        with transaction() as session:
            grant(session, adam.id, Role.MODERATOR, by_id=eve.id, now=world.clock.now())
        assert "Eve (admin) made Adam moderator." in log_of(adam)


def log_of(reader: Actor, **wanted: str) -> list[str]:
    db.session.rollback()
    page = audit_page(AuditFilter(**wanted), 1, str, reader_id=reader.id)
    return [line.sentence for line in page.items if "joined" not in line.sentence]


class TestWhoeverIsShutOut:
    """A moderator who is suspended can't do any of it: nobody waits for them, and nobody writes to them of others."""

    def test_is_not_waited_for_to_look_again(self, case: Case) -> None:
        give(case.world, case.ada, case.jo, "suspend")
        _, appeal_id = case.appeal()
        (waits,) = appeal_list(case.ada, case.clock.now()).waiting
        assert waits.may_judge
        case.judge(case.ada, appeal_id)
        assert case.state(appeal_id) == "overturned"

    def test_is_waited_for_again_when_it_is_over(self, case: Case) -> None:
        give(case.world, case.ada, case.jo, "suspend")
        _, appeal_id = case.appeal()
        case.clock.advance(days=8)
        with pytest.raises(NotAllowedError):
            case.judge(case.ada, appeal_id)
        case.judge(case.jo, appeal_id)

    def test_what_waits_for_somebody_is_counted_as_of_now(self, case: Case) -> None:
        give(case.world, case.ada, case.jo, "suspend")
        case.appeal()
        assert (count_open_items(case.ada), count_open_items(case.mira)) == (1, 0)
        case.clock.advance(days=8)
        assert (count_open_items(case.ada), count_open_items(case.jo)) == (0, 1)

    def test_is_not_asked_for_a_second_opinion(self, case: Case) -> None:
        post = case.world.reply(case.ana, case.thread, UNKIND)
        assert M.SECOND_OPINION in post_page(case.mira, post.id).desk.offered
        give(case.world, case.ada, case.jo, "suspend")
        assert M.SECOND_OPINION not in post_page(case.mira, post.id).desk.offered

    def test_is_not_told_of_whoever_may_be_in_need(
        self, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        give(case.world, case.ada, case.jo, "ban")
        cry = finding("distress", (0, 5), holds=False, urgent=True)
        before = case.world.screener.screen
        monkeypatch.setattr(
            case.world.screener, "screen", lambda sent: replace(before(sent), findings=(cry,))
        )
        case.world.reply(case.ana, case.thread, KIND)
        told = [line.user_id for line in db.session.query(Notification).filter_by(kind=IN_NEED)]
        assert told == [case.mira.id]

    @pytest.mark.parametrize("when", ["before it was sent", "while they had it open"])
    @pytest.mark.parametrize("kind", ["silence", "suspend", "ban"])
    def test_has_nothing_kept_for_them_that_they_had_asked_for(
        self, case: Case, kind: str, when: str
    ) -> None:
        with transaction() as session:
            session.get_one(User, case.mira.id).last_seen_at = case.clock.now()
        post, _ = case.decided("request_changes")
        if when == "before it was sent":
            give(case.world, case.ada, case.mira, kind)
        gentler = NewVersion(text=f"Gentler. {UNKIND}", title=None, based_on=1)
        revise(case.ana, post.id, gentler, case.clock)
        case.world.screen()
        if when == "while they had it open":
            claim_next(case.mira, case.clock)
            give(case.world, case.ada, case.mira, kind)
        # Whoever is asked to read along only reads the queue as well.
        assert (claim_next(case.jo, case.clock) is None) is (kind == "silence")

    @pytest.mark.parametrize("kind", list(SanctionKind))
    def test_is_the_same_in_sql(self, world: World, kind: SanctionKind) -> None:
        person, now = world.person(), world.clock.now()
        give(world, world.person(Role.ADMIN), person, kind)
        restriction = restriction_of(db.session(), person.id, now)
        by_rule = restriction is not None and restriction.shuts_out
        assert db.session.scalar(select(is_shut_out(person.id, now))) is by_rule


class TestWhereNobodyIsLeft:
    def test_an_admin_hears_of_what_is_about_the_only_moderator(self, world: World) -> None:
        mira, ana = world.person(Role.MODERATOR), world.person()
        for person in (mira, ana):
            report_person(world.person(), person.id, WORRY, world.clock)
        assert left() == [("About the only moderator", 1)]
        jo = world.person(Role.MODERATOR)
        assert left() == []
        give(world, world.person(Role.ADMIN), jo, "suspend")
        assert left() == [("About the only moderator", 1)]

    def test_an_admin_hears_that_there_is_no_moderator(self, world: World) -> None:
        assert left() == []
        report_person(world.person(), world.person().id, WORRY, world.clock)
        assert left() == [("All of it: there is no moderator", 1)]

    def test_admins_are_not_asked_where_the_only_one_is_whom_it_is_about(
        self, world: World
    ) -> None:
        mira, adam = world.person(Role.MODERATOR), world.person(Role.ADMIN)
        report_person(world.person(), adam.id, WORRY, world.clock)
        item_id = item_about(adam, profile=True)
        ask = Step(action=M.ESCALATE, words="He is my neighbour.")
        with pytest.raises(ConflictError):
            take_step(mira, item_id, ask, world.clock)
        db.session.rollback()
        eve = world.person(Role.ADMIN)
        take_step(mira, item_id, ask, world.clock)
        told = [line.user_id for line in db.session.query(Notification).filter_by(kind=ASKED)]
        assert told == [eve.id]


def left() -> list[tuple[str, int]]:
    db.session.rollback()
    return [(one.what, one.items) for one in left_alone()]
