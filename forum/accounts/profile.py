"""What people are called, and what they say of themselves: others see it once it has been read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.names import require_display_name, require_username
from forum.clock import Clock
from forum.database import ROW_LOCK, db, transaction
from forum.errors import InvalidInputError
from forum.helplines.queries import words_call_for_help
from forum.leaving.lookup import who_can_come_back
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.commands import offer
from forum.screened_fields.kinds import FieldKind, stand_in_name, stand_in_username
from forum.screened_fields.queries import OwnField, own_fields, who_waits_for_username

MAX_BIOGRAPHY_LENGTH = 300
TAKEN = "Somebody here has this user name already. Please choose another one."
_OF_PROFILE = (FieldKind.USERNAME, FieldKind.DISPLAY_NAME, FieldKind.BIOGRAPHY)


@dataclass(frozen=True, kw_only=True)
class ProfileWords:
    """What somebody writes about themselves. `username` is None where they have one, which stays."""

    display_name: str
    biography: str
    username: str | None = None


@dataclass(frozen=True, kw_only=True)
class OwnProfile:
    """A person's own profile: what others see, and what is on its way or was declined.

    `needs_username` is whether they go by a user name that the forum made. `words` is what belongs into the form.
    `on_their_way` has texts of theirs that stand elsewhere, too. `calls_for_help` is whether their words show that they
    may hurt themselves.
    """

    username: str
    display_name: str
    biography: str
    needs_username: bool
    words: ProfileWords
    on_their_way: Sequence[OwnField]
    calls_for_help: bool


def own_profile(actor: Actor) -> OwnProfile:
    """One's own profile."""
    row = db.session.execute(
        select(User.username, User.display_name, User.biography).where(User.id == actor.id)
    ).one()
    mine = own_fields(actor.id)
    on_their_way = {field.kind: field for field in mine if field.kind in _OF_PROFILE}
    waiting = {kind: field.text for kind, field in on_their_way.items() if field.waits}
    biography = waiting.get(FieldKind.BIOGRAPHY, row.biography)
    needs_username = row.username == stand_in_username(actor.id)
    goes_by_stand_in = row.display_name == stand_in_name(actor.id)
    return OwnProfile(
        username=row.username,
        display_name=row.display_name,
        biography=row.biography,
        needs_username=needs_username,
        words=ProfileWords(
            username=waiting.get(FieldKind.USERNAME, "") if needs_username else None,
            display_name=waiting.get(
                FieldKind.DISPLAY_NAME, "" if goes_by_stand_in else row.display_name
            ),
            biography=biography,
        ),
        on_their_way=mine,
        calls_for_help=words_call_for_help(biography),
    )


def save_profile(actor: Actor, words: ProfileWords, clock: Clock) -> None:
    """Be called this from now on, and say this of oneself, once it has been read.

    Raises:
        NotAllowedError: for a visitor.
        SilencedError: they are to read only for now.
        InvalidInputError: something can't be taken as it is; its `field` says what.
    """
    require(actor, Action.EDIT_PROFILE)
    if len(words.biography) > MAX_BIOGRAPHY_LENGTH:
        raise InvalidInputError(
            f"Please keep this to {MAX_BIOGRAPHY_LENGTH} characters.", "biography"
        )
    now = clock.now()
    with transaction() as session:
        user = session.get_one(User, actor.id, with_for_update=ROW_LOCK)
        for kind, text, shown in (
            (FieldKind.USERNAME, _username(session, user, words), user.username),
            (FieldKind.DISPLAY_NAME, _display_name(user, words), user.display_name),
            (FieldKind.BIOGRAPHY, words.biography, user.biography),
        ):
            offer(session, kind, text, author_id=user.id, shown=shown, now=now)


def refuse_taken_username(session: Session, username: str, *, but_for: int | None = None) -> None:
    """Go on only if nobody has this user name, waits for it, or can come back to it.

    Raises:
        InvalidInputError: somebody has or does.
    """
    owner = session.scalar(select(User.id).where(User.username == username))
    owner = owner or who_waits_for_username(username) or who_can_come_back(username)
    if owner is not None and owner != but_for:
        raise InvalidInputError(TAKEN, "username")


def _username(session: Session, user: User, words: ProfileWords) -> str:
    """A user name can be chosen by whoever has none of their own yet, and is kept then: it stands in addresses."""
    if user.username != stand_in_username(user.id) or not words.username:
        return user.username
    username = require_username(words.username)
    refuse_taken_username(session, username, but_for=user.id)
    return username


def _display_name(user: User, words: ProfileWords) -> str:
    if words.display_name in {"", user.display_name}:
        return user.display_name
    return require_display_name(words.display_name)
