"""Deciding: on a post, and on what people said of a profile."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forum.community.queries import RuleInfo
from forum.moderation.commands import MAX_NOTE_LENGTH, Ruling
from forum.moderation.forms.common import (
    BUTTON,
    CHOOSE,
    LARGEST_ID,
    OUT_OF_DATE,
    ReportsField,
    rule_id_of,
)
from forum.moderation.options import MODERATORS_ACTIONS, OF_A_PROFILE, ModeratorAction
from forum.moderation.pages import ToldUs
from forum.moderation.reply_texts import SavedText, name_of
from forum.web.forms import BaseForm, WrittenField


class DecisionForm(BaseForm):
    """What to do with a post, citing which rule, with which words to its author."""

    action = RadioField(
        "What should happen?",
        choices={action.value: BUTTON[action] for action in MODERATORS_ACTIONS},
        validators=[InputRequired(CHOOSE)],
    )
    # Whether the rule is still in force is said by the command, which also says it kindly.
    rule = SelectField("Which rule is it about?", coerce=rule_id_of, validate_choice=False)
    note = WrittenField(
        "Your words to the author", what="note", most=MAX_NOTE_LENGTH, validators=[Optional()]
    )
    saved = SelectField(
        "Begin with a saved text",
        coerce=rule_id_of,
        validate_choice=False,
        default=None,
        validators=[Optional()],
    )
    made_to_harm = ReportsField()
    revision_id = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(OUT_OF_DATE), NumberRange(1, LARGEST_ID, OUT_OF_DATE)],
    )
    last_decision_id = IntegerField(
        widget=HiddenInput(), validators=[Optional(), NumberRange(1, LARGEST_ID, OUT_OF_DATE)]
    )

    def offer(
        self,
        actions: Sequence[ModeratorAction],
        rules: Sequence[RuleInfo],
        reports: Sequence[ToldUs],
    ) -> None:
        """Show what this person can do now, the rules in force, and what readers told us."""
        self.made_to_harm.offer(reports)
        self.action.choices = {action.value: BUTTON[action] for action in actions}
        self.rule.choices = {
            "": "Choose a rule",
            **{str(rule.id): f"{rule.number}. {rule.title}" for rule in rules},
        }

    def offer_texts(self, texts: Sequence[SavedText], rules: Sequence[RuleInfo]) -> None:
        """Show the texts that moderators keep for each other and that fit here."""
        self.saved.choices = {
            "": "Choose a text",
            **{str(text.id): name_of(text, rules) for text in texts},
        }

    def ruling(self) -> Ruling:
        """What was sent."""
        return Ruling(
            action=ModeratorAction(self.action.data),
            revision_id=self.revision_id.data or 0,
            last_decision_id=self.last_decision_id.data,
            rule_id=self.rule.data,
            note=self.note.words,
            made_to_harm=self.made_to_harm.data or (),
        )


class ProfileForm(BaseForm):
    """What to do with what people said of a profile."""

    action = RadioField(
        "What should happen?",
        choices={action.value: BUTTON[action] for action in OF_A_PROFILE},
        validators=[InputRequired(CHOOSE)],
    )
    made_to_harm = ReportsField()

    def offer(self, actions: Sequence[ModeratorAction], reports: Sequence[ToldUs]) -> None:
        """Show what this person can do now."""
        self.action.choices = {action.value: BUTTON[action] for action in actions}
        self.made_to_harm.offer(reports)

    @property
    def chosen(self) -> ModeratorAction:
        """What was chosen."""
        return ModeratorAction(self.action.data)
