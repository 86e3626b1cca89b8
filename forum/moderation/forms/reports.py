"""Telling moderators of something."""

from __future__ import annotations

from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, Optional

from forum.moderation.report_commands import Concern
from forum.moderation.reporting import MAX_REPORT_LENGTH, REASON_LABELS, ReportReason
from forum.web.forms import BaseForm, WrittenField


class ReportForm(BaseForm):
    """What somebody who reports something wants to tell. The first reason is chosen already: two clicks are enough."""

    reason = RadioField(
        "What is it about?",
        choices={reason.value: words for reason, words in REASON_LABELS.items()},
        default=ReportReason.UNSURE,
        validators=[InputRequired("Please choose what fits best.")],
    )
    words = WrittenField(
        "In your own words", what="report", most=MAX_REPORT_LENGTH, validators=[Optional()]
    )
    hide = BooleanField("Hide this from me")

    def concern(self) -> Concern:
        """What was sent."""
        return Concern(
            reason=ReportReason(self.reason.data),
            words=self.words.words,
            hide=bool(self.hide.data),
        )
