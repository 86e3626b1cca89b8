"""Forms of private conversations."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from forum.nudges.commands import Draft
from forum.nudges.forms import NudgedForm
from forum.nudges.outcomes import NudgePlace, Way
from forum.privately.commands import NewMessage
from forum.web.forms import BaseForm, SubmissionForm, WrittenField

LARGEST_ID = 2**31 - 1
MAX_MESSAGE_LENGTH = 5_000
_OUT_OF_DATE = "Please open this conversation again."


class MessageForm(NudgedForm, SubmissionForm):
    """Something to say in private."""

    text = WrittenField("Your words", what="message", most=MAX_MESSAGE_LENGTH)

    def message(self, *, calls_for_help: bool) -> NewMessage:
        """What was sent."""
        return NewMessage(
            text=self.text.words,
            submission_key=self.key_of(self.text.words),
            calls_for_help=calls_for_help,
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

    up_to = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(_OUT_OF_DATE), NumberRange(0, LARGEST_ID, _OUT_OF_DATE)],
    )


class ButtonForm(BaseForm):
    """One button."""
