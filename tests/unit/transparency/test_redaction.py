"""What gets into the public log, and what does not."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.options import MODERATORS_ACTIONS
from forum.transparency.redaction import _DONE, DecisionFacts, PublicDecision, redacted

NOON = datetime(2026, 5, 4, 12, 34, 56, tzinfo=UTC)


def facts(**others: object) -> DecisionFacts:
    plain: dict[str, object] = {
        "action": "decline",
        "is_edit": False,
        "is_opening": False,
        "by_automation": False,
        "as_mentor": False,
        "decided_at": NOON,
        "rule": "Speak kindly",
    }
    return DecisionFacts(**(plain | others))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("others", "what"),
    [
        ({}, "A post was not published."),
        ({"action": "approve"}, "A post was published after a person had read it."),
        ({"action": "remove", "is_opening": True}, "A new thread was taken down."),
        ({"action": "decline", "is_edit": True}, "A change to a post was not published."),
        ({"action": "made_up"}, "A post was decided on."),
    ],
)
def test_what_was_done_is_told_in_general(others: dict[str, object], what: str) -> None:
    assert redacted(facts(**others)).what == what


def test_who_decided_is_told_in_general() -> None:
    assert redacted(facts()).by == "A moderator"
    assert redacted(facts(by_automation=True)).by == "The forum itself"
    assert redacted(facts(action="approve", as_mentor=True)).by == "A mentor"


@given(st.datetimes(timezones=st.just(UTC)))
def test_no_hour_is_told(at: datetime) -> None:
    line = redacted(facts(decided_at=at))

    assert line.day == at.date()
    assert not isinstance(line.day, datetime)


def test_the_day_is_that_of_utc() -> None:
    early = datetime(2026, 5, 5, 0, 30, tzinfo=timezone(timedelta(hours=2)))

    assert redacted(facts(decided_at=early)).day == date(2026, 5, 4)


def test_a_line_has_no_room_for_anything_else() -> None:
    assert [part.name for part in fields(PublicDecision)] == ["day", "what", "by", "rule"]
    assert not {"post_id", "author", "note", "text", "decided_by"} & {
        part.name for part in fields(DecisionFacts)
    }


def test_every_decision_has_its_words() -> None:
    assert set(MODERATORS_ACTIONS) <= set(_DONE)
