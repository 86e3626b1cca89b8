"""Forms of welcome: welcome threads, and what mentors do at their desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional

from forum.community.queries import CategoryInfo
from forum.web.forms import (
    BaseForm,
    BoxesField,
    CarriedNumber,
    LineField,
    SubmissionForm,
    WrittenField,
)
from forum.welcome.approval_commands import Welcome
from forum.welcome.commands import MAX_REASON_LENGTH
from forum.welcome.desk_commands import MAX_NOTE_FOR_MENTORS, MAX_SKIP_LENGTH
from forum.welcome.goal_commands import GoalChoices
from forum.welcome.languages import LANGUAGES
from forum.welcome.mentor_commands import MOST_MENTEES, MentorChoices
from forum.welcome.models import MAX_INTRODUCTION_LENGTH, PraiseKind
from forum.welcome.openers import MAX_TEXT_LENGTH, MAX_TITLE_LENGTH
from forum.welcome.pairing import Weight


class DayField(DateField):
    """A day, chosen from a calendar where the browser has one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day.

        Raises:
            ValueError: it is none; the message says how to write one.
        """
        if valuelist and not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Please write the day like 2026-05-31.") from error


class WelcomeFlagForm(BaseForm):
    """Why newcomers are led here."""

    reason = LineField(
        "What is this thread good for?",
        most=MAX_REASON_LENGTH,
        description="Newcomers read this above the thread, for example: A gentle place to say hello.",
    )
    last_day = DayField(
        "Last day",
        validators=[Optional()],
        description="If it is meant for a while only. After that day it is an ordinary thread again.",
    )


class WelcomeUnflagForm(BaseForm):
    """One button."""


class WelcomeForm(SubmissionForm):
    """An answer to a held introduction. `revision_id` is the version that was on the mentor's screen."""

    text = WrittenField("Your words", what="post")
    revision_id = CarriedNumber(out_of_date="Please open the introduction again.")

    @property
    def welcome(self) -> Welcome:
        """What was sent."""
        return Welcome(
            text=self.text.words,
            submission_key=self.key_of(self.text.words),
            revision_id=self.revision_id.data or 0,
        )


class ButtonForm(BaseForm):
    """One button."""


class NoteForm(BaseForm):
    """What mentors should know of a newcomer."""

    text = WrittenField("A note for mentors", what="note", most=MAX_NOTE_FOR_MENTORS)


class OpenerForm(BaseForm):
    """A reply to begin with."""

    title = LineField("What you call it", most=MAX_TITLE_LENGTH)
    text = WrittenField("How it begins", what="reply", most=MAX_TEXT_LENGTH)


class PraiseForm(BaseForm):
    """A kind word, or why not."""

    kind = HiddenField(validators=[AnyOf([kind.value for kind in PraiseKind])])
    reason = LineField(
        "Why not this time?",
        most=MAX_SKIP_LENGTH,
        validators=[Optional()],
        description="Only you see it. It is not offered again.",
    )

    @property
    def praised_for(self) -> PraiseKind:
        """What it is about."""
        return PraiseKind(str(self.kind.data))


_WEIGHTS = {
    Weight.NONE: "No new ones for now",
    Weight.LOW: "Fewer than others",
    Weight.NORMAL: "As many as others",
    Weight.HIGH: "More than others",
}
_A_NUMBER = "Please use a number from {:,} to {:,}."


class MentorForm(BaseForm):
    """How a mentor wants to work."""

    weight = RadioField(
        "How many newcomers would you like to look after?",
        choices=[SelectChoice(weight.value, words) for weight, words in _WEIGHTS.items()],
        validators=[InputRequired("Please choose one.")],
    )
    most_mentees = IntegerField(
        "How many at once, at most?",
        validators=[
            InputRequired(_A_NUMBER.format(0, MOST_MENTEES)),
            NumberRange(0, MOST_MENTEES, _A_NUMBER.format(0, MOST_MENTEES)),
        ],
        description="Whoever has become a member does not count. 25 is usual.",
    )
    languages = BoxesField(
        "Languages that you write in",
        choices=dict(sorted(LANGUAGES.items(), key=lambda language: language[1])),
    )
    topics = BoxesField("What you like to talk about")
    introduction = WrittenField(
        "A few words to your mentees",
        what="introduction",
        most=MAX_INTRODUCTION_LENGTH,
        validators=[Optional()],
        description="They read it beside your name. Two sentences are enough.",
    )
    is_away = BooleanField("I am away")
    back_on = DayField(
        "Back on",
        validators=[Optional()],
        description="Leave it empty if you don’t know yet.",
    )

    def offer_topics(self, categories: Iterable[CategoryInfo]) -> None:
        """The forum's own categories are what can be talked about."""
        self.topics.choices = {one.slug: one.name for one in categories}

    @property
    def chosen(self) -> MentorChoices:
        """What was sent."""
        return MentorChoices(
            weight=Weight(self.weight.data),
            most_mentees=self.most_mentees.data or 0,
            is_away=self.is_away.data,
            back_on=self.back_on.data,
            languages=self.languages.data or (),
            topics=self.topics.data or (),
            introduction=self.introduction.words,
        )


class GoalForm(BaseForm):
    """How soon newcomers shall be answered."""

    goal_minutes = IntegerField(
        "A first answer within how many minutes?",
        validators=[
            InputRequired(_A_NUMBER.format(15, 2_880)),
            NumberRange(15, 2_880, _A_NUMBER.format(15, 2_880)),
        ],
        description="Within two hours (120) a newcomer is still there.",
    )
    primary_share = IntegerField(
        "The mentor’s own share of that time, in percent",
        validators=[
            InputRequired(_A_NUMBER.format(10, 100)),
            NumberRange(10, 100, _A_NUMBER.format(10, 100)),
        ],
        description="After it the backup is called, then other mentors, and when the time is over the moderators.",
    )
    time_zone = LineField(
        "Time zone of this community", most=60, description="Written like Europe/Berlin."
    )
    night_pauses = BooleanField("The night does not count")
    night_from = IntegerField(
        "The night begins at",
        validators=[
            InputRequired(_A_NUMBER.format(0, 23)),
            NumberRange(0, 23, _A_NUMBER.format(0, 23)),
        ],
        description="A full hour, from 0 to 23.",
    )
    night_to = IntegerField(
        "The night ends at",
        validators=[
            InputRequired(_A_NUMBER.format(0, 23)),
            NumberRange(0, 23, _A_NUMBER.format(0, 23)),
        ],
        description="A full hour, from 0 to 23.",
    )

    @property
    def chosen(self) -> GoalChoices:
        """What was sent."""
        return GoalChoices(
            goal_minutes=self.goal_minutes.data or 0,
            primary_share=self.primary_share.data or 0,
            time_zone=self.time_zone.words,
            night_pauses=self.night_pauses.data,
            night_from=self.night_from.data or 0,
            night_to=self.night_to.data or 0,
        )
