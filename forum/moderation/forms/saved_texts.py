"""Texts that staff keep for each other."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectField
from wtforms.validators import Optional

from forum.community.queries import RuleInfo
from forum.moderation.forms.common import BUTTON
from forum.moderation.options import MODERATORS_ACTIONS, NEEDS_WORDS, ModeratorAction
from forum.moderation.reply_texts import MAX_TEXT_LENGTH, MAX_TITLE_LENGTH, NewText
from forum.web.forms import BaseForm, LineField, WrittenField, number_in


class ReplyTextForm(BaseForm):
    """A text that staff keep for each other."""

    title = LineField("What it is for", most=MAX_TITLE_LENGTH)
    text = WrittenField("The text", most=MAX_TEXT_LENGTH)
    action = SelectField(
        "Which decision does it fit?",
        choices={
            "": "Any",
            **{one.value: BUTTON[one] for one in MODERATORS_ACTIONS if one in NEEDS_WORDS},
        },
        validators=[Optional()],
    )
    # Whether the rule is in force is said by the command.
    rule = SelectField(
        "Which rule does it cite?",
        coerce=number_in,
        validate_choice=False,
        validators=[Optional()],
    )

    def offer(self, rules: Sequence[RuleInfo]) -> None:
        """Show the rules in force."""
        self.rule.choices = {
            "": "None in particular",
            **{str(rule.id): f"{rule.number}. {rule.title}" for rule in rules},
        }

    def kept(self) -> NewText:
        """What was sent."""
        return NewText(
            title=self.title.words,
            text=self.text.words,
            action=ModeratorAction(self.action.data) if self.action.data else None,
            rule_id=self.rule.data,
        )
