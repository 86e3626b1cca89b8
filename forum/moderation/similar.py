"""Earlier decisions on similar texts: kept when somebody decides, found when somebody reads the next one.

No text is kept for it and none is shown: a moderator reads which decision it was, citing which rule, and when, with a
link where they may see that post.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum.accounts.actor import Actor
from forum.community.citing import CitedRule, cited, places_of
from forum.community.models import Rule
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import Base, db
from forum.events import DecisionMade, Event
from forum.moderation.models import Decision
from forum.moderation.options import ModeratorAction
from forum.moderation.phrases import SIMILAR_FROM, fingerprint, in_words, likeness
from forum.moderation.undo.models import is_reversed, not_undone
from forum.moderation.wording import DONE_AS
from forum.permissions.visibility import visible_posts

MOST_SHOWN = 5
# A phrase that everybody writes is in many texts: only the newest matches are looked at.
MOST_MATCHES = 2_000


class DecidedPhrase(Base):
    """One phrase of a text that was decided on, as a number (`forum.moderation.phrases`)."""

    __tablename__ = "decided_phrases"
    __table_args__ = (Index("ix_decided_phrases_phrase", "phrase", "decision_id"),)

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    phrase: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


@dataclass(frozen=True, kw_only=True)
class SimilarDecision:
    """A decision on a similar text. `alike` says how similar; `post_id` is None where this person may not see it."""

    done: str
    rule: CitedRule | None
    at: datetime
    alike: str
    post_id: int | None


def remember(session: Session, happened: Event) -> None:
    """Keep the fingerprint of what was decided on."""
    if not isinstance(happened, DecisionMade):
        return
    decision = session.get_one(Decision, happened.decision_id)
    revision = session.get_one(PostRevision, decision.revision_id)
    session.add_all(
        DecidedPhrase(decision_id=decision.id, phrase=phrase)
        for phrase in fingerprint(f"{revision.title or ''} {revision.text}")
    )


def similar_decisions(
    actor: Actor, post_id: int, title: str | None, text: str
) -> Sequence[SimilarDecision]:
    """Decisions on other posts whose texts are similar to this one, the most similar first; four queries at most."""
    here = fingerprint(f"{title or ''} {text}")
    alike = _alike(here)
    if not alike:
        return ()
    rows = db.session.execute(
        select(
            Decision.id,
            Decision.action,
            Decision.decided_at,
            Decision.post_id,
            Decision.rule_id,
            Rule.title,
            Rule.text,
            visible_posts(actor).label("may_look"),
        )
        .join(Post, Post.id == Decision.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Rule, Rule.id == Decision.rule_id)
        # One's own case stays with those who judge it.
        .where(
            Decision.id.in_(alike),
            Decision.post_id != post_id,
            Post.author_id != actor.user_id,
            not_undone(),
            # What was put right since is no example to follow.
            ~is_reversed(),
        )
    ).all()
    best = sorted(rows, key=lambda row: (-alike[row.id], -row.id))[:MOST_SHOWN]
    places = places_of(row.rule_id for row in best)
    return [
        SimilarDecision(
            done=DONE_AS[ModeratorAction(row.action)],
            rule=cited(row.rule_id, row.title, row.text, places),
            at=row.decided_at,
            alike=in_words(alike[row.id]),
            post_id=row.post_id if row.may_look else None,
        )
        for row in best
    ]


def _alike(here: frozenset[int]) -> dict[int, float]:
    """How alike the texts of earlier decisions are, by decision; only those that are similar."""
    if not here:
        return {}
    newest = db.session.scalars(
        select(DecidedPhrase.decision_id)
        .where(DecidedPhrase.phrase.in_(sorted(here)))
        .order_by(DecidedPhrase.decision_id.desc())
        .limit(MOST_MATCHES)
    )
    in_common = Counter(newest)
    enough = [id_ for id_, number in in_common.items() if number >= SIMILAR_FROM * len(here)]
    if not enough:
        return {}
    sizes = db.session.execute(
        select(DecidedPhrase.decision_id, func.count().label("phrases"))
        .where(DecidedPhrase.decision_id.in_(enough))
        .group_by(DecidedPhrase.decision_id)
    )
    found = {
        row.decision_id: likeness(in_common[row.decision_id], len(here), row.phrases)
        for row in sizes
    }
    return {id_: share for id_, share in found.items() if share >= SIMILAR_FROM}
