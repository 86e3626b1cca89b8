"""The inbox's buttons, and what is mailed."""

from __future__ import annotations

from collections.abc import Collection

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from forum.notifications.mail_topics import OFFERED, MailTopic
from forum.web.forms import BaseForm, BoxesField

LARGEST_ID = 2**31 - 1
_OUT_OF_DATE = "Please open your inbox again."


class MarkAllForm(BaseForm):
    """Everything that was on the screen has been read."""

    up_to = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(_OUT_OF_DATE), NumberRange(0, LARGEST_ID, _OUT_OF_DATE)],
    )


class MailsForm(BaseForm):
    """What a person wants to be mailed."""

    topics = BoxesField(
        "Mail me",
        choices={topic.value: words.label for topic, words in OFFERED.items()},
    )

    @property
    def wanted(self) -> Collection[MailTopic]:
        """What was ticked."""
        return [MailTopic(topic) for topic in self.topics.data or ()]
