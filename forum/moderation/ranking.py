"""In which order things are looked at, and why. Pure.

The worst first; among what is as bad as each other, what a newcomer wrote comes first, because a newcomer who hears
nothing goes away; then whatever has waited longest. What has waited for a day moves up a step, so that nothing
starves. `forum.moderation.order` says the same to the database, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from forum.moderation.reporting import ReportReason
from forum.screening.labels import Label
from forum.screening.verdict import Finding, calls_a_person

MOVES_UP_AFTER = timedelta(days=1)
# So many readers, by their weight, who say the same make it graver; fewer than so much makes it light.
_MANY_READERS = 3.0
_HARDLY_A_READER = 0.5


class ReasonKind(StrEnum):
    """Why an item is in the review queue."""

    SCREENING = "screening"
    SCREENER_FAILED = "screener_failed"
    READ_FIRST = "read_first"
    REPORT = "report"
    HIDDEN = "hidden"
    DISTRESS = "distress"
    ESCALATED = "escalated"
    APPEAL = "appeal"
    WAITING = "waiting"


class Question(StrEnum):
    """What is asked of whoever opens an item."""

    IS_IT_ALL_RIGHT = "is_it_all_right"
    SECOND_LOOK = "second_look"
    FIRST_ANSWER = "first_answer"


# Why a post or an edit is kept from readers until somebody has looked.
OF_HELD = frozenset({ReasonKind.SCREENING, ReasonKind.SCREENER_FAILED, ReasonKind.READ_FIRST})


class Gravity(IntEnum):
    """How bad it may be that nobody has looked yet."""

    LIGHT = 1
    ORDINARY = 2
    HURTFUL = 3
    SEVERE = 4
    URGENT = 5


# Somebody may hurt themselves: no label of the model's, but as hard to read.
DISTRESS = "distress"

G, R = Gravity, ReportReason

# Waiting alone makes nothing urgent.
_MOST_BY_WAITING = G.SEVERE
# Kinds whose gravity does not depend on anything else. A kind that is not here is ordinary.
_OF_KIND: Mapping[str, Gravity] = MappingProxyType(
    {
        ReasonKind.SCREENER_FAILED: G.ORDINARY,
        ReasonKind.HIDDEN: G.ORDINARY,
        ReasonKind.DISTRESS: G.URGENT,
        ReasonKind.ESCALATED: G.SEVERE,
        ReasonKind.WAITING: G.ORDINARY,
    }
)
_OF_LABEL: Mapping[str, Gravity] = MappingProxyType(
    {
        Label.SEVERE_TOXICITY: G.SEVERE,
        Label.THREAT: G.SEVERE,
        Label.IDENTITY_ATTACK: G.SEVERE,
        Label.TOXICITY: G.HURTFUL,
        Label.INSULT: G.HURTFUL,
        Label.ATTACK_ON_ADDRESSEE: G.HURTFUL,
    }
)
_OF_CHECK: Mapping[str, Gravity] = MappingProxyType(
    {"wordlist": G.HURTFUL, "curt": G.HURTFUL, "links": G.LIGHT, "repetition": G.LIGHT}
)
_OF_REPORT: Mapping[str, Gravity] = MappingProxyType(
    {
        R.UNSURE: G.ORDINARY,
        R.UNKIND: G.HURTFUL,
        R.HATE: G.SEVERE,
        R.THREAT: G.SEVERE,
        R.PRIVATE: G.HURTFUL,
        R.SPAM: G.LIGHT,
        R.WORRIED: G.URGENT,
    }
)
# What a report is about, in the words of the labels; of the others nothing is known.
_LABEL_OF_REPORT: Mapping[str, str] = MappingProxyType(
    {
        R.HATE: Label.IDENTITY_ATTACK,
        R.THREAT: Label.THREAT,
        R.UNKIND: Label.INSULT,
        R.WORRIED: DISTRESS,
    }
)
_STANDS: Mapping[Gravity, str] = MappingProxyType(
    {
        G.URGENT: "Stands on top, because somebody may need help now",
        G.SEVERE: "Stands high, because it may be severe",
        G.HURTFUL: "Stands above the middle, because it may hurt somebody",
        G.ORDINARY: "Stands in the middle: nothing points to harm, but a person has to look",
        G.LIGHT: "Stands low: it may be a nuisance, and hardly a harm",
    }
)
_WEIGHS_LITTLE = (
    "Stands low, because what was told of it weighs little: whoever told us has reported in order to harm before, "
    "or reports very much"
)
# The same where nobody asks whether something is all right. What is not here is said as above.
_STANDS_FOR: Mapping[tuple[Question, Gravity], str] = MappingProxyType(
    {
        (Question.SECOND_LOOK, G.HURTFUL): (
            "Stands above the middle: somebody who is shut out asks for a second look"
        ),
        (Question.SECOND_LOOK, G.ORDINARY): (
            "Stands in the middle: somebody asks for a second look"
        ),
        (Question.FIRST_ANSWER, G.SEVERE): "Stands high: a newcomer hopes for a first answer",
        (Question.FIRST_ANSWER, G.ORDINARY): (
            "Stands in the middle: a newcomer hopes for a first answer"
        ),
    }
)


# What readers told us of something: each report's reason, and how much it weighs.
Told = Sequence[tuple[str, float]]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What has to be known of an item to rank it. `gravity` is its gravest reason's.

    `told` moves nothing by itself, since the gravity holds it already: it is there to say why.
    """

    id: int
    gravity: Gravity
    from_newcomer: bool
    since: datetime
    is_escalated: bool = False
    question: Question = Question.IS_IT_ALL_RIGHT
    told: Told = ()


@dataclass(frozen=True, kw_only=True)
class Rank:
    """Where an item stands: the smaller, the sooner; and the sentence that says why."""

    place: tuple[int, int, int, datetime, int]
    why: str


def rank(waiting: Waiting, now: datetime) -> Rank:
    """Where an item stands at this moment."""
    step = _moved_up(waiting, now)
    why = [_where(waiting)]
    if _is_moved_up_by_readers(waiting):
        why.append("moved up: several readers whose word counts say so")
    if step is not waiting.gravity:
        why.append("moved up after a day of waiting")
    if waiting.is_escalated:
        why.append("before others like it: a moderator asks the admins to look")
    if waiting.from_newcomer:
        why.append("before others like it: a newcomer wrote it")
    return Rank(
        place=(-step, -waiting.is_escalated, -waiting.from_newcomer, waiting.since, waiting.id),
        why=f"{'; '.join(why)}.",
    )


def _where(waiting: Waiting) -> str:
    if waiting.told and waiting.gravity is G.LIGHT and not _heard(waiting.told):
        return _WEIGHS_LITTLE
    return _STANDS_FOR.get((waiting.question, waiting.gravity), _STANDS[waiting.gravity])


def _is_moved_up_by_readers(waiting: Waiting) -> bool:
    heard = _heard(waiting.told)
    if not heard or gravity_of_reports(heard) is not waiting.gravity:
        return False
    return waiting.gravity > max(_OF_REPORT[reason] for reason, _ in heard)


def _moved_up(waiting: Waiting, now: datetime) -> Gravity:
    if now - waiting.since < MOVES_UP_AFTER or waiting.gravity >= _MOST_BY_WAITING:
        return waiting.gravity
    return Gravity(waiting.gravity + 1)


def gravity_of_kind(kind: str) -> Gravity:
    """How grave a reason is of which nothing else is known."""
    return _OF_KIND.get(kind, G.ORDINARY)


def gravity_of_appeal(*, shuts_out: bool) -> Gravity:
    """How grave it is that an appeal waits. Whoever is shut out, perhaps wrongly, can do nothing else meanwhile."""
    return G.HURTFUL if shuts_out else G.ORDINARY


def question_of(*, appeal_id: int | None, clock_id: int | None) -> Question:
    """What an item with these targets asks."""
    if appeal_id is not None:
        return Question.SECOND_LOOK
    return Question.FIRST_ANSWER if clock_id is not None else Question.IS_IT_ALL_RIGHT


def gravity_of_findings(findings: Sequence[Finding]) -> Gravity:
    """How grave it is what the screener noticed: the gravest of what holds the text, or what calls a person at once."""
    if calls_a_person(findings):
        return G.URGENT
    held_for = [finding for finding in findings if finding.holds]
    return max((_of_finding(finding) for finding in held_for), default=G.ORDINARY)


def label_of_findings(findings: Sequence[Finding]) -> str | None:
    """What the gravest of them is about, None where it is no kind of harm that a label names."""
    if calls_a_person(findings):
        return DISTRESS
    held_for = [finding for finding in findings if finding.holds]
    gravest = max(held_for, key=lambda one: (_of_finding(one), one.score or 0), default=None)
    return gravest.label if gravest is not None else None


def _of_finding(finding: Finding) -> Gravity:
    by_check = _OF_CHECK.get(finding.check, G.ORDINARY)
    return _OF_LABEL.get(finding.label or "", by_check)


def _heard(told: Told) -> Told:
    return [(reason, weight) for reason, weight in told if weight >= _HARDLY_A_READER]


def gravity_of_reports(told: Told) -> Gravity:
    """How grave it is what readers told us.

    Args:
        told: each report's reason and weight.

    One reader's word is enough to be looked at soon. Many who agree make it graver, up to severe; whoever has often
    reported in order to harm can't push anything up.
    """
    heard = _heard(told)
    if not heard:
        return G.LIGHT
    gravest = max(_OF_REPORT[reason] for reason, _ in heard)
    if sum(weight for _, weight in heard) >= _MANY_READERS and gravest < G.SEVERE:
        return Gravity(gravest + 1)
    return gravest


def label_of_reports(told: Told) -> str | None:
    """What the gravest of them is about, None where that is not known.

    Args:
        told: each report's reason and weight.
    """
    heard = [reason for reason, _ in _heard(told)]
    gravest = max(heard, key=lambda reason: _OF_REPORT[reason], default=None)
    return _LABEL_OF_REPORT.get(gravest) if gravest is not None else None


def is_put_off(waiting: Waiting, *, after_severe: bool, open_id: int | None = None) -> bool:
    """Whether an item comes after all that are not, for whoever is to be served the next one.

    Nobody is served two severe ones in a row while anything else waits. What may be urgent waits for nothing, and what
    one has open already (`open_id`) is not put off.
    """
    return after_severe and waiting.gravity is Gravity.SEVERE and waiting.id != open_id
