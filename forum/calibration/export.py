"""Labelled cases for training: what the screen said, and what people said, without who they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select

from forum.accounts.models import User
from forum.calibration.decided import Case, decided_cases
from forum.calibration.pseudonyms import Pseudonyms
from forum.database import db


def labelled_cases(now: datetime, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Every decided version, the newest first, as plain values. Nobody of the example community is in it."""
    people = db.session.execute(
        select(User.id, User.username, User.display_name, User.is_example)
    ).all()
    invented = {row.id for row in people if row.is_example}
    pseudonyms = Pseudonyms({row.id: (row.username, row.display_name) for row in people})
    cases = (case for case in decided_cases(now, with_text=True) if case.author_id not in invented)
    for case in islice(cases, most):
        yield _plain(case, pseudonyms)


def _plain(case: Case, pseudonyms: Pseudonyms) -> dict[str, Any]:
    return {
        "text": pseudonyms.without_people(case.text),
        "title": pseudonyms.without_people(case.title) or None,
        "said": case.truth.value,
        "was_held": case.was_held,
        "audience": case.post.audience.value,
        "by_newcomer": case.post.by_newcomer,
        "scores": dict(case.post.scores),
        "model": case.model,
        "threshold_set": case.threshold_set,
        "author": pseudonyms.of("person", case.author_id),
        "thread": pseudonyms.of("thread", case.thread_id),
        # The day of a post is enough to find it by; its month shows how language changes.
        "month": f"{case.screened_at:%Y-%m}",
    }
