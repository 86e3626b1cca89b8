"""Pages of moderation: parse, ask, render."""

from __future__ import annotations

from forum.moderation.views import (
    audit,
    deciding,
    fields,
    queue,
    reports,
    steps,
    texts,
    threads,
    undoing,
)
from forum.moderation.views.blueprint import blueprint

__all__ = [
    "audit",
    "blueprint",
    "deciding",
    "fields",
    "queue",
    "reports",
    "steps",
    "texts",
    "threads",
    "undoing",
]
