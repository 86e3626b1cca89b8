"""The form of leaving. Nothing in it is chosen beforehand."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired

from forum.accounts.forms import SecretField
from forum.leaving.rules import CHOICES, Words
from forum.web.forms import BaseForm


class LeaveForm(BaseForm):
    """What becomes of one's words, and that it is oneself."""

    words = RadioField(
        "What should become of what you wrote?",
        choices={words.value: label for words, label in CHOICES.items()},
        validators=[InputRequired("Please choose one of the two.")],
    )
    password = SecretField("Your password")

    def chosen(self) -> Words:
        """What becomes of their words."""
        return Words(self.words.data)
