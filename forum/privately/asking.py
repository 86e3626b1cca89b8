"""Between the form and what it sends: one kind word, and whether somebody may need help.

Nothing said in private is held, so the screener is only asked. While it is away a message is sent unread by it: nobody
else would ever read it, and the one it is for can report it.
"""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.actor import Actor
from forum.database import db
from forum.nudges.asking import NudgeView
from forum.nudges.commands import Draft, Shown, show, was_shown
from forum.nudges.wording import word_in_private
from forum.screening import Standing, Submission
from forum.screening.self_harm import signs
from forum.wiring import Services


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What came of asking: the word that its author reads first, if there is one, and whether they need help."""

    nudge: NudgeView | None
    calls_for_help: bool


def ask_before_sending(
    actor: Actor, draft: Draft, text: str, to: Standing, services: Services
) -> Heard:
    """Have the screener look at a message that is about to be sent to a person of this standing.

    There is one word for a draft. Whoever cries for help meets no question first.
    """
    seen = was_shown(actor, draft)
    submission = Submission(text=text, by=actor.standing, to=to)
    # Nothing may stay open while the screener reads.
    db.session.rollback()
    verdict = services.screening_desk.ask(submission)
    calls = bool(signs(text)) or (verdict is not None and verdict.urgent)
    word = None if seen or calls else word_in_private(verdict, submission)
    if word is None:
        return Heard(nudge=None, calls_for_help=calls)
    shown = Shown(kind=word.kind, is_introduction=False, to_newcomer=to is Standing.NEWCOMER)
    nudge_id = show(actor, draft, shown, services.clock)
    nudge = NudgeView(id=nudge_id, word=word) if nudge_id is not None else None
    return Heard(nudge=nudge, calls_for_help=calls)
