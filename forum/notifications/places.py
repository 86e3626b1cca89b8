"""Where each line leads, from the inbox and from a mail: one table.

It holds paths below the forum's own address, since the worker, which mails, knows no routes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from forum.accounts.second_factor.changes import FactorChange
from forum.notifications.lines import InboxLine
from forum.notifications.models import NotificationKind

K = NotificationKind


@dataclass(frozen=True)
class Place:
    """A path; where it holds a `{}`, the number of `InboxLine` that belongs there is named in `number`."""

    path: str
    number: str = ""


_POST = Place("posts/{}", "post_id")
_THANKS = Place("posts/{}/thanks", "post_id")
_PRIVATE = Place("private/{}", "private_id")
_QUEUE = Place("review")
_STANDING = Place("standing")
_DESK = Place("mentor")
_ACCOUNT = Place("account")
_OF_POSTS = frozenset(
    {
        K.POST_PUBLISHED,
        K.POST_HELD,
        K.CHANGES_REQUESTED,
        K.POST_DECLINED,
        K.POST_HIDDEN,
        K.POST_RESTORED,
        K.POST_REMOVED,
        K.EDIT_PUBLISHED,
        K.EDIT_HELD,
        K.EDIT_RETURNED,
        K.EDIT_DECLINED,
        K.REPORT_ACTED,
        K.REPORT_KEPT,
        K.REPORT_GONE,
        K.REPORT_PUT_BACK,
        K.REPLY,
        K.FIRST_REPLY,
        K.MENTEE_WAITS,
        K.NEWCOMER_WAITS,
        K.PRAISED,
        K.THREAD_LOCKED,
        K.THREAD_UNLOCKED,
        K.THREAD_MOVED,
    }
)
_OF_SHORT_TEXTS = frozenset(
    {K.FIELD_HELD, K.FIELD_PUBLISHED, K.FIELD_ASKED, K.FIELD_DECLINED, K.FIELD_RESTORED}
)
# The page of a post says nothing of what its moderators ask each other.
_OF_THE_QUEUE = frozenset({K.ADMINS_ASKED, K.OPINION_GIVEN})
_ANSWERED = frozenset({K.APPEAL_UPHELD, K.APPEAL_OVERTURNED, K.APPEAL_EXPIRED})

# The first of them whose number the line has; none where there is nothing to open.
PLACES: Mapping[NotificationKind, Sequence[Place]] = MappingProxyType(
    {
        **dict.fromkeys(_OF_POSTS, (_POST,)),
        **dict.fromkeys(_OF_SHORT_TEXTS, (Place("account/profile"),)),
        **dict.fromkeys(_OF_THE_QUEUE, (Place("posts/{}/moderate", "post_id"), _QUEUE)),
        **dict.fromkeys(
            _ANSWERED, (_POST, Place("text-decisions/{}/appeal", "second_look_at"), _STANDING)
        ),
        **dict.fromkeys(map(K, FactorChange), (Place("account/second-step"),)),
        K.THANKED: (_THANKS,),
        K.SOMEBODY_IN_NEED: (_POST, _QUEUE),
        K.PRIVATE_MESSAGE: (_PRIVATE,),
        K.PRIVATE_CRY: (_PRIVATE,),
        K.PRIVATE_REMOVED: (_PRIVATE,),
        K.MENTOR_FOUND: (Place("home"),),
        K.MENTOR_GONE: (Place("home"),),
        K.MENTEE_FOUND: (_DESK,),
        K.SET_AWAY: (_DESK,),
        K.STILL_THERE: (Place("mentor/settings"),),
        K.GRADUATED: (Place("welcome"),),
        K.APPEAL_WAITS: (Place("appeals"),),
        K.SANCTION_GIVEN: (_STANDING,),
        K.SANCTION_LIFTED: (_STANDING,),
        K.WEEKLY_REPORT: (Place("admin/screening"),),
        K.PASSWORD_CHANGED: (_ACCOUNT,),
        K.OWN_DATA_TAKEN: (_ACCOUNT,),
        K.CAME_BACK_IN_TIME: (_ACCOUNT,),
        K.LEAVING: (),
        K.ROLE_GIVEN: (),
        K.ROLE_TAKEN: (),
    }
)


def place_of(line: InboxLine) -> str | None:
    """The path to what a line is about; None where there is nothing to open."""
    numbers = {
        "": 0,
        "post_id": line.post_id,
        "private_id": line.private_id,
        "second_look_at": line.second_look_at,
    }
    known = ((place, numbers[place.number]) for place in PLACES[line.kind])
    return next((place.path.format(number) for place, number in known if number is not None), None)
