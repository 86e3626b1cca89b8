"""Deciding on names and other short texts, each with a form of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forum.community.queries import RuleInfo
from forum.moderation.field_commands import FieldRuling
from forum.moderation.forms.common import BUTTON
from forum.moderation.forms.reasons import ReasonedForm
from forum.moderation.options import ModeratorAction
from forum.moderation.pages import WaitingText
from forum.moderation.reply_texts import SavedText, fitting
from forum.screened_fields.lifecycle import FieldAction

# Of a text, a change is only ever asked for where a user name can't be had.
_BUTTON = {**BUTTON, ModeratorAction.REQUEST_CHANGES: "Ask for another name"}
# To begin with, for a moderator to send or to change.
NOT_TO_BE_HAD = (
    "A user name can be only one person’s, and this one is not free. You could not know that. "
    "Please choose another one."
)


class TextForm(ReasonedForm):
    """What to do with a name, or another short text; each has a form of its own."""

    CAN_BE = (ModeratorAction.APPROVE, ModeratorAction.REQUEST_CHANGES, ModeratorAction.DECLINE)

    def __init__(self, field_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=prefix_of(field_id), **kwargs)

    def offer(self, text: WaitingText) -> None:
        """Show what can be done with this text now."""
        self.action.choices = {action.value: _BUTTON[action] for action in text.actions}
        if not text.can_be_had and self.note.data is None:
            self.note.data = NOT_TO_BE_HAD

    def ruling(self, field_id: int) -> FieldRuling:
        """What was sent."""
        return FieldRuling(
            field_id=field_id,
            action=FieldAction(self.action.data),
            rule_id=self.rule.data,
            note=self.note.words,
        )


def prefix_of(field_id: int) -> str:
    """What the names of one text's fields begin with, since several may stand on a page."""
    return f"t{field_id}-"


def text_forms(
    waiting: Sequence[WaitingText],
    rules: Sequence[RuleInfo],
    kept: Sequence[SavedText],
    sent: Mapping[int, TextForm],
) -> Mapping[int, TextForm]:
    """A form for each text that waits; of one that was sent, the form as it came. `kept` are the team's saved texts."""
    forms = {text.id: sent.get(text.id) or TextForm(text.id, formdata=None) for text in waiting}
    for text in waiting:
        form = forms[text.id]
        form.offer(text)
        form.offer_rules(rules)
        form.offer_texts(fitting(kept, text.actions), rules)
    return forms
