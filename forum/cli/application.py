"""The forum as a command uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from forum.cli.starting import require_writable
from forum.config import Settings
from forum.database import db
from forum.foundation import lay_foundation


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """The forum without its pages, and its context. Afterwards nothing of it is left open in the database.

    Raises:
        Stop: the queue can't be kept in the forum's own folder.
    """
    if not settings.redis_url:
        require_writable(settings.instance_dir)
    app = lay_foundation(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
