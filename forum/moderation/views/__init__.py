"""Pages of moderation: parse, ask, render."""

from __future__ import annotations

from forum.moderation.views import (
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
