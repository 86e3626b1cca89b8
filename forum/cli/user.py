"""`forum user`: people, from the machine's own command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from forum.accounts.commands import create_user
from forum.accounts.models import STAFF_ROLES, Role, User
from forum.accounts.names import normalise_username
from forum.accounts.passwords import hash_password, require_good_password
from forum.accounts.resets import void_links
from forum.accounts.roles import change_role_as_operator
from forum.accounts.second_factor.taking_away import take_away_as_operator
from forum.accounts.sessions import end_all_sessions
from forum.cli.application import opened
from forum.cli.stop import Stop, database_words, read_settings
from forum.clock import Clock
from forum.database import emit, transaction
from forum.errors import ForumError, NotFoundError
from forum.events import PasswordChanged
from forum.wiring import clock

_ROLES = click.Choice([role.value for role in Role])
_FROM_STDIN = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input, up to the line's end.",
)


@click.group()
def user() -> None:
    """Make accounts, give and take roles, set passwords, help people back in."""


@user.command()
@click.argument("username")
@click.option("--email", default="", help="Where a new password is sent if it is lost.")
@click.option("--name", default="", help="The name that others see; the user name if not given.")
@click.option("--role", "roles", type=_ROLES, multiple=True, help="Can be given more than once.")
@_FROM_STDIN
def create(
    username: str, email: str, name: str, roles: tuple[str, ...], *, password_stdin: bool
) -> None:
    """Make an account."""
    if not email:
        if password_stdin:
            # The first line there is the password: it would be taken for the address, and shown.
            raise click.UsageError("With --password-stdin, give the address as well: --email")
        email = click.prompt("E-mail address")
    password = _ask_password(from_stdin=password_stdin)

    def make(clock: Clock) -> str:
        with transaction() as session:
            made = create_user(
                session,
                username=username,
                display_name=name,
                email=email,
                password=password,
                roles=roles,
                now=clock.now(),
            )
            return made.username

    made = _act(make)
    has = f" with the roles: {', '.join(roles)}" if roles else ""
    click.echo(f"There is an account for {made} now{has}.")
    if STAFF_ROLES.intersection(roles):
        click.echo("The forum asks them to set up a second step at sign-in when they come.")


@user.command()
@click.argument("action", type=click.Choice(["give", "take"]))
@click.argument("username")
@click.argument("role", type=_ROLES)
def role(action: str, username: str, role: str) -> None:
    """Give a role to somebody, or take it: forum user role give ana moderator."""
    name, given = normalise_username(username), action == "give"
    _act(lambda clock: change_role_as_operator(name, Role(role), clock, given=given))
    click.echo(f"{name} is {role} now." if given else f"{name} is no {role} any more.")


@user.command("reset-second-factor")
@click.argument("username")
def reset_second_factor(username: str) -> None:
    """Take somebody's lost second factor away, so that they can sign in and set up another one."""
    name = normalise_username(username)
    _act(lambda clock: take_away_as_operator(name, clock))
    click.echo(f"{name} signs in with the password alone now, and is signed out everywhere.")


@user.command()
@click.argument("username")
@_FROM_STDIN
def password(username: str, *, password_stdin: bool) -> None:
    """Set somebody's password. It signs them out everywhere."""
    new, name = _ask_password(from_stdin=password_stdin), normalise_username(username)
    _act(lambda clock: _set_password(name, new, clock))
    click.echo(f"{name} has a new password and is signed out everywhere.")


def _set_password(username: str, new: str, clock: Clock) -> None:
    with transaction() as session:
        person = _find(session, username)
        require_good_password(new, (person.username, person.display_name, person.email))
        person.password_hash = hash_password(new)
        now = clock.now()
        void_links(session, person.id, now)
        end_all_sessions(session, person.id, now=now)
        emit(session, PasswordChanged(actor_id=None, at=now, user_id=person.id, by_reset=False))


def _find(session: Session, username: str) -> User:
    person = session.scalar(select(User).where(User.username == username).with_for_update())
    if person is None:
        raise NotFoundError(f"There is nobody called {username}.")
    if person.is_example:
        raise NotFoundError(f"{username} belongs to the example community, where nobody signs in.")
    return person


def _act(act: Callable[[Clock], Any]) -> Any:
    settings = read_settings()
    with opened(settings):
        try:
            return act(clock())
        except ForumError as error:
            raise Stop(error.message) from error
        except SQLAlchemyError as error:
            raise Stop(database_words(settings, error)) from error


def _ask_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same once more")
    return typed
