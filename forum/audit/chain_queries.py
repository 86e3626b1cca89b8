"""Reading the audit log's chain, to see whether it is as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Row, select

from forum.audit.chain import Content, Head, Link, Problem, problems
from forum.audit.models import CONTENT, AuditEntry, AuditHead
from forum.database import db

_ROWS_AT_ONCE = 1_000


def log_head() -> Head | None:
    """The newest entry's number and seal; None where somebody took the row away that holds them."""
    row = db.session.execute(select(AuditHead.number, AuditHead.seal)).one_or_none()
    return Head(number=row.number, seal=row.seal) if row is not None else None


def log_problems(noted: Head | None = None) -> Sequence[Problem]:
    """Everything about the log that is not as it was written. Reads all of it, a part at a time.

    Args:
        noted: a head that was written down elsewhere at some time before.
    """
    rows = _rows()
    first = next(rows, None)
    if first is None:
        return problems((), log_head(), noted)
    head = (
        Head(number=first.head_number, seal=first.head_seal)
        if first.head_number is not None
        else None
    )
    return problems(map(_link, chain([first], rows)), head, noted)


def _rows() -> Iterator[Row[Any]]:
    """Every entry, each with the head beside it.

    They are read in one statement: an entry that the forum adds between two would look like one that it did not write.
    """
    return iter(
        db.session.execute(
            select(
                AuditEntry.number,
                *CONTENT,
                AuditEntry.previous_seal,
                AuditEntry.seal,
                AuditHead.number.label("head_number"),
                AuditHead.seal.label("head_seal"),
            )
            .outerjoin(AuditHead, AuditHead.id == 1)
            .order_by(AuditEntry.number),
            execution_options={"yield_per": _ROWS_AT_ONCE},
        )
    )


def _link(row: Row[Any]) -> Link:
    return Link(
        number=row.number,
        content=Content(**{column.key: getattr(row, column.key) for column in CONTENT}),
        previous=row.previous_seal,
        seal=row.seal,
    )
