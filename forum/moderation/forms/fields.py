"""Deciding on names and other short texts, each with a form of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forum.community.queries import RuleInfo
from forum.moderation.field_commands import FieldRuling
from forum.moderation.forms.reasons import ReasonedForm
from forum.moderation.options import OF_A_TEXT
from forum.moderation.reply_texts import SavedText, fitting
from forum.screened_fields.lifecycle import FieldAction


class TextForm(ReasonedForm):
    """What to do with a name, or another short text; each has a form of its own."""

    CAN_BE = OF_A_TEXT

    def __init__(self, field_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=prefix_of(field_id), **kwargs)

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
    field_ids: Sequence[int],
    rules: Sequence[RuleInfo],
    kept: Sequence[SavedText],
    sent: Mapping[int, TextForm],
) -> Mapping[int, TextForm]:
    """A form for each text that waits; of one that was sent, the form as it came. `kept` are the team's saved texts."""
    forms = {
        field_id: sent.get(field_id) or TextForm(field_id, formdata=None) for field_id in field_ids
    }
    for form in forms.values():
        form.offer_rules(rules)
        form.offer_texts(fitting(kept, OF_A_TEXT), rules)
    return forms
