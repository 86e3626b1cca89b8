"""The one kind word before something is sent. Pure.

It speaks of the sentence, never of the person, and shows no score. Whoever describes what happened to them is told to
send it on. A cry for help is not nudged at all: nobody who is in danger should meet a question first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.nudges.outcomes import NudgeKind
from forum.nudges.sentences import MOST_SENTENCES, sentences_with, stretches_at
from forum.screening import Finding, Part, Span, Standing, Submission, Verdict

_PERSONAL_DATA = "personal_data"
#: Checks whose findings are about how something is said. The others are about what kind of text it is.
_ABOUT_SENTENCES = frozenset({"toxicity", "wordlist", "curt"})
_WHY_A_PERSON = {
    "links": "There are links in it. From somebody who is new here, a person looks at those first.",
    "repetition": "Much of it says the same again, or is what you sent before, so a person looks at it first.",
    "too_long": "It is longer than our automatic screen can read, so a person reads it first.",
    "unreadable": "Our automatic screen can’t read this language or form, so a person reads it first. That is fine.",
}
_SCREEN_UNSURE = "Our automatic screen is unsure about it, so a person reads it first."

HEADING = "Before you send it"
HEADING_SURE = "Are you sure that you want to share this?"


@dataclass(frozen=True, kw_only=True)
class KindWord:
    """What its author reads above their words.

    Attributes:
        kind: why it is said.
        heading: a few words.
        paragraphs: what to know, in order.
        marked: the sentences, or the very words, that it is about.
        offers_a_person: whether it would be held, so that a person can be asked to read it as it is.
    """

    kind: NudgeKind
    heading: str
    paragraphs: Sequence[str]
    marked: Sequence[str]
    offers_a_person: bool


def kind_word(
    verdict: Verdict | None, submission: Submission, *, is_introduction: bool
) -> KindWord | None:
    """What to say before this is sent; None where there is nothing to say, or where a word would do harm."""
    if verdict is None or verdict.urgent:
        return None
    personal = [found for found in verdict.findings if found.check == _PERSONAL_DATA]
    if verdict.holds:
        holding = [found for found in verdict.findings if found.holds]
        return _before_a_hold(holding, personal, submission, is_introduction=is_introduction)
    return _before_sharing(personal, submission) if personal else None


def word_in_private(verdict: Verdict | None, submission: Submission) -> KindWord | None:
    """What to say before this is sent to one person alone; None where there is nothing to say.

    Nobody else will read it, so it speaks of how something is said and of nothing else: what its author tells of
    themselves, and in which language, is for the two of them.
    """
    if verdict is None or verdict.urgent:
        return None
    found = [one for one in verdict.findings if one.holds and one.check in _ABOUT_SENTENCES]
    if not found:
        return None
    marked = _sentences(found, submission)
    return KindWord(
        kind=NudgeKind.WOULD_BE_HELD,
        heading=HEADING,
        paragraphs=tuple(_of_sentences(len(marked), submission, is_introduction=False)),
        marked=marked,
        offers_a_person=False,
    )


def _before_a_hold(
    holding: Sequence[Finding],
    personal: Sequence[Finding],
    submission: Submission,
    *,
    is_introduction: bool,
) -> KindWord:
    about_sentences = [found for found in holding if found.check in _ABOUT_SENTENCES]
    others = dict.fromkeys(
        _WHY_A_PERSON.get(found.check, _SCREEN_UNSURE)
        for found in holding
        if found.check not in _ABOUT_SENTENCES
    )
    marked = _sentences(about_sentences, submission)
    paragraphs = [
        *(_of_sentences(len(marked), submission, is_introduction) if about_sentences else ()),
        *others,
        *(_of_personal_data(personal) if personal else ()),
    ]
    return KindWord(
        kind=NudgeKind.WOULD_BE_HELD,
        heading=HEADING,
        paragraphs=tuple(paragraphs),
        marked=marked,
        offers_a_person=True,
    )


def _of_sentences(count: int, submission: Submission, is_introduction: bool) -> Sequence[str]:
    these = "this sentence" if count == 1 else "these words" if not count else "these sentences"
    if is_introduction:
        return (
            f"Our automatic screen stumbled over {these}. It is a program, and often wrong.",
            "If you are describing something that happened to you, send it on and a person will read it.",
        )
    land = "This sentence may land" if count == 1 else "Some of this may land"
    reader = (
        "Somebody who is new here will read it."
        if submission.to is Standing.NEWCOMER
        else "You know best what you want to say."
    )
    return (f"{land} harder than it is meant. {reader} Is there another way to say it?",)


def _before_sharing(personal: Sequence[Finding], submission: Submission) -> KindWord:
    return KindWord(
        kind=NudgeKind.PERSONAL_DATA,
        heading=HEADING_SURE,
        paragraphs=_of_personal_data(personal),
        marked=_stretches(personal, submission),
        offers_a_person=False,
    )


def _of_personal_data(personal: Sequence[Finding]) -> Sequence[str]:
    return tuple(dict.fromkeys(found.explanation for found in personal))


def _sentences(findings: Sequence[Finding], submission: Submission) -> Sequence[str]:
    return _first(sentences_with(words, spans) for words, spans in _by_part(findings, submission))


def _stretches(findings: Sequence[Finding], submission: Submission) -> Sequence[str]:
    return _first(stretches_at(words, spans) for words, spans in _by_part(findings, submission))


def _by_part(
    findings: Sequence[Finding], submission: Submission
) -> Iterable[tuple[str, Sequence[Span]]]:
    for part, words in ((Part.TITLE, submission.title), (Part.TEXT, submission.text)):
        spans = [span for found in findings if found.part is part for span in found.spans]
        yield words or "", spans


def _first(groups: Iterable[Sequence[str]]) -> Sequence[str]:
    return tuple(dict.fromkeys(words for group in groups for words in group))[:MOST_SENTENCES]
