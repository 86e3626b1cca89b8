"""What appeals need to know of whatever can be appealed: one home for what a decision and a sanction have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from forum.moderation.models import Decision
from forum.moderation.text_models import TextDecision
from forum.sanctions.kinds import SanctionKind

D = TypeVar("D", Decision, TextDecision)


@dataclass(frozen=True, kw_only=True)
class Appealable(ABC):
    """Something that was decided about somebody. `told_us` had told us of it, and do not look again."""

    told_us: frozenset[int] = frozenset()

    @property
    @abstractmethod
    def person_id(self) -> int:
        """Whom it concerns."""

    @property
    @abstractmethod
    def decided_by_id(self) -> int | None:
        """Who decided."""

    @property
    @abstractmethod
    def decided_at(self) -> datetime:
        """When."""

    @property
    def post_id(self) -> int | None:
        """The post that an appeal about it leads to; None where it leads somewhere else."""
        return None

    @property
    def kind(self) -> SanctionKind | None:
        """Which sanction it is; None where it is none."""
        return None

    @abstractmethod
    def stands(self, now: datetime) -> bool:
        """Whether it still has an effect."""


@dataclass(frozen=True, kw_only=True)
class DecidedOn(Appealable, Generic[D]):
    """A decision on somebody's words. `in_effect` is whether it is still what keeps them from others."""

    decision: D
    in_effect: bool

    @property
    def decided_by_id(self) -> int | None:
        """Who decided."""
        return self.decision.decided_by_id

    @property
    def decided_at(self) -> datetime:
        """When."""
        return self.decision.decided_at

    def stands(self, now: datetime) -> bool:
        """Whether it still has an effect, which time alone does not end."""
        return self.in_effect
