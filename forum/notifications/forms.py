"""The inbox's buttons."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from forum.web.forms import BaseForm

LARGEST_ID = 2**31 - 1
_OUT_OF_DATE = "Please open your inbox again."


class MarkAllForm(BaseForm):
    """Everything that was on the screen has been read."""

    up_to = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(_OUT_OF_DATE), NumberRange(0, LARGEST_ID, _OUT_OF_DATE)],
    )
