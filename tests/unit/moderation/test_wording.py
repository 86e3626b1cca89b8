from __future__ import annotations

import re

import pytest

from forum.conversations.lifecycle import PostAction
from forum.moderation.options import MODERATORS_ACTIONS, OF_A_PROFILE
from forum.moderation.ranking import ReasonKind
from forum.moderation.wording import (
    DONE_AS,
    TOLD_AUTHOR,
    TOLD_OF_EDIT,
    UNHEARD,
    Kind,
    held_because,
    held_in_words,
    what_it_is,
)
from forum.screening.labels import Label
from forum.screening.policy import POLICY
from forum.screening.verdict import Finding

JARGON = re.compile(r"toxi|obscene|identity_attack|threshold|score|model|0\.\d", re.I)


def found(check: str = "toxicity", label: str | None = None, *, holds: bool = True) -> Finding:
    return Finding(
        check=check,
        label=label,
        score=0.91 if label else None,
        threshold=0.5 if label else None,
        holds=holds,
        window=None,
        spans=(),
        explanation="The model reads this as an insult: 0.91.",
    )


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ([found(label="insult")], "Held because it may sound insulting."),
        (
            [found(label="insult"), found(label="threat")],
            "Held because it may sound insulting and may sound like a threat.",
        ),
        (
            [found(label="toxicity"), found(label="severe_toxicity")],
            "Held because it may hurt somebody who reads it.",
        ),
        (
            [found("links"), found("repetition"), found("wordlist")],
            (
                "Held because it has links in it, repeats itself or an earlier post "
                "and has words in it that often hurt people."
            ),
        ),
        ([found("distress", holds=False)], "Held because it made the automatic screen unsure."),
        ([found("something new")], "Held because it made the automatic screen unsure."),
        ([], "Held because it made the automatic screen unsure."),
    ],
)
def test_why_something_is_held(findings: list[Finding], words: str) -> None:
    assert held_in_words([ReasonKind.SCREENING], findings) == words


def test_a_screener_that_failed_says_so() -> None:
    words = held_in_words([ReasonKind.SCREENER_FAILED], [])

    assert words == "Held because it could not be read by the automatic screen."


def test_every_label_and_check_that_holds_has_its_own_words() -> None:
    unsure = held_because([found("something new")])
    never_hold = {"distress", "personal_data", "toxicity"}

    for label in Label:
        assert held_because([found(label=label)]) != unsure, label
    for check in POLICY:
        if check.__name__ not in never_hold and check.__name__ != "check":
            assert held_because([found(check.__name__)]) != unsure, check


def test_authors_never_read_a_score_or_the_name_of_a_label() -> None:
    words = [*TOLD_AUTHOR.values(), *TOLD_OF_EDIT.values()]
    for label in Label:
        words += held_because([found(label=label)])

    assert not [one for one in words if JARGON.search(one)]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("newcomer introduction", "A newcomer’s introduction"),
        ("newcomer introduction opening", "A newcomer’s introduction"),
        ("newcomer opening", "A newcomer’s new thread"),
        ("newcomer", "A newcomer’s answer"),
        ("newcomer to_newcomer", "A newcomer’s answer to another newcomer"),
        ("newcomer edit", "A newcomer’s change to a post that readers see"),
        ("to_newcomer", "An answer to a newcomer"),
        ("", "An answer"),
        ("opening", "A new thread"),
        ("edit opening", "A change to a post that readers see"),
    ],
)
def test_an_item_is_named(kind: str, words: str) -> None:
    parts = kind.split()

    named = what_it_is(
        Kind(
            by_newcomer="newcomer" in parts,
            to_newcomer="to_newcomer" in parts,
            is_edit="edit" in parts,
            is_opening="opening" in parts,
            is_introduction="introduction" in parts,
        )
    )

    assert named == words


def test_every_decision_has_words_for_both_sides() -> None:
    assert set(DONE_AS) == {*MODERATORS_ACTIONS, *OF_A_PROFILE}
    assert {*MODERATORS_ACTIONS} - {*UNHEARD} <= {*TOLD_AUTHOR}
    assert {PostAction.APPROVE, PostAction.REQUEST_CHANGES, PostAction.DECLINE} <= set(TOLD_OF_EDIT)
