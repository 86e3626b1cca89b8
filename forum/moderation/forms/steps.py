"""Passing on, and notes of staff to each other."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from forum.moderation import note_commands, step_commands
from forum.moderation.desk_pages import Desk
from forum.moderation.options import STEPS, ModeratorAction
from forum.moderation.step_wording import STEP_NAMED
from forum.web.forms import BaseForm, WrittenField


class StepForm(BaseForm):
    """Leaving the question open: who looks next, and why."""

    step = RadioField(
        "Who should look next?",
        choices={step.value: STEP_NAMED[step] for step in STEPS},
        validators=[InputRequired("Please choose who should look next.")],
    )
    # Whether words are needed is said by the command, which also says it kindly.
    note = WrittenField(
        "Your reason, or your question",
        what="reason",
        most=step_commands.MAX_WORDS_LENGTH,
        validators=[Optional()],
        id="step-note",
    )

    def taken(self) -> step_commands.Step:
        """What was sent."""
        return step_commands.Step(action=ModeratorAction(self.step.data), words=self.note.words)


class NoteForm(BaseForm):
    """A note of staff to each other."""

    note = WrittenField(
        "A note for staff", what="note", most=note_commands.MAX_STAFF_NOTE, id="staff-note"
    )


def offered_steps(form: StepForm | None, desk: Desk) -> StepForm:
    """The form, with the steps that there are for this person now."""
    form = form or StepForm(formdata=None)
    form.step.choices = {step.value: STEP_NAMED[step] for step in desk.offered}
    if len(desk.offered) == 1:
        # Where there is nothing to choose, it is chosen.
        form.step.data = form.step.data or next(iter(desk.offered)).value
    return form
