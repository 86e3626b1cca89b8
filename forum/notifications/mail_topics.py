"""Which lines of the inbox are mailed too, by what people choose from. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from forum.notifications.models import NotificationKind

K = NotificationKind


class MailTopic(StrEnum):
    """What a person can have mailed or not."""

    ANSWERS = "answers"
    POSTS = "posts"
    CALLS = "calls"
    MENTORING = "mentoring"
    ACCOUNT = "account"
    TEAM = "team"


@dataclass(frozen=True, kw_only=True)
class TopicWords:
    """How a topic is offered."""

    label: str
    hint: str


# What became of a post that its author need not act on, or sees at once, is told in the forum alone.
TOPIC_OF: Mapping[NotificationKind, MailTopic] = MappingProxyType(
    {
        K.REPLY: MailTopic.ANSWERS,
        K.FIRST_REPLY: MailTopic.ANSWERS,
        K.POST_PUBLISHED: MailTopic.POSTS,
        K.CHANGES_REQUESTED: MailTopic.POSTS,
        K.POST_DECLINED: MailTopic.POSTS,
        K.POST_REMOVED: MailTopic.POSTS,
        K.EDIT_RETURNED: MailTopic.POSTS,
        K.EDIT_DECLINED: MailTopic.POSTS,
        K.POST_HIDDEN: MailTopic.POSTS,
        K.POST_RESTORED: MailTopic.POSTS,
        K.THREAD_LOCKED: MailTopic.POSTS,
        K.PRIVATE_REMOVED: MailTopic.POSTS,
        K.MENTEE_WAITS: MailTopic.CALLS,
        K.NEWCOMER_WAITS: MailTopic.CALLS,
        K.SOMEBODY_IN_NEED: MailTopic.CALLS,
        K.ADMINS_ASKED: MailTopic.CALLS,
        K.PRIVATE_CRY: MailTopic.CALLS,
        K.PRIVATE_MESSAGE: MailTopic.MENTORING,
        K.MENTOR_FOUND: MailTopic.MENTORING,
        K.MENTOR_GONE: MailTopic.MENTORING,
        K.MENTEE_FOUND: MailTopic.MENTORING,
        K.PRAISED: MailTopic.MENTORING,
        K.GRADUATED: MailTopic.MENTORING,
        # Somebody whose name was declined may not know any more how to sign in.
        K.FIELD_ASKED: MailTopic.TEAM,
        K.FIELD_DECLINED: MailTopic.TEAM,
        K.FIELD_RESTORED: MailTopic.TEAM,
        K.APPEAL_UPHELD: MailTopic.TEAM,
        K.APPEAL_OVERTURNED: MailTopic.TEAM,
        K.APPEAL_EXPIRED: MailTopic.TEAM,
        K.SANCTION_GIVEN: MailTopic.TEAM,
        K.SANCTION_LIFTED: MailTopic.TEAM,
        K.STILL_THERE: MailTopic.MENTORING,
        K.SET_AWAY: MailTopic.MENTORING,
        K.PASSWORD_CHANGED: MailTopic.ACCOUNT,
        K.OWN_DATA_TAKEN: MailTopic.ACCOUNT,
        # What makes an account less safe is also told outside it.
        K.APP_REMOVED: MailTopic.ACCOUNT,
        K.PASSKEY_REMOVED: MailTopic.ACCOUNT,
        K.CODES_RENEWED: MailTopic.ACCOUNT,
        K.CODE_USED: MailTopic.ACCOUNT,
        K.FACTOR_TAKEN_AWAY: MailTopic.ACCOUNT,
        K.LEAVING: MailTopic.ACCOUNT,
        K.CAME_BACK_IN_TIME: MailTopic.ACCOUNT,
    }
)
# Somebody may need a person soon: mailed before all else, however much was mailed a moment ago.
URGENT = frozenset({K.PRIVATE_CRY, K.SOMEBODY_IN_NEED})
# What protects the account can't be switched off, nor can what is said to somebody who may be unable to sign in.
ALWAYS = frozenset({MailTopic.ACCOUNT, MailTopic.TEAM})
# What reaches somebody who is shut out: what became of their posts, and their account. Nobody calls them, or lets them
# wait at a door behind which somebody answered them.
TO_THE_SHUT_OUT = ALWAYS | {MailTopic.POSTS}
OFFERED: Mapping[MailTopic, TopicWords] = MappingProxyType(
    {
        MailTopic.ANSWERS: TopicWords(label="Answers to me", hint="When somebody answers you."),
        MailTopic.POSTS: TopicWords(
            label="What became of my posts",
            hint="When a moderator has read a post of yours and decided about it.",
        ),
        MailTopic.CALLS: TopicWords(
            label="Newcomers who wait",
            hint="For mentors and staff: when somebody new waits for an answer, may be in need, or admins are "
            "asked.",
        ),
        MailTopic.MENTORING: TopicWords(
            label="Mentor and mentee",
            hint="When you get a mentor or lose one, become a member, have somebody to look after, or are written to "
            "in private.",
        ),
    }
)
