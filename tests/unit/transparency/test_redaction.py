"""What gets into the public log, and what does not."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from forum.moderation.options import MODERATORS_ACTIONS
from forum.transparency.redaction import _DONE, DecisionFacts, PublicDecision, redacted

FIRST, LAST = date(2026, 5, 4), date(2026, 5, 17)


def line(**others: object) -> PublicDecision:
    plain: dict[str, object] = {
        "action": "decline",
        "is_edit": False,
        "is_opening": False,
        "by_automation": False,
        "as_mentor": False,
        "rule": "Speak kindly",
    }
    return redacted(DecisionFacts(**(plain | others)), FIRST, LAST)  # type: ignore[arg-type]


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
    assert line(**others).what == what


def test_who_decided_is_told_in_general() -> None:
    assert line().by == "A moderator"
    assert line(by_automation=True).by == "The forum itself"
    assert line(action="approve", as_mentor=True).by == "A mentor"


def test_a_line_has_no_room_for_anything_else() -> None:
    assert [part.name for part in fields(PublicDecision)] == ["first", "last", "what", "by", "rule"]
    assert not {"decided_at", "post_id", "author", "note", "text", "decided_by"} & {
        part.name for part in fields(DecisionFacts)
    }


def test_every_decision_has_its_words() -> None:
    assert set(MODERATORS_ACTIONS) <= set(_DONE)
