from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.accounts.profile import ProfileWords, save_profile
from forum.database import db
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.models import ReviewItem
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.screening import Finding, Submission, Verdict
from tests.factories import ScriptedScreener, World

CRY = "I want to kill myself tonight."


@dataclass(frozen=True)
class Names:
    """Ana writes about herself; Mira is a moderator."""

    world: World
    ana: Actor
    mira: Actor

    def say(self, biography: str = "", name: str = "Ana", *, by: Actor | None = None) -> None:
        words = ProfileWords(display_name=name, biography=biography)
        save_profile(by or self.ana, words, self.world.clock)

    def shown(self, person: Actor | None = None) -> User:
        db.session.rollback()
        return db.session.get_one(User, (person or self.ana).id)

    def newest(self) -> FieldRevision:
        db.session.rollback()
        return db.session.query(FieldRevision).order_by(FieldRevision.id.desc()).limit(1).one()

    def item(self, person: Actor | None = None) -> ReviewItem | None:
        db.session.rollback()
        wanted = db.session.query(ReviewItem).filter_by(
            person_id=(person or self.ana).id, closed_at=None
        )
        return wanted.one_or_none()

    def decide(
        self,
        action: str,
        field: FieldRevision | None = None,
        *,
        by: Actor | None = None,
        note: str = "",
    ) -> None:
        field, item = field or self.newest(), self.item()
        assert item is not None
        ruling = FieldRuling(
            field_id=field.id,
            action=FieldAction(action),
            note=note,
            rule_id=self.world.rule_id() if note else None,
        )
        decide_on_field(by or self.mira, item.id, ruling, self.world.clock)


class HearsCries(ScriptedScreener):
    """Publishes everything, and calls a person for it."""

    def screen(self, submission: Submission) -> Verdict:
        """A verdict with a cry for help in it."""
        verdict = super().screen(submission)
        cry = Finding(
            check="distress",
            label=None,
            score=None,
            threshold=None,
            holds=False,
            window=None,
            spans=(),
            explanation="This reads like a cry for help.",
            urgent=True,
        )
        return replace(verdict, findings=(cry,))


@pytest.fixture
def names(world: World) -> Names:
    return Names(world, world.newcomer("Ana"), world.person(Role.MODERATOR, name="Mira"))
