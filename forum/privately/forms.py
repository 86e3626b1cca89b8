"""Forms of private conversations."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from forum.community.queries import RuleInfo
from forum.drafts.forms import DraftedForm
from forum.moderation.forms.common import OnReportsForm
from forum.moderation.forms.reasons import ReasonedForm
from forum.moderation.options import OF_PRIVATE_WORDS, ModeratorAction
from forum.moderation.pages import ToldUs
from forum.moderation.reply_texts import SavedText, fitting
from forum.moderation.report_commands import Concern
from forum.moderation.reporting import MAX_REPORT_LENGTH, REASON_LABELS, ReportReason
from forum.nudges.commands import Draft
from forum.nudges.forms import NudgedForm
from forum.nudges.outcomes import NudgePlace, Way
from forum.privately.commands import NewMessage
from forum.privately.deciding import PrivateRuling
from forum.privately.reporting import PrivateConcern
from forum.privately.shown_queries import Showable
from forum.web.forms import BaseForm, BoxesField, CarriedNumber, PreviewedForm, WrittenField

MAX_MESSAGE_LENGTH = 5_000


class MessageForm(NudgedForm, DraftedForm, PreviewedForm):
    """Something to say in private."""

    text = WrittenField("Your words", what="message", most=MAX_MESSAGE_LENGTH)

    def message(self, *, calls_for_help: bool) -> NewMessage:
        """What was sent."""
        return NewMessage(
            text=self.text.words,
            submission_key=self.key_of(self.text.words),
            calls_for_help=calls_for_help,
            writing=self.writing,
        )

    @property
    def draft(self) -> Draft:
        """The same, as something that may still be changed. There is no person to be asked to read it."""
        return Draft(
            place=NudgePlace.PRIVATE,
            key=self.draft_key,
            words_key=self.key_of(self.text.words),
            way=Way.LET_GO if self.way is Way.LET_GO else Way.SEND,
            nudge_id=self.nudge_id,
        )


class ReadForm(BaseForm):
    """Everything that was on the screen has been read."""

    up_to = CarriedNumber(least=0, out_of_date="Please open this conversation again.")


class PrivateReportForm(BaseForm):
    """What somebody who reports private words wants to tell, and to show. Two clicks are enough."""

    reason = RadioField(
        "What is it about?",
        choices={reason.value: words for reason, words in REASON_LABELS.items()},
        default=ReportReason.UNSURE,
        validators=[InputRequired("Please choose what fits best.")],
    )
    shown = BoxesField("What moderators see")
    words = WrittenField(
        "In your own words", what="report", most=MAX_REPORT_LENGTH, validators=[Optional()]
    )

    def offer(self, showable: Sequence[Showable]) -> None:
        """The messages that can be shown."""
        self.shown.choices = {str(one.id): one.label for one in showable}

    def concern_about(self, message_id: int | None) -> PrivateConcern:
        """What was sent."""
        return PrivateConcern(
            concern=Concern(reason=ReportReason(self.reason.data), words=self.words.words),
            message_id=message_id,
            shown=[int(one) for one in self.shown.data or ()],
        )


class PrivateReviewForm(OnReportsForm, ReasonedForm):
    """What to do with what was reported of a private conversation."""

    CAN_BE = OF_PRIVATE_WORDS

    def offer_all(
        self,
        actions: Sequence[ModeratorAction],
        rules: Sequence[RuleInfo],
        reports: Sequence[ToldUs],
        kept: Sequence[SavedText],
    ) -> None:
        """Show what this person can do now, the rules in force, what was told us, and the team's saved texts."""
        self.offer_actions(actions)
        self.offer_rules(rules)
        self.offer_reports(reports)
        self.offer_texts(fitting(kept, actions), rules)

    @property
    def ruling(self) -> PrivateRuling:
        """What was sent."""
        return PrivateRuling(
            action=ModeratorAction(self.action.data),
            rule_id=self.rule.data,
            note=self.note.words,
            made_to_harm=self.made_to_harm.data or (),
            told=self.told_then,
        )


class ButtonForm(BaseForm):
    """One button."""
