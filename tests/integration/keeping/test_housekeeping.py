"""What has been kept long enough is forgotten, what somebody still needs is not, and the log says how much it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, update

from forum.accounts.actor import Actor
from forum.accounts.attempts import Caller, claim, reset_limits
from forum.accounts.models import Attempt, PasswordReset, Role, UserSession
from forum.accounts.sessions import end_all_sessions, find_session, start_session
from forum.appeals.commands import About, make_appeal
from forum.appeals.reversing import reverse
from forum.audit.chain_queries import log_problems
from forum.audit.models import AuditEntry
from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db, transaction
from forum.drafts.models import Draft
from forum.errors import ConflictError, InvalidInputError, NotAllowedError
from forum.keeping import applying
from forum.keeping.applying import Behind, keep_house, keep_house_if_due, what_is_behind
from forum.keeping.commands import choose_periods
from forum.keeping.periods import Kind
from forum.keeping.queries import days_kept, last_sweep
from forum.leaving.waiting import take_back_posts
from forum.moderation.models import Decision, Report
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.similar import DecidedPhrase
from forum.sanctions.models import Sanction
from tests.factories import KIND, UNKIND, World
from tests.support.clock import FakeClock

HERE = Caller(network="203.0.113.7")
CANARY = "zq7canary"


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def moderator(world: World) -> Actor:
    return world.person(Role.MODERATOR, name="Mira")


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person(Role.MENTOR), welcome=True)


def declined(world: World, moderator: Actor, thread: Thread, author: Actor) -> Post:
    post = world.reply(author, thread, f"{CANARY} {UNKIND}")
    world.decide(moderator, post, "decline", note="No.", rule=world.rule_id())
    return world.fresh(post)


def house(clock: FakeClock, folder: Path | None = None) -> None:
    keep_house(clock, folder or Path("/nowhere"))
    db.session.rollback()


def words_of(world: World, post: Post, number: int | None = None) -> str:
    return world.revision(post, number).text


def noted() -> list[tuple[str, int]]:
    db.session.rollback()
    rows = db.session.query(AuditEntry).filter_by(action="keeping.forgotten")
    return [(row.detail["kind"], row.detail["count"]) for row in rows.order_by(AuditEntry.id)]


# ------------------------------------------------------------------------------------ texts


def test_the_words_of_a_declined_post_go_and_the_decision_stays(
    world: World, clock: FakeClock, moderator: Actor, thread: Thread
) -> None:
    post = declined(world, moderator, thread, world.newcomer())
    clock.advance(days=90)
    house(clock)
    assert CANARY in words_of(world, post)

    clock.advance(seconds=1)
    house(clock)

    revision = world.revision(post)
    assert (revision.text, revision.erased_at) == ("", clock.now())
    assert CANARY not in revision.html
    assert world.fresh(post).state == "declined"
    assert db.session.query(Decision).filter_by(post_id=post.id).count() == 1
    assert db.session.query(DecidedPhrase).count() == 0, "nor can they be guessed from those"
    assert noted() == [("declined", 1)]
    assert not log_problems()


def test_doing_it_twice_changes_nothing_more(
    world: World, clock: FakeClock, moderator: Actor, thread: Thread
) -> None:
    post = declined(world, moderator, thread, world.newcomer())
    clock.advance(days=91)
    house(clock)
    erased_at = world.revision(post).erased_at
    clock.advance(days=1)
    house(clock)
    assert world.revision(post).erased_at == erased_at
    assert noted() == [("declined", 1)]


def test_a_thread_that_was_declined_loses_its_title(
    world: World, clock: FakeClock, moderator: Actor
) -> None:
    ana = world.newcomer()
    thread = world.thread(ana, title=f"{CANARY} title", text=UNKIND)
    post = db.session.query(Post).filter_by(thread_id=thread.id).one()
    world.decide(moderator, post, "decline", note="No.", rule=world.rule_id())
    clock.advance(days=91)
    house(clock)
    assert CANARY not in (world.revision(post).title or "")
    assert CANARY not in db.session.get_one(Thread, thread.id).title


def test_an_open_appeal_holds_the_words_back(
    world: World, clock: FakeClock, moderator: Actor, thread: Thread
) -> None:
    ana = world.newcomer()
    post = declined(world, moderator, thread, ana)
    decision = db.session.query(Decision).filter_by(post_id=post.id).one()
    clock.advance(days=29)
    make_appeal(ana, About(decision_id=decision.id), "It was a quotation.", clock)
    clock.advance(days=200)
    house(clock)
    assert CANARY in words_of(world, post)


def test_words_stay_while_an_appeal_is_possible(
    world: World, clock: FakeClock, moderator: Actor, thread: Thread
) -> None:
    """Taken back right after a decision: the week is over, the month for a second look is not."""
    ana, ada = world.newcomer(), world.person(Role.ADMIN)
    choose_periods(ada, {Kind.WITHDRAWN: 7}, clock)
    post = world.reply(ana, thread, f"{CANARY} {UNKIND}")
    world.decide(moderator, post, "request_changes", note="Please.")
    commands.withdraw(ana, post.id, clock)
    clock.advance(days=29)
    house(clock)
    assert CANARY in words_of(world, post)
    clock.advance(days=2)
    house(clock)
    assert words_of(world, post) == ""


@pytest.mark.parametrize("kind", ["warning", "ban", "message"])
def test_a_sanction_in_force_holds_back_what_it_rests_on(
    world: World, clock: FakeClock, moderator: Actor, thread: Thread, kind: str
) -> None:
    ana = world.newcomer()
    post = declined(world, moderator, thread, ana)
    clock.advance(days=80)
    with transaction() as session:
        session.add(
            Sanction(
                person_id=ana.id,
                kind=kind,
                post_id=post.id,
                rule_id=None if kind == "message" else world.rule_id(),
                note="Why.",
                given_by_id=moderator.id,
                given_at=clock.now(),
                ends_at=clock.now() + timedelta(days=20) if kind == "warning" else None,
            )
        )
    clock.advance(days=11)
    house(clock)
    assert (CANARY in words_of(world, post)) is (kind != "message")
    clock.advance(days=20)
    house(clock)
    assert (CANARY in words_of(world, post)) is (kind == "ban")


def test_a_post_that_waits_is_never_erased(world: World, clock: FakeClock, thread: Thread) -> None:
    post = world.reply(world.newcomer(), thread, f"{CANARY} {UNKIND}")
    clock.advance(days=2_000)
    house(clock)
    assert CANARY in words_of(world, post)


def test_earlier_words_go_and_those_on_show_stay(
    world: World, clock: FakeClock, thread: Thread
) -> None:
    ana = world.newcomer()
    post = world.reply(ana, thread, f"{CANARY} as it was")
    clock.advance(days=1)
    new = commands.NewVersion(text="As it is.", title=None, based_on=1)
    commands.revise(ana, post.id, new, clock)
    world.screen()
    clock.advance(days=180)
    house(clock)
    assert CANARY in words_of(world, post, 1), "it counts from when newer words took its place"
    clock.advance(seconds=1)
    house(clock)
    assert words_of(world, post, 1) == ""
    assert words_of(world, post, 2) == "As it is."


def test_earlier_words_stay_while_somebody_has_reported_the_post(
    world: World, clock: FakeClock, thread: Thread
) -> None:
    ana = world.newcomer()
    post = world.reply(ana, thread, f"{CANARY} as it was")
    commands.revise(
        ana, post.id, commands.NewVersion(text="As it is.", title=None, based_on=1), clock
    )
    world.screen()
    clock.advance(days=170)
    report(world, post, clock)
    clock.advance(days=20)
    house(clock)
    assert CANARY in words_of(world, post, 1)


def edited(world: World, thread: Thread, author: Actor, clock: FakeClock) -> Post:
    """A post on show whose edit waits for a person."""
    post = world.reply(author, thread, "As it is.")
    new = commands.NewVersion(text=f"{CANARY} {UNKIND}", title=None, based_on=1)
    commands.revise(author, post.id, new, clock)
    world.screen()
    return world.fresh(post)


def test_an_edit_that_went_back_and_was_not_sent_again_goes_some_day(
    world: World, clock: FakeClock, thread: Thread, moderator: Actor
) -> None:
    post = edited(world, thread, world.newcomer(), clock)
    clock.advance(days=1)
    decision = world.decide(moderator, post, "request_changes", note="Please.")
    clock.advance(days=180)
    house(clock)
    assert CANARY in words_of(world, post, 2), "it counts from when it went back"
    clock.advance(seconds=1)
    house(clock)
    assert words_of(world, post, 2) == ""
    assert words_of(world, post, 1) == "As it is."
    with pytest.raises(ConflictError):
        reverse(moderator, decision, "We are sorry.", clock)
    assert world.fresh(post).shown_number == 1, "nothing takes the place of what is on show"


def test_an_edit_that_was_taken_back_when_its_author_left_goes_some_day(
    world: World, clock: FakeClock, thread: Thread
) -> None:
    author = world.newcomer()
    post = edited(world, thread, author, clock)
    with transaction() as session:
        take_back_posts(session, author.id, clock.now())
    clock.advance(days=180)
    house(clock)
    assert CANARY in words_of(world, post, 2)
    clock.advance(seconds=1)
    house(clock)
    assert words_of(world, post, 2) == ""
    assert words_of(world, post, 1) == "As it is."


def test_an_edit_that_waits_is_never_erased(world: World, clock: FakeClock, thread: Thread) -> None:
    post = edited(world, thread, world.newcomer(), clock)
    clock.advance(days=2_000)
    house(clock)
    assert CANARY in words_of(world, post, 2)


def report(world: World, post: Post, clock: FakeClock) -> int:
    concern = Concern(reason=ReportReason.UNKIND, words=f"{CANARY} of a reporter")
    return report_post(world.person(), post.id, concern, clock)


# ------------------------------------------------------------------------- bounds and batches


def test_many_go_in_parts_and_what_is_left_goes_the_next_time(
    world: World,
    clock: FakeClock,
    moderator: Actor,
    thread: Thread,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ana = world.newcomer()
    posts = [declined(world, moderator, thread, ana) for _ in range(5)]
    monkeypatch.setattr(applying, "AT_ONCE", 2)
    monkeypatch.setattr(applying, "MOST_PARTS", 2)
    clock.advance(days=91)
    house(clock)
    assert [words_of(world, post) == "" for post in posts] == [True] * 4 + [False]
    assert noted() == [("declined", 2), ("declined", 2)]
    assert last_sweep() is None, "something is left, so it counts as not done"

    house(clock)
    assert words_of(world, posts[-1]) == ""
    assert last_sweep() == clock.now()


def test_it_is_done_once_a_day(world: World, clock: FakeClock, tmp_path: Path) -> None:
    keep_house_if_due(clock, tmp_path)
    first = last_sweep()
    clock.advance(hours=23)
    keep_house_if_due(clock, tmp_path)
    assert last_sweep() == first
    clock.advance(hours=1)
    keep_house_if_due(clock, tmp_path)
    assert last_sweep() == clock.now()


def test_a_clock_that_was_far_ahead_stops_it_for_no_longer_than_a_day(
    clock: FakeClock, tmp_path: Path
) -> None:
    clock.advance(days=400)
    keep_house_if_due(clock, tmp_path)
    clock.advance(days=-400)
    keep_house_if_due(clock, tmp_path)
    assert last_sweep() == clock.now()


def test_one_kind_that_fails_stops_no_other(
    world: World,
    clock: FakeClock,
    moderator: Actor,
    thread: Thread,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(session: object, before: datetime, now: datetime, most: int) -> int:
        raise OSError("no")

    monkeypatch.setitem(applying._FORGET, Kind.DRAFTS, fail)
    post = declined(world, moderator, thread, world.newcomer())
    clock.advance(days=91)
    house(clock)
    assert words_of(world, post) == ""
    assert last_sweep() is None


def test_admins_choose_within_the_bounds_and_it_is_noted(world: World, clock: FakeClock) -> None:
    ada = world.person(Role.ADMIN)
    choose_periods(ada, {Kind.DECLINED: 60, Kind.DRAFTS: 90}, clock)
    assert days_kept()[Kind.DECLINED] == 60
    entry = db.session.query(AuditEntry).filter_by(action="keeping.changed").one()
    assert entry.detail == {"kind": "declined", "days": 60, "before": 90}
    with pytest.raises(InvalidInputError):
        choose_periods(ada, {Kind.DECLINED: 44}, clock)
    with pytest.raises(NotAllowedError):
        choose_periods(world.person(Role.MODERATOR), {Kind.DECLINED: 60}, clock)


# ----------------------------------------------------------------------- what is no post


def test_drafts_are_kept_for_three_months(world: World, clock: FakeClock, thread: Thread) -> None:
    ana = world.newcomer()
    with transaction() as session:
        session.add(
            Draft(user_id=ana.id, place="x", thread_id=thread.id, text=CANARY, saved_at=clock.now())
        )
    clock.advance(days=90)
    house(clock)
    assert db.session.query(Draft).count() == 1
    clock.advance(seconds=1)
    house(clock)
    assert db.session.query(Draft).count() == 0


def test_a_draft_that_is_saved_while_others_are_forgotten_stays(
    app: Flask, world: World, clock: FakeClock, thread: Thread
) -> None:
    ana = world.newcomer()
    with transaction() as session:
        session.add(
            Draft(user_id=ana.id, place="x", thread_id=thread.id, text=CANARY, saved_at=clock.now())
        )
    clock.advance(days=91)

    def save() -> int:
        """How many were still there to be saved: on SQLite housekeeping has come first."""
        with app.app_context(), transaction() as session:
            again = update(Draft).values(saved_at=clock.now())
            return session.connection().execute(again).rowcount

    def meanwhile(*what: object) -> None:
        if str(what[2]).startswith("SELECT drafts.id") and not saving:
            saving.append(pool.submit(save))
            wait(saving, timeout=0.5)

    saving: list[Future[int]] = []
    with ThreadPoolExecutor(1) as pool:
        event.listen(db.engine, "after_cursor_execute", meanwhile)
        house(clock)
        (saved,) = [one.result(timeout=30) for one in saving]
    assert db.session.query(Draft).count() == saved


def test_mails_in_the_folder_are_deleted_after_a_week(
    world: World, clock: FakeClock, tmp_path: Path
) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    old, new, other = folder / "old.eml", folder / "new.eml", folder / "other.txt"
    for path, days in ((old, 8), (new, 6), (other, 80)):
        path.write_text("x")
        at = clock.now().timestamp() - days * 86_400
        os.utime(path, (at, at))
    house(clock, folder)
    assert sorted(path.name for path in folder.iterdir()) == ["new.eml", "other.txt"]
    assert noted() == [("mail_files", 1)]


def test_attempts_are_kept_for_a_day(world: World, clock: FakeClock) -> None:
    claim(reset_limits(HERE), clock.now())
    clock.advance(hours=24)
    house(clock)
    assert db.session.query(Attempt).count() == 1
    clock.advance(seconds=1)
    house(clock)
    assert db.session.query(Attempt).count() == 0


def signed_in(person: Actor, clock: FakeClock) -> str:
    with transaction() as session:
        return start_session(session, person.id, "a browser", clock.now())


def test_a_session_that_counts_is_kept(world: World, clock: FakeClock) -> None:
    token = signed_in(world.newcomer(), clock)
    clock.advance(days=29, hours=23)
    house(clock)
    assert find_session(token, clock.now()) is not None


def test_a_session_that_nobody_used_for_long_is_forgotten(world: World, clock: FakeClock) -> None:
    signed_in(world.newcomer(), clock)
    clock.advance(days=30, seconds=1)
    house(clock)
    assert db.session.query(UserSession).count() == 0


class TestWhatIsBehind:
    """The doctor names what should have been forgotten; looking changes nothing."""

    def test_is_what_has_been_due_for_two_days(
        self, world: World, clock: FakeClock, tmp_path: Path
    ) -> None:
        ana = world.newcomer()
        with transaction() as session:
            session.add(PasswordReset(user_id=ana.id, asked_at=clock.now()))
        clock.advance(days=9)
        assert what_is_behind(clock, tmp_path) == []
        clock.advance(seconds=1)
        assert what_is_behind(clock, tmp_path) == [Behind(kind=Kind.RESETS)]
        db.session.rollback()
        assert db.session.query(PasswordReset).count() == 1
        house(clock)
        assert what_is_behind(clock, tmp_path) == []

    def test_is_a_mail_in_the_folder(self, world: World, clock: FakeClock, tmp_path: Path) -> None:
        mail = tmp_path / "one.eml"
        mail.touch()
        written = clock.now() - timedelta(days=10)
        os.utime(mail, (written.timestamp(), written.timestamp()))
        assert what_is_behind(clock, tmp_path) == [Behind(kind=Kind.MAIL_FILES)]
        assert mail.exists()

    def test_is_what_cannot_be_forgotten_with_the_reason(
        self, world: World, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def breaks(*_: object) -> int:
            raise TimeoutError

        monkeypatch.setitem(applying._FORGET, Kind.NUDGES, breaks)
        found = what_is_behind(clock, tmp_path)
        assert found == [Behind(kind=Kind.NUDGES, because="TimeoutError")]


def test_an_ended_session_is_forgotten_a_week_later(world: World, clock: FakeClock) -> None:
    ana = world.newcomer()
    signed_in(ana, clock)
    with transaction() as session:
        end_all_sessions(session, ana.id, now=clock.now())
    clock.advance(days=7)
    house(clock)
    assert db.session.query(UserSession).count() == 1
    clock.advance(seconds=1)
    house(clock)
    assert db.session.query(UserSession).count() == 0


def test_requests_for_a_new_password_are_forgotten_after_a_week(
    world: World, clock: FakeClock
) -> None:
    ana = world.newcomer()
    with transaction() as session:
        session.add(PasswordReset(user_id=ana.id, asked_at=clock.now()))
    clock.advance(days=7)
    house(clock)
    assert db.session.query(PasswordReset).count() == 1
    clock.advance(seconds=1)
    house(clock)
    assert db.session.query(PasswordReset).count() == 0


def test_what_a_reporter_wrote_goes_and_the_report_stays(
    world: World, clock: FakeClock, moderator: Actor, thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread, KIND)
    report_id = report(world, post, clock)
    clock.advance(days=400)
    house(clock)
    assert CANARY in db.session.get_one(Report, report_id).words, "nobody has settled it yet"
    world.decide(moderator, world.fresh(post), "keep")
    clock.advance(days=366)
    house(clock)
    told = db.session.get_one(Report, report_id)
    assert (told.words, told.outcome) == ("", "kept")
