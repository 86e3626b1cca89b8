"""Forms of the help lines, for admins."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SubmitField, ValidationError
from wtforms.validators import NumberRange, Optional

from forum.helplines.commands import LineDraft
from forum.helplines.models import (
    MAX_CONTACT,
    MAX_COUNTRIES,
    MAX_NAME,
    MAX_PLACE,
    MAX_URL,
    MAX_WORDS,
)
from forum.positions import LAST_PLACE
from forum.web.forms import BaseForm, LineField


class LineForm(BaseForm):
    """One help line."""

    name = LineField("Who answers", most=MAX_NAME)
    contact = LineField("Number, or how to reach them", most=MAX_CONTACT)
    place = LineField("Where it can be called", most=MAX_PLACE)
    words = LineField("What to know", most=MAX_WORDS, validators=[Optional()])
    countries = LineField(
        "Country codes",
        most=MAX_COUNTRIES,
        description="Two letters each, such as GB IE. People from there find this line first.",
        validators=[Optional()],
    )
    url = LineField(
        "Web page",
        most=MAX_URL,
        description="It begins with https://",
        validators=[Optional()],
    )
    position = IntegerField(
        "Place in the list",
        validators=[
            Optional(),
            NumberRange(1, LAST_PLACE, f"Please use a number from 1 to {LAST_PLACE}."),
        ],
    )
    tried = SubmitField("It is right, I tried it today")
    remove = SubmitField("Take it away")

    def validate_countries(self, field: Any) -> None:
        """Two letters each, and capitals whatever was typed."""
        codes = field.words.replace(",", " ").split()
        if any(len(code) != 2 or not code.isascii() or not code.isalpha() for code in codes):
            raise ValidationError("Please use two letters for each country, such as GB IE.")
        field.data = " ".join(codes).upper()

    def validate_url(self, field: Any) -> None:
        """Only a web page can be opened safely."""
        if field.words and not field.words.startswith("https://"):
            raise ValidationError("Please begin it with https://")

    @property
    def draft(self) -> LineDraft:
        """What was typed."""
        return LineDraft(
            countries=self.countries.words,
            place=self.place.words,
            name=self.name.words,
            contact=self.contact.words,
            words=self.words.words,
            url=self.url.words,
            position=self.position.data,
        )
