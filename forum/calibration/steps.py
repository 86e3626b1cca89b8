"""The way of a threshold set from a draft to what decides, and what may be done at each step. Pure.

A draft is back-tested with the very limits that it has, then tried out as a shadow for some days, and only then goes
live. A set that was live before may come back at once: it is known what it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.screening.thresholds import State

SHADOW_FOR = timedelta(days=3)


class Step(StrEnum):
    """What an admin can do with a set."""

    EDIT = "edit"
    BACKTEST = "backtest"
    TRY_OUT = "try_out"
    GO_LIVE = "go_live"
    GO_BACK = "go_back"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a set stands. `tested` is whether a back-test of its present limits is done.

    `follows` is whether another set decided right before it.
    """

    state: State
    tested: bool
    was_live: bool
    shadow_since: datetime | None
    follows: bool = False


def available_steps(standing: Standing, now: datetime) -> tuple[Step, ...]:
    """What may be done now, in the order in which it is offered."""
    match standing.state:
        case State.LIVE:
            return (Step.GO_BACK,) if standing.follows else ()
        case State.DRAFT:
            after = (Step.TRY_OUT,) if standing.tested else ()
            return (Step.EDIT, Step.BACKTEST, *after)
        case State.SHADOW:
            live = (Step.GO_LIVE,) if _was_tried_long_enough(standing, now) else ()
            return (Step.BACKTEST, *live)
        case State.RETIRED:
            return (Step.BACKTEST, Step.GO_LIVE if standing.was_live else Step.TRY_OUT)


def _was_tried_long_enough(standing: Standing, now: datetime) -> bool:
    if standing.was_live:
        return True
    return standing.shadow_since is not None and now - standing.shadow_since >= SHADOW_FOR
