"""Between a form and what it sends: asks the screener, and says whether there is a kind word first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forum.accounts.actor import Actor
from forum.conversations.describing import Described
from forum.database import db
from forum.nudges.commands import Draft, Shown, show, was_shown
from forum.nudges.wording import KindWord, kind_word
from forum.screening import Standing
from forum.wiring import Services


@dataclass(frozen=True, kw_only=True)
class NudgeView:
    """A word that stands above a form, and the number under which it is remembered."""

    id: int
    word: KindWord


def before_sending(
    actor: Actor, draft: Draft, intend: Callable[[], Described], services: Services
) -> NudgeView | None:
    """The word that its author should read before this draft is sent; None where it can be sent as it is.

    There is one word for a draft, and then it is theirs to send. Without an answer from the screener there is none.
    """
    if was_shown(actor, draft):
        return None
    intended = intend()
    # Nothing may stay open while the screener reads.
    db.session.rollback()
    verdict = services.screening_desk.ask(intended.submission)
    word = kind_word(verdict, intended.submission, is_introduction=intended.is_introduction)
    if word is None:
        return None
    shown = Shown(
        kind=word.kind,
        is_introduction=intended.is_introduction,
        to_newcomer=intended.submission.to is Standing.NEWCOMER,
    )
    nudge_id = show(actor, draft, shown, services.clock)
    return NudgeView(id=nudge_id, word=word) if nudge_id is not None else None
