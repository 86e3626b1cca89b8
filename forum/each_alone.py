"""One of many things that are due: what fails with it harms no other, and is told in a line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import OperationalError

from forum.database import db

log = structlog.get_logger(__name__)


@contextmanager
def each_alone(event: str, **which: object) -> Iterator[None]:
    """Log what fails inside as this event, and go on with the next.

    Raises:
        OperationalError: the database itself is away. Each of the others would only wait for it, and fail as well.
    """
    try:
        yield
    except OperationalError as error:
        db.session.rollback()
        if error.connection_invalidated or error.statement is None:
            raise
        # Locked, say: a traceback for each would hide that.
        log.error(event, reason=str(error.orig), **which)  # noqa: TRY400
    except Exception:
        db.session.rollback()
        log.exception(event, **which)
