"""What a newcomer is told of their mentor, and which threads suit them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.people import Byline
from forum.conversations.pages import ThreadRow
from forum.newcomers.activity import active, fitting, is_away

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(0), "active today"),
        (timedelta(hours=23), "active today"),
        (DAY, "active this week"),
        (DAY * 6, "active this week"),
        (DAY * 7, "active this month"),
        (DAY * 30, ""),
        (None, ""),
    ],
)
def test_when_somebody_was_here(ago: timedelta | None, words: str) -> None:
    assert active(NOW - ago if ago is not None else None, NOW) == words


@pytest.mark.parametrize(
    ("since", "until", "away"),
    [
        (None, None, False),
        (NOW - DAY, None, True),
        (NOW - DAY, NOW + DAY, True),
        (NOW - DAY * 2, NOW - DAY, False),
        (NOW - DAY, NOW, False),
        (NOW + DAY, NOW + DAY * 2, False),
    ],
)
def test_who_is_away(since: datetime | None, until: datetime | None, away: bool) -> None:
    assert is_away(since, until, NOW) is away


def row(number: int, slug: str) -> ThreadRow:
    author = Byline(
        id=1,
        username="mo",
        display_name="Mo",
        is_newcomer=False,
        is_mentor=True,
        is_moderator=False,
    )
    return ThreadRow(
        id=number,
        slug="x",
        title="x",
        author=author,
        category=slug.title(),
        category_slug=slug,
        reply_count=0,
        last_activity_at=NOW,
        is_welcome=True,
    )


def test_threads_that_suit_come_first_and_the_liveliest_of_each_before_the_others() -> None:
    threads = [row(1, "hello"), row(2, "bread"), row(3, "hello"), row(4, "bread")]
    found = fitting(threads, {"bread"}, 3)
    assert [(hello.thread.id, hello.fits) for hello in found] == [(2, True), (4, True), (1, False)]


def test_without_answers_the_liveliest_come_first() -> None:
    found = fitting([row(1, "hello"), row(2, "bread")], (), 4)
    assert [(hello.thread.id, hello.fits) for hello in found] == [(1, False), (2, False)]
