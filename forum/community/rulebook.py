"""What an edited set of rules means: which are kept, reworded, new or retired. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_DEFAULTS = Path(__file__).with_name("default_rules.json")

MAX_RULES = 12
MAX_RULE_TITLE = 80
MAX_RULE_TEXT = 400
MAX_WHAT_CHANGED = 300


@dataclass(frozen=True, kw_only=True)
class RuleDraft:
    """A rule as it was typed. `id` is set when it stands for a rule that is in force."""

    title: str
    text: str
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RuleInForce:
    """A rule that is in force, as far as comparing needs."""

    id: int
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What has to be done.

    Attributes:
        order: the rules from now on; an int is a rule that stays as it is worded, a draft becomes a new row.
        retired: ids of rules that are no longer in force, the reworded ones among them.
    """

    order: Sequence[int | RuleDraft]
    retired: frozenset[int]


def default_rules() -> Sequence[RuleDraft]:
    """The rules that a new community starts from."""
    return [RuleDraft(**rule) for rule in json.loads(_DEFAULTS.read_text(encoding="utf-8"))]


def compare(in_force: Iterable[RuleInForce], drafts: Sequence[RuleDraft]) -> Changes:
    """From the rules in force and those that are wanted, in their order, to what has to be done.

    A draft whose id is not in force counts as a new rule.
    """
    known = {rule.id: (rule.title, rule.text) for rule in in_force}
    order: list[int | RuleDraft] = []
    for draft in drafts:
        same = draft.id is not None and known.get(draft.id) == (draft.title, draft.text)
        order.append(draft.id if same and draft.id is not None else draft)
    kept = {entry for entry in order if isinstance(entry, int)}
    return Changes(order=order, retired=frozenset(set(known) - kept))
