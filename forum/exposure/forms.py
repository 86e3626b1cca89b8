"""Forms of reading: how a moderator wants to read, and the bounds that an admin sets."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from forum.exposure.commands import MOST_POINTS, ReadingChoices
from forum.exposure.dose import Bounds
from forum.exposure.ledger import Chosen
from forum.exposure.topics import IN_WORDS
from forum.web.forms import BaseForm, BoxesField

_A_NUMBER = f"Please use a number from 1 to {MOST_POINTS:,}."


class ReadingForm(BaseForm):
    """How a moderator wants to read."""

    budget = IntegerField(
        "How many points a day, at most?",
        validators=[Optional(), NumberRange(1, MOST_POINTS, _A_NUMBER)],
    )
    opted_out = BoxesField("What you don’t want to be served", choices=dict(IN_WORDS))
    keys_on = BooleanField("Work with keys")
    name_shown = BooleanField("Show my name under what I decide")

    def explain(self, chosen: Chosen) -> None:
        """Say between which numbers one may choose."""
        bounds = chosen.bounds
        self.budget.description = (
            f"From {bounds.least} to {bounds.most}. Empty means the usual here: {bounds.usual}. "
            "Less holds at once, more from tomorrow."
        )

    @property
    def choices(self) -> ReadingChoices:
        """What was sent."""
        return ReadingChoices(
            budget=self.budget.data,
            opted_out=self.opted_out.data or (),
            keys_on=bool(self.keys_on.data),
            name_shown=bool(self.name_shown.data),
        )


class BoundsForm(BaseForm):
    """Between which budgets moderators may choose."""

    least = IntegerField(
        "The least, in points a day",
        validators=[InputRequired(_A_NUMBER), NumberRange(1, MOST_POINTS, _A_NUMBER)],
    )
    usual = IntegerField(
        "The usual, for whoever has not chosen",
        validators=[InputRequired(_A_NUMBER), NumberRange(1, MOST_POINTS, _A_NUMBER)],
    )
    most = IntegerField(
        "The most",
        validators=[InputRequired(_A_NUMBER), NumberRange(1, MOST_POINTS, _A_NUMBER)],
        description="Nobody can choose more than this, and nobody is asked to.",
    )

    @property
    def bounds(self) -> Bounds:
        """What was sent."""
        return Bounds(
            least=self.least.data or 0, most=self.most.data or 0, usual=self.usual.data or 0
        )
