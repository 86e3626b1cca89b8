"""Forms in which people write."""

from __future__ import annotations

import uuid
from dataclasses import replace

from wtforms import HiddenField

from forum.conversations.commands import NewPost, NewVersion
from forum.drafts.forms import DraftedForm
from forum.nudges.commands import Draft
from forum.nudges.forms import NudgedForm
from forum.nudges.outcomes import NudgePlace
from forum.web.forms import BaseForm, LineField, PreviewedForm, WrittenField, number_in

# Names the words of a version, which no form's key does.
_VERSIONS = uuid.UUID("5a3f6c1e-7b0d-4e55-9a7e-2f4d7b1c9e60")


class ReplyForm(NudgedForm, DraftedForm, PreviewedForm):
    """An answer to a thread, or to one post in it."""

    text = WrittenField("Your words", what="post")
    answers = HiddenField()

    @property
    def new_post(self) -> NewPost:
        """What was sent."""
        key = self.key_of(self.text.words)
        return NewPost(text=self.text.words, submission_key=key, writing=self.writing)

    @property
    def draft(self) -> Draft:
        """The same, as something that may still be changed."""
        return Draft(
            place=NudgePlace.REPLY,
            key=self.draft_key,
            words_key=self.key_of(self.text.words),
            way=self.way,
            nudge_id=self.nudge_id,
        )

    @property
    def answers_id(self) -> int | None:
        """The post that is answered, if one is named."""
        return number_in(self.answers.data)

    def answer_thread(self, message: str) -> None:
        """Answer the thread instead of a post in it; the message says why."""
        self.answers.data = ""
        self.text.errors = [message]


class ThreadForm(NudgedForm, DraftedForm, PreviewedForm):
    """A new thread."""

    title = LineField("Title", description="A few words, so that others know what it is about.")
    text = WrittenField("Your words", what="post")

    @property
    def new_post(self) -> NewPost:
        """What was sent."""
        key = self.key_of(self.title.words, self.text.words)
        return NewPost(text=self.text.words, submission_key=key, writing=self.writing)

    @property
    def draft(self) -> Draft:
        """The same, as something that may still be changed."""
        return Draft(
            place=NudgePlace.THREAD,
            key=self.draft_key,
            words_key=self.key_of(self.title.words, self.text.words),
            way=self.way,
            nudge_id=self.nudge_id,
        )


class RevisionForm(NudgedForm, DraftedForm, PreviewedForm):
    """A new version of one's own reply."""

    text = WrittenField("Your words", what="post")
    based_on = HiddenField()

    @property
    def new_version(self) -> NewVersion:
        """What was sent."""
        return NewVersion(
            text=self.text.words,
            title=None,
            based_on=number_in(self.based_on.data) or 0,
            writing=self.writing,
        )

    def draft_of(self, post_id: int) -> Draft:
        """The same, as something that may still be changed."""
        version = self.new_version
        return Draft(
            place=NudgePlace.EDIT,
            key=f"post-{post_id}-after-{version.based_on}",
            words_key=str(uuid.uuid5(_VERSIONS, f"{version.title or ''}\n{version.text}")),
            way=self.way,
            nudge_id=self.nudge_id,
        )

    def rebase(self, number: int, message: str) -> None:
        """Another version is on the screen now, beside what was typed; the message says why."""
        self.based_on.data = str(number)
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
