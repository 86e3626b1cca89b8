"""Joining, changing the password, and what signing in keeps in order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from flask import Flask

from forum.accounts import commands, signing_in
from forum.accounts.actor import VISITOR
from forum.accounts.attempts import Caller
from forum.accounts.commands import NewPerson, change_password, create_user, join
from forum.accounts.models import PasswordReset, Role, User
from forum.accounts.passwords import check_password, hash_password, is_outdated
from forum.accounts.resets import LinkOverError, ask_for_reset, require_open_link, send_due_resets
from forum.accounts.sessions import find_session, start_session
from forum.accounts.signing_in import Credentials, SignedInAs, confirm, sign_in
from forum.audit.models import AuditEntry
from forum.config import Settings
from forum.database import db, transaction
from forum.errors import (
    ConflictError,
    ForumError,
    InvalidInputError,
    NotAllowedError,
    TooManyAttemptsError,
)
from forum.notifications.models import Notification
from forum.screened_fields.models import FieldRevision
from forum.wiring import Services
from tests.factories import World
from tests.integration.accounts.people import (
    OTHER_PASSWORD,
    PASSWORD,
    Account,
    actor_of,
    live_sessions,
    make_account,
    password_hash_of,
)
from tests.support.clock import FakeClock
from tests.support.mail import Outbox

HERE = Caller(network="203.0.113.7")
MIRA = NewPerson(
    username="mira",
    display_name="Mira",
    email="mira@example.org",
    password=PASSWORD,
    accepts_rules=True,
)


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    with app.app_context():
        yield


def enter(ana: Account, password: str, clock: FakeClock) -> SignedInAs:
    typed = Credentials(name=ana.username, password=password)
    done = sign_in(typed, ana.id, HERE, "", clock)
    assert isinstance(done, SignedInAs)
    return done


def test_two_people_who_take_one_name_in_the_same_moment(app: Flask, clock: FakeClock) -> None:
    def take(number: int) -> str | None:
        new = NewPerson(
            username="mira",
            display_name="",
            email=f"mira{number}@example.org",
            password=f"{PASSWORD} {number}",
            accepts_rules=True,
        )
        with app.app_context():
            try:
                join(new, "", clock)
            except InvalidInputError as error:
                return error.field
            return "joined"

    with ThreadPoolExecutor(4) as people:
        assert sorted(map(str, people.map(take, range(4)))) == ["joined"] + ["username"] * 3
    assert db.session.query(User).count() == 1


def test_without_a_display_name_the_user_name_stands_for_it(clock: FakeClock) -> None:
    joined = join(NewPerson(**{**vars(MIRA), "display_name": ""}), "", clock)
    waiting = db.session.query(FieldRevision).filter_by(author_id=joined.user_id)
    # Both are read before others see them.
    assert [(one.kind, one.text) for one in waiting.order_by(FieldRevision.id)] == [
        ("username", "mira"),
        ("display_name", "mira"),
    ]


def test_the_rules_have_to_be_accepted(clock: FakeClock) -> None:
    with pytest.raises(InvalidInputError) as refused:
        join(NewPerson(**{**vars(MIRA), "accepts_rules": False}), "", clock)
    assert refused.value.field == "accepts_rules"
    assert db.session.query(User).count() == 0


def test_two_minutes_later_the_same_form_is_no_way_in(clock: FakeClock) -> None:
    join(MIRA, "", clock)
    clock.advance(minutes=2)
    with pytest.raises(InvalidInputError):
        join(MIRA, "", clock)


def test_the_operator_makes_people_with_roles(clock: FakeClock) -> None:
    with transaction() as session:
        user = create_user(
            session,
            username="Admin",
            display_name="",
            email="admin@example.org",
            password=PASSWORD,
            roles=[Role.ADMIN, Role.MENTOR],
            now=clock.now(),
        )
    assert {role.role for role in user.roles} == {"admin", "mentor"}
    actions = [action for (action,) in db.session.query(AuditEntry.action).order_by(AuditEntry.id)]
    assert actions == ["person.joined", "person.role", "person.role"]


@pytest.mark.parametrize("password", ["short", "password123!", "Lindenhof Lindenhof"])
def test_the_operators_people_need_a_good_password_too(clock: FakeClock, password: str) -> None:
    with pytest.raises(InvalidInputError), transaction() as session:
        create_user(
            session,
            username="ben",
            display_name="Ben",
            email="ben@example.org",
            password=password,
            now=clock.now(),
        )
    assert db.session.query(User).count() == 0


def test_a_change_of_password_ends_all_other_sessions_and_renews_this_one(
    ana: Account, clock: FakeClock
) -> None:
    with transaction() as session:
        thief = start_session(session, ana.id, "", clock.now())

    token = change_password(actor_of(ana.token, clock.now()), PASSWORD, OTHER_PASSWORD, clock)

    assert find_session(thief, clock.now()) is None
    assert find_session(ana.token, clock.now()) is None
    assert actor_of(token, clock.now()).user_id == ana.id
    assert check_password(OTHER_PASSWORD, password_hash_of(ana.id))
    assert db.session.query(AuditEntry).filter_by(action="person.password").count() == 1
    assert db.session.query(Notification).filter_by(kind="password_changed").count() == 1


def change_in_between(
    monkeypatch: pytest.MonkeyPatch, ana: Account, new: str, clock: FakeClock
) -> None:
    """Another change of the password goes through while the next one is on its way."""

    def hash_later(words: str) -> str:
        monkeypatch.undo()
        change_password(actor_of(ana.token, clock.now()), PASSWORD, new, clock)
        return hash_password(words)

    monkeypatch.setattr(commands, "hash_password", hash_later)


def test_a_change_of_password_that_is_sent_twice_is_one_change(
    ana: Account, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_in_between(monkeypatch, ana, OTHER_PASSWORD, clock)

    token = change_password(actor_of(ana.token, clock.now()), PASSWORD, OTHER_PASSWORD, clock)

    # The browser has dropped what came of the first.
    assert actor_of(token, clock.now()).user_id == ana.id
    assert [row.user_id for row in live_sessions(ana.id)] == [ana.id]
    assert check_password(OTHER_PASSWORD, password_hash_of(ana.id))
    assert db.session.query(AuditEntry).filter_by(action="person.password").count() == 1


def test_of_two_changes_of_password_the_first_one_counts(
    ana: Account, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_in_between(monkeypatch, ana, "quite another one 7", clock)

    with pytest.raises(ConflictError):
        change_password(actor_of(ana.token, clock.now()), PASSWORD, OTHER_PASSWORD, clock)

    assert check_password("quite another one 7", password_hash_of(ana.id))


def test_a_change_of_password_closes_links_in_old_mails(
    ana: Account, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    ask_for_reset(ana.email, HERE, clock)
    send_due_resets(Services(mailer=outbox, clock=clock), settings)
    token = outbox.messages[0].get_content().split("/reset-password/")[1].split()[0]
    require_open_link(token, clock.now())
    change_password(actor_of(ana.token, clock.now()), PASSWORD, OTHER_PASSWORD, clock)
    with pytest.raises(LinkOverError):
        require_open_link(token, clock.now())


def test_a_link_that_was_not_mailed_yet_is_not_mailed_after_a_change(
    ana: Account, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    ask_for_reset(ana.email, HERE, clock)
    change_password(actor_of(ana.token, clock.now()), PASSWORD, OTHER_PASSWORD, clock)
    send_due_resets(Services(mailer=outbox, clock=clock), settings)
    assert outbox.messages == []
    assert db.session.query(PasswordReset).one().used_at == clock.now()


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("not this one", OTHER_PASSWORD, "current"),
        ("", OTHER_PASSWORD, "current"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "ana@example.org", "new"),
    ],
)
def test_what_keeps_a_password_from_changing(
    ana: Account, clock: FakeClock, current: str, new: str, field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        change_password(actor_of(ana.token, clock.now()), current, new, clock)
    assert refused.value.field == field
    assert check_password(PASSWORD, password_hash_of(ana.id))
    assert find_session(ana.token, clock.now()) is not None


def test_a_visitor_changes_no_password(clock: FakeClock) -> None:
    with pytest.raises(NotAllowedError):
        change_password(VISITOR, PASSWORD, OTHER_PASSWORD, clock)


def test_a_stolen_session_is_no_place_to_guess_the_password(ana: Account, clock: FakeClock) -> None:
    thief = actor_of(ana.token, clock.now())
    seen: list[type[ForumError]] = []
    for number in range(7):
        try:
            if number % 2:
                confirm(thief, f"guess {number}", clock)
            else:
                change_password(thief, f"guess {number}", OTHER_PASSWORD, clock)
        except ForumError as error:
            seen.append(type(error))
    assert seen == [InvalidInputError] * 5 + [TooManyAttemptsError] * 2
    # Its owner gets in all the same.
    assert enter(ana, PASSWORD, clock).user_id == ana.id


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(ana: Account, clock: FakeClock) -> None:
    with transaction() as session:
        session.get_one(User, ana.id).password_hash = PasswordHasher(
            time_cost=1, memory_cost=8_192, parallelism=1
        ).hash(PASSWORD)
    enter(ana, PASSWORD, clock)
    assert not is_outdated(password_hash_of(ana.id))
    assert check_password(PASSWORD, password_hash_of(ana.id))


def test_signing_in_makes_a_new_session_and_ends_the_one_it_replaces(
    ana: Account, clock: FakeClock
) -> None:
    typed = Credentials(name="ana", password=PASSWORD)
    before = actor_of(ana.token, clock.now())
    first = sign_in(typed, ana.id, HERE, "Firefox/1", clock, replaces=before)
    second = sign_in(typed, ana.id, HERE, "Firefox/2", clock)
    assert len({ana.token, first.token, second.token}) == 3
    assert find_session(ana.token, clock.now()) is None
    assert len(live_sessions(ana.id)) == 2


def test_people_without_a_password_can_not_sign_in(world: World, clock: FakeClock) -> None:
    person = world.person()
    for password in ("", " ", PASSWORD):
        with pytest.raises(InvalidInputError):
            sign_in(
                Credentials(name=person.username, password=password),
                person.user_id,
                HERE,
                "",
                clock,
            )


def test_a_newer_password_wins_over_a_check_that_was_under_way(
    app: Flask, ana: Account, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check and the new session somebody changes the password: the old one opens nothing."""

    def slow(password: str, kept: str | None) -> bool:
        fits = check_password(password, kept)
        with transaction() as session:
            session.get_one(User, ana.id).password_hash = "changed meanwhile"
        return fits

    monkeypatch.setattr(signing_in, "check_password", slow)
    with pytest.raises(InvalidInputError):
        enter(ana, PASSWORD, clock)
    assert len(live_sessions(ana.id)) == 1


def test_everybody_signs_in_with_their_own_password_only(
    app: Flask, ana: Account, clock: FakeClock
) -> None:
    make_account(app, clock.now(), username="ben")
    change_password(actor_of(ana.token, clock.now()), PASSWORD, OTHER_PASSWORD, clock)
    with pytest.raises(InvalidInputError):
        enter(ana, PASSWORD, clock)
    assert enter(ana, OTHER_PASSWORD, clock).user_id == ana.id
