"""Forms of the pages on which threshold sets are made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import FloatField, HiddenField, IntegerField, RadioField
from wtforms.validators import DataRequired, NumberRange, Optional
from wtforms.widgets import NumberInput

from forum.calibration.tuning import FEWEST_POSTS, HOW_MANY, MOST_POSTS, NewLimits
from forum.screening.labels import Label, in_words
from forum.screening.thresholds import Audience
from forum.web.addresses import LARGEST_ROW_NUMBER
from forum.web.form_words import CHOOSE_HERE
from forum.web.forms import BaseForm, LineField, WrittenField

_STEP = 0.01
_RANGE = NumberRange(_STEP, 1, "Please use a number from 0.01 to 1, or leave it empty.")


class LimitsForm(BaseForm):
    """One audience's limits: a number for each label, empty where the label never holds."""

    seen = HiddenField()

    def fill(self, limits: Mapping[str, float]) -> None:
        """Put a set's limits into the fields."""
        for label, field in self.fields():
            field.data = limits.get(label)
        self.seen.data = json.dumps(limits)

    def fields(self) -> Iterator[tuple[str, Any]]:
        """Each label with its field."""
        for label in Label:
            yield label.value, self[label.value]

    def new_limits(self, audience: Audience) -> NewLimits:
        """What was sent."""
        limits = {
            label: round(field.data, 4) for label, field in self.fields() if field.data is not None
        }
        return NewLimits(audience=audience, limits=limits, seen=_limits_in(self.seen.data))


for _label in Label:
    setattr(
        LimitsForm,
        _label.value,
        FloatField(
            f"Limit for “{in_words(_label)}”",
            validators=[Optional(), _RANGE],
            widget=NumberInput(step=_STEP, min=_STEP, max=1),
        ),
    )


def _limits_in(raw: str | None) -> Mapping[str, float]:
    """What was on the screen; something that is in no set where that was tampered with."""
    try:
        found = json.loads(raw or "")
    except (ValueError, RecursionError):
        return {"": 0.0}
    return found if isinstance(found, dict) else {"": 0.0}


class DraftForm(BaseForm):
    """A new draft: its name, and why it is made."""

    name = LineField("Name", most=40, description="Short, such as “2027-01 gentler”.")
    note = WrittenField(
        "Why it is made",
        what="note",
        most=400,
        description="Everybody reads this under “Moderation in the open” once it decides.",
    )
    from_id = RadioField(
        "Begin with the limits of", coerce=int, validators=[DataRequired("Please choose one.")]
    )


class HowManyForm(BaseForm):
    """On how many of the newest decided posts something is done."""

    most = IntegerField(
        "How many of the newest decided posts",
        default=5_000,
        validators=[
            DataRequired("Please say how many."),
            NumberRange(FEWEST_POSTS, MOST_POSTS, HOW_MANY),
        ],
    )


class BacktestForm(HowManyForm):
    """On how many posts a set is tried, and with which scores: 0 are those that each post got when it was read."""

    rescoring_id = RadioField(
        "With which scores",
        coerce=int,
        default=0,
        validators=[Optional(), NumberRange(0, LARGEST_ROW_NUMBER, CHOOSE_HERE)],
        validate_choice=False,
    )


class StepForm(BaseForm):
    """A button that does one thing."""
