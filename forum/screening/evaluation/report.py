"""All figures of one evaluation, as a page for people and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from forum.screening.evaluation import measure
from forum.screening.evaluation.aims import AIMS, group_false_holds
from forum.screening.evaluation.judging import Judged
from forum.screening.evaluation.measure import Auc, Gap, Interval, Rate


@dataclass(frozen=True, kw_only=True)
class Row:
    """The two rates of one part of the texts; either may be a rate of none.

    `auc` is how well toxicity ranks them, as public collections mean it; `attack_auc` is the same of an attack on
    whoever is spoken to.
    """

    name: str
    false_holds: Rate
    caught: Rate
    auc: Auc | None = None
    attack_auc: Auc | None = None


@dataclass(frozen=True, kw_only=True)
class AimRow:
    """One aim, and whether it is met; `met` and `value` are None where nothing was measured."""

    about: str
    limit: float
    at_most: bool
    value: float | None
    met: bool | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """The figures of one evaluation; see `Report.of`."""

    texts: int
    aims: tuple[AimRow, ...]
    overall: Row
    sets: tuple[Row, ...]
    kinds: tuple[Row, ...]
    groups: tuple[Row, ...]
    gap: Gap | None
    pairs: Rate
    wrongly_held_by: Mapping[str, int]

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> Report:
        """The report on these answers."""
        reasons = Counter(
            reason for item in judged if item.holds and not item.right for reason in item.held_by
        )
        return cls(
            texts=len(judged),
            aims=tuple(_aims(judged)),
            overall=_row("all", judged),
            sets=_rows(judged, lambda item: item.example.set),
            kinds=_rows(judged, _set_and_kind),
            groups=_rows(judged, lambda item: item.example.group),
            gap=measure.largest_gap(group_false_holds(judged)),
            pairs=measure.pairs_right(judged),
            wrongly_held_by=dict(reasons.most_common()),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`: rates in shares of 1 with their intervals."""
        return {
            "texts": self.texts,
            "aims": [asdict(aim) for aim in self.aims],
            "overall": _row_json(self.overall),
            "sets": [_row_json(row) for row in self.sets],
            "kinds": [_row_json(row) for row in self.kinds],
            "groups": [_row_json(row) for row in self.groups],
            "gap": asdict(self.gap) if self.gap else None,
            "pairs_right": _rate_json(self.pairs),
            "wrongly_held_by": dict(self.wrongly_held_by),
        }

    def as_markdown(self) -> str:
        """Tables for a person, with 95 % intervals in brackets."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from ("# How the screener did", "")
        yield f"{self.texts} texts. In brackets: the interval that holds the true figure"
        yield from ("95 times in 100.", "")
        yield from _aim_table(self.aims)
        yield from _table("By set", "set", (*self.sets, self.overall))
        yield from _table("By kind", "set: kind", self.kinds)
        yield from _table("By group", "group", self.groups)
        if self.gap:
            yield f"Largest gap in false holds between two groups: {_gap_text(self.gap)}."
            yield ""
        if self.pairs.total:
            yield f"Pairs of opposites with both halves right: {_rate_text(self.pairs)}."
            yield ""
        if self.wrongly_held_by:
            yield from ("## What held texts wrongly", "", "| check | texts |", "| --- | --- |")
            yield from (f"| {name} | {n} |" for name, n in self.wrongly_held_by.items())
            yield ""


def _aims(judged: Sequence[Judged]) -> Iterator[AimRow]:
    for aim in AIMS:
        yield AimRow(
            about=aim.about,
            limit=aim.limit,
            at_most=aim.at_most,
            value=aim.figure(judged),
            met=aim.met(judged),
        )


def _set_and_kind(item: Judged) -> str | None:
    return f"{item.example.set}: {item.example.kind}" if item.example.kind else None


def _rows(judged: Sequence[Judged], by: Callable[[Judged], str | None]) -> tuple[Row, ...]:
    return tuple(_row(name, part) for name, part in measure.divided(judged, by).items())


def _row(name: str, judged: Sequence[Judged]) -> Row:
    return Row(
        name=name,
        false_holds=measure.false_holds(judged),
        caught=measure.caught(judged),
        auc=_auc(judged, lambda item: item.score),
        attack_auc=_auc(judged, lambda item: item.attack),
    )


def _auc(judged: Sequence[Judged], score: Callable[[Judged], float | None]) -> Auc | None:
    scored = [(value, item.should_hold) for item in judged if (value := score(item)) is not None]
    return measure.roc_auc([value for value, _ in scored], [bad for _, bad in scored])


def _rate_json(rate: Rate) -> dict[str, Any]:
    return {**asdict(rate), "value": rate.value, "interval": asdict(rate.interval)}


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "false_holds": _rate_json(row.false_holds),
        "caught": _rate_json(row.caught),
        "auc": asdict(row.auc) if row.auc else None,
        "attack_auc": asdict(row.attack_auc) if row.attack_auc else None,
    }


def _table(title: str, first: str, rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    columns = (first, "wrongly held", "caught", "ROC AUC of toxicity", "of attack_on_addressee")
    yield from (f"## {title}", "", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}")
    for row in rows:
        rates = (_rate_text(row.false_holds), _rate_text(row.caught))
        cells = (row.name, *rates, _auc_text(row.auc), _auc_text(row.attack_auc))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _aim_table(aims: Sequence[AimRow]) -> Iterator[str]:
    known = [aim for aim in aims if aim.value is not None]
    if not known:
        return
    yield from ("| aim | limit | measured | met |", "| --- | --- | --- | --- |")
    for aim in known:
        limit = f"{'at most' if aim.at_most else 'at least'} {_percent(aim.limit)}"
        yield f"| {aim.about} | {limit} | {_percent(aim.value)} | {'yes' if aim.met else 'no'} |"
    yield ""


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _interval_text(interval: Interval) -> str:
    return f"[{100 * interval.low:.1f}, {100 * interval.high:.1f}]"


def _rate_text(rate: Rate) -> str:
    if not rate.total:
        return "–"
    return f"{rate.count}/{rate.total} = {_percent(rate.value)} {_interval_text(rate.interval)}"


def _auc_text(auc: Auc | None) -> str:
    if auc is None:
        return "–"
    return f"{auc.value:.4f} [{auc.interval.low:.4f}, {auc.interval.high:.4f}]"


def _gap_text(gap: Gap) -> str:
    points = f"{100 * gap.difference:.1f} points {_interval_text(gap.interval)}"
    return f"{points}, {gap.lowest} to {gap.highest}"
