"""Whoever leaves is gone for others at once, can come back for a week, and is erased then."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.actor import Actor
from forum.accounts.attempts import Caller
from forum.accounts.models import Role, User, UserSession
from forum.accounts.people import load_people
from forum.accounts.profile import ProfileWords, save_profile
from forum.accounts.queries import list_people, person_page
from forum.accounts.resets import ask_for_reset, send_due_resets
from forum.accounts.roles import give_role
from forum.accounts.signing_in import Credentials, SignedInAs, find_account, sign_in
from forum.appeals.reversing_texts import reverse_text
from forum.audit.chain_queries import log_problems
from forum.audit.models import AuditEntry
from forum.conversations.commands import NewVersion, revise
from forum.conversations.erasing import ERASED_HTML, ERASED_TITLE
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import FieldMoved
from forum.leaving import erasing
from forum.leaving.commands import leave
from forum.leaving.models import Departure
from forum.leaving.rules import LEFT_NAME, Words, due_after, has_left
from forum.leaving.words import erase_posts
from forum.moderation.claims import claim
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.models import ReviewItem
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.text_models import TextDecision
from forum.moderation.thread_commands import lock_thread
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow
from forum.notifications.field_news import tell_author
from forum.notifications.mailing import send_due_notifications
from forum.notifications.models import Notification, NotificationKind
from forum.sanctions.models import Sanction
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.welcome.models import EndedHow, Mentorship, ReplyClock, StoppedWhy
from forum.wiring import services, settings
from tests.factories import KIND, UNKIND
from tests.integration.accounts.people import PASSWORD, actor_of, live_sessions
from tests.integration.leaving.conftest import Leaving
from tests.integration.privately.talking import pair
from tests.support.mail import Outbox

HERE = Caller(network="203.0.113.7")


def fresh(user_id: int) -> User:
    db.session.rollback()
    return db.session.get_one(User, user_id)


def departure(user_id: int) -> Departure | None:
    db.session.rollback()
    return db.session.get(Departure, user_id)


def come_back(leaving: Leaving, name: str = "ana@example.org") -> SignedInAs:
    typed = Credentials(name=name, password=PASSWORD)
    done = sign_in(typed, find_account(name), HERE, "test", leaving.clock)
    assert isinstance(done, SignedInAs)
    return done


# ---------------------------------------------------------------------------------- at once


def test_at_once_nobody_sees_the_name_or_the_page(leaving: Leaving) -> None:
    ana = leaving.account()
    leaving.leave(ana)
    shown = load_people([ana.id])[ana.id]
    assert (shown.display_name, has_left(shown.username)) == (LEFT_NAME, True)
    for name in ("ana", shown.username):
        with pytest.raises(NotFoundError):
            person_page(name)
    assert ana.id not in {row.person.id for row in list_people("", None, 1, str).items}
    assert live_sessions(ana.id) == []


def test_the_password_has_to_be_theirs(leaving: Leaving) -> None:
    ana = leaving.account()
    with pytest.raises(InvalidInputError):
        leave(ana, Words.TAKEN, "somebody else's words", leaving.clock)
    assert departure(ana.id) is None


def test_what_nobody_has_read_yet_is_taken_back(leaving: Leaving) -> None:
    world, ana = leaving.world, leaving.account()
    thread = world.thread(world.person())
    held = world.reply(ana, thread, UNKIND)
    sent = world.sent_reply(ana, thread, "On its way.")
    leaving.leave(ana)
    assert {world.fresh(post).state for post in (held, sent)} == {PostState.WITHDRAWN}
    assert world.open_item(held) is None


@pytest.mark.parametrize("words", ["Others.", f"Others. {UNKIND}"])
def test_a_change_that_nobody_has_read_can_be_sent_again(leaving: Leaving, words: str) -> None:
    world, ana = leaving.world, leaving.account()
    post = world.reply(ana, world.thread(world.person()), "First words.")
    change = NewVersion(text=words, title=None, based_on=1)
    revise(ana, post.id, change, leaving.clock)
    if UNKIND in words:
        world.screen()
    leaving.leave(ana)
    assert world.revision(post).outcome == "superseded"
    assert world.open_item(post) is None

    come_back(leaving)
    revise(ana, post.id, replace(change, based_on=2), leaving.clock)

    again = world.revision(post)
    assert (again.number, again.text, again.outcome) == (3, words, "waiting")


def test_a_newcomer_is_nobodys_mentee_and_nobody_waits_for_them(leaving: Leaving) -> None:
    world = leaving.world
    mo = world.person(Role.MENTOR)
    ana = leaving.account()
    fresh(ana.id).graduated_at = None
    db.session.commit()
    pair(world, ana, mo)
    post = world.reply(ana, world.thread(mo, welcome=True))
    leaving.leave(ana)
    db.session.rollback()
    assert db.session.query(Mentorship).one().ended_how == EndedHow.NEWCOMER_LEFT
    for clock in db.session.query(ReplyClock).filter_by(post_id=post.id):
        assert (clock.stopped_why, clock.next_step_at) == (StoppedWhy.AUTHOR_LEFT, None)


def test_a_mentors_mentees_get_somebody_else(leaving: Leaving) -> None:
    world, ana = leaving.world, leaving.account(Role.MENTOR)
    backup, nia = world.person(Role.MENTOR), world.newcomer()
    pair(world, nia, ana, backup)
    leaving.leave(ana)
    db.session.rollback()
    now = db.session.query(Mentorship).filter_by(ended_at=None).one()
    assert (now.newcomer_id, now.primary_id) == (nia.id, backup.id)


def test_a_moderator_lets_go_of_what_they_had_open(leaving: Leaving) -> None:
    world, ana = leaving.world, leaving.account(Role.MODERATOR)
    held = world.reply(world.newcomer(), world.thread(world.person()), UNKIND)
    item = world.open_item(held)
    assert item is not None
    claim(ana, item.id, leaving.clock)
    leaving.leave(ana)
    db.session.rollback()
    assert db.session.query(ReviewItem).one().claimed_by_id is None
    assert fresh(ana.id).roles == []


def test_the_last_admin_stays_until_there_is_another(leaving: Leaving) -> None:
    ana = leaving.account(Role.ADMIN)
    with pytest.raises(ConflictError):
        leaving.leave(ana)
    assert (departure(ana.id), len(fresh(ana.id).roles)) == (None, 1)
    leaving.account(Role.ADMIN, username="ben")
    leaving.leave(ana)
    assert fresh(ana.id).roles == []


def test_nobody_who_has_left_can_be_given_a_role(leaving: Leaving) -> None:
    ana, ben = leaving.account(), leaving.account(Role.ADMIN, username="ben")
    leaving.leave(ana)
    with pytest.raises(NotFoundError):
        give_role(ben, ana.id, Role.MENTOR, leaving.clock)


def test_they_get_one_mail_with_their_own_name_and_no_other(
    leaving: Leaving, outbox: Outbox
) -> None:
    world, ana = leaving.world, leaving.account()
    thread = world.thread(ana)
    leaving.leave(ana)
    world.reply(world.person(), thread, "An answer.")
    send_due_notifications(services(), settings())
    leaving.clock.advance(hours=1)
    send_due_notifications(services(), settings())
    (mail,) = [one for one in outbox.messages if one["To"] == "ana@example.org"]
    assert "Hello Ana" in mail.get_content()
    assert "11 May 2026" in mail.get_content()


def test_the_user_name_and_the_address_are_kept_for_them_meanwhile(leaving: Leaving) -> None:
    leaving.leave(leaving.account())
    with pytest.raises(InvalidInputError):
        leaving.account()


# ------------------------------------------------------------------------------- coming back


@pytest.mark.parametrize("name", ["ana", "ana@example.org"])
def test_signing_in_again_calls_it_off(leaving: Leaving, name: str) -> None:
    ana = leaving.account()
    leaving.leave(ana)
    leaving.clock.advance(days=6)
    token = come_back(leaving, name).token
    assert departure(ana.id) is None
    back = actor_of(token, leaving.clock.now())
    assert (back.username, back.display_name) == ("ana", "Ana")
    told = db.session.query(Notification.kind).filter_by(user_id=ana.id).all()
    assert [row.kind for row in told] == [NotificationKind.CAME_BACK_IN_TIME]
    leaving.clock.advance(days=30)
    leaving.erase()
    assert fresh(ana.id).email == "ana@example.org"


def test_whoever_had_roles_reads_that_they_are_not_given_back(
    leaving: Leaving, outbox: Outbox
) -> None:
    leaving.account(Role.ADMIN, username="ben")
    ana = leaving.account(Role.MENTOR, Role.MODERATOR)
    leaving.leave(ana)
    come_back(leaving)
    assert fresh(ana.id).roles == []
    send_due_notifications(services(), settings())
    (mail,) = [one for one in outbox.messages if one["To"] == "ana@example.org"]
    words = mail.get_content()
    assert re.search(
        r"You are not (a mentor and a moderator|a moderator and a mentor) any more", words
    )
    assert "ask an admin: they give it anew" in words


def test_a_mail_with_a_new_password_calls_them_by_their_own_name(
    leaving: Leaving, outbox: Outbox
) -> None:
    leaving.leave(leaving.account())
    ask_for_reset("ana@example.org", HERE, leaving.clock)
    db.session.rollback()
    send_due_resets(replace(services(), mailer=outbox), settings())
    (mail,) = [one for one in outbox.messages if "password" in one["Subject"]]
    assert LEFT_NAME not in mail.get_content()
    assert "Ana" in mail.get_content()


class TestANameThatWasDecidedOnMeanwhile:
    """What moderators undo and put right in the week of grace waits for whoever comes back, and nobody sees it."""

    @pytest.fixture
    def mira(self, leaving: Leaving) -> Actor:
        return leaving.world.person(Role.MODERATOR)

    def held(self, leaving: Leaving, ana: Actor) -> FieldRevision:
        words = ProfileWords(display_name=f"Ana {UNKIND}", biography="")
        save_profile(ana, words, leaving.clock)
        leaving.world.screen()
        return db.session.query(FieldRevision).filter_by(state="held").one()

    def decide(self, leaving: Leaving, mira: Actor, field: FieldRevision, action: str) -> int:
        item = db.session.query(ReviewItem).filter_by(person_id=field.author_id).one()
        against = action == "decline"
        ruling = FieldRuling(
            field_id=field.id,
            action=FieldAction(action),
            rule_id=leaving.world.rule_id() if against else None,
            note="Please." if against else "",
        )
        return decide_on_field(mira, item.id, ruling, leaving.clock)

    def test_what_was_undone_is_not_shown_when_they_come_back(
        self, leaving: Leaving, mira: Actor
    ) -> None:
        ana = leaving.account()
        decision = self.decide(leaving, mira, self.held(leaving, ana), "approve")
        leaving.leave(ana)
        undo(mira, window_of(decision), leaving.clock)
        assert fresh(ana.id).display_name == LEFT_NAME
        come_back(leaving)
        assert fresh(ana.id).display_name == "Ana"

    def test_what_was_put_right_is_shown_when_they_come_back(
        self, leaving: Leaving, mira: Actor
    ) -> None:
        ana = leaving.account()
        decision = self.decide(leaving, mira, self.held(leaving, ana), "decline")
        leaving.world.let_out()
        leaving.leave(ana)
        reverse_text(mira, decision, "We are sorry.", leaving.clock)
        assert fresh(ana.id).display_name == LEFT_NAME
        come_back(leaving)
        assert fresh(ana.id).display_name == f"Ana {UNKIND}"

    def test_what_was_put_right_and_undone_when_they_are_back_leaves_no_trace(
        self, leaving: Leaving, mira: Actor
    ) -> None:
        ana = leaving.account()
        decision = self.decide(leaving, mira, self.held(leaving, ana), "decline")
        leaving.world.let_out()
        leaving.leave(ana)
        reverse_text(mira, decision, "We are sorry.", leaving.clock)
        db.session.rollback()
        reversing = db.session.query(TextDecision).filter_by(reverses_id=decision).one().id
        come_back(leaving)
        undo(mira, window_of(reversing), leaving.clock)
        assert (fresh(ana.id).username, fresh(ana.id).display_name) == ("ana", "Ana")


def window_of(decision_id: int) -> int:
    db.session.rollback()
    return db.session.query(UndoWindow).filter_by(text_decision_id=decision_id).one().id


def test_a_newcomer_who_comes_back_waits_for_an_answer_again(leaving: Leaving) -> None:
    world, ana = leaving.world, leaving.account()
    fresh(ana.id).graduated_at = None
    db.session.commit()
    world.thread(ana)
    db.session.rollback()
    assert db.session.query(ReplyClock).one().stopped_at is None
    leaving.leave(ana)
    come_back(leaving)
    db.session.rollback()
    assert db.session.query(ReplyClock).one().stopped_at is None


def test_once_the_account_is_erased_nobody_can_sign_in(leaving: Leaving) -> None:
    leaving.go(leaving.account())
    for name in ("ana", "ana@example.org"):
        with pytest.raises(InvalidInputError):
            come_back(leaving, name)


def test_name_and_address_are_free_again(leaving: Leaving) -> None:
    ana = leaving.account()
    leaving.go(ana)
    again = leaving.account()
    assert again.id != ana.id


def test_nothing_is_put_into_the_inbox_of_somebody_who_was_erased(leaving: Leaving) -> None:
    world, ana = leaving.world, leaving.account()
    thread = world.thread(ana, welcome=True)
    post = world.reply(ana, thread, KIND)
    leaving.go(ana, Words.LEFT)
    world.reply(world.person(), thread, "An answer.", answers=post)
    lock_thread(world.person(Role.MODERATOR), thread.id, "It is quiet here.", leaving.clock)
    of_a_name = FieldMoved(
        actor_id=None, at=leaving.clock.now(), field_id=0, author_id=ana.id, kind="display_name",
        action=FieldAction.HOLD, before="submitted", after="held",
    )  # fmt: skip
    with transaction() as session:
        tell_author(session, of_a_name)
    assert db.session.query(Notification).filter_by(user_id=ana.id).all() == []


# ------------------------------------------------------------------------------- their words


def test_where_others_took_part_one_line_stays_and_the_rest_is_gone(leaving: Leaving) -> None:
    world, ana = leaving.world, leaving.account()
    shared, alone = world.thread(ana, title="Shared"), world.thread(ana, title="Alone")
    world.reply(world.person(), shared, "An answer.")
    theirs = world.reply(ana, shared, "Thank you.")
    leaving.go(ana)
    db.session.rollback()
    titles = {row.id: (row.title, row.published_at is None) for row in db.session.query(Thread)}
    assert titles == {shared.id: (ERASED_TITLE, False), alone.id: (ERASED_TITLE, True)}
    words = world.revision(theirs)
    assert (words.text, words.html) == ("", ERASED_HTML)
    assert world.fresh(theirs).state == PostState.PUBLISHED


def test_somebody_can_leave_their_posts_without_their_name(leaving: Leaving) -> None:
    world, ana = leaving.world, leaving.account()
    thread = world.thread(ana, title="Hello", text=KIND)
    opening = world.revision(world.reply(ana, thread, KIND))
    held = world.reply(ana, thread, UNKIND)
    leaving.go(ana, Words.LEFT)
    db.session.rollback()
    assert db.session.get_one(Thread, thread.id).title == "Hello"
    assert opening.text == KIND
    # What readers never saw is of no use to anybody.
    assert world.revision(held).text == ""
    assert departure(ana.id).erased_at is not None  # type: ignore[union-attr]


def test_a_reported_post_is_erased_when_staff_have_decided(leaving: Leaving) -> None:
    world, ana = leaving.world, leaving.account()
    moderator = world.person(Role.MODERATOR)
    thread = world.thread(world.person())
    post = world.reply(ana, thread, "Something unkind after all.")
    concern = Concern(reason=ReportReason.UNKIND, words="This hurt me.")
    report_post(world.person(), post.id, concern, leaving.clock)
    leaving.go(ana)
    assert world.revision(post).text != ""
    assert departure(ana.id).erased_at is None  # type: ignore[union-attr]
    assert fresh(ana.id).password_hash == ""
    world.decide(moderator, world.fresh(post), "remove", note="No.", rule=world.rule_id())
    leaving.erase()
    assert world.revision(post).text == ""
    assert departure(ana.id).erased_at is not None  # type: ignore[union-attr]


# --------------------------------------------------------------------------------- the worker


def test_nothing_is_erased_a_moment_too_early(leaving: Leaving) -> None:
    ana = leaving.account()
    leaving.leave(ana)
    # The mail says "after 11 May", and where that day ends last it is noon of the next one in UTC.
    leaving.clock.time = datetime(2026, 5, 12, 11, 59, tzinfo=UTC)
    leaving.erase()
    assert fresh(ana.id).email == "ana@example.org"
    leaving.clock.advance(minutes=1)
    leaving.erase()
    assert fresh(ana.id).email != "ana@example.org"


def test_somebody_whose_erasing_waits_for_staff_keeps_nobody_else_from_being_erased(
    leaving: Leaving,
) -> None:
    world, ben = leaving.world, leaving.account(username="ben")
    post = world.reply(world.person(), world.thread(world.person()))
    concern = Concern(reason=ReportReason.UNKIND, words="This hurt me.")
    waiting = [world.person() for _ in range(21)]
    for person in waiting:
        report_post(person, post.id, concern, leaving.clock)
    _all_leave(waiting, leaving.clock.now())
    leaving.clock.advance(days=1)
    leaving.go(ben)
    assert departure(ben.id).erased_at is not None  # type: ignore[union-attr]
    assert departure(waiting[0].id).erased_at is None  # type: ignore[union-attr]


def _all_leave(people: Iterable[Actor], now: datetime) -> None:
    with transaction() as session:
        session.add_all(
            Departure(
                user_id=person.id,
                words=Words.TAKEN,
                username=person.username,
                display_name=person.display_name,
                biography="",
                asked_at=now,
                due_at=due_after(now),
            )
            for person in people
        )


def test_a_worker_that_dies_in_the_middle_is_followed_by_one_that_goes_on(
    leaving: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, ana = leaving.world, leaving.account()
    posts = [world.reply(ana, world.thread(world.person()), f"Words {n}") for n in range(3)]
    done = 0

    def dies(*arguments: object) -> int:
        nonlocal done
        done += 1
        if done > 2:
            raise KeyboardInterrupt
        return erase_posts(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(erasing, "AT_ONCE", 1)
    monkeypatch.setattr(erasing, "PARTS", (dies,))
    with pytest.raises(KeyboardInterrupt):
        leaving.go(ana)
    assert sorted(bool(world.revision(post).text) for post in posts) == [False, False, True]
    monkeypatch.undo()
    leaving.erase()
    leaving.erase()
    assert [world.revision(post).text for post in posts] == ["", "", ""]
    entries = [row.action for row in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert (entries.count("person.leaving"), entries.count("person.left")) == (1, 1)
    assert log_problems() == []


# --------------------------------------------------------------------------- no way around a ban


def ban(leaving: Leaving, user_id: int, *, days: int | None = None) -> None:
    admin = leaving.world.person(Role.ADMIN)
    ends_at = leaving.clock.now() + timedelta(days=days) if days else None
    db.session.add(
        Sanction(
            person_id=user_id,
            kind="suspend" if days else "ban",
            rule_id=leaving.world.rule_id(),
            note="Not here.",
            given_by_id=admin.id,
            given_at=leaving.clock.now(),
            ends_at=ends_at,
        )
    )
    db.session.commit()


def test_leaving_is_no_way_around_a_ban(leaving: Leaving) -> None:
    ana = leaving.account()
    leaving.leave(ana)
    ban(leaving, ana.id)
    leaving.wait()
    leaving.erase()
    with pytest.raises(InvalidInputError) as refused:
        leaving.account()
    assert refused.value.field == "email"


def test_when_a_suspension_ends_nothing_is_known_of_the_address_any_more(leaving: Leaving) -> None:
    ana = leaving.account()
    leaving.leave(ana)
    ban(leaving, ana.id, days=14)
    leaving.wait()
    leaving.erase()
    assert departure(ana.id).address_key is not None  # type: ignore[union-attr]
    leaving.clock.advance(days=7)
    leaving.erase()
    assert departure(ana.id).address_key is None  # type: ignore[union-attr]
    leaving.account()


def test_of_somebody_in_good_standing_nothing_is_kept(leaving: Leaving) -> None:
    ana = leaving.account()
    leaving.go(ana)
    gone = departure(ana.id)
    assert gone is not None
    assert (gone.username, gone.display_name, gone.biography, gone.address_key) == (None,) * 4
    assert db.session.query(UserSession).filter_by(user_id=ana.id).count() == 0
