"""Which held introductions a mentor may welcome: every reason, label and score at its limit."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest

from forum.moderation.ranking import ReasonKind
from forum.screening.labels import Label
from forum.screening.verdict import Finding
from forum.welcome.approval import NEVER_FROM, OF_TONE, HeldWords, may_be_welcomed

LIMIT = 0.7
CHECKS = (
    "distress", "toxicity", "too_long", "unreadable", "wordlist", "links", "repetition", "personal_data",
    "a_new_check",
)  # fmt: skip
LOW = 0.75  # a third of the way from 0.7 to 1 is 0.8


def finding(
    label: str | None = Label.INSULT,
    score: float | None = LOW,
    *,
    check: str = "toxicity",
    threshold: float | None = LIMIT,
    holds: bool = True,
    urgent: bool = False,
) -> Finding:
    return Finding(
        check=check,
        label=label,
        score=score,
        threshold=threshold,
        holds=holds,
        window=0,
        spans=(),
        explanation="",
        urgent=urgent,
    )


def held(
    *findings: Finding,
    reasons: tuple[str, ...] = (ReasonKind.SCREENING,),
    scores: Mapping[str, float] | None = None,
) -> HeldWords:
    return HeldWords(reasons=reasons, findings=findings, scores=scores or {})


@pytest.mark.parametrize("label", list(Label))
def test_only_what_may_be_a_matter_of_tone_is_a_mentors(label: Label) -> None:
    assert may_be_welcomed(held(finding(label))) == (label in OF_TONE)


def test_every_label_is_one_or_the_other() -> None:
    assert set(Label) == OF_TONE | set(NEVER_FROM)


@pytest.mark.parametrize("label", sorted(OF_TONE))
@pytest.mark.parametrize(
    ("limit", "score", "low"),
    [
        (0.70, 0.70, True),
        (0.70, 0.80, True),
        (0.70, 0.8001, False),
        (0.70, 1.00, False),
        (0.40, 0.60, True),
        (0.40, 0.6001, False),
        (0.91, 0.94, True),
        (0.91, 0.9401, False),
        (1.00, 1.00, True),
    ],
)
def test_low_is_just_over_its_limit(label: str, limit: float, score: float, low: bool) -> None:
    assert may_be_welcomed(held(finding(label, score, threshold=limit))) == low


@pytest.mark.parametrize("label", sorted(NEVER_FROM))
@pytest.mark.parametrize(("by", "is_grave"), [(0.0, True), (0.3, True), (-0.0001, False)])
def test_a_grave_label_keeps_it_with_the_moderators_also_where_it_holds_nothing(
    label: str, by: float, is_grave: bool
) -> None:
    beside = held(finding(), scores={label: NEVER_FROM[label] + by, "insult": LOW})

    assert may_be_welcomed(beside) != is_grave


@pytest.mark.parametrize(
    "reasons",
    [reasons for number in range(4) for reasons in itertools.combinations(ReasonKind, number)],
    ids="+".join,
)
def test_the_screen_alone_may_hold_it(reasons: tuple[str, ...]) -> None:
    alone = set(reasons) == {ReasonKind.SCREENING}

    assert may_be_welcomed(held(finding(), reasons=reasons)) == alone


def test_a_reason_that_came_later_to_the_forum_keeps_it_with_the_moderators() -> None:
    assert not may_be_welcomed(held(finding(), reasons=(ReasonKind.SCREENING, "something_new")))


@pytest.mark.parametrize("check", CHECKS)
def test_only_the_check_that_scores_is_a_mentors(check: str) -> None:
    assert may_be_welcomed(held(finding(check=check))) == (check == "toxicity")


@pytest.mark.parametrize("holds", [True, False])
def test_whoever_may_hurt_themselves_is_a_moderators(holds: bool) -> None:
    cry = finding(None, None, check="distress", threshold=None, holds=holds, urgent=True)

    assert not may_be_welcomed(held(finding(), cry))


def test_what_holds_nothing_does_not_matter() -> None:
    noticed = finding(None, None, check="personal_data", threshold=None, holds=False)
    high = finding(Label.OBSCENE, 0.99, holds=False)

    assert may_be_welcomed(held(finding(), noticed, high))


def test_one_of_several_is_enough_to_keep_it() -> None:
    assert may_be_welcomed(held(finding(), finding(Label.TOXICITY)))
    assert not may_be_welcomed(held(finding(), finding(Label.TOXICITY, 0.95)))
    assert not may_be_welcomed(held(finding(), finding(None, None, check="links")))


@pytest.mark.parametrize(
    "words",
    [
        held(),
        held(finding(holds=False)),
        held(finding(score=None)),
        held(finding(threshold=None)),
        held(finding(label=None)),
        held(finding(label="a_new_label")),
    ],
    ids=["nothing", "nothing holds", "no score", "no limit", "no label", "a new label"],
)
def test_what_is_not_known_is_not_low(words: HeldWords) -> None:
    assert not may_be_welcomed(words)
