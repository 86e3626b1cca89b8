"""What a nudge is about, what can come of it, and how that follows from what its author did. Pure."""

from __future__ import annotations

from enum import StrEnum


class NudgePlace(StrEnum):
    """What was about to be sent."""

    THREAD = "thread"
    REPLY = "reply"
    EDIT = "edit"
    PRIVATE = "private"


class NudgeKind(StrEnum):
    """Why a word was said: a person would have to read it first, or it gives away something private."""

    WOULD_BE_HELD = "would_be_held"
    PERSONAL_DATA = "personal_data"


class Way(StrEnum):
    """What an author pressed."""

    SEND = "send"
    ASK_A_PERSON = "ask_a_person"
    LET_GO = "let_go"


class NudgeOutcome(StrEnum):
    """What came of it."""

    EDITED = "edited"
    SENT_TO_REVIEW = "sent_to_review"
    CANCELLED = "cancelled"
    SENT_UNCHANGED = "sent_unchanged"


def outcome_of(way: Way, *, changed: bool) -> NudgeOutcome:
    """What the author did with the word that they were told."""
    if way is Way.LET_GO:
        return NudgeOutcome.CANCELLED
    if changed:
        return NudgeOutcome.EDITED
    return NudgeOutcome.SENT_TO_REVIEW if way is Way.ASK_A_PERSON else NudgeOutcome.SENT_UNCHANGED
