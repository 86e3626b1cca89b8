"""Labelled cases for training: what the screen said, and what people said, without who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select

from forum.accounts.models import User
from forum.calibration.decided import Case, decided_cases
from forum.calibration.pseudonyms import Pseudonyms
from forum.database import db
from forum.leaving.models import Departure
from forum.leaving.rules import LEFT_MARK
from forum.screened_fields.kinds import ERASED, FieldKind
from forum.screened_fields.models import FieldRevision


def labelled_cases(now: datetime, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Every decided version, the newest first, as plain values. Nobody of the example community is in it."""
    invented = set(db.session.scalars(select(User.id).where(User.is_example)))
    pseudonyms = Pseudonyms(_names())
    cases = (case for case in decided_cases(now, with_text=True) if case.author_id not in invented)
    for case in islice(cases, most):
        yield _plain(case, pseudonyms)


def _names() -> Mapping[int, Collection[str]]:
    """What people are called, and were: others spoke to them by the name of that time."""
    names: dict[int, set[str]] = defaultdict(set)
    called = select(User.id, User.username, User.display_name).where(
        ~User.username.startswith(LEFT_MARK)
    )
    # What somebody who has left is called now is nobody's name; until they are erased, theirs lies with the departure.
    left = select(Departure.user_id, Departure.username, Departure.display_name)
    for query in (called, left):
        for user_id, *both in db.session.execute(query):
            names[user_id].update(name for name in both if name is not None)
    earlier = select(FieldRevision.author_id, FieldRevision.text).where(
        FieldRevision.kind.in_((FieldKind.USERNAME, FieldKind.DISPLAY_NAME)),
        FieldRevision.text != ERASED,
    )
    for user_id, name in db.session.execute(earlier):
        names[user_id].add(name)
    return names


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
