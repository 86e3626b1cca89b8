"""What every template can use."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined
from werkzeug.local import LocalProxy

from forum.conversations.own_actions import may_write
from forum.leaving.rules import has_left
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.rules import Subject
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.wording import NOW
from forum.text import day_in_words, grouped, moment_in_full
from forum.web import drawing, frames
from forum.web.actor import current_actor
from forum.web.addresses import address, plain_address
from forum.web.community import current_community
from forum.web.icons import icon
from forum.web.markup import avatar
from forum.web.masthead import draw_masthead, unread
from forum.web.moments import ago, iso, moment_tag
from forum.web.on_device import account_mark, reply_key


class Templates(Environment):
    """Flask's own, but that each template has the names for all in one mapping of its own.

    In the chain of two that it would have, they are gone through one by one for each import of a macro, on each page.
    So every name has to be there before the first template is drawn.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template can use, and what this one can."""
        return {**self.globals, **(d or {})}


def init_app(app: Flask) -> None:
    """Undefined names are errors. Names that cost a query are looked up only by a page that uses them, and once."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(ago=ago, iso=iso, plainly=moment_in_full)
    same_for_all: dict[str, Callable[..., Any]] = {
        "icon": icon,
        "avatar_of": avatar,
        "has_left": has_left,
        "grouped": grouped,
        "day_in_words": day_in_words,
    }
    frames.init_app(app, **same_for_all, url_for=plain_address)
    app.jinja_env.globals.update(
        **same_for_all,
        url_for=address,
        time_tag=moment_tag,
        draw=drawing.draw,
        draw_masthead=draw_masthead,
        draw_reply_box=drawing.draw_reply_box,
        draw_post=drawing.draw_post,
        draw_thread=drawing.draw_thread,
        can=actor_can,
        can_after_accepting=actor_can_after_accepting,
        may_write=actor_may_write,
        actor=LocalProxy(current_actor),
        restriction_words=restriction_words,
        community=LocalProxy(current_community),
        unread_notifications=LocalProxy(unread),
        account_mark=account_mark,
        reply_key=reply_key,
    )


def actor_can(action: Action | str, subject: Subject = None) -> bool:
    """Whether the person who is looking at the page may do this."""
    return can(current_actor(), action, subject)


def actor_can_after_accepting(action: Action | str, subject: Subject = None) -> bool:
    """Whether nothing but rules to accept keeps the person who is looking from this."""
    actor = current_actor()
    return actor.has_rules_to_accept and can(actor.accepting(), action, subject)


def actor_may_write() -> bool:
    """Whether pages lead the person who is looking to where they would write something new."""
    return may_write(current_actor())


def restriction_words(kind: SanctionKind) -> str:
    """What a sanction that is in force means, in a sentence for every page."""
    return NOW[kind]
