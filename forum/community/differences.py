"""What is different between two versions of the rules, rule by rule and word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Words with the space behind them: what is put together again is what was taken apart.
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A rule as one version words it. `number` is its place in that version, from 1."""

    id: int
    number: int
    title: str
    text: str


class Fate(StrEnum):
    """What became of a rule."""

    ADDED = "added"
    CHANGED = "changed"
    TAKEN_OUT = "taken_out"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a text; `differs` is whether the other version does not have it."""

    text: str
    differs: bool


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What became of one rule. `before` is None for a new one, `now` for one that is gone."""

    fate: Fate
    before: Wording | None = None
    now: Wording | None = None

    @property
    def titles(self) -> tuple[Sequence[Part], Sequence[Part]]:
        """The title before and now, cut where they differ."""
        return marked(self.before.title if self.before else "", self.now.title if self.now else "")

    @property
    def texts(self) -> tuple[Sequence[Part], Sequence[Part]]:
        """The words before and now, cut where they differ."""
        return marked(self.before.text if self.before else "", self.now.text if self.now else "")


def differences(
    before: Sequence[Wording], now: Sequence[Wording], instead_of: Mapping[int, int]
) -> Sequence[Difference]:
    """What became of every rule, in today's order; what was taken out comes last.

    Args:
        before: the rules as somebody knew them.
        now: the rules as they are.
        instead_of: for each rule that is another wording of an earlier one, which; over as many versions as there are.
    """
    known = {rule.id: rule for rule in before}
    found, met = [], set()
    for rule in now:
        earlier = _earlier(rule.id, known, instead_of)
        if earlier is not None and earlier not in met:
            met.add(earlier)
            was = known[earlier]
            same = (was.title, was.text) == (rule.title, rule.text)
            found.append(Difference(fate=Fate.KEPT if same else Fate.CHANGED, before=was, now=rule))
        else:
            found.append(Difference(fate=Fate.ADDED, now=rule))
    gone = [rule for rule in before if rule.id not in met]
    return [*found, *(Difference(fate=Fate.TAKEN_OUT, before=rule) for rule in gone)]


def _earlier(
    rule_id: int, known: Mapping[int, Wording], instead_of: Mapping[int, int]
) -> int | None:
    """The rule that somebody knew and that this one goes back to. A later rule never stands for an earlier id."""
    current: int | None = rule_id
    while current is not None and current not in known:
        current = instead_of.get(current)
    return current


def marked(before: str, now: str) -> tuple[Sequence[Part], Sequence[Part]]:
    """Both texts in pieces, each marked where the other one differs. Each side's pieces add up to its text."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    left: list[Part] = []
    right: list[Part] = []
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        differs = kind != "equal"
        if old_to > old_from:
            left.append(Part(text="".join(old[old_from:old_to]), differs=differs))
        if new_to > new_from:
            right.append(Part(text="".join(new[new_from:new_to]), differs=differs))
    return left, right
