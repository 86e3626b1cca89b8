from __future__ import annotations

from typing import Any

import pytest

from forum.conversations.lifecycle import POST_MOVES, REVISION_MOVES
from forum.moderation.log_wording import PHRASES, sentence


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


def test_every_step_of_a_post_has_its_phrase() -> None:
    steps = {f"post.{action}" for _, action in POST_MOVES}
    edits = {f"edit.{action}" for _, action in REVISION_MOVES if action != "revise"}

    assert steps | edits <= set(PHRASES)


def test_no_two_kinds_share_a_label() -> None:
    labels = [phrase.label for phrase in PHRASES.values()]

    assert len(labels) == len(set(labels))
