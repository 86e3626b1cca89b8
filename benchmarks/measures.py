"""What was measured, against what it has to hold, and the table of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

CORE, ORM = "bare page, Core", "bare page, ORM"
LEAST_SHARE = 0.5
MOST_MEMORY_MB = 150.0


@dataclass(frozen=True, kw_only=True)
class Round:
    """One page under load for a few seconds: answers a second, milliseconds to an answer, of processor per answer."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One page's rounds. `kilobytes` is the size of its answer; `is_bound` says whether it has a bound to hold."""

    name: str
    kilobytes: float
    is_bound: bool
    rounds: list[Round] = field(default_factory=list)

    def middle(self, figure: str) -> float:
        """The median of a figure over the rounds."""
        return float(median(getattr(one, figure) for one in self.rounds))

    def share_of(self, reference: Measured) -> float:
        """Its rate as a share of the reference's: the median over rounds, each compared with its own."""
        pairs = zip(self.rounds, reference.rounds, strict=True)
        return median(own.per_second / its.per_second for own, its in pairs)

    def cpu_share_of(self, reference: Measured) -> float:
        """The share that its rate would be if only processor time counted."""
        pairs = zip(self.rounds, reference.rounds, strict=True)
        return median(its.cpu_ms / own.cpu_ms for own, its in pairs)


@dataclass(frozen=True, kw_only=True)
class Bound:
    """One thing that has to hold."""

    what: str
    holds: bool

    @property
    def line(self) -> str:
        """For the terminal."""
        return f"{'PASS' if self.holds else 'MISS'}  {self.what}"


def bounds(pages: Mapping[str, Measured], memory_mb: float, *, has_torch: bool) -> list[Bound]:
    """Every bound, held or missed."""
    found = []
    for page in (one for one in pages.values() if one.is_bound):
        for reference in (pages[ORM], pages[CORE]):
            share = page.share_of(reference)
            found.append(
                Bound(
                    what=f"{page.name}: {share:.0%} of the rate of the {reference.name} "
                    f"(at least {LEAST_SHARE:.0%})",
                    holds=share >= LEAST_SHARE,
                )
            )
    found.append(
        Bound(
            what=f"web process: {memory_mb:.0f} MB RSS after the run (under {MOST_MEMORY_MB:.0f} MB)",
            holds=memory_mb < MOST_MEMORY_MB,
        )
    )
    words = "torch is loaded" if has_torch else "torch is not loaded"
    return [*found, Bound(what=f"web process: {words}", holds=not has_torch)]


def summary(pages: Mapping[str, Measured]) -> list[dict[str, object]]:
    """The figures as plain data: medians of the rounds."""
    return [
        {
            "page": page.name,
            "kilobytes": round(page.kilobytes, 1),
            "per_second": round(page.middle("per_second"), 1),
            "p50_ms": round(page.middle("p50_ms"), 2),
            "p99_ms": round(page.middle("p99_ms"), 2),
            "cpu_ms": round(page.middle("cpu_ms"), 2),
            "rate_of_orm": round(page.share_of(pages[ORM]), 3),
            "rate_of_core": round(page.share_of(pages[CORE]), 3),
            "cpu_of_orm": round(page.cpu_share_of(pages[ORM]), 3),
            "cpu_of_core": round(page.cpu_share_of(pages[CORE]), 3),
            "rounds": [vars(one) for one in page.rounds],
        }
        for page in pages.values()
    ]


def table(pages: Mapping[str, Measured]) -> list[str]:
    """The figures as lines for the terminal."""
    width = max(len(name) for name in pages)
    titles = "   kB   req/s  p50 ms  p99 ms  CPU ms   of ORM  of Core  CPU: of ORM  of Core"
    head = f"{'page':{width}}  {titles}"
    return [head, "-" * len(head), *[_line(page, pages, width) for page in pages.values()]]


def _line(page: Measured, pages: Mapping[str, Measured], width: int) -> str:
    orm, core = pages[ORM], pages[CORE]
    return (
        f"{page.name:{width}}  {page.kilobytes:5.0f} {page.middle('per_second'):7.0f} "
        f"{page.middle('p50_ms'):7.1f} {page.middle('p99_ms'):7.1f} {page.middle('cpu_ms'):7.2f}  "
        f"{page.share_of(orm):7.0%}  {page.share_of(core):7.0%}  "
        f"{page.cpu_share_of(orm):11.0%}  {page.cpu_share_of(core):7.0%}"
    )
