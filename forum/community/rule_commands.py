"""Putting rules in force, version by version, and accepting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.community.accepting import note_acceptance
from forum.community.models import Community, Rule, RulesVersion, VersionRule
from forum.community.rulebook import RuleDraft, RuleInForce, compare
from forum.database import emit, transaction
from forum.errors import ConflictError, InvalidInputError
from forum.events import CommunityChanged
from forum.permissions.actions import Action
from forum.permissions.check import require

NOTHING_TO_ACCEPT = (
    "No rule was added, changed or taken out, so there is nothing that people could accept anew."
)
SAY_WHAT_CHANGED = "Please tell people in a sentence what is different for them."


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """The rules from now on, in their order, and what that means for people.

    Attributes:
        drafts: the rules.
        in_substance: whether they ask something else of people than before.
        what_changed: what is different, in a sentence for everybody; needed where the substance changes.
        seen: `rules_changed_at` of the rules that were on the admin's screen, in ISO format.
    """

    drafts: Sequence[RuleDraft]
    in_substance: bool
    what_changed: str
    seen: str


def put_first_rules_in_force(session: Session, drafts: Sequence[RuleDraft], now: datetime) -> None:
    """The first version, within the transaction of the first set-up. It asks nobody anew: everybody joins with it."""
    session.add(RulesVersion(number=1, at=now))
    session.flush()
    for position, draft in enumerate(drafts, start=1):
        _put_in_place(session, 1, position, _new_rule(session, position, draft, now))


def change_rules(actor: Actor, new: NewVersion, clock: Clock) -> bool:
    """Reword, reorder, add and retire rules. What was reworded becomes a new row, and the whole a new version.

    Whoever puts a version in force accepts it with that. Returns whether anything is different at all.

    Raises:
        NotAllowedError: not an admin.
        ConflictError: somebody else has changed the rules meanwhile.
        InvalidInputError: the substance changes and nobody is told how, or no rule's words change.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    if new.in_substance and not new.what_changed:
        raise InvalidInputError(SAY_WHAT_CHANGED, "what_changed")
    now = clock.now()
    with transaction() as session:
        community = session.get_one(Community, 1, with_for_update=True)
        if community.rules_changed_at.isoformat() != new.seen:
            raise ConflictError(
                "Somebody else has changed the rules since you opened the page. Please open it again "
                "and look at them first."
            )
        in_force = session.scalars(
            select(Rule).where(Rule.retired_at.is_(None)).order_by(Rule.position, Rule.id)
        ).all()
        changes = compare(
            [RuleInForce(id=rule.id, title=rule.title, text=rule.text) for rule in in_force],
            new.drafts,
        )
        if changes.order == [rule.id for rule in in_force]:
            return False
        if new.in_substance and not changes.retired and len(changes.order) == len(in_force):
            raise InvalidInputError(NOTHING_TO_ACCEPT, "substance")
        number = _next_version(session, actor, new, now)
        rules = {rule.id: rule for rule in in_force}
        for rule_id in changes.retired:
            rules[rule_id].retired_at = now
        for position, entry in enumerate(changes.order, start=1):
            if isinstance(entry, int):
                rules[entry].position = position
                _put_in_place(session, number, position, rules[entry])
            else:
                rule = _new_rule(session, position, entry, now)
                _put_in_place(session, number, position, rule, rules.get(entry.id or 0))
        community.rules_changed_at = now
        note_acceptance(session, actor.id, now)
        emit(
            session,
            CommunityChanged(
                actor_id=actor.id,
                at=now,
                what="rules",
                version=number,
                in_substance=new.in_substance,
            ),
        )
        return True


def _next_version(session: Session, actor: Actor, new: NewVersion, now: datetime) -> int:
    # The community's row is locked, so nobody else counts at this moment.
    number = (session.scalar(select(func.max(RulesVersion.number))) or 0) + 1
    session.add(
        RulesVersion(
            number=number,
            at=now,
            changed_by_id=actor.id,
            in_substance=new.in_substance,
            what_changed=new.what_changed,
        )
    )
    session.flush()
    return number


def _new_rule(session: Session, position: int, draft: RuleDraft, now: datetime) -> Rule:
    rule = Rule(position=position, title=draft.title, text=draft.text, created_at=now)
    session.add(rule)
    session.flush()
    return rule


def _put_in_place(
    session: Session, version: int, position: int, rule: Rule, instead_of: Rule | None = None
) -> None:
    session.add(
        VersionRule(
            version=version,
            position=position,
            rule_id=rule.id,
            instead_of_id=instead_of.id if instead_of is not None else None,
        )
    )


def accept_rules(actor: Actor, version: int, clock: Clock) -> None:
    """Accept the version that one had before oneself. Doing it twice is the same as doing it once.

    Raises:
        NotAllowedError: for a visitor.
    """
    require(actor, Action.ACCEPT_RULES)
    with transaction() as session:
        # Two forms at the same moment follow each other.
        session.get_one(User, actor.id, with_for_update=True)
        note_acceptance(session, actor.id, clock.now(), version)
