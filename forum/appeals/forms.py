"""Forms of appeals: one field for whoever asks, one decision and one field for whoever answers."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired

from forum.appeals.commands import MAX_WORDS, Judgement
from forum.appeals.rules import AppealState
from forum.web.forms import BaseForm, WrittenField


class AppealForm(BaseForm):
    """Asking for a second look."""

    words = WrittenField("How do you see it?", what="message", most=MAX_WORDS)


class ReverseForm(BaseForm):
    """Putting a decision right without being asked."""

    note = WrittenField("Your words to the author", what="message", most=MAX_WORDS)


class JudgeForm(BaseForm):
    """Answering it."""

    outcome = RadioField(
        "What do you think?",
        choices={
            AppealState.UPHELD.value: "The decision stands",
            AppealState.OVERTURNED.value: "Put it right",
        },
        validators=[InputRequired("Please choose one of the two.")],
    )
    answer = WrittenField("Your answer to them", what="answer", most=MAX_WORDS)

    def judgement(self) -> Judgement:
        """What was sent."""
        return Judgement(outcome=AppealState(self.outcome.data), answer=self.answer.words)
