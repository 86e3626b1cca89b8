"""What is told of reports, appeals and sanctions, and to staff of what waits for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.appeals.rules import AppealState
from forum.appeals.wording import STANDS_AS, told_of_text
from forum.notifications.models import NotificationKind
from forum.notifications.told import A_TEAM_MEMBER, ANOTHER_TEAM_MEMBER, THE_SCREEN, Told

K = NotificationKind

OF_CASES: Mapping[NotificationKind, Told] = MappingProxyType(
    {
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
        K.SOMEBODY_IN_NEED: Told(
            sentence="{name} may need somebody soon{where}. Please look in on them.",
            symbol="hand-heart",
            next_step="They have found help lines already. A few warm words from a person weigh more.",
            link="Read what they wrote",
            by=THE_SCREEN,
        ),
        K.PRIVATE_REMOVED: Told(
            sentence=told_of_text(None),
            symbol="mail-open",
            next_step="It had been reported. You can still read it, with the moderator’s words to you beside it. "
            "If you see it differently, you can ask there within 30 days that somebody else look again.",
            link="See why",
            by=A_TEAM_MEMBER,
        ),
        K.APPEAL_WAITS: Told(
            sentence="Somebody asks that another person look again at a decision. You could be that person.",
            symbol="scale",
            link="See the appeals",
        ),
        K.APPEAL_UPHELD: Told(
            sentence=STANDS_AS[AppealState.UPHELD],
            symbol="mail-open",
            link="See how things stand",
            by=ANOTHER_TEAM_MEMBER,
        ),
        K.APPEAL_OVERTURNED: Told(
            sentence=STANDS_AS[AppealState.OVERTURNED],
            symbol="circle-check",
            link="See how things stand",
            by=ANOTHER_TEAM_MEMBER,
        ),
        K.APPEAL_EXPIRED: Told(
            sentence=STANDS_AS[AppealState.EXPIRED],
            symbol="info",
            link="See how things stand",
        ),
        K.SANCTION_GIVEN: Told(
            sentence="A moderator has written to you about how you take part here.",
            symbol="mail-open",
            next_step="If you see it differently, you can ask within 30 days, and as long as it lasts, that somebody "
            "else look again.",
            link="See where you stand",
        ),
        K.SANCTION_LIFTED: Told(
            sentence="Something that a moderator had asked of you has ended before its time.",
            symbol="circle-check",
            link="See where you stand",
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
    }
)
