"""The forms that only newcomers meet."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms.validators import Optional

from forum.conversations.pages import CategoryView
from forum.newcomers.survey import REASONS, Answers
from forum.web.forms import BaseForm, BoxesField, LineField
from forum.welcome.languages import LANGUAGES
from forum.welcome.models import MAX_ADDRESS_LENGTH


class SurveyForm(BaseForm):
    """Four questions, all of which can be left out."""

    reasons = BoxesField("What brings you here?", choices=dict(REASONS))
    topics = BoxesField("What would you like to talk about?")
    languages = BoxesField(
        "Which languages do you like to write in?",
        choices=dict(sorted(LANGUAGES.items(), key=lambda language: language[1])),
    )
    addressed_as = LineField(
        "How would you like to be addressed?",
        most=MAX_ADDRESS_LENGTH,
        validators=[Optional()],
        description="A short name, a pronoun, or both: “Sam, they”. Only your mentor reads this.",
    )

    def offer_topics(self, topics: Sequence[CategoryView]) -> None:
        """What there is to talk about here."""
        self.topics.choices = {one.slug: one.name for one in topics}

    @property
    def answers(self) -> Answers:
        """What was ticked and typed."""
        return Answers(
            reasons=self.reasons.data or (),
            topics=self.topics.data or (),
            languages=self.languages.data or (),
            addressed_as=self.addressed_as.words,
        )


class VouchForm(BaseForm):
    """One button."""
