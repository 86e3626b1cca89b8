"""Making a person's copy: a zip with a text to read, and a file for programs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from forum.accounts.actor import Actor
from forum.accounts.confirmation import require_confirmed
from forum.clock import Clock
from forum.database import db, emit, transaction
from forum.events import OwnDataTaken
from forum.own_data.readable import my_words
from forum.own_data.sections import SECTIONS
from forum.permissions.actions import Action
from forum.permissions.check import require

READABLE = "my-words.txt"
EVERYTHING = "everything.json"


def take_copy(
    actor: Actor, clock: Clock, community: str, *, has_just_shown: bool = False
) -> io.BytesIO:
    """Everything that the forum knows of this person, as an open zip. They are told that it was taken.

    Args:
        actor: whose it is.
        clock: the time.
        community: its name, for the heading.
        has_just_shown: whether somebody who can't be signed in has just typed the password.

    Raises:
        NotAllowedError: nobody is signed in.
        NotConfirmedError: the password was not typed lately.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    now = clock.now()
    if not has_just_shown:
        require_confirmed(actor, now)
    sections = {section.key: list(_rows(section.query(actor.id))) for section in SECTIONS}
    with transaction() as session:
        emit(session, OwnDataTaken(actor_id=actor.id, at=now, user_id=actor.id))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(READABLE, my_words(community, sections, now))
        whole = {"made_at": now, **sections}
        archive.writestr(
            EVERYTHING, json.dumps(whole, default=_plain, ensure_ascii=False, indent=1)
        )
    made.seek(0)
    return made


def _rows(query: Any) -> Iterator[dict[str, Any]]:
    for row in db.session.execute(query).mappings():
        yield dict(row)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no plain form")
