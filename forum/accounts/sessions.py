"""Where people are signed in. A session can be ended at any moment, one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.lifetimes import FOR_MEMBERS, is_live
from forum.accounts.models import HalfSignIn, User, UserRole, UserSession
from forum.accounts.second_factor.resting import powers
from forum.accounts.standing import standing
from forum.accounts.tokens import hash_token, new_token
from forum.community.accepting import is_asked_to_accept
from forum.database import emit, read, transaction
from forum.errors import NotAllowedError, NotFoundError
from forum.events import SignedIn
from forum.sanctions.kinds import RESTRICTS, SanctionKind, Terms, strictest
from forum.sanctions.lookup import restriction_of
from forum.sanctions.models import Sanction
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.lifecycle import OPEN
from forum.screened_fields.models import FieldRevision
from forum.text import clean_line

log = structlog.get_logger(__name__)

# Noting every single visit would make each page a write.
NOTED_EVERY = timedelta(minutes=5)
MAX_USER_AGENT_LENGTH = 200


class ShutOutError(NotAllowedError):
    """A suspension or a ban is in force: this person is signed in nowhere. The web edge tells them why.

    Args:
        user_id: who it is; they have shown that it is them.
    """

    def __init__(self, user_id: int) -> None:
        super().__init__("Your account rests for now.")
        self.user_id = user_id


_BY_TOKEN = (
    select(
        UserSession.id.label("session_id"),
        UserSession.user_id,
        UserSession.created_at,
        UserSession.last_used_at,
        UserSession.expires_at,
        UserSession.revoked_at,
        UserSession.verified_at,
        User.username,
        # What others do not see yet, its owner is called all the same.
        func.coalesce(FieldRevision.text, User.display_name).label("display_name"),
        User.graduated_at,
        UserRole.role,
        is_asked_to_accept(User.id).label("has_rules_to_accept"),
        Sanction.kind,
        Sanction.ends_at,
        Sanction.acknowledged_at,
    )
    .join(User, User.id == UserSession.user_id)
    .outerjoin(UserRole, UserRole.user_id == User.id)
    # One waits at most.
    .outerjoin(
        FieldRevision,
        and_(
            FieldRevision.author_id == User.id,
            FieldRevision.kind == FieldKind.DISPLAY_NAME,
            FieldRevision.state.in_(sorted(OPEN)),
        ),
    )
    # Whatever may be in force, and what its person has not read yet. Most people have nothing of either.
    .outerjoin(
        Sanction,
        and_(
            Sanction.person_id == User.id,
            Sanction.lifted_at.is_(None),
            or_(
                Sanction.acknowledged_at.is_(None),
                *(Sanction.kind == kind for kind in sorted(RESTRICTS)),
            ),
        ),
    )
    .where(UserSession.token_hash == bindparam("token_hash"))
)


def find_session(token: str, now: datetime) -> Actor | None:
    """Who carries this token; None if it is unknown, ended or too old, or its person is shut out.

    One query. The visit is noted at most every five minutes.
    """
    rows = read(_BY_TOKEN, {"token_hash": hash_token(token)}).all()
    if not rows:
        return None
    found = rows[0]
    held = frozenset(row.role for row in rows if row.role is not None)
    in_force = powers(held, is_verified=found.verified_at is not None)
    actor = Actor(
        user_id=found.user_id,
        username=found.username,
        display_name=found.display_name,
        roles=in_force.roles,
        resting=in_force.resting,
        standing=standing(graduated_at=found.graduated_at, roles=held),
        session_id=found.session_id,
        restriction=strictest(_terms(rows), now),
        is_spoken_to=any(row.kind is not None and row.acknowledged_at is None for row in rows),
        has_rules_to_accept=found.has_rules_to_accept,
    )
    if actor.restriction is not None and actor.restriction.shuts_out:
        return None
    live = is_live(
        created_at=found.created_at,
        last_used_at=found.last_used_at,
        expires_at=found.expires_at,
        revoked_at=found.revoked_at,
        is_staff=actor.has_staff_role,
        now=now,
    )
    if not live:
        return None
    if now - found.last_used_at >= NOTED_EVERY:
        _note_visit(found.session_id, found.user_id, now)
    return actor


def start_session(
    session: Session, user_id: int, user_agent: str, now: datetime, *, verified: bool = False
) -> str:
    """Sign a person in. Returns the token for their browser; the caller holds the transaction.

    Args:
        session: of the database.
        user_id: who it is.
        user_agent: what the browser calls itself.
        now: the time.
        verified: whether a second factor was shown.

    Raises:
        ShutOutError: they are suspended or banned.
    """
    restriction = restriction_of(session, user_id, now)
    if restriction is not None and restriction.shuts_out:
        raise ShutOutError(user_id)
    token = new_token()
    session.add(
        UserSession(
            user_id=user_id,
            token_hash=hash_token(token),
            user_agent=clean_line(user_agent)[:MAX_USER_AGENT_LENGTH],
            created_at=now,
            last_used_at=now,
            expires_at=now + FOR_MEMBERS.absolute,
            confirmed_at=now,
            verified_at=now if verified else None,
        )
    )
    session.flush()
    emit(session, SignedIn(actor_id=user_id, at=now, user_id=user_id))
    return token


def renew_session(session: Session, session_id: int, now: datetime) -> str:
    """The password was typed again: the same place gets a new token, and counts as confirmed. The caller commits.

    Raises:
        NotFoundError: the session has been ended meanwhile.
    """
    found = _live_session(session, session_id)
    found.confirmed_at = now
    return _new_token_for(found)


def verify_session(
    session: Session, session_id: int, now: datetime | None, token: str | None = None
) -> str:
    """A second factor was shown here (or, without a time, there is none any more): a new token. The caller commits.

    Args:
        session: of the database.
        session_id: which one.
        now: when it was shown.
        token: the new one, where it was made before; one that a session has had is not given again.

    Raises:
        NotFoundError: the session has been ended meanwhile.
    """
    found = _live_session(session, session_id)
    found.verified_at = now
    if token is not None and _had_before(session, token):
        token = None
    return _new_token_for(found, token)


def _had_before(session: Session, token: str) -> bool:
    same = select(UserSession.id).where(UserSession.token_hash == hash_token(token))
    return session.scalar(same) is not None


def _live_session(session: Session, session_id: int) -> UserSession:
    found = session.get(UserSession, session_id, with_for_update=True)
    if found is None or found.revoked_at is not None:
        raise NotFoundError
    return found


def _new_token_for(found: UserSession, token: str | None = None) -> str:
    token = token or new_token()
    found.token_hash = hash_token(token)
    return token


def end_session(session: Session, user_id: int, session_id: int, now: datetime) -> None:
    """End one of a person's own sessions. The caller holds the transaction.

    Raises:
        NotFoundError: they have no such session. One that has ended already is fine.
    """
    found = session.get(UserSession, session_id)
    if found is None or found.user_id != user_id:
        raise NotFoundError
    if found.revoked_at is None:
        found.revoked_at = now


def end_all_sessions(
    session: Session, user_id: int, *, now: datetime, except_id: int | None = None
) -> None:
    """End all of a person's sessions, or all but one, and what was begun. The caller holds the transaction."""
    # First: whoever is just finishing one holds its row, and their new session is then seen below.
    session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == user_id))
    ended = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.revoked_at.is_(None)
    )
    if except_id is not None:
        ended = ended.where(UserSession.id != except_id)
    session.execute(ended.values(revoked_at=now))


def _terms(rows: Iterable[Any]) -> Iterable[Terms]:
    return (
        Terms(kind=SanctionKind(row.kind), ends_at=row.ends_at)
        for row in rows
        if row.kind is not None
    )


def _note_visit(session_id: int, user_id: int, now: datetime) -> None:
    stale = now - NOTED_EVERY
    try:
        with transaction() as session:
            session.execute(
                update(UserSession)
                .where(UserSession.id == session_id, UserSession.last_used_at <= stale)
                .values(last_used_at=now)
            )
            session.execute(update(User).where(User.id == user_id).values(last_seen_at=now))
    except OperationalError:
        # Somebody else is writing for long. Nobody is kept from reading because of this note.
        log.warning("visit_not_noted")
