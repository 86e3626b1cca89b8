"""People, from the machine's own command line."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Role, User, UserSession
from forum.accounts.passwords import check_password
from forum.accounts.sessions import find_session, start_session
from forum.audit.models import AuditEntry
from forum.database import db, transaction
from forum.wiring import clock as app_clock
from tests.factories import World
from tests.integration.cli.conftest import Forum

PASSWORD = "orchard lantern seventeen"
OTHER = "seven quiet harbour bells"


def create(forum: Forum, *more: str, typed: str = f"{PASSWORD}\n") -> None:
    result = forum(
        "user",
        "create",
        "ana",
        "--email",
        "ana@example.org",
        "--password-stdin",
        *more,
        typed=typed,
    )
    assert result.exit_code == 0, result.output


def person() -> User:
    db.session.rollback()
    return db.session.scalars(select(User).where(User.username == "ana")).one()


def test_an_account_with_roles(forum: Forum, world: World) -> None:
    create(forum, "--name", "Ana B.", "--role", "admin", "--role", "mentor")
    made = person()
    assert (made.display_name, made.email) == ("Ana B.", "ana@example.org")
    assert {held.role for held in made.roles} == {"admin", "mentor"}
    assert check_password(PASSWORD, made.password_hash)


def test_the_password_is_asked_for_twice_and_not_shown(forum: Forum, world: World) -> None:
    result = forum(
        "user",
        "create",
        "ana",
        typed=f"ana@example.org\n{PASSWORD}\nanother\n{PASSWORD}\n{PASSWORD}\n",
    )
    assert result.exit_code == 0, result.output
    assert "do not match" in result.output
    assert PASSWORD not in result.output
    assert check_password(PASSWORD, person().password_hash)


def test_a_password_that_is_piped_in_is_never_taken_for_the_address(
    forum: Forum, world: World
) -> None:
    result = forum("user", "create", "ana", "--password-stdin", typed=f"{PASSWORD}\n")
    assert result.exit_code == 2
    assert "--email" in result.output
    assert PASSWORD not in result.output


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (["ana", "--email", "nowhere"], PASSWORD, "does not look complete"),
        (["ana", "--email", "ana@example.org"], "short", "at least 10 characters"),
        (["a b", "--email", "ana@example.org"], PASSWORD, "3 to 30 letters"),
    ],
)
def test_what_cannot_be_taken_is_said_plainly(
    forum: Forum, world: World, arguments: list[str], typed: str, words: str
) -> None:
    result = forum("user", "create", *arguments, "--password-stdin", typed=f"{typed}\n")
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output
    assert db.session.scalars(select(User)).all() == []


def test_roles_are_given_and_taken(forum: Forum, world: World) -> None:
    create(forum)
    assert forum("user", "role", "give", "Ana", "moderator").exit_code == 0
    assert [held.role for held in person().roles] == ["moderator"]
    result = forum("user", "role", "take", "ana", "moderator")
    assert "no moderator any more" in result.output
    assert person().roles == []
    given = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "person.role").order_by(AuditEntry.id)
    ).all()
    assert [(one.actor_id, one.detail["given"]) for one in given] == [(None, True), (None, False)]


def test_the_last_admin_stays_admin(forum: Forum, world: World) -> None:
    create(forum, "--role", "admin")
    result = forum("user", "role", "take", "ana", "admin")
    assert result.exit_code == 1
    assert "last admin" in result.output
    assert [held.role for held in person().roles] == [Role.ADMIN]


@pytest.mark.parametrize(
    "arguments",
    [("role", "give", "nobody_here", "mentor"), ("password", "nobody_here", "--password-stdin")],
)
def test_somebody_who_is_not_there(forum: Forum, world: World, arguments: tuple[str, ...]) -> None:
    result = forum("user", *arguments, typed=f"{PASSWORD}\n")
    assert result.exit_code == 1
    assert "There is nobody called nobody_here." in result.output


def test_a_new_password_signs_out_everywhere(app: Flask, forum: Forum, world: World) -> None:
    create(forum)
    now = app_clock().now()
    with transaction() as session:
        token = start_session(session, person().id, "test", now)
    assert find_session(token, now) is not None
    result = forum("user", "password", "ana", typed=f"{OTHER}\n{OTHER}\n")
    assert result.exit_code == 0, result.output
    made = person()
    assert check_password(OTHER, made.password_hash)
    assert not check_password(PASSWORD, made.password_hash)
    assert find_session(token, now) is None
    assert db.session.scalars(select(UserSession.revoked_at)).one() is not None


def test_a_weak_new_password_changes_nothing(forum: Forum, world: World) -> None:
    create(forum)
    result = forum("user", "password", "ana", "--password-stdin", typed="password12\n")
    assert result.exit_code == 1
    assert "guess" in result.output
    assert check_password(PASSWORD, person().password_hash)


def test_people_of_the_example_get_no_password(forum: Forum, world: World) -> None:
    actor = world.person()
    with transaction() as session:
        session.get_one(User, actor.id).is_example = True
    result = forum("user", "password", actor.username, "--password-stdin", typed=f"{PASSWORD}\n")
    assert result.exit_code == 1
    assert "nobody signs in" in result.output
