"""The inbox's buttons, and what is mailed."""

from __future__ import annotations

from collections.abc import Collection

from forum.notifications.mail_topics import OFFERED, MailTopic
from forum.web.forms import BaseForm, BoxesField, CarriedNumber


class MarkAllForm(BaseForm):
    """Everything that was on the screen has been read."""

    up_to = CarriedNumber(least=0, out_of_date="Please open your inbox again.")


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
