"""Creates the app; nothing else. It does not start on tables that a newer version of the forum has changed."""

from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from forum.app import create_app
from forum.revisions import require_known_tables

app = create_app()
# A database that is away for a moment is no reason to give up.
with app.app_context(), suppress(SQLAlchemyError):
    require_known_tables()
