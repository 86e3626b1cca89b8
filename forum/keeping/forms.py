"""The form of the periods: one field for each kind."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from forum.keeping.periods import PERIODS, Kind, Period
from forum.web.forms import BaseForm


class PeriodsForm(BaseForm):
    """How many days each kind is kept. Its fields are made from the table of periods."""

    def chosen(self) -> Mapping[Kind, int]:
        """What was typed."""
        return {kind: int(self[kind.value].data) for kind in PERIODS}


def _field(period: Period) -> IntegerField:
    within = f"Please choose {period.fewest} to {period.most} days."
    return IntegerField(
        period.what,
        description=f"{period.fewest} to {period.most} days after {period.since}.",
        validators=[
            InputRequired(within),
            NumberRange(period.fewest, period.most, within),
        ],
    )


for _kind, _period in PERIODS.items():
    setattr(PeriodsForm, _kind.value, _field(_period))
