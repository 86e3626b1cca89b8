"""Deciding on names and other short texts, each with a form of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from forum.community.queries import RuleInfo
from forum.moderation.commands import MAX_NOTE_LENGTH
from forum.moderation.field_commands import FieldRuling
from forum.moderation.forms.common import BUTTON, CHOOSE, rule_id_of
from forum.moderation.options import ModeratorAction
from forum.screened_fields.lifecycle import DECIDED_BY_PEOPLE, FieldAction
from forum.web.forms import BaseForm, WrittenField


class TextForm(BaseForm):
    """What to do with a name, or another short text; each has a form of its own."""

    action = RadioField(
        "What should happen?",
        choices={action.value: BUTTON[ModeratorAction(action)] for action in DECIDED_BY_PEOPLE},
        validators=[InputRequired(CHOOSE)],
    )
    # Whether the rule is still in force is said by the command, which also says it kindly.
    rule = SelectField("Which rule is it about?", coerce=rule_id_of, validate_choice=False)
    note = WrittenField(
        "Your words to the author", what="note", most=MAX_NOTE_LENGTH, validators=[Optional()]
    )

    def offer(self, rules: Sequence[RuleInfo]) -> None:
        """The rules in force."""
        self.rule.choices = {
            "": "Choose a rule",
            **{str(rule.id): f"{rule.number}. {rule.title}" for rule in rules},
        }

    def ruling(self, field_id: int) -> FieldRuling:
        """What was sent."""
        return FieldRuling(
            field_id=field_id,
            action=FieldAction(self.action.data),
            rule_id=self.rule.data,
            note=self.note.words,
        )


def text_forms(
    field_ids: Sequence[int], rules: Sequence[RuleInfo], sent: Mapping[int, TextForm]
) -> Mapping[int, TextForm]:
    """A form for each text that waits; of one that was sent, the form as it came."""
    forms = {
        field_id: sent.get(field_id) or TextForm(formdata=None, prefix=f"t{field_id}-")
        for field_id in field_ids
    }
    for form in forms.values():
        form.offer(rules)
    return forms
