"""What a sanction is and what follows from it, mildest first. Pure: values in, an answer out.

There is no shadow ban: whatever is in force, its person is told, and sees it on every page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SanctionKind(StrEnum):
    """What staff can do about how somebody takes part, mildest first."""

    MESSAGE = "message"
    WARNING = "warning"
    PRE_MODERATE = "pre_moderate"
    SILENCE = "silence"
    SUSPEND = "suspend"
    BAN = "ban"


K = SanctionKind

MILDEST_FIRST = tuple(SanctionKind)
# These change what somebody can do; the two before them are words.
RESTRICTS = frozenset({K.PRE_MODERATE, K.SILENCE, K.SUSPEND, K.BAN})
SHUTS_OUT = frozenset({K.SUSPEND, K.BAN})
SILENCES = SHUTS_OUT | {K.SILENCE}
CITES_A_RULE = frozenset(MILDEST_FIRST) - {K.MESSAGE}
# Everything else that has an effect ends by itself, so that nobody is forgotten in it.
HAS_NO_END = frozenset({K.MESSAGE, K.BAN})
NEEDS_ADMIN = frozenset({K.BAN})
# A warning that nothing has followed is behind somebody after this.
WARNING_LASTS = timedelta(days=90)
DAYS_TO_CHOOSE = (1, 3, 7, 14, 30, 90)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What has to be known of a sanction to say what it means now. `ends_at` is empty where it has no end."""

    kind: SanctionKind
    ends_at: datetime | None
    lifted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """The strictest thing that is in force for somebody. `until` is empty where it has no end."""

    kind: SanctionKind
    until: datetime | None

    @property
    def shuts_out(self) -> bool:
        """They are signed in nowhere."""
        return self.kind in SHUTS_OUT

    @property
    def silences(self) -> bool:
        """They read, and do not post."""
        return self.kind in SILENCES

    @property
    def holds_posts(self) -> bool:
        """Whatever they write waits for a person."""
        return self.kind is K.PRE_MODERATE or self.silences


def is_in_force(terms: Terms, now: datetime) -> bool:
    """Whether it still counts. A message is said and done: it never does."""
    if terms.kind is K.MESSAGE or terms.lifted_at is not None:
        return False
    return terms.ends_at is None or now < terms.ends_at


def strictest(sanctions: Iterable[Terms], now: datetime) -> Restriction | None:
    """What somebody can't do now: of several that are in force the strictest, of equal ones the last to end."""
    found = [one for one in sanctions if one.kind in RESTRICTS and is_in_force(one, now)]
    if not found:
        return None
    most = max(
        found,
        key=lambda one: (
            MILDEST_FIRST.index(one.kind),
            one.ends_at is None,
            one.ends_at.timestamp() if one.ends_at is not None else 0.0,
        ),
    )
    return Restriction(kind=most.kind, until=most.ends_at)


def end_of(kind: SanctionKind, days: int | None, now: datetime) -> datetime | None:
    """When a sanction that is given now ends by itself. `days` counts only where the kind lets staff choose.

    Raises:
        ValueError: the kind needs a number of days out of `DAYS_TO_CHOOSE`.
    """
    if kind in HAS_NO_END:
        return None
    if kind is K.WARNING:
        return now + WARNING_LASTS
    if days not in DAYS_TO_CHOOSE:
        raise ValueError("this kind needs an end")
    return now + timedelta(days=days)
