"""A comparison as a table for a terminal, and as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from forum.transparency.pictures import Picture, Value, bars
from forum.welcome.simulation.comparing import (
    P95_AIM,
    SPREAD_AIM,
    Comparison,
)
from forum.welcome.simulation.figures import Outcome
from forum.welcome.simulation.rules import IN_WORDS

_NEVER = "–"


def as_table(found: Comparison) -> str:
    """The figures, rule by rule, then whether the aims are met. In plain words, and nothing left out."""
    names = [IN_WORDS[one.rule] for one in found.outcomes]
    wide = max(len(name) for name in names)
    rows = [(what, [say(one) for one in found.outcomes]) for what, say in _ROWS]
    rows.append(("mentors needed for the goal", [_needed(found, one) for one in found.outcomes]))
    first = max(len(what) for what, _ in rows)
    lines = [_line("", names, first, wide)]
    lines += [_line(what, cells, first, wide) for what, cells in rows]
    return "\n".join([*_head(found), "", *lines, "", *_aims(found)])


def pictures(found: Comparison) -> Sequence[Picture]:
    """One picture for each figure, with a bar for each rule."""
    return [
        _picture(found, "within-goal", "Share answered within the goal", _percent, _within),
        _picture(found, "p50", "time_to_first_reply, p50, in hours", _hours, lambda one: one.p50),
        _picture(found, "p95", "time_to_first_reply, p95, in hours", _hours, lambda one: one.p95),
        _picture(found, "open-work", "How unevenly open work is spread (Gini)", _two, _open_work),
        _picture(
            found,
            "answers",
            "How unevenly the written answers are spread (Gini)",
            _two,
            lambda one: one.gini_answers,
        ),
        _picture(
            found,
            "needed",
            "Mentors needed so that 9 in 10 are answered within the goal",
            lambda value: f"{value:g}",
            lambda one: found.needed[one.rule],
        ),
    ]


def _within(one: Outcome) -> float:
    return one.within_goal


def _open_work(one: Outcome) -> float | None:
    return one.gini_open_work


def _picture(
    found: Comparison,
    key: str,
    title: str,
    say: Callable[[float], str],
    value: Callable[[Outcome], float | None],
) -> Picture:
    values = [Value(label=IN_WORDS[one.rule], value=value(one)) for one in found.outcomes]
    told = ", ".join(
        f"{one.label}: {say(one.value) if one.value is not None else 'none'}" for one in values
    )
    return bars(key, title, f"A bar for each rule. {told}.", values, say, label_every=1)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _hours(hours: float | None) -> str:
    return _NEVER if hours is None else f"{hours:.1f} h"


def _two(value: float | None) -> str:
    return _NEVER if value is None else f"{value:.2f}"


_ROWS: Sequence[tuple[str, Callable[[Outcome], str]]] = (
    ("newcomers", lambda one: str(one.newcomers)),
    ("answered within the goal", lambda one: _percent(one.within_goal)),
    ("time_to_first_reply p50", lambda one: _hours(one.p50)),
    ("time_to_first_reply p95", lambda one: _hours(one.p95)),
    ("never answered", lambda one: _percent(one.never_answered)),
    ("newcomers who gave up", lambda one: _percent(one.gave_up)),
    ("answered by a moderator", lambda one: _percent(one.by_moderators)),
    ("answers a mentor and week", lambda one: f"{one.answers_a_week:.1f}"),
    ("Gini of open work", lambda one: _two(one.gini_open_work)),
    ("Gini of answers written", lambda one: _two(one.gini_answers)),
    ("mentors who left", lambda one: str(one.mentors_who_left)),
)


def _needed(found: Comparison, one: Outcome) -> str:
    needed = found.needed[one.rule]
    return str(needed) if needed is not None else f"more than {found.most}"


def _line(what: str, cells: Sequence[str], first: int, wide: int) -> str:
    return "  ".join([what.ljust(first), *(cell.rjust(wide) for cell in cells)]).rstrip()


def _head(found: Comparison) -> Iterator[str]:
    given = found.given
    hours = given.goal.time.total_seconds() / 3_600
    yield (
        f"{given.mentors} mentors, {given.moderators} moderators, {given.newcomers_per_day:g} newcomers a day "
        f"for {given.days} days, a goal of {hours:g} h, seed {given.seed}."
    )
    yield "What is taken for granted: docs/simulation.md."


def _aims(found: Comparison) -> Iterator[str]:
    yield "Beside the random draw:"
    yield _aim("p95", found.p95_ratio, P95_AIM, "a third")
    yield _aim("Gini of open work", found.open_work_ratio, SPREAD_AIM, "half")
    yield _aim("Gini of answers written", found.answers_ratio, SPREAD_AIM, "half")


def _aim(what: str, ratio: float | None, aim: float, words: str) -> str:
    if ratio is None:
        return f"  {what}: cannot be said, since too many were never answered."
    verdict = "met" if ratio <= aim else "missed"
    return f"  {what}: {ratio:.2f} times as much; the aim is at most {words}: {verdict}."
