"""The measures as a file for a spreadsheet. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins like this is a formula to a spreadsheet, and people choose their own names.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    # Blanks before it do not keep every spreadsheet from calculating.
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated values, each in quotes, with safe cells."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
