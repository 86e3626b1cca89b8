"""What every template can use."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.local import LocalProxy

from forum.community.queries import CommunityInfo, community_info
from forum.events import Event
from forum.moderation.queries import count_open_items
from forum.notifications.queries import count_unread
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.rules import Subject
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.wording import NOW
from forum.text import moment_in_full
from forum.web.actor import current_actor
from forum.web.icons import icon
from forum.web.markup import avatar, time_tag
from forum.welcome.queries import count_waiting
from forum.wiring import clock

_COMMUNITY = "hearth.community"
_GOOD_FOR_SECONDS = 3.0
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def init_app(app: Flask) -> None:
    """Undefined names are errors. Names that cost a query are looked up only by a page that uses them, and once."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(ago=ago, iso=iso, plainly=moment_in_full)
    app.jinja_env.globals.update(
        icon=icon,
        avatar_of=avatar,
        time_tag=moment_tag,
        url_for=address,
        can=actor_can,
        actor=LocalProxy(current_actor),
        restriction_words=restriction_words,
        community=LocalProxy(current_community),
        unread_notifications=LocalProxy(lambda: _counted("unread", _unread)),
        review_count=LocalProxy(lambda: _counted("review", _to_review)),
        waiting_count=LocalProxy(lambda: _counted("waiting", _waiting)),
    )


def address(endpoint: str, **values: Any) -> str:
    """`url_for` for templates, remembering what it said: a page has some 70 addresses, most of them seen before.

    A plain address depends on nothing but its endpoint, its values, and where the forum is mounted.
    """
    is_plain = not endpoint.startswith(".") and not any(name.startswith("_") for name in values)
    if is_plain and has_request_context():
        return _remembered(request.script_root, endpoint, tuple(values.items()))
    return url_for(endpoint, **values)


@lru_cache(maxsize=4_096, typed=True)
def _remembered(_mounted_at: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


@dataclass
class _Kept:
    """The community as this process last read it, and until when that is good enough."""

    info: CommunityInfo | None = None
    until: float = 0.0


def current_community() -> CommunityInfo | None:
    """The community's name; None before the first set-up.

    Every page shows it and it changes once a year, so a process reads it every few seconds only.
    """
    kept: _Kept = current_app.extensions.setdefault(_COMMUNITY, _Kept())
    if kept.info is None or time.monotonic() >= kept.until:
        kept.info = community_info()
        kept.until = time.monotonic() + _GOOD_FOR_SECONDS
    return kept.info


def forget_community(happened: Event) -> None:
    """The community has changed: this process reads it anew. Others follow within seconds."""
    current_app.extensions.pop(_COMMUNITY, None)


def actor_can(action: Action | str, subject: Subject = None) -> bool:
    """Whether the person who is looking at the page may do this."""
    return can(current_actor(), action, subject)


def restriction_words(kind: SanctionKind) -> str:
    """What a sanction that is in force means, in a sentence for every page."""
    return NOW[kind]


def _counted(name: str, count: Callable[[], int]) -> int:
    counts: dict[str, int] = g.setdefault("counts", {})
    if name not in counts:
        counts[name] = count()
    return counts[name]


def _unread() -> int:
    actor = current_actor()
    return count_unread(actor.id) if actor.is_signed_in else 0


def _to_review() -> int:
    actor = current_actor()
    return count_open_items(besides=actor.id) if actor.is_moderator else 0


def _waiting() -> int:
    return count_waiting() if current_actor().is_mentor else 0


def ago(moment: datetime) -> str:
    """How long ago, in words: "just now", "5 minutes ago", "3 hours ago", "yesterday", "12 days ago", a date."""
    now = clock().now()
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return _count(seconds // _MINUTE, "minute") + " ago"
    if seconds < _DAY:
        return _count(seconds // _HOUR, "hour") + " ago"
    days = seconds // _DAY
    if days == 1:
        return "yesterday"
    if days < 31:
        return f"{days} days ago"
    return f"{moment.day} {moment:%B %Y}"


def moment_tag(moment: datetime, prefix: str = "") -> Markup:
    """How long ago, in words, as `<time>`."""
    words = ago(moment)
    return time_tag(iso(moment), f"{prefix} {words}" if prefix else words)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def iso(moment: datetime) -> str:
    """For `<time datetime="…">`."""
    return moment.isoformat(timespec="seconds")
