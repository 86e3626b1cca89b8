"""Measures in words and figures, for cells and scales. Pure."""

from __future__ import annotations

from datetime import timedelta

UNKNOWN = "–"


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage."""
    return f"{share * 100:.0f} %"


def percent_or_nothing(share: float | None) -> str:
    """The same; a dash where there is nothing to say."""
    return percent(share) if share is not None else UNKNOWN


def hours(span: timedelta | None) -> float | None:
    """A span as hours, with two digits behind the point."""
    return round(span.total_seconds() / 3_600, 2) if span is not None else None


def plain(value: float | None) -> str:
    """A number as a spreadsheet reads it; empty where there is none."""
    return "" if value is None else f"{value:.4g}"
