"""What is kept, for how long, and why. Pure: a table, and the rule for changing it.

A period counts in whole days, from the moment that its kind names. Bounds protect both sides: nobody keeps a declined
text for years, and nobody deletes it while its author may still ask for a second look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

#: Housekeeping is done once a day; what is due by then is forgotten.
SWEEP_EVERY = timedelta(days=1)
#: From then on somebody should look why it is not done.
BEHIND_AFTER = timedelta(days=2)


class Kind(StrEnum):
    """What is forgotten after a while."""

    DECLINED = "declined"
    REMOVED = "removed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    VERSIONS = "versions"
    DRAFTS = "drafts"
    REPORTS = "reports"
    STAFF_NOTES = "staff_notes"
    STEPS = "steps"
    MENTOR_NOTES = "mentor_notes"
    FIELDS = "fields"
    FINGERPRINTS = "fingerprints"
    NUDGES = "nudges"
    INBOX = "inbox"
    MAIL_FILES = "mail_files"
    SESSIONS = "sessions"
    RESETS = "resets"
    ATTEMPTS = "attempts"


class Group(StrEnum):
    """What belongs together where people read of it, in this order."""

    POSTS = "Posts and drafts"
    ABOUT_OTHERS = "What is noted for moderators and mentors"
    YOURS = "About yourself"
    VISITS = "Signing in, and mail"


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long a kind is kept.

    Attributes:
        group: what it is shown with.
        what: the kind, in plain words.
        since: from when the days count.
        days: unless the community chooses otherwise.
        fewest, most: within these it may choose.
        why: what it is kept for until then.
        bounds: why not fewer, and why not more.
    """

    group: Group
    what: str
    since: str
    days: int
    fewest: int
    most: int
    why: str
    bounds: str


_SECOND_LOOK = "An author has 30 days to ask for a second look, so it can’t be fewer than 45."

PERIODS: Mapping[Kind, Period] = MappingProxyType(
    {
        Kind.DECLINED: Period(
            group=Group.POSTS,
            what="The words of a post that was not published",
            since="it was declined",
            days=90,
            fewest=45,
            most=365,
            why="Its author can read them, and somebody else can look at the decision again.",
            bounds=f"{_SECOND_LOOK} Nobody needs words that nobody may read for more than a year.",
        ),
        Kind.REMOVED: Period(
            group=Group.POSTS,
            what="The words of a post that was taken down",
            since="it was taken down",
            days=180,
            fewest=45,
            most=730,
            why="Others have read it. If it was a threat, they may need it as evidence.",
            bounds=f"{_SECOND_LOOK} Two years are enough for anybody who needs evidence.",
        ),
        Kind.RETURNED: Period(
            group=Group.POSTS,
            what="The words of a post that went back to its author and was not sent again",
            since="it went back",
            days=180,
            fewest=60,
            most=730,
            why="Its author can go on with it whenever they are ready.",
            bounds="Some people need weeks before they can look at it again. After two years nobody comes back to it.",
        ),
        Kind.WITHDRAWN: Period(
            group=Group.POSTS,
            what="The words of a post that its author took back",
            since="it was taken back",
            days=30,
            fewest=7,
            most=365,
            why="Its author can still copy them, if that was too quick.",
            bounds="A week to think again is the least. Who takes words back wants them gone some day.",
        ),
        Kind.VERSIONS: Period(
            group=Group.POSTS,
            what="Earlier words of a post that was changed, and changes that were not published",
            since="newer words took their place, or the change was declined or went back (if it was taken back: after "
            "it was written)",
            days=180,
            fewest=45,
            most=730,
            why="What somebody reported can still be looked at when it was changed afterwards.",
            bounds=f"{_SECOND_LOOK} After two years what stands there now is what counts.",
        ),
        Kind.DRAFTS: Period(
            group=Group.POSTS,
            what="Drafts that were not sent",
            since="they were last changed",
            days=90,
            fewest=30,
            most=365,
            why="Words that were begun can be found again. Nobody but their author sees them.",
            bounds="A month away is no reason to lose words. A draft is not meant to lie here for years.",
        ),
        Kind.REPORTS: Period(
            group=Group.ABOUT_OTHERS,
            what="What somebody wrote when they told us of a post or a profile",
            since="it was settled",
            days=365,
            fewest=60,
            most=730,
            why="Moderators see whether the same trouble comes back.",
            bounds="It outlasts the time for a second look. After two years only what came of it is kept.",
        ),
        Kind.STAFF_NOTES: Period(
            group=Group.ABOUT_OTHERS,
            what="What staff noted of a post or of a person, for each other",
            since="it was written",
            days=365,
            fewest=60,
            most=730,
            why="Whoever reads the next post knows what others have seen. A note goes, however often it was read.",
            bounds="It outlasts the time for a second look. Nobody should be judged by what was noted years ago.",
        ),
        Kind.STEPS: Period(
            group=Group.ABOUT_OTHERS,
            what="Why a moderator put something aside, or asked others to look",
            since="it was settled",
            days=180,
            fewest=45,
            most=730,
            why="Whoever decides can read what was asked. The log keeps that it was asked, without the words.",
            bounds=f"{_SECOND_LOOK} After two years nobody asks any more.",
        ),
        Kind.MENTOR_NOTES: Period(
            group=Group.ABOUT_OTHERS,
            what="What mentors noted of a newcomer, for each other",
            since="it was written",
            days=180,
            fewest=30,
            most=365,
            why="Whoever stands in for a mentor knows what helps. Who wrote a note can take it away sooner.",
            bounds="Somebody stays a newcomer for some weeks. After a year they are not new any more.",
        ),
        Kind.FIELDS: Period(
            group=Group.YOURS,
            what="Earlier names, and earlier words about oneself",
            since="they were replaced, taken back or not let through",
            days=180,
            fewest=45,
            most=730,
            why="What somebody reported can still be looked at when it was changed afterwards.",
            bounds=f"{_SECOND_LOOK} After two years what stands there now is what counts.",
        ),
        Kind.FINGERPRINTS: Period(
            group=Group.ABOUT_OTHERS,
            what="Numbers by which a text is found again that is like one that was decided on",
            since="the decision",
            days=365,
            fewest=45,
            most=730,
            why="Moderators decide alike on what is alike. They hold no words, and go with the words they are of.",
            bounds="Less than a month and a half helps nobody. Years ago people decided otherwise.",
        ),
        Kind.NUDGES: Period(
            group=Group.YOURS,
            what="That we asked you, before you sent something, whether you want to change it",
            since="you were asked",
            days=365,
            fewest=120,
            most=730,
            why="We count whether asking helps. None of your words are kept for it.",
            bounds="The count goes over three months. After two years it says nothing any more.",
        ),
        Kind.INBOX: Period(
            group=Group.YOURS,
            what="Lines in your inbox that you have read",
            since="you read them",
            days=365,
            fewest=30,
            most=730,
            why="You can look up what you were told.",
            bounds="What you were told of a decision has to be there while you can ask for a second look.",
        ),
        Kind.MAIL_FILES: Period(
            group=Group.VISITS,
            what="Mails that were written to a folder, where there is no mail server",
            since="they were written",
            days=7,
            fewest=1,
            most=30,
            why="Whoever runs this place can pass them on.",
            bounds="They hold addresses and links that open accounts: a month at most.",
        ),
        Kind.SESSIONS: Period(
            group=Group.VISITS,
            what="Which browser you were signed in with, after you have signed out",
            since="you signed out",
            days=7,
            fewest=1,
            most=30,
            why="It can be seen when somebody else was signed in as you.",
            bounds="A stranger in an account is noticed within days, or not by this.",
        ),
        Kind.RESETS: Period(
            group=Group.VISITS,
            what="That you asked for a new password",
            since="you asked",
            days=7,
            fewest=1,
            most=30,
            why="Nobody can flood your mailbox by asking again and again.",
            bounds="The link itself is good for less than a day.",
        ),
        Kind.ATTEMPTS: Period(
            group=Group.VISITS,
            what="Attempts to sign in, counted under a scrambled form of the network that they came from",
            since="the attempt",
            days=1,
            fewest=1,
            most=7,
            why="Somebody who guesses passwords has to wait longer each time.",
            bounds="The count goes over one day, so it can’t be less. More than a week helps nobody.",
        ),
    }
)


def days_in_force(chosen: Mapping[str, int]) -> Mapping[Kind, int]:
    """How many days each kind is kept, from what the community has chosen. What lies outside the bounds is drawn in."""
    return {
        kind: min(max(chosen.get(kind.value, period.days), period.fewest), period.most)
        for kind, period in PERIODS.items()
    }


def is_allowed(kind: Kind, days: int) -> bool:
    """Whether a community may choose this."""
    return PERIODS[kind].fewest <= days <= PERIODS[kind].most


def in_words(days: int) -> str:
    """So many days, as people say it: a day, 30 days, a year."""
    if days == 365:
        return "a year"
    if days == 730:
        return "two years"
    return "a day" if days == 1 else f"{days} days"
