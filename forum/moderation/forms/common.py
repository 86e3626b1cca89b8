"""What several forms of moderation share: the names of their buttons, rules, and reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from forum.moderation.options import ModeratorAction
from forum.moderation.pages import ToldUs
from forum.web.forms import number_in

BUTTON = {
    ModeratorAction.APPROVE: "Approve it",
    ModeratorAction.RESTORE: "Show it again",
    ModeratorAction.KEEP: "Leave it as it is",
    ModeratorAction.REQUEST_CHANGES: "Ask for a change",
    ModeratorAction.HIDE: "Take it out of sight for now",
    ModeratorAction.DECLINE: "Decline it",
    ModeratorAction.REMOVE: "Take it down",
    ModeratorAction.SETTLE: "It has been taken care of",
}
CHOOSE = "Please choose what should happen."
OUT_OF_DATE = "This page is out of date. Please open the post again."


class ReportsField(SelectMultipleField):
    """Reports that a moderator found to be made in order to harm. Any other number is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str = "Was any of it told in order to harm?", **kwargs: Any) -> None:
        super().__init__(label, coerce=int, validate_choice=False, choices=[], **kwargs)

    def offer(self, reports: Sequence[ToldUs]) -> None:
        """The reports that there are."""
        self.choices = [
            (told.id, f"{told.by.display_name if told.by else 'Somebody'}: {told.reason}")
            for told in reports
        ]

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """What was ticked."""
        self.data = [number for raw in valuelist if (number := number_in(raw)) is not None]
