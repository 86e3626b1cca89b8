"""Forms in which people write."""

from __future__ import annotations

from dataclasses import replace

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from forum.conversations.commands import NewPost, NewVersion
from forum.web.forms import BaseForm, LineField, SubmissionForm, WrittenField


class ReplyForm(SubmissionForm):
    """An answer to a thread, or to one post in it."""

    text = WrittenField("Your words", what="post")
    answers = HiddenField()

    @property
    def new_post(self) -> NewPost:
        """What was sent."""
        return NewPost(text=self.text.words, submission_key=self.key_of(self.text.words))

    @property
    def answers_id(self) -> int | None:
        """The post that is answered, if one is named."""
        raw = self.answers.data or ""
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None

    def answer_thread(self, message: str) -> None:
        """Answer the thread instead of a post in it; the message says why."""
        self.answers.data = ""
        self.text.errors = [message]


class ThreadForm(SubmissionForm):
    """A new thread."""

    title = LineField("Title", description="A few words, so that others know what it is about.")
    text = WrittenField("Your words", what="post")

    @property
    def new_post(self) -> NewPost:
        """What was sent."""
        key = self.key_of(self.title.words, self.text.words)
        return NewPost(text=self.text.words, submission_key=key)


class RevisionForm(BaseForm):
    """A new version of one's own reply."""

    text = WrittenField("Your words", what="post")
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    @property
    def new_version(self) -> NewVersion:
        """What was sent."""
        return NewVersion(text=self.text.words, title=None, based_on=self.based_on.data or 0)

    def rebase(self, number: int, message: str) -> None:
        """Another version is on the screen now, beside what was typed; the message says why."""
        self.based_on.raw_data, self.based_on.data = None, number
        self.text.errors = [message]


class OpeningRevisionForm(RevisionForm):
    """A new version of the post that opens a thread."""

    title = LineField("Title")

    @property
    def new_version(self) -> NewVersion:
        """What was sent."""
        return replace(super().new_version, title=self.title.words)


class ConfirmForm(BaseForm):
    """One button."""
