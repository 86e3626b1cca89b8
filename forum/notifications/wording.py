"""What each line in the inbox says: one table. A template holds no sentence of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from forum.conversations.lifecycle import PostAction, PostState
from forum.moderation.wording import TOLD_AUTHOR, TOLD_BY_MENTOR, TOLD_OF_EDIT
from forum.notifications.models import NotificationKind
from forum.screened_fields.kinds import SCREENED

A, K = PostAction, NotificationKind

A_TEAM_MEMBER = "A moderator"
A_MENTOR = "A mentor"
ANOTHER_TEAM_MEMBER = "A second person on the team"
THE_SCREEN = "The automatic screen"


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a kind of line is worded.

    `sentence` may hold {name} (who it is about), {where} (" in “Hello”", or nothing) and {detail}.
    `next_step` says what the person can do now; `link` is the words of the link to it.
    If `while_state` is given, that step is only offered while the post is in that state.
    `symbol` is an icon's name. `by` is who decided, where somebody did: never a person's name.
    """

    sentence: str
    symbol: str
    next_step: str = ""
    link: str = ""
    by: str = ""
    while_state: PostState | None = None


def _of_post(action: PostAction, symbol: str, next_step: str, link: str, by: str) -> Told:
    return Told(sentence=TOLD_AUTHOR[action], symbol=symbol, next_step=next_step, link=link, by=by)


def _of_edit(action: PostAction, symbol: str, next_step: str, link: str, by: str) -> Told:
    return Told(sentence=TOLD_OF_EDIT[action], symbol=symbol, next_step=next_step, link=link, by=by)


def _of_second_step(sentence: str) -> Told:
    return Told(
        sentence=sentence,
        symbol="shield-check",
        next_step="If that was not you, set a new password at once, and look at your second step.",
        link="See your second step",
    )


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

_AS_A_MEMBER = (
    "Nothing is asked of you. If you have a mentor, they stay with you for as long as you like; and if you like, "
    "answer somebody who is new today."
)

WORDING: Mapping[NotificationKind, Told] = MappingProxyType(
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
        K.REPORT_ACTED: Told(
            sentence="You told us of something{where}. A moderator looked at it and did something about it. Thank you.",
            symbol="hand-heart",
            by=A_TEAM_MEMBER,
        ),
        K.REPORT_KEPT: Told(
            sentence="You told us of something{where}. A moderator looked at it with care, and left it as it is. "
            "Telling us was right: please do it again when something worries you.",
            symbol="hand-heart",
            by=A_TEAM_MEMBER,
        ),
        K.REPORT_PUT_BACK: Told(
            sentence="You told us of something{where}, and a moderator did something about it. A moderator has "
            "looked at it again since, and put it back. Telling us was right: please do it again when something "
            "worries you.",
            symbol="hand-heart",
            by=A_TEAM_MEMBER,
        ),
        K.REPORT_GONE: Told(
            sentence="You told us of something. It is not there any more. Thank you for looking out for others.",
            symbol="hand-heart",
        ),
        K.REPLY: Told(
            sentence="{name} answered you{where}.", symbol="reply", link="Read the answer"
        ),
        K.FIRST_REPLY: Told(
            sentence="{name} answered you{where}. It is your first answer here.",
            symbol="flame",
            next_step="Answer back if you like, or just read it: both are fine.",
            link="Read the answer",
        ),
        K.MENTOR_FOUND: Told(
            sentence="{name} is your mentor: somebody who reads what you write and whom you can ask.",
            symbol="hand-heart",
            next_step="Nothing is asked of you. If you would rather have somebody else, or nobody, say so at any time.",
            link="Open your home",
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
        K.SOMEBODY_IN_NEED: Told(
            sentence="{name} may need somebody soon{where}. Please look in on them.",
            symbol="hand-heart",
            next_step="They have found help lines already. A few warm words from a person weigh more.",
            link="Read what they wrote",
            by=THE_SCREEN,
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
        K.PRIVATE_REMOVED: Told(
            sentence="A moderator took down something that you had said in private.",
            symbol="mail-open",
            next_step="It had been reported. You can still read it, with the moderator’s words to you beside it.",
            link="See why",
            by=A_TEAM_MEMBER,
        ),
        K.STILL_THERE: Told(
            sentence="We have not seen you for a while, and people who are new may be waiting for you.",
            symbol="hand-heart",
            next_step="If you need a break, say so: your mentees go to their backups and come back.",
            link="How you want to work",
        ),
        K.SET_AWAY: Told(
            sentence="You count as away, so that nobody waits for you in vain.",
            symbol="armchair",
            next_step="Your mentees are with their backups. They come back to you when you are back.",
            link="Open your desk",
        ),
        K.GRADUATED: Told(
            sentence="You have found your feet here: you are a member now.",
            symbol="sprout",
            next_step=_AS_A_MEMBER,
            link="See the welcome threads",
        ),
        K.ROLE_GIVEN: Told(
            sentence="You are {detail} here now. Thank you for helping.", symbol="hand-heart"
        ),
        K.ROLE_TAKEN: Told(
            sentence="You are no longer {detail} here. Thank you for what you did.", symbol="info"
        ),
        K.APPEAL_WAITS: Told(
            sentence="Somebody asks that another person look again at a decision. You could be that person.",
            symbol="scale",
            link="See the appeals",
        ),
        K.APPEAL_UPHELD: Told(
            sentence="Somebody else has looked again, and the decision stands.",
            symbol="mail-open",
            link="See how things stand",
            by=ANOTHER_TEAM_MEMBER,
        ),
        K.APPEAL_OVERTURNED: Told(
            sentence="Somebody else has looked again and put the decision right.",
            symbol="circle-check",
            link="See how things stand",
            by=ANOTHER_TEAM_MEMBER,
        ),
        K.APPEAL_EXPIRED: Told(
            sentence="Your appeal is closed: what it was about has changed by itself.",
            symbol="info",
            link="See how things stand",
        ),
        K.SANCTION_GIVEN: Told(
            sentence="A moderator has written to you about how you take part here.",
            symbol="mail-open",
            next_step="If you see it differently, you can ask within 30 days that somebody else look again.",
            link="See where you stand",
        ),
        K.SANCTION_LIFTED: Told(
            sentence="Something that a moderator had asked of you has ended before its time.",
            symbol="circle-check",
            link="See where you stand",
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
        K.ADMINS_ASKED: Told(
            sentence="{name} asks the admins to look at something that waits for review.",
            symbol="scale",
            next_step="Why is written there. Reading what waits takes the moderator’s role.",
            link="Open it",
        ),
        K.OPINION_GIVEN: Told(
            sentence="You asked for a second opinion. {name} has looked.",
            symbol="scale",
            link="Open it",
        ),
        K.WEEKLY_REPORT: Told(
            sentence="The week’s report on the automatic screen is there.",
            symbol="scroll-text",
            link="Read it",
        ),
        K.FIELD_HELD: Told(
            sentence="A person will read {detail} before others see it. That is no judgement of you.",
            symbol="armchair",
            next_step="Others go on seeing what they saw before. You can change it or take it back meanwhile.",
            link="See where it stands",
            by=THE_SCREEN,
        ),
        K.FIELD_PUBLISHED: Told(
            sentence="A moderator read {detail}, and others see it now.",
            symbol="circle-check",
            link="See it",
            by=A_TEAM_MEMBER,
        ),
        K.FIELD_DECLINED: Told(
            sentence="A moderator read {detail} and decided not to show it to others.",
            symbol="mail-open",
            next_step="The reason stands beside it. You are welcome to write it in other words.",
            link="Read why",
            by=A_TEAM_MEMBER,
        ),
        K.PASSWORD_CHANGED: Told(
            sentence="Your password was changed.",
            symbol="key-round",
            next_step="If that was not you, set a new one at once and sign out everywhere else.",
            link="Open your account",
        ),
        K.APP_ADDED: _of_second_step("You use an authenticator app at sign-in from now on."),
        K.APP_REMOVED: _of_second_step("Your authenticator app is not asked for any more."),
        K.PASSKEY_ADDED: _of_second_step("You have a new passkey."),
        K.PASSKEY_REMOVED: _of_second_step("One of your passkeys is not good here any more."),
        K.CODES_RENEWED: _of_second_step("You have new recovery codes. The old ones are over."),
        K.CODE_USED: _of_second_step("A recovery code was used to sign in to your account."),
        K.FACTOR_TAKEN_AWAY: Told(
            sentence="An admin took the second step of your account away, as one does when a phone is lost.",
            symbol="shield-alert",
            next_step="Please set up a second step again.",
            link="See your second step",
        ),
    }
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
# Held though the screen had nothing to say.
WAITS_ANYWAY = Told(
    sentence="Your post waits until a moderator has read it, as each of your posts does for now.",
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

_DETAIL_IN_WORDS = {
    "mentor": "a mentor",
    "moderator": "a moderator",
    "admin": "an admin",
    "answered_somebody": "answered somebody",
    "came_back": "came back",
    **{kind.value: f"your {rule.whose}" for kind, rule in SCREENED.items()},
}


def detail_in_words(detail: str) -> str:
    """A role with its article, what somebody was praised for, or what they wrote."""
    return _DETAIL_IN_WORDS.get(detail, detail)
