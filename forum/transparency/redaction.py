"""What of a decision is told to everybody: what was done, in which weeks, by whom in general, by which rule. Pure.

Nobody's name, no number by which a post could be found, no word of the post, and none of what the moderator wrote to
its author. What is not named in `PublicDecision` can't get out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """A decision, as far as the public log may know it at all. `rule` is the title of the rule that it cites."""

    action: str
    is_edit: bool
    is_opening: bool
    by_automation: bool
    as_mentor: bool
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicDecision:
    """A line of the public log. It was decided on one of the days from `first` to `last`."""

    first: date
    last: date
    what: str
    by: str
    rule: str


_DONE: Mapping[str, str] = MappingProxyType(
    {
        "approve": "published after a person had read it",
        "request_changes": "given back to its author with a request for a change",
        "decline": "not published",
        "hide": "taken out of sight while somebody looks at it",
        "restore": "put back on show",
        "remove": "taken down",
        "keep": "left as it is, after somebody had told us of it",
    }
)


def redacted(facts: DecisionFacts, first: date, last: date) -> PublicDecision:
    """The line that everybody may read, with the first and the last day of the weeks that it is told with."""
    done = _DONE.get(facts.action, "decided on")
    return PublicDecision(
        first=first,
        last=last,
        what=f"{_thing(facts)} was {done}.",
        by=_whom(facts),
        rule=facts.rule,
    )


def _whom(facts: DecisionFacts) -> str:
    if facts.by_automation:
        return "The forum itself"
    return "A mentor" if facts.as_mentor else "A moderator"


def _thing(facts: DecisionFacts) -> str:
    if facts.is_edit:
        return "A change to a post"
    return "A new thread" if facts.is_opening else "A post"
