"""The form of the forecasts' page: a button."""

from __future__ import annotations

from forum.web.forms import BaseForm


class AskForm(BaseForm):
    """Have it reckoned."""
