"""What several forms of moderation share: the names of their buttons, rules, and reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from forum.moderation.options import ModeratorAction
from forum.moderation.pages import ToldUs
from forum.moderation.reporting import told_by_now
from forum.web.forms import BaseForm, number_in

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


class OnReportsForm(BaseForm):
    """Settling what readers told us: what of it stood on the page, and whether any of it was told in order to harm."""

    made_to_harm = ReportsField()
    told = HiddenField()

    def offer_reports(self, reports: Sequence[ToldUs]) -> None:
        """The reports on the page. Of a form that comes back because of new ones it counts them in from now on."""
        self.made_to_harm.offer(reports)
        if self.told.raw_data is None or self.told.errors:
            self.told.data = told_by_now(report.at for report in reports)

    @property
    def told_then(self) -> str:
        """All that stood on the page when it was opened."""
        return str(self.told.data or "")
