"""The audit log's only writer. It listens to everything that staff, mentors and the forum itself do.

An entry names people and posts by number and never holds a text, so that the log can outlive what it tells of.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy.orm import Session

from forum.events import (
    CommunityChanged,
    EditSettled,
    Event,
    NewcomerGraduated,
    PasswordChanged,
    PersonJoined,
    PostMoved,
    RoleChanged,
    ThreadWelcomeChanged,
)
from forum.moderation.models import AuditEntry

# Event → the entry's action, what kind of thing it is about, and the field that holds that thing's number.
_ENTRIES: dict[type[Event], tuple[str, str, str | None]] = {
    PostMoved: ("post.{action}", "post", "post_id"),
    EditSettled: ("edit.{action}", "post", "post_id"),
    ThreadWelcomeChanged: ("thread.welcome_flag", "thread", "thread_id"),
    PersonJoined: ("person.joined", "person", "user_id"),
    NewcomerGraduated: ("person.graduated", "person", "user_id"),
    RoleChanged: ("person.role", "person", "user_id"),
    PasswordChanged: ("person.password", "person", "user_id"),
    CommunityChanged: ("community.changed", "community", None),
}
AUDITED = tuple(_ENTRIES)
# What a mentor says of a thread is their own text, and stands with the thread.
_NOT_DETAIL = frozenset({"actor_id", "at", "action", "reason"})


def record(session: Session, happened: Event) -> None:
    """Append what happened to the log."""
    name, kind, subject = _ENTRIES[type(happened)]
    values = {part.name: getattr(happened, part.name) for part in fields(happened)}
    detail: dict[str, Any] = {
        key: value
        for key, value in values.items()
        if key not in _NOT_DETAIL and key != subject and value is not None
    }
    session.add(
        AuditEntry(
            at=happened.at,
            actor_id=happened.actor_id,
            action=name.format(action=values.get("action", "")),
            subject_kind=kind,
            subject_id=values[subject] if subject else None,
            detail=detail,
        )
    )
