"""What appeals say to people, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.appeals.rules import AppealState, Judges
from forum.conversations.lifecycle import PostAction
from forum.moderation.wording import TOLD_AUTHOR, TOLD_OF_EDIT
from forum.sanctions.kinds import SanctionKind
from forum.screened_fields.kinds import SCREENED, FieldKind

A, K, S = PostAction, SanctionKind, AppealState

# For staff: what was decided.
POST: Mapping[str, str] = MappingProxyType(
    {
        A.DECLINE: "A post was not published",
        A.REMOVE: "A post was taken down",
        A.HIDE: "A post was taken out of sight",
        A.REQUEST_CHANGES: "A post was sent back for a change",
    }
)
EDIT: Mapping[str, str] = MappingProxyType(
    {
        A.DECLINE: "A change to a post was not published",
        A.REQUEST_CHANGES: "A change to a post was sent back",
    }
)
SANCTION: Mapping[SanctionKind, str] = MappingProxyType(
    {
        K.MESSAGE: "Somebody was written to",
        K.WARNING: "Somebody was warned",
        K.PRE_MODERATE: "Somebody’s posts are read first",
        K.SILENCE: "Somebody was asked to read along only",
        K.SUSPEND: "Somebody was signed out for a while",
        K.BAN: "Somebody’s account was closed",
    }
)
TEXT: Mapping[FieldKind | None, str] = MappingProxyType(
    {
        FieldKind.USERNAME: "A user name was not shown to others",
        FieldKind.DISPLAY_NAME: "A name was not shown to others",
        FieldKind.BIOGRAPHY: "Words about oneself were not shown to others",
        FieldKind.INTRODUCTION: "A mentor’s words to their mentees were not shown",
        FieldKind.WELCOME_REASON: "Words about a welcome thread were not shown",
        None: "Something said in private was taken down",
    }
)
# For the person who asked.
STANDS_AS: Mapping[AppealState, str] = MappingProxyType(
    {
        S.OPEN: "You asked for a second look. You find the answer here, and in your inbox.",
        S.UPHELD: "Somebody else has looked again, and the decision stands.",
        S.OVERTURNED: "Somebody else has looked again and put the decision right.",
        S.WITHDRAWN: "You asked for a second look, and took that back.",
        S.EXPIRED: "You asked for a second look. Meanwhile what it was about has changed.",
    }
)
# For staff.
STATE: Mapping[AppealState, str] = MappingProxyType(
    {
        S.OPEN: "waits for an answer",
        S.UPHELD: "the decision stands",
        S.OVERTURNED: "put right",
        S.WITHDRAWN: "taken back",
        S.EXPIRED: "closed, its matter had changed meanwhile",
    }
)


def told_of_post(action: str, *, is_edit: bool) -> str:
    """What was decided on a post, or on a change to it, for its author; empty where that tells them nothing."""
    told = TOLD_OF_EDIT if is_edit else TOLD_AUTHOR
    return next((words for one, words in told.items() if one == action), "")


def told_of_text(kind: str | None) -> str:
    """What was decided on words that are no post, for their author; without a kind they were said in private."""
    if kind is None:
        return "A moderator took down something that you had said in private."
    screened = SCREENED[FieldKind(kind)]
    return f"A moderator read your {screened.whose} and decided not to show {screened.pronoun} to others."


def who_looks(judges: Judges, kind: SanctionKind | None = None) -> str:
    """Who looks again, for the person who asks."""
    if not judges.ids:
        return (
            "Nobody looks at their own decision again, and there is nobody else on the team yet. "
            "It waits until there is."
        )
    if not judges.are_stand_ins:
        return (
            "Another admin looks at it, not the one who decided."
            if kind is K.BAN
            else "Another moderator looks at it, not the one who decided."
        )
    if kind is K.BAN:
        return "There is only one admin here. Nobody judges their own decision, so a moderator looks at it."
    return "There is only one moderator here. Nobody judges their own decision, so an admin looks at it."
