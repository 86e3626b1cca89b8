"""What a command says of a database that it can't use."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from forum.cli.stop import database_words
from forum.config import Settings


@pytest.mark.parametrize(
    ("told", "mend"),
    [
        ("no such table: users", "Run: forum migrate"),
        ("no such column: users.bio", "Run: forum migrate"),
        ('relation "users" does not exist\nLINE 1: SELECT', "Run: forum migrate"),
        ("column users.bio does not exist", "Run: forum migrate"),
        ('FATAL:  database "forum" does not exist', "Is FORUM_DATABASE_URL right"),
        ('FATAL:  role "forum" does not exist', "Is FORUM_DATABASE_URL right"),
        ("connection refused", "Is FORUM_DATABASE_URL right"),
        ("database or disk is full", "Make room there"),
        ('could not extend file "base/5/16": No space left on device', "Make room there"),
        ("database disk image is malformed", "forum backup restore"),
        ("file is not a database", "forum backup restore"),
        ("attempt to write a readonly database", "Whom does it belong to?"),
        ("cannot execute INSERT in a read-only transaction", "If its server is a standby"),
        ("database is locked", "Stop whatever else has it open"),
    ],
)
def test_what_is_wrong_is_said_with_how_to_mend_it(told: str, mend: str) -> None:
    said = database_words(Settings(), OperationalError("SELECT", {}, Exception(told)))
    assert mend in said
    # Whoever has the settings of another forum, or none, must not be led to make a second one.
    assert ("FORUM_INSTANCE_DIR" in said) == ("table" in told or told.startswith("relation"))
    assert ("migrate" in said) == ("migrate" in mend)
