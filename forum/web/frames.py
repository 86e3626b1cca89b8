"""Frames: pieces of a page that a macro draws once and that are then kept.

A page of 20 posts calls some 200 macros, nearly all of them to draw what they drew for the page before. A frame is what
a macro makes of its arguments alone. Whatever differs from one request to the next is a slot in it, filled in each time
and kept nowhere: a post's words, how long ago something was, somebody's own name, the token of a form.

A frame can be shown to nobody it is not meant for, and can't be out of date:

- it is kept under all of its arguments, and they come from what this request has just read. They are values: what could
  become something else while it is kept is refused;
- macros of frames live in an environment of their own, where no name leads to a person, a request, the database or the
  time. One that reaches for `actor`, `can` or `time_tag` is an error the first time that it is drawn.

They are kept in this process only, the latest few thousand, and end with it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import is_dataclass
from functools import cache, lru_cache
from types import NoneType
from typing import Any, cast

from flask import Flask, current_app
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from forum.web.forms import BaseForm

# Some 1 kB each, so a few megabytes; those that nobody has looked at for longest make room.
MOST_FRAMES = 4_096
_ENVIRONMENT = "hearth.frames"
# Nobody can know it, so that nothing which people write is ever taken for a slot. Escaping leaves a slot as it is.
_MARK = secrets.token_hex(8)
_SLOT = re.compile(rf"\[{_MARK} ([a-z_]+)\]")
_CSRF_TOKEN = "csrf_token"  # noqa: S105  # the name of a field, not a secret


class Frame:
    """HTML with slots."""

    def __init__(self, html: str) -> None:
        # Pieces of HTML, with the name of a slot between one and the next.
        self._parts = _SLOT.split(html)
        self._slots = self._parts[1::2]

    def fill(self, **values: Any) -> Markup:
        """The whole, each slot with its value. What is not `Markup` is escaped.

        Raises:
            KeyError: there is a slot that has no value.
        """
        if _CSRF_TOKEN in self._slots:
            values[_CSRF_TOKEN] = generate_csrf()
        parts = self._parts.copy()
        parts[1::2] = [
            said if type(said := values[name]) is Markup else escape(said) for name in self._slots
        ]
        # A macro escaped what it put in itself.
        return Markup("".join(parts))  # noqa: S704


def init_app(app: Flask, **drawing: Callable[..., Any]) -> None:
    """Make the environment of frames.

    Args:
        app: where the templates are.
        drawing: what their macros may use. Each of these has to say the same to everybody, always.
    """
    own = Environment(
        loader=app.jinja_env.loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=app.jinja_env.trim_blocks,
        lstrip_blocks=app.jinja_env.lstrip_blocks,
    )
    own.globals.update(
        drawing, slot=slot, csrf_token=lambda: slot(_CSRF_TOKEN), untouched=_untouched
    )
    app.extensions[_ENVIRONMENT] = own


def slot(name: str) -> Markup:
    """A place in a frame that is filled in later."""
    return Markup(f"[{_MARK} {name}]")  # noqa: S704


@lru_cache(maxsize=MOST_FRAMES, typed=True)
def frame(_mounted_at: str, template: str, macro: str, *arguments: Any, **named: Any) -> Frame:
    """What a macro draws from these arguments.

    Args:
        _mounted_at: where the forum is mounted; links begin with it.
        template: the file of the macro.
        macro: its name.
        arguments: what it is called with: words, numbers, classes, frozen dataclasses, and tuples of them.
        named: the same, by name.

    Raises:
        TypeError: an argument is none of these, or can't be hashed.
    """
    for argument in (*arguments, *named.values()):
        if not _is_value(argument):
            msg = f"{macro} is kept under its arguments; {type(argument).__name__} is no value."
            raise TypeError(msg)
    own: Environment = current_app.extensions[_ENVIRONMENT]
    return Frame(getattr(own.get_template(template).module, macro)(*arguments, **named))


def _is_value(thing: object) -> bool:
    # Not `isinstance`: a proxy such as `actor` says that it is whatever it stands for at the moment.
    kind = type(thing)
    if issubclass(kind, tuple):
        return all(_is_value(one) for one in cast("tuple[object, ...]", thing))
    if is_dataclass(kind):
        return bool(kind.__dataclass_params__.frozen)  # type: ignore[attr-defined]  # not in its stubs
    return issubclass(kind, (str, int, type, NoneType))


def fresh_values(kind: Callable[..., BaseForm]) -> dict[str, Any]:
    """New values for those slots of an untouched form that every form fills with something else."""
    return {name: make() for name, make in _made_anew(kind)}


@cache
def _made_anew(kind: Callable[..., BaseForm]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    return tuple((field.name, field.default) for field in _blank(kind) if callable(field.default))


def _untouched(kind: Callable[..., BaseForm]) -> BaseForm:
    """A form that nobody has written in, with a slot where every form has something else."""
    form = _blank(kind)
    for name, _ in _made_anew(kind):
        form[name].data = slot(name)
    return form


def _blank(kind: Callable[..., BaseForm]) -> BaseForm:
    return kind(formdata=None, meta={"csrf": False})
