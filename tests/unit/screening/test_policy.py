"""The policy as a table: what is said, by whom and to whom, and what becomes of it."""

# ruff: noqa: RUF001  look-alike letters are what these tests are about

from __future__ import annotations

import pytest

from forum.screening import (
    Audience,
    Outcome,
    Part,
    Screener,
    Standing,
    Submission,
)
from forum.screening.checks.wordlist import WordList
from forum.screening.policy import POLICY, policy
from tests.unit.screening.fakes import LIMITS, ScriptedClassifier

NEWCOMER, MEMBER = Standing.NEWCOMER, Standing.MEMBER
PUBLISH, HOLD = Outcome.PUBLISH, Outcome.HOLD


@pytest.mark.parametrize(
    ("text", "by", "to", "outcome"),
    [
        # A rude sentence is held for everybody.
        ("you idiot", NEWCOMER, NEWCOMER, HOLD),
        ("you idiot", MEMBER, NEWCOMER, HOLD),
        ("you idiot", MEMBER, MEMBER, HOLD),
        # A grumpy one is held only where a newcomer has to read it.
        ("oh grumble grumble", MEMBER, NEWCOMER, HOLD),
        ("oh grumble grumble", NEWCOMER, NEWCOMER, HOLD),
        ("oh grumble grumble", MEMBER, MEMBER, PUBLISH),
        # Ordinary things pass.
        ("hi everyone :)", NEWCOMER, NEWCOMER, PUBLISH),
        ("hi", NEWCOMER, NEWCOMER, PUBLISH),
        ("thanks!!", NEWCOMER, NEWCOMER, PUBLISH),
        ("😀😀", NEWCOMER, NEWCOMER, PUBLISH),
        ("???", NEWCOMER, NEWCOMER, PUBLISH),
        ("", NEWCOMER, NEWCOMER, PUBLISH),
        ("lol same", NEWCOMER, NEWCOMER, PUBLISH),
        # A word or two that are nothing but a door in the face, and the same word in a sentence.
        ("Who asked?", MEMBER, NEWCOMER, HOLD),
        ("d r a m a  queen!!", MEMBER, NEWCOMER, HOLD),
        ("My sister is a clown at children's parties.", MEMBER, NEWCOMER, PUBLISH),
        ("Who asked for the recipe? Here it is.", MEMBER, NEWCOMER, PUBLISH),
        # What the model can't read waits for a person, whoever wrote it.
        ("Du bist hier wirklich nicht willkommen, verschwinde", MEMBER, MEMBER, HOLD),
        ("Привет всем", NEWCOMER, NEWCOMER, HOLD),
        ("\u200b\u200b\u200b", NEWCOMER, NEWCOMER, HOLD),
        # A cry for help is published; a person is called (see test_distress).
        ("I want to kill myself", NEWCOMER, NEWCOMER, PUBLISH),
        # One ordinary link is welcome; several, from somebody new, are looked at.
        ("see https://example.org/garden", NEWCOMER, NEWCOMER, PUBLISH),
        ("see https://example.org and https://example.com", NEWCOMER, NEWCOMER, HOLD),
        ("see https://example.org and https://example.com", MEMBER, NEWCOMER, PUBLISH),
        # Personal data is pointed out, never held.
        ("mail me: ada@example.org", NEWCOMER, NEWCOMER, PUBLISH),
        # A slogan that the model hardly knows.
        ("sieg heil", MEMBER, MEMBER, HOLD),
    ],
)
def test_what_becomes_of_a_text(
    screener: Screener, text: str, by: Standing, to: Standing, outcome: Outcome
) -> None:
    assert screener.screen(Submission(text=text, by=by, to=to)).outcome is outcome


def test_a_held_text_has_a_finding_that_says_why_in_words(screener: Screener) -> None:
    verdict = screener.screen(Submission(text="well, you idiot"))
    [first, *_] = [finding for finding in verdict.findings if finding.holds]

    assert first.label == "attack_on_addressee"
    assert first.score == pytest.approx(0.85)
    assert first.threshold == LIMITS.limit(Audience.TO_NEWCOMER, first.label)
    assert "an attack on the person it speaks to" in first.explanation
    assert ["well, you idiot"[span.start : span.end] for span in first.spans] == ["idiot"]


def test_a_published_text_may_have_findings_that_hold_nothing(screener: Screener) -> None:
    verdict = screener.screen(Submission(text="mail me: ada@example.org"))

    assert verdict.outcome is PUBLISH
    assert [finding.check for finding in verdict.findings] == ["personal_data"]


@pytest.mark.parametrize("disguise", ["you 1d10t", "you i d i o t", "you іdіоt", "you id\u200biot"])
def test_a_disguise_does_not_help(screener: Screener, disguise: str) -> None:
    assert screener.screen(Submission(text=disguise)).outcome is HOLD


def test_a_hostile_tail_behind_600_friendly_words_is_found(screener: Screener) -> None:
    friendly = "We had a lovely day out in the garden and everybody was kind. " * 50
    text = f"{friendly}You are an idiot."
    verdict = screener.screen(Submission(text=text))
    [span] = verdict.findings[0].spans

    assert verdict.outcome is HOLD
    assert "idiot" in text[span.start : span.end]


def test_a_hostile_title_is_held_and_the_finding_points_into_it(screener: Screener) -> None:
    verdict = screener.screen(Submission(title="Dear idiot", text="Have a nice day."))

    assert verdict.outcome is HOLD
    assert verdict.findings[0].part is Part.TITLE


def test_a_sentence_that_begins_in_the_title_and_ends_in_the_text_is_read_as_one() -> None:
    classifier = ScriptedClassifier({"you are a\nwaste": {"insult": 0.95}})
    screener = Screener(classifier, LIMITS)
    text = "waste of air"
    verdict = screener.screen(Submission(title="You are a", text=text))

    assert verdict.outcome is HOLD
    assert verdict.findings[0].part is Part.TEXT
    assert all(0 <= span.start < span.end <= len(text) for span in verdict.findings[0].spans)


def test_a_label_without_a_limit_is_scored_and_never_holds() -> None:
    screener = Screener(ScriptedClassifier({"damn": {"obscene": 1.0}}), LIMITS)
    verdict = screener.screen(Submission(text="damn, well done"))

    assert verdict.scores["obscene"] == 1.0
    assert verdict.outcome is PUBLISH


def test_a_community_adds_words_of_its_own(classifier: ScriptedClassifier) -> None:
    words = WordList(why="a word this community avoids", terms=("grok*",), exceptions=("grokking",))
    screener = Screener(classifier, LIMITS, policy([words]))

    assert screener.screen(Submission(text="I grokked it")).outcome is HOLD
    assert screener.screen(Submission(text="I was grokking it")).outcome is PUBLISH


def test_the_policy_is_asked_in_its_order(screener: Screener) -> None:
    text = "I want to kill myself, you idiot. sieg heil a.com b.com ada@example.org"
    verdict = screener.screen(Submission(text=text))
    order = list(dict.fromkeys(finding.check for finding in verdict.findings))

    assert order == ["distress", "toxicity", "wordlist", "links", "personal_data"]
    assert len(POLICY) == 9
