"""What stands on top of every page: where one is, one's own menu, and how much waits for whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import g, request
from markupsafe import Markup

from forum.accounts.actor import Actor
from forum.moderation.queries import count_open_items
from forum.notifications.queries import count_unread
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.web.actor import current_actor
from forum.web.addresses import address
from forum.web.community import current_community
from forum.web.frames import frame
from forum.welcome.queries import count_waiting


class Reader(NamedTuple):
    """What the masthead shows of whoever looks: all that it has to be kept under. Their name is none of it."""

    is_signed_in: bool
    is_newcomer: bool
    is_mentor: bool
    is_moderator: bool
    is_admin: bool
    sees_appeals: bool
    unread: int
    waiting: int
    to_review: int


def draw_masthead(here: str) -> Markup:
    """The masthead of a page in the section that is called `here`."""
    actor, community = current_actor(), current_community()
    place = community.name if community is not None else "Home"
    return frame(
        request.script_root, "layouts/_masthead.html", "masthead", place, here, _reader(actor)
    ).fill(
        display_name=actor.display_name,
        own_page=address("accounts.person", username=actor.username) if actor.username else "",
    )


def _reader(actor: Actor) -> Reader:
    return Reader(
        is_signed_in=actor.is_signed_in,
        is_newcomer=actor.is_newcomer,
        is_mentor=actor.is_mentor,
        is_moderator=actor.is_moderator,
        is_admin=actor.is_admin,
        sees_appeals=can(actor, Action.SEE_APPEALS),
        unread=unread() if actor.is_signed_in else 0,
        waiting=_once("waiting", lambda: count_waiting(actor)) if actor.is_mentor else 0,
        to_review=_once("review", lambda: count_open_items(actor)) if actor.is_moderator else 0,
    )


def unread() -> int:
    """How many lines in the inbox of whoever looks are new."""
    actor = current_actor()
    return _once("unread", lambda: count_unread(actor.id)) if actor.is_signed_in else 0


def _once(name: str, count: Callable[[], int]) -> int:
    counts: dict[str, int] = g.setdefault("counts", {})
    if name not in counts:
        counts[name] = count()
    return counts[name]
