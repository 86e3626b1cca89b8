"""Which form somebody has sent, and what of it they typed: told from the names that came, before any form is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from wtforms import BooleanField, PasswordField, TextAreaField
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from forum.web.forms import BaseForm

# Their values are chosen, not typed.
_CHOSEN = (BooleanField, SelectFieldBase)


class SentField(NamedTuple):
    """A field of a form. `label` is empty where nobody types into it; `is_long` says that sentences belong into it."""

    label: str
    is_long: bool
    is_secret: bool


def fields_of_form(names: Collection[str], part: str) -> Mapping[str, SentField]:
    """The fields of the form that sends these names, by their names.

    Args:
        names: what came; some of it may belong to no form, and boxes that are not ticked do not come.
        part: of the community, by the name of its folder: of two forms that are alike, its own is meant.
    """
    sent = frozenset(names)

    def fit(form: type[BaseForm]) -> tuple[int, bool, int]:
        known = _fields_of(form).keys()
        return len(known & sent), form.__module__.split(".")[1] == part, -len(known - sent)

    return _fields_of(max(every_form(BaseForm), key=fit))


def every_form(base: type[BaseForm]) -> Iterator[type[BaseForm]]:
    """All forms that stand on this one."""
    for form in base.__subclasses__():
        yield form
        yield from every_form(form)


def _fields_of(form: type[BaseForm]) -> Mapping[str, SentField]:
    unbound = ((name, getattr(form, name, None)) for name in dir(form))
    return {name: _sent(field) for name, field in unbound if isinstance(field, UnboundField)}


def _sent(field: UnboundField[Any]) -> SentField:
    kind = field.field_class
    is_hidden = isinstance(field.kwargs.get("widget", kind.widget), HiddenInput)
    label = field.args[0] if field.args else field.kwargs.get("label", "")
    return SentField(
        label="" if is_hidden or issubclass(kind, _CHOSEN) else str(label),
        is_long=issubclass(kind, TextAreaField),
        is_secret=issubclass(kind, PasswordField),
    )
