"""What moderation says to people, as tables: to authors, kindly and without numbers; to moderators, plainly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from forum.conversations.lifecycle import PostAction, PostState
from forum.moderation.options import ModeratorAction
from forum.moderation.ranking import OF_HELD, ReasonKind
from forum.moderation.reporting import REASON_SAID, ReporterRecord, ReportReason
from forum.screened_fields.kinds import FieldKind
from forum.screening.labels import Label
from forum.screening.verdict import Finding
from forum.words import counted, in_words, joined

A, M = PostAction, ModeratorAction

# What has been done, for other moderators: completes "Already handled by Mira: …".
DONE_AS: Mapping[ModeratorAction, str] = MappingProxyType(
    {
        M.APPROVE: "approved",
        M.REQUEST_CHANGES: "sent back with a request for changes",
        M.DECLINE: "declined",
        M.HIDE: "hidden",
        M.RESTORE: "shown again",
        M.REMOVE: "removed",
        M.KEEP: "left as it is",
        M.SETTLE: "taken care of",
    }
)
# Who hears of it, for the moderator who did it.
_HEARS_OF_IT: Mapping[ModeratorAction, str] = MappingProxyType(
    {
        M.KEEP: "Whoever told us of it is thanked in a moment.",
        M.SETTLE: "Whoever told us of it is thanked in a moment.",
    }
)
# What a moderator is told beforehand, where an action tells its author nothing.
UNHEARD: Mapping[ModeratorAction, str] = MappingProxyType(
    {
        M.KEEP: "Its author hears nothing of this. Whoever told us is thanked for it.",
        M.SETTLE: "Its author hears nothing of this. Whoever told us hears that something was done, and not what.",
    }
)

# What an author is told about a decision: in the inbox, on the post's page, and beforehand to the moderator.
TOLD_AUTHOR: Mapping[PostAction, str] = MappingProxyType(
    {
        A.HOLD: (
            "The automatic screen set your post aside for a person to read. "
            "That is no judgement of you."
        ),
        A.APPROVE: "A moderator read your post, and it is published now.",
        A.REQUEST_CHANGES: "A moderator read your post and asks you for a change.",
        A.DECLINE: "A moderator read your post and decided not to publish it.",
        A.HIDE: "A moderator took your post out of sight while somebody looks at it.",
        A.RESTORE: "Your post is back for everybody to read.",
        A.REMOVE: "A moderator took your post down.",
    }
)
# The same where a mentor approved it by answering.
TOLD_BY_MENTOR = "A mentor read your post and answered you: it is published now."
TOLD_OF_EDIT: Mapping[PostAction, str] = MappingProxyType(
    {
        A.HOLD: (
            "The automatic screen set your change aside for a person to read. "
            "Readers see the earlier version until then."
        ),
        A.APPROVE: "A moderator read your change and approved it.",
        A.REQUEST_CHANGES: (
            "A moderator read your change and asks you for another one. "
            "Readers see the earlier version meanwhile."
        ),
        A.DECLINE: (
            "A moderator read your change and decided not to publish it. "
            "The earlier version was left as it was."
        ),
    }
)

# What of somebody's profile waits to be read, as a heading.
WHAT_WAITS: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.USERNAME: "Their user name",
        FieldKind.DISPLAY_NAME: "Their name",
        FieldKind.BIOGRAPHY: "What they say of themselves",
        FieldKind.INTRODUCTION: "What they say to their mentees",
        FieldKind.WELCOME_REASON: "What they say of the welcome thread",
    }
)

# The same with a name in it, for what a moderator has decided.
_WORDS_OF: Mapping[FieldKind | None, str] = MappingProxyType(
    {
        FieldKind.USERNAME: "The user name of {}",
        FieldKind.DISPLAY_NAME: "The name of {}",
        FieldKind.BIOGRAPHY: "What {} says of themselves",
        FieldKind.INTRODUCTION: "What {} says to their mentees",
        FieldKind.WELCOME_REASON: "What {} says of a welcome thread",
        None: "What {} said in private",
    }
)

# Completes "Held because it …" for moderators and "The automatic screen thought that it …" for authors.
_LABEL_SOUNDS: Mapping[str, str] = MappingProxyType(
    {
        Label.TOXICITY: "may hurt somebody who reads it",
        Label.SEVERE_TOXICITY: "may hurt somebody who reads it",
        Label.OBSCENE: "has strong words in it",
        Label.THREAT: "may sound like a threat",
        Label.INSULT: "may sound insulting",
        Label.IDENTITY_ATTACK: "may sound hostile to people for who they are",
        Label.SEXUAL_EXPLICIT: "may be sexually explicit",
        Label.ATTACK_ON_ADDRESSEE: "may sound harsh to the person it answers",
    }
)
_CHECK_SAYS: Mapping[str, str] = MappingProxyType(
    {
        "too_long": "is longer than the automatic screen can read",
        "unreadable": "is in a language or form that the automatic screen can’t read",
        "wordlist": "has words in it that often hurt people",
        "curt": "is a word or two that may turn somebody away",
        "links": "has links in it",
        "repetition": "repeats itself or an earlier post",
    }
)
# Whether a machine was part of a decision, for the person whom it concerns.
HOW_DECIDED: Mapping[bool, str] = MappingProxyType(
    {
        True: "The automatic screen had set it aside. A person has read it and decided.",
        False: "A person has decided. No machine was part of it.",
    }
)
READ_FIRST = "Held because a person reads whatever its author writes first, for now."
ASKS_AGAIN = "Asks that somebody else look again at what was decided."
_UNSURE = "made the automatic screen unsure"
UNREAD = "could not be read by the automatic screen"


def held_because(findings: Sequence[Finding]) -> tuple[str, ...]:
    """What completes "Held because it …", each once, without a score or the name of a label."""
    found: dict[str, None] = {}
    for finding in findings:
        if finding.holds:
            by_check = _CHECK_SAYS.get(finding.check, _UNSURE)
            found[_LABEL_SOUNDS.get(finding.label or "", by_check)] = None
    return tuple(found) or (_UNSURE,)


def held_in_words(kinds: Collection[str], findings: Sequence[Finding]) -> str:
    """A whole sentence for moderators on why an item is in the queue."""
    if ReasonKind.SCREENER_FAILED in kinds:
        return f"Held because it {UNREAD}."
    if ReasonKind.READ_FIRST in kinds:
        return READ_FIRST
    return f"Held because it {joined(held_because(findings))}."


def why_here(kinds: Collection[str], findings: Sequence[Finding], told: Mapping[str, int]) -> str:
    """Why an item is in the queue: whole sentences for moderators.

    Args:
        kinds: the kinds of its reasons.
        findings: the screener's, on the version in question.
        told: how many people reported it, by their reason.
    """
    said = [ASKS_AGAIN] if ReasonKind.APPEAL in kinds else []
    if OF_HELD & set(kinds):
        said.append(held_in_words(kinds, findings))
    if ReasonKind.DISTRESS in kinds:
        said.append("Its author may be thinking of hurting themselves: please look in on them.")
    if ReasonKind.HIDDEN in kinds:
        said.append("A moderator took it out of sight until somebody has decided.")
    if ReasonKind.ESCALATED in kinds:
        said.append("A moderator asks the admins to look at it.")
    if told:
        most_first = sorted(told, key=lambda reason: -told[reason])
        readers = joined([_readers(told[reason], ReportReason(reason)) for reason in most_first])
        said.append(f"{readers[0].upper()}{readers[1:]}.")
    return " ".join(said)


def waits_for_an_answer(waits: str) -> str:
    """Why a newcomer's wait is in the queue: a whole sentence for moderators."""
    return f"Its author has waited {waits} for a first answer."


def _readers(number: int, reason: ReportReason) -> str:
    who = "a reader" if number == 1 else f"{in_words(number)} readers"
    return f"{who} {REASON_SAID[reason]}"


def reporter_in_words(record: ReporterRecord) -> str:
    """What came of somebody's earlier reports, for moderators. Empty where there is nothing to say."""
    said = []
    if record.led_to_something:
        said.append(f"{counted(record.led_to_something, 'earlier report')} led to something")
    if record.made_to_harm:
        said.append(f"{in_words(record.made_to_harm)} made in order to harm")
    return f"{joined(said)}." if said else ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What has to be known of an item to name it."""

    by_newcomer: bool
    to_newcomer: bool
    is_edit: bool
    is_opening: bool
    is_introduction: bool


def what_it_is(kind: Kind) -> str:
    """An item's name in the queue, without the person's: "A newcomer’s introduction"."""
    whose = "A newcomer’s" if kind.by_newcomer else ""
    if kind.is_edit:
        return (
            f"{whose} change to a post that readers see"
            if whose
            else ("A change to a post that readers see")
        )
    if kind.is_introduction:
        return "A newcomer’s introduction"
    if kind.is_opening:
        return f"{whose} new thread" if whose else "A new thread"
    if kind.to_newcomer:
        return f"{whose} answer to another newcomer" if whose else "An answer to a newcomer"
    return f"{whose} answer" if whose else "An answer"


def words_of(kind: str | None, name: str) -> str:
    """What was decided on, for a moderator: a short text; without a kind, what somebody said in private."""
    return _WORDS_OF[FieldKind(kind) if kind is not None else None].format(name)


def done_in_words(action: ModeratorAction) -> str:
    """What has been done and who hears of it, for the moderator who did it."""
    done = DONE_AS[action]
    return f"{done[0].upper()}{done[1:]}. {_HEARS_OF_IT.get(action, 'Its author is told in a moment.')}"


def about(state: PostState) -> str:
    """A post's state for a moderator: completes "This post is …"."""
    return _STANDS_AS[state]


_STANDS_AS: Mapping[PostState, str] = MappingProxyType(
    {
        PostState.SUBMITTED: "being read by the automatic screen",
        PostState.HELD: "waiting for a person to read it",
        PostState.CHANGES_REQUESTED: "back with its author, who was asked for a change",
        PostState.PUBLISHED: "published",
        PostState.HIDDEN: "out of sight while somebody looks",
        PostState.DECLINED: "not published: a moderator declined it",
        PostState.REMOVED: "taken down by a moderator",
        PostState.WITHDRAWN: "taken back by its author",
    }
)
