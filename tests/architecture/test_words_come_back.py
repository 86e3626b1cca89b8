"""Whatever people write sentences into is given back to them when a form could not be taken."""

from __future__ import annotations

import re
from pathlib import Path

from forum.web import resend

FORUM = Path(__file__).resolve().parent.parent.parent / "forum"
FIELD = re.compile(r"^ +(\w+) = WrittenField\(", re.M)


def test_every_field_for_sentences_is_given_back() -> None:
    names = {
        name for path in FORUM.rglob("*.py") for name in FIELD.findall(path.read_text("utf-8"))
    }

    assert names <= resend.WRITTEN
