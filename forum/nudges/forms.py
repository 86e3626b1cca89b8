"""What a form needs so that a kind word can stand above it."""

from __future__ import annotations

from wtforms import HiddenField, SubmitField

from forum.nudges.outcomes import Way
from forum.web.forms import BaseForm, number_in

# The fields in which people write.
_WORDS = frozenset({"title", "text"})


class NudgedForm(BaseForm):
    """A form whose words are read before they are sent. Its other buttons are drawn only below a nudge."""

    nudge = HiddenField()
    ask_a_person = SubmitField("Ask a person to read it")
    let_go = SubmitField("Delete it")

    @property
    def way(self) -> Way:
        """What was pressed."""
        if self.let_go.data:
            return Way.LET_GO
        return Way.ASK_A_PERSON if self.ask_a_person.data else Way.SEND

    @property
    def lets_go(self) -> bool:
        """Whether what was written is to be deleted. Then it is no matter that its words could not be sent."""
        return self.is_submitted() and self.way is Way.LET_GO and self.errors.keys() <= _WORDS

    @property
    def nudge_id(self) -> int | None:
        """The nudge that stood above the form, if one did."""
        return number_in(self.nudge.data)

    def take_nudge(self, number: int) -> None:
        """A nudge stands above the form from now on."""
        self.nudge.data = str(number)
