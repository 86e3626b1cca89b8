"""The writing box as a draft: nothing in it can be wrong yet."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import Optional

from forum.web.forms import BaseForm, LineField, WrittenField, number_in


class DraftForm(BaseForm):
    """What stands in the box now. It is not validated: too long or too short is said when it is sent."""

    title = LineField("Title", validators=[Optional()])
    text = WrittenField("Your words", validators=[Optional()])
    answers = HiddenField()

    @property
    def answers_id(self) -> int | None:
        """The post that is answered, if one is named."""
        return number_in(self.answers.data)
