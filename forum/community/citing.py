"""Which rule a decision cites: in its words of then, and under the one name that every page and mail uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forum.community.queries import current_rules
from forum.community.rule_queries import Place, last_places


@dataclass(frozen=True, kw_only=True)
class CitedRule:
    """A rule as a decision cites it: its words then.

    `number` is its place now, None if it was reworded since; `then` is where it stood last, if that is known.
    """

    number: int | None
    title: str
    text: str
    then: Place | None = None

    @property
    def place(self) -> str:
        """Which one it is, without its title."""
        if self.number is not None:
            return f"Rule {self.number}"
        return (
            "The rule at that time"
            if self.then is None
            else f"Rule {self.then.number} of that time"
        )

    @property
    def name(self) -> str:
        """How a plain line names it. `templates/community/_cited.html` says the same with a link."""
        version = f" (version {self.then.version})" if self.then is not None else ""
        return f"{self.place}{version}: {self.title}"


@dataclass(frozen=True, kw_only=True)
class RulePlaces:
    """By id: the numbers of the rules in force, and where those stood last that have been reworded since."""

    now: Mapping[int, int]
    then: Mapping[int, Place]


def places_of(rule_ids: Iterable[int | None]) -> RulePlaces:
    """Where these rules stand. Where none is cited nothing is read."""
    ids = {id_ for id_ in rule_ids if id_ is not None}
    now = {rule.id: rule.number for rule in current_rules()} if ids else {}
    return RulePlaces(now=now, then=last_places(ids - set(now)))


def cited(
    rule_id: int | None, title: str | None, text: str | None, places: RulePlaces
) -> CitedRule | None:
    """The rule that something cites; None where it cites none."""
    if rule_id is None:
        return None
    return CitedRule(
        number=places.now.get(rule_id),
        title=title or "",
        text=text or "",
        then=places.then.get(rule_id),
    )
