from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from string import Formatter
from typing import Any

import pytest

from forum.appeals.rules import AppealState
from forum.audit.recording import ENTRIES
from forum.audit.wording import PHRASES, sentence
from forum.conversations.lifecycle import (
    APPEAL_MOVES,
    APPEAL_OUTCOMES,
    POST_MOVES,
    REVISION_MOVES,
    PostAction,
)
from forum.events import (
    AppealSettled,
    DecisionUndone,
    EditSettled,
    Event,
    FieldMoved,
    ItemPassedOn,
    OwnWordsChanged,
    PostMoved,
    PrivateReviewed,
    ProfileReviewed,
    ReplyTextChanged,
    ReportMade,
    StaffNoteWritten,
    ThreadChanged,
    ThresholdsChanged,
)
from forum.moderation.options import (
    OF_A_PROFILE,
    OF_A_THREAD,
    OF_PRIVATE_WORDS,
    STEPS,
    STEPS_APART,
)
from forum.screened_fields.lifecycle import FieldAction

# What an event's fields can be where its entry's name is made of them. An item on private words, or on an appeal, can
# only be put aside.
POSSIBLE: Mapping[type[Event], Collection[Mapping[str, Collection[str]]]] = {
    PostMoved: [{"action": {action for _, action in (*POST_MOVES, *APPEAL_MOVES)}}],
    # A newer version takes an edit's place without an event of its own.
    EditSettled: [
        {
            "action": {action for _, action in (*REVISION_MOVES, *APPEAL_OUTCOMES)}
            - {PostAction.REVISE}
        }
    ],
    DecisionUndone: [{"subject_kind": ["post", "person", "private"]}],
    ReportMade: [{"subject_kind": ["post", "person", "private"]}],
    PrivateReviewed: [{"action": OF_PRIVATE_WORDS}],
    ProfileReviewed: [{"action": OF_A_PROFILE}],
    ItemPassedOn: [
        {"subject_kind": ["post", "person"], "action": STEPS},
        {"subject_kind": ["private", "appeal"], "action": STEPS_APART},
    ],
    StaffNoteWritten: [{"subject_kind": ["post", "person"]}],
    ReplyTextChanged: [{"change": ["saved", "retired"]}],
    ThreadChanged: [{"action": OF_A_THREAD}],
    AppealSettled: [{"outcome": set(AppealState) - {AppealState.OPEN}}],
    OwnWordsChanged: [{"became": ["added", "changed", "removed"]}],
    FieldMoved: [{"action": list(FieldAction)}],
    ThresholdsChanged: [{"became": ["draft", "edited", "shadow", "live"]}],
}


def entries_of(kind: type[Event]) -> Iterator[str]:
    """What the log can call what happened."""
    pattern = ENTRIES[kind][0]
    names = [name for _, name, _, _ in Formatter().parse(pattern) if name]
    for values in POSSIBLE[kind] if names else [{}]:
        for chosen in product(*(values[name] for name in names)):
            yield pattern.format(**dict(zip(names, chosen, strict=True)))


@pytest.mark.parametrize(
    ("action", "detail", "actor", "it", "words"),
    [
        ("post.approve", {}, "Mira", "post 17 by Ana", "Mira (moderator) approved post 17 by Ana."),
        ("post.hold", {}, None, "post 3 by Bo",
         "The automatic screen set post 3 by Bo aside for a person to read."),
        ("post.withdraw", {}, "Ana", "their own post 17", "Ana took their own post 17 back."),
        ("edit.decline", {}, "Mira", "post 1 by Bo", "Mira (moderator) declined a change to post 1 by Bo."),
        ("person.role", {"role": "mentor", "given": True}, "Ada", "Mo", "Ada (admin) made Mo mentor."),
        ("person.role", {"role": "admin", "given": False}, None, "Mo",
         "Somebody at the command line took the role of admin from Mo."),
        ("person.joined", {}, "Ana", "Ana", "Ana joined."),
        ("person.graduated", {}, None, "Ana", "The forum counts Ana as a member from now on."),
        ("person.password", {"by_reset": True}, "Ana", "Ana",
         "Ana set a new password through a mailed link."),
        ("thread.welcome_flag", {"flagged": True}, "Mo", "thread 4 by Mo",
         "Mo (mentor) made thread 4 by Mo a welcome thread."),
        ("community.changed", {"what": "rules"}, "Ada", "the community", "Ada (admin) changed the rules."),
        ("community.changed", {"what": "rules", "version": 3, "in_substance": False}, "Ada", "the community",
         "Ada (admin) changed the wording of the rules (version 3)."),
        ("community.changed", {"what": "rules", "version": 4, "in_substance": True}, "Ada", "the community",
         "Ada (admin) changed the rules in substance (version 4); people are asked to accept them."),
        ("community.changed", {"what": "new"}, "Ada", "the community",
         "Ada (admin) changed the community’s settings."),
        ("thresholds.live", {"name": "2026-11", "became": "live"}, None, "the limits",
         "The forum let the limits 2026-11 decide from now on."),
        ("text.saved", {"name": "Hello {name}"}, "Mira", "the community",
         "Mira saved the text “Hello {name}” for other staff."),
        ("text.retired", {"name": "Say this {"}, "Mira", "the community",
         "Mira retired the saved text “Say this {”."),
        ("thresholds.draft", {"name": "{it}"}, "Ada", "the limits", "Ada (admin) drafted the limits {it}."),
        ("thresholds.untried", {"name": "{0}", "because": "No time }"}, None, "the limits",
         "Somebody at the command line did without the trial of the limits {0}: No time }."),
        ("post.something_new", {}, "Mira", "post 1 by Bo", "Mira: post.something_new (post 1 by Bo)."),
        ("post.approve", {}, "{it}", "post {0} by {name}", "{it} (moderator) approved post {0} by {name}."),
    ],
)  # fmt: skip
def test_an_entry_as_a_sentence(
    action: str, detail: dict[str, Any], actor: str | None, it: str, words: str
) -> None:
    assert sentence(action, detail, actor, it) == words


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_entry_that_can_be_made_has_its_phrase(kind: type[Event]) -> None:
    assert set(entries_of(kind)) <= set(PHRASES)


def test_no_two_kinds_share_a_label() -> None:
    labels = [phrase.label for phrase in PHRASES.values()]

    assert len(labels) == len(set(labels))
