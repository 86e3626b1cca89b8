"""The mentor's form for a welcome thread."""

from __future__ import annotations

from forum.web.forms import BaseForm, LineField
from forum.welcome.commands import MAX_REASON_LENGTH


class WelcomeFlagForm(BaseForm):
    """Why newcomers are led here."""

    reason = LineField(
        "What is this thread good for?",
        most=MAX_REASON_LENGTH,
        description="Newcomers read this above the thread, for example: A gentle place to say hello.",
    )


class WelcomeUnflagForm(BaseForm):
    """One button."""
