"""The writing box as a draft: nothing in it can be wrong yet."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import Optional

from forum.drafts.places import Place, Writing
from forum.web.forms import LineField, SubmissionForm, WrittenField, key_in, number_in


class DraftedForm(SubmissionForm):
    """A form of which a draft is kept. Each window has its own, so that none takes the place of another."""

    goes_on = HiddenField()

    @property
    def writing(self) -> Writing:
        """What is written in it, whatever its words."""
        return Writing(key=self.draft_key, goes_on=key_in(self.goes_on.data))


class DraftForm(DraftedForm):
    """What stands in the box now. Too long or too short is said when it is sent."""

    title = LineField("Title", validators=[Optional()])
    text = WrittenField("Your words", validators=[Optional()])
    answers = HiddenField()
    based_on = HiddenField()

    @property
    def writing(self) -> Writing:
        """What is written in it. An odd key is no reason to lose words: it gets another one."""
        self.submission_key.validate(self)
        return super().writing

    def sent_as(self, *, with_title: bool) -> str:
        """The key under which these words would be sent."""
        words = (self.title.words, self.text.words) if with_title else (self.text.words,)
        return self.key_of(*words)

    @property
    def answers_id(self) -> int | None:
        """The post that is answered, if one is named."""
        return number_in(self.answers.data)

    def change_to(self, post_id: int) -> Place:
        """The post that is changed, and which version of it was on their screen."""
        return Place(changes_id=post_id, based_on=number_in(self.based_on.data))
