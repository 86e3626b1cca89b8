"""Cutting a text where the screener marked it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.screening.verdict import Finding, Part, Span


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a raw text; it still has to be escaped."""

    text: str
    marked: bool


def pieces(text: str, spans: Iterable[Span]) -> Sequence[Piece]:
    """The whole text in order, cut at the marks. Marks that overlap become one; what lies outside is ignored."""
    found: list[Piece] = []
    at = 0
    for start, end in _merged(spans, len(text)):
        if start > at:
            found.append(Piece(text=text[at:start], marked=False))
        found.append(Piece(text=text[start:end], marked=True))
        at = end
    if at < len(text):
        found.append(Piece(text=text[at:], marked=False))
    return found


def marked(text: str | None, part: Part, findings: Iterable[Finding]) -> Sequence[Piece]:
    """A title or text, cut where any finding points into it."""
    spans = (span for finding in findings if finding.part is part for span in finding.spans)
    return pieces(text or "", spans)


def _merged(spans: Iterable[Span], length: int) -> Iterable[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        start, end = max(0, span.start), min(length, span.end)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
