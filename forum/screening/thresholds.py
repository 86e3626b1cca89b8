"""Limits per label and per audience: how strict the screener is, and with whom."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from forum.screening.labels import Label
from forum.screening.submission import Standing, Submission

DEFAULT_SET = "2026-11h"
#: For Detoxify's own models. They do not score an attack on whoever is spoken to, so their toxicity has to say it all.
DETOXIFY_SET = "detoxify-2026-11"
_SETS = Path(__file__).parent / "data" / "thresholds"
_DETOXIFY_SETS = _SETS / "detoxify"


class Audience(StrEnum):
    """Who speaks, and who has to read it."""

    TO_NEWCOMER = "to_newcomer"
    INTRODUCTION = "introduction"
    BY_NEWCOMER = "by_newcomer"
    WELCOME_THREAD = "welcome_thread"
    MEMBERS = "members"


class State(StrEnum):
    """Where a threshold set stands. A live set is never changed, only replaced."""

    DRAFT = "draft"
    SHADOW = "shadow"
    LIVE = "live"
    RETIRED = "retired"


def audience_of(submission: Submission) -> Audience:
    """Whose limits apply to a submission.

    A post that opens a thread speaks to everybody, so it is judged by its author's standing. A
    newcomer who opens a thread or answers a member in a welcome thread is introducing themselves.
    """
    answers_newcomer = submission.to is Standing.NEWCOMER and not submission.opens_thread
    if answers_newcomer:
        return Audience.TO_NEWCOMER
    if submission.by is Standing.NEWCOMER:
        return Audience.INTRODUCTION if submission.in_welcome_thread else Audience.BY_NEWCOMER
    return Audience.WELCOME_THREAD if submission.in_welcome_thread else Audience.MEMBERS


@dataclass(frozen=True, kw_only=True)
class ThresholdSet:
    """Limits per audience and label; a score at or above its limit holds the text.

    A label without a limit is scored and shown, but never holds. `note` says why the set is as
    it is, for the page that shows the history of sets.
    """

    name: str
    state: State
    limits: Mapping[Audience, Mapping[str, float]]
    note: str = ""

    def __post_init__(self) -> None:
        missing = set(Audience) - set(self.limits)
        if missing:
            raise ValueError(f"threshold set {self.name!r} lacks: {', '.join(sorted(missing))}")
        for audience, limits in self.limits.items():
            for label, limit in limits.items():
                if not 0 < limit <= 1:
                    raise ValueError(f"{self.name!r}: {audience}.{label} must be above 0, up to 1")

    def limit(self, audience: Audience, label: str) -> float | None:
        """The score from which `label` holds a text for this audience, or None if it never does."""
        return self.limits[audience].get(label)

    def over(self, audience: Audience, scores: Mapping[str, float]) -> dict[str, float]:
        """The limits that `scores` reach, by label; empty if the scores hold nothing.

        A shadow set is compared in this way with scores that are known already.
        """
        limits = {label: self.limit(audience, label) for label in scores}
        return {
            label: limit
            for label, limit in limits.items()
            if limit is not None and scores[label] >= limit
        }

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return {
            "name": self.name,
            "state": self.state.value,
            "note": self.note,
            "limits": {audience.value: dict(limits) for audience, limits in self.limits.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The set that `as_json` wrote, or that a TOML file of the same shape describes.

        Raises:
            KeyError, ValueError: something is missing, unknown or out of range.
        """
        return cls(
            name=data["name"],
            state=State(data["state"]),
            note=data.get("note", ""),
            limits={
                Audience(audience): {
                    Label(label).value: float(limit) for label, limit in row.items()
                }
                for audience, row in data["limits"].items()
            },
        )


def bundled_sets(*, for_detoxify: bool = False) -> tuple[ThresholdSet, ...]:
    """Every set that comes with the project for its own models, or for Detoxify's; the oldest first."""
    folder = _DETOXIFY_SETS if for_detoxify else _SETS
    return tuple(_read(path) for path in sorted(folder.glob("*.toml")))


def load_threshold_set(name: str = DEFAULT_SET) -> ThresholdSet:
    """A set that comes with the project.

    Raises:
        FileNotFoundError: no set of that name comes with it.
    """
    folder = _DETOXIFY_SETS if name == DETOXIFY_SET else _SETS
    return _read(folder / f"{name}.toml")


def _read(path: Path) -> ThresholdSet:
    with path.open("rb") as file:
        return ThresholdSet.from_json(tomllib.load(file))
