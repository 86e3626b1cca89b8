"""The forum as a command uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from forum.app import create_app
from forum.config import Settings
from forum.database import db


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """The app with its context. Afterwards nothing of it is left open in the database."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
