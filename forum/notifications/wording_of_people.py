"""What people are told of each other: of answers, mentors, mentees and private words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.notifications.models import NotificationKind
from forum.notifications.told import THE_SCREEN, Told

K = NotificationKind

_AS_A_MEMBER = (
    "Nothing is asked of you. If you have a mentor, they stay with you for as long as you like; and if you like, "
    "answer somebody who is new today."
)

OF_PEOPLE: Mapping[NotificationKind, Told] = MappingProxyType(
    {
        K.REPLY: Told(
            sentence="{name} answered you{where}.", symbol="reply", link="Read the answer"
        ),
        K.FIRST_REPLY: Told(
            sentence="{name} answered you{where}. It is your first answer here.",
            symbol="flame",
            next_step="Answer back if you like, or just read it: both are fine.",
            link="Read the answer",
        ),
        K.THANKED: Told(
            sentence="{name} thanked you for what you wrote{where}.",
            symbol="heart",
            next_step="Nothing is asked of you.",
            link="See who thanked you",
        ),
        K.MENTOR_FOUND: Told(
            sentence="{name} is your mentor: somebody who looks out for you, and whom you can ask.",
            symbol="hand-heart",
            next_step="Nothing is asked of you. If you would rather have somebody else, or nobody, say so at any time.",
            link="See your mentor",
        ),
        K.MENTOR_GONE: Told(
            sentence="Your mentor can’t be there for you any more.",
            symbol="hand-heart",
            next_step="You are as welcome here as before.",
            link="See how it goes on",
        ),
        K.MENTEE_FOUND: Told(
            sentence="You look after {name} from now on. They are new here.",
            symbol="sprout",
            link="Open your desk",
        ),
        K.MENTEE_WAITS: Told(
            sentence="{name}, whom you look after, wrote{where} and hopes for an answer.",
            symbol="hand-heart",
            link="Read and answer",
        ),
        K.NEWCOMER_WAITS: Told(
            sentence="{name} is new and waits for a first answer{where}.",
            symbol="hand-heart",
            next_step="A few words are enough.",
            link="Read and answer",
        ),
        K.PRAISED: Told(
            sentence="{name} saw that you {detail}{where}, and was glad.",
            symbol="heart",
            link="See your post",
        ),
        K.PRIVATE_MESSAGE: Told(
            sentence="{name} wrote to you in private.",
            symbol="lock",
            next_step="Only the two of you can read it.",
            link="Read it",
        ),
        K.PRIVATE_CRY: Told(
            sentence="{name} wrote to you in private and may need you soon. Please look in on them.",
            symbol="hand-heart",
            next_step="They have found help lines already, and nobody but you was called. A few warm words weigh most.",
            link="Read it",
            by=THE_SCREEN,
        ),
        K.STILL_THERE: Told(
            sentence="We have not seen you for a while, and people who are new may be waiting for you.",
            symbol="hand-heart",
            next_step="If you need a break, say so: your mentees are looked after meanwhile and come back.",
            link="How you want to work",
        ),
        K.SET_AWAY: Told(
            sentence="You count as away, so that nobody waits for you in vain.",
            symbol="armchair",
            next_step="Your mentees are with their backups, or with all mentors. They come back when you are back.",
            link="Open your desk",
        ),
        K.GRADUATED: Told(
            sentence="You have found your feet here: you are a member now.",
            symbol="sprout",
            next_step=_AS_A_MEMBER,
            link="See the welcome threads",
        ),
    }
)

# Who was their mentor before is not named, nor what came between.
ANOTHER_MENTOR = Told(
    sentence="Your mentor can’t be there for you any more, and {name} looks after you from now on.",
    symbol="hand-heart",
    next_step="You are as welcome here as before. If you would rather have somebody else, or nobody, say so at any "
    "time.",
    link="See your mentor",
)
# A post that went out of sight again is not named, nor is who wrote it.
REPLY_GONE = Told(
    sentence="Somebody answered you, but the answer is not on show any more.", symbol="reply"
)
WAIT_GONE = Told(
    sentence="A newcomer waited for an answer. The post is not on show any more.", symbol="info"
)
# A mentor vouched for them, before the posts or the days were full.
VOUCHED_FOR = Told(
    sentence="{name} vouched for you: you are a member now.",
    symbol="sprout",
    next_step=_AS_A_MEMBER,
    link="See the welcome threads",
)
