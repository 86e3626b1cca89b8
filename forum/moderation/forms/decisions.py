"""Deciding: on a post, and on what people said of a profile."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from forum.community.queries import RuleInfo
from forum.moderation.commands import Ruling
from forum.moderation.forms.common import (
    BUTTON,
    CHOOSE,
    OUT_OF_DATE,
    OnReportsForm,
)
from forum.moderation.forms.reasons import ReasonedForm
from forum.moderation.options import MODERATORS_ACTIONS, OF_A_PROFILE, ModeratorAction
from forum.moderation.pages import ToldUs
from forum.web.forms import CarriedNumber


class DecisionForm(OnReportsForm, ReasonedForm):
    """What to do with a post."""

    CAN_BE = MODERATORS_ACTIONS

    revision_id = CarriedNumber(out_of_date=OUT_OF_DATE)
    last_decision_id = CarriedNumber(out_of_date=OUT_OF_DATE, validators=[Optional()])

    def offer(
        self,
        actions: Sequence[ModeratorAction],
        rules: Sequence[RuleInfo],
        reports: Sequence[ToldUs],
    ) -> None:
        """Show what this person can do now, the rules in force, and what readers told us."""
        self.offer_actions(actions)
        self.offer_rules(rules)
        self.offer_reports(reports)

    def ruling(self) -> Ruling:
        """What was sent."""
        return Ruling(
            action=ModeratorAction(self.action.data),
            revision_id=self.revision_id.data or 0,
            last_decision_id=self.last_decision_id.data,
            rule_id=self.rule.data,
            note=self.note.words,
            made_to_harm=self.made_to_harm.data or (),
            told=self.told_then,
        )


class ProfileForm(OnReportsForm):
    """What to do with what people said of a profile."""

    action = RadioField(
        "What should happen?",
        choices={action.value: BUTTON[action] for action in OF_A_PROFILE},
        validators=[InputRequired(CHOOSE)],
    )

    def offer(self, actions: Sequence[ModeratorAction], reports: Sequence[ToldUs]) -> None:
        """Show what this person can do now."""
        self.action.choices = {action.value: BUTTON[action] for action in actions}
        self.offer_reports(reports)

    @property
    def chosen(self) -> ModeratorAction:
        """What was chosen."""
        return ModeratorAction(self.action.data)
