"""What can happen to a name, or another short text."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class FieldSubmitted(Event):
    """A short text, such as a name, waits for the screener."""

    field_id: int


@dataclass(frozen=True, kw_only=True)
class FieldMoved(Event):
    """A short text went from one state to another; `kind` is a `screened_fields.kinds.FieldKind`.

    `decision_id` is the `TextDecision` that brought it there, if a person decided.
    """

    field_id: int
    author_id: int
    kind: str
    action: str
    before: str
    after: str
    decision_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class FieldCleared(Event):
    """Somebody wants a short text of theirs, of this kind, to be shown no more."""

    author_id: int
    kind: str
