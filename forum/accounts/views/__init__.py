"""Pages of accounts: parse, ask, render."""

from __future__ import annotations

from forum.accounts.views import account, arriving, passwords, people
from forum.accounts.views.blueprint import blueprint

__all__ = ["account", "arriving", "blueprint", "passwords", "people"]
