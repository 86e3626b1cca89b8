"""Pages of accounts: parse, ask, render."""

from __future__ import annotations

from forum.accounts.views import (
    account,
    arriving,
    passwords,
    people,
    profile,
    second_factor,
    second_step,
)
from forum.accounts.views.blueprint import blueprint

__all__ = [
    "account",
    "arriving",
    "blueprint",
    "passwords",
    "people",
    "profile",
    "second_factor",
    "second_step",
]
