"""Forms in which people write."""

from __future__ import annotations

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from forum.web.forms import BaseForm, LineField, SubmissionForm, WrittenField


class ReplyForm(SubmissionForm):
    """An answer to a thread, or to one post in it."""

    text = WrittenField("Your words", what="post")
    answers = HiddenField()

    @property
    def answers_id(self) -> int | None:
        """The post that is answered, if one is named."""
        raw = self.answers.data or ""
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None


class ThreadForm(SubmissionForm):
    """A new thread."""

    title = LineField("Title", description="A few words, so that others know what it is about.")
    text = WrittenField("Your words", what="post")


class RevisionForm(BaseForm):
    """A new version of one's own reply."""

    text = WrittenField("Your words", what="post")
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class OpeningRevisionForm(RevisionForm):
    """A new version of the post that opens a thread."""

    title = LineField("Title")


class ConfirmForm(BaseForm):
    """One button."""
