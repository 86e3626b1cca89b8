"""What to look for, and where."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Optional

from forum.conversations.pages import CategoryView
from forum.search.asked import MOST_CHARACTERS
from forum.search.queries import Order
from forum.web.forms import BaseForm, LineField


class SearchForm(BaseForm):
    """What to look for. It only reads, so it needs no token."""

    class Meta:
        """Sent as part of the address."""

        csrf = False

    q = LineField("What are you looking for?", most=MOST_CHARACTERS, validators=[Optional()])
    category = SelectField("Where?", choices=[], validate_choice=False)
    order = RadioField(
        "What comes first?",
        choices=[
            SelectChoice(Order.FITTING.value, "What fits best"),
            SelectChoice(Order.NEWEST.value, "The newest"),
        ],
        default=Order.FITTING.value,
        validate_choice=False,
    )

    def offer(self, categories: Sequence[CategoryView]) -> None:
        """Name the categories that can be chosen. An unknown one is none."""
        self.category.choices = [
            SelectChoice("", "Everywhere"),
            *(SelectChoice(one.slug, one.name) for one in categories),
        ]
        if self.category.data not in {one.slug for one in categories}:
            self.category.data = ""
        if self.order.data not in set(Order):
            self.order.data = Order.FITTING.value
