"""The policy: everything the screener looks for, in order, and why. Reading this is reading the policy.

Each check notices things; it never decides alone. A text is held when any finding holds it, and
published otherwise: the screener can't decline a text, remove one or punish anybody. That is a
person's act.
"""

from __future__ import annotations

from collections.abc import Sequence

from forum.screening.checks.curt import curt
from forum.screening.checks.distress import distress
from forum.screening.checks.links import links
from forum.screening.checks.personal_data import personal_data
from forum.screening.checks.repetition import repetition
from forum.screening.checks.too_long import too_long
from forum.screening.checks.toxicity import toxicity
from forum.screening.checks.unreadable import unreadable
from forum.screening.checks.wordlist import WordList, wordlist
from forum.screening.context import Check


def policy(own_words: Sequence[WordList] = (), *, english_only: bool = True) -> tuple[Check, ...]:
    """The checks in order.

    Args:
        own_words: a community's own word lists, beside the bundled ones.
        english_only: whether the model reads no other language.
    """
    return (
        # Somebody who may hurt themselves comes first. Their words are published like any others:
        # being turned away is the last thing they need. A person is called.
        distress,
        # What the model says, against limits that depend on who will read it: strictest where
        # somebody speaks to a newcomer, gentlest where a newcomer says who they are.
        toxicity,
        # Of a word or two, or an emoji, it can say little: the commonest that turn somebody away are listed.
        curt,
        # What the model did not read to the end, or can't read at all, it can't vouch for.
        too_long,
        unreadable(english_only=english_only),
        # A few words and slogans that the model hardly knows, and those a community adds.
        wordlist((*WordList.bundled(), *own_words)),
        # Most spam comes from new accounts and wants to be clicked, or to be everywhere.
        links,
        repetition,
        # Not a reason to hold, but a kind question: are you sure that you want to share this?
        personal_data,
    )


#: The policy without a community's own words.
POLICY: tuple[Check, ...] = policy()
