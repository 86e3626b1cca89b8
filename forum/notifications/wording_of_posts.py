"""What the author of a post, a thread or a name is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.conversations.lifecycle import PostAction, PostState
from forum.moderation.wording import TOLD_AUTHOR, TOLD_BY_MENTOR, TOLD_OF_EDIT
from forum.notifications.models import NotificationKind
from forum.notifications.told import A_MENTOR, A_TEAM_MEMBER, THE_SCREEN, Told

A, K = PostAction, NotificationKind


def _of_post(action: PostAction, symbol: str, next_step: str, link: str, by: str) -> Told:
    return Told(sentence=TOLD_AUTHOR[action], symbol=symbol, next_step=next_step, link=link, by=by)


def _of_edit(action: PostAction, symbol: str, next_step: str, link: str, by: str) -> Told:
    return Told(sentence=TOLD_OF_EDIT[action], symbol=symbol, next_step=next_step, link=link, by=by)


_STILL_YOURS = (
    "You can still read it: nothing you wrote is lost. You are welcome to write again. If you see it differently, you "
    "can ask within 30 days that somebody else look again."
)
_CHANGE_IT = (
    "Change it and send it again, in your own time. If you see it differently, you can ask within 30 days that "
    "somebody else look again."
)

# For what is decided against somebody, the line says whether a machine was part of it.
DECIDED_AGAINST = frozenset(
    {
        K.CHANGES_REQUESTED,
        K.POST_DECLINED,
        K.POST_HIDDEN,
        K.POST_REMOVED,
        K.EDIT_RETURNED,
        K.EDIT_DECLINED,
    }
)

OF_POSTS: Mapping[NotificationKind, Told] = MappingProxyType(
    {
        K.POST_PUBLISHED: Told(
            sentence="Your post is published.", symbol="circle-check", link="See it in its thread"
        ),
        K.POST_HELD: Told(
            sentence=TOLD_AUTHOR[A.HOLD],
            symbol="armchair",
            next_step="You can read it, change it or take it back meanwhile.",
            while_state=PostState.HELD,
            link="See where it stands",
            by=THE_SCREEN,
        ),
        K.CHANGES_REQUESTED: Told(
            sentence=TOLD_AUTHOR[A.REQUEST_CHANGES],
            symbol="pencil",
            next_step=_CHANGE_IT,
            while_state=PostState.CHANGES_REQUESTED,
            link="Open your post",
            by=A_TEAM_MEMBER,
        ),
        K.POST_DECLINED: _of_post(
            A.DECLINE, "mail-open", _STILL_YOURS, "Open your post", A_TEAM_MEMBER
        ),
        K.POST_HIDDEN: Told(
            sentence=TOLD_AUTHOR[A.HIDE],
            symbol="eye-off",
            next_step="Nothing is decided yet. You hear from us as soon as it is.",
            while_state=PostState.HIDDEN,
            link="Open your post",
            by=A_TEAM_MEMBER,
        ),
        K.POST_RESTORED: _of_post(
            A.RESTORE, "circle-check", "", "See it in its thread", A_TEAM_MEMBER
        ),
        K.POST_REMOVED: _of_post(
            A.REMOVE, "mail-open", _STILL_YOURS, "Open your post", A_TEAM_MEMBER
        ),
        K.EDIT_PUBLISHED: _of_edit(A.APPROVE, "circle-check", "", "See it", A_TEAM_MEMBER),
        K.EDIT_HELD: _of_edit(A.HOLD, "armchair", "", "See where it stands", THE_SCREEN),
        K.EDIT_RETURNED: _of_edit(
            A.REQUEST_CHANGES, "pencil", _CHANGE_IT, "Open your post", A_TEAM_MEMBER
        ),
        K.EDIT_DECLINED: _of_edit(
            A.DECLINE, "mail-open", _STILL_YOURS, "Open your post", A_TEAM_MEMBER
        ),
        K.THREAD_LOCKED: Told(
            sentence="A moderator has closed a conversation that you began for new answers{where}.",
            symbol="armchair",
            next_step="Why is written above it. Everything in it stays to be read.",
            link="See it",
            by=A_TEAM_MEMBER,
        ),
        K.THREAD_UNLOCKED: Told(
            sentence="People can answer again in a conversation that you began{where}.",
            symbol="circle-check",
            link="See it",
            by=A_TEAM_MEMBER,
        ),
        K.THREAD_MOVED: Told(
            sentence="A moderator has moved a conversation that you began to another place{where}.",
            symbol="info",
            next_step="Its address stays the same.",
            link="See it",
            by=A_TEAM_MEMBER,
        ),
        K.FIELD_HELD: Told(
            sentence="A person will read {detail} before others see {it}. That is no judgement of you.",
            symbol="armchair",
            next_step="Others go on seeing what they saw before. You can change what you wrote or take it back "
            "meanwhile.",
            link="See where it stands",
        ),
        K.FIELD_PUBLISHED: Told(
            sentence="A moderator read {detail}, and others see {it} now.",
            symbol="circle-check",
            link="See it",
            by=A_TEAM_MEMBER,
        ),
        K.FIELD_ASKED: Told(
            sentence="A moderator read {detail}: {it} can’t be given to you. That is no judgement of you.",
            symbol="mail-open",
            next_step="You are welcome to choose another one.",
            link="Choose another one",
            by=A_TEAM_MEMBER,
        ),
        K.FIELD_DECLINED: Told(
            sentence="A moderator read {detail} and decided not to show {it} to others.",
            symbol="mail-open",
            next_step="You are welcome to say it in other words. If you see it differently, you can ask within 30 "
            "days that somebody else look again.",
            link="See where it stands",
            by=A_TEAM_MEMBER,
        ),
        K.FIELD_RESTORED: Told(
            sentence="A moderator looked at {detail} again: others should have seen {it} all along, and see {it} now. "
            "We are sorry for the back and forth.",
            symbol="circle-check",
            link="See it",
            by=A_TEAM_MEMBER,
        ),
    }
)

# Held though the screen had nothing to say.
WAITS_ANYWAY = Told(
    sentence="Your post waits until a moderator has read it, as each of your posts does for now.",
    symbol="armchair",
    link="See where it stands",
)
# Held because the screen has read nothing of it.
NOT_READ = Told(
    sentence="The automatic screen could not read what you wrote, so a person reads it first. "
    "That says nothing of you or your words.",
    symbol="armchair",
    link="See where it stands",
)
# Published by a person's decision, rather than by the screen after a wait.
APPROVED = _of_post(A.APPROVE, "circle-check", "", "See it in its thread", A_TEAM_MEMBER)

# Published by a mentor's answer to it.
WELCOMED = Told(
    sentence=TOLD_BY_MENTOR,
    symbol="circle-check",
    link="See it in its thread",
    by=A_MENTOR,
)
# A moderator's own decision against it was put right.
PUT_RIGHT = Told(
    sentence="A moderator looked at this again, and it should not have been kept from readers: it is there for "
    "everybody now. We are sorry for the back and forth.",
    symbol="circle-check",
    link="See it in its thread",
    by=A_TEAM_MEMBER,
)
