"""Closing, opening and moving a thread."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from forum.conversations.pages import CategoryView
from forum.moderation.step_models import MAX_REASON_LENGTH
from forum.web.forms import BaseForm, WrittenField


class LockForm(BaseForm):
    """Closing a thread for new answers."""

    reason = WrittenField(
        "Why? Everybody in the thread reads it.", what="reason", most=MAX_REASON_LENGTH
    )


class UnlockForm(BaseForm):
    """One button."""


class MoveForm(BaseForm):
    """Moving a thread."""

    category = RadioField(
        "Where does it belong?",
        coerce=int,
        choices=[],
        validators=[InputRequired("Please choose where it belongs.")],
    )
    reason = WrittenField("Why?", what="reason", most=MAX_REASON_LENGTH, validators=[Optional()])

    def offer(self, categories: Sequence[CategoryView]) -> None:
        """The other categories."""
        self.category.choices = [(one.id, one.name) for one in categories]
