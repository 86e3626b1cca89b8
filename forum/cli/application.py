"""The forum as a command uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from forum.config import Settings
from forum.database import db
from forum.foundation import lay_foundation


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """The forum without its pages, and its context. Afterwards nothing of it is left open in the database."""
    app = lay_foundation(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
