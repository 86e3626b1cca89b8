"""The form in which anybody tries the screener."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired

from forum.screening import Audience
from forum.trying.audiences import IN_WORDS
from forum.web.forms import BaseForm, WrittenField

MOST_CHARACTERS = 2_000


class TryForm(BaseForm):
    """A text, and to whom it would be said."""

    text = WrittenField("A text to try", what="text", most=MOST_CHARACTERS)
    audience = RadioField(
        "Who says it to whom?",
        choices=[SelectChoice(audience.value, words) for audience, words in IN_WORDS.items()],
        default=Audience.TO_NEWCOMER.value,
        validators=[DataRequired("Please choose one of these.")],
    )

    @property
    def chosen(self) -> Audience:
        """To whom it would be said."""
        return Audience(self.audience.data)
