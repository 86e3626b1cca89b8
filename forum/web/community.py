"""What the community says of itself, as this process last read it.

Every page shows some of it and it changes a few times a year, so a process reads it every few seconds only.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import current_app

from forum.community.queries import CommunityInfo, RuleInfo, community_info
from forum.community.queries import current_rules as rules_in_force
from forum.events import Event

_KEPT = "hearth.community"
_GOOD_FOR_SECONDS = 3.0


@dataclass(frozen=True, kw_only=True)
class _Kept:
    info: CommunityInfo
    rules: tuple[RuleInfo, ...]
    until: float


def current_community() -> CommunityInfo | None:
    """Its name; None before the first set-up."""
    kept = _kept()
    return kept.info if kept is not None else None


def current_rules() -> tuple[RuleInfo, ...]:
    """The rules in force, in their order."""
    kept = _kept()
    return kept.rules if kept is not None else ()


def _kept() -> _Kept | None:
    kept: _Kept | None = current_app.extensions.get(_KEPT)
    if kept is not None and time.monotonic() < kept.until:
        return kept
    info = community_info()
    if info is None:
        return None
    until = time.monotonic() + _GOOD_FOR_SECONDS
    kept = _Kept(info=info, rules=tuple(rules_in_force()), until=until)
    current_app.extensions[_KEPT] = kept
    return kept


def forget_community(happened: Event) -> None:
    """The community or its rules have changed: this process reads them anew. Others follow within seconds."""
    current_app.extensions.pop(_KEPT, None)
