"""Forms of the community's own list of words, for staff."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from forum.own_words.rules import MAX_TERM_LENGTH, Effect, WordDraft
from forum.web.forms import BaseForm, LineField, WrittenField

MOST_TO_TRY = 2_000


class WordForm(BaseForm):
    """One word."""

    term = LineField(
        "Word, or a few words",
        most=MAX_TERM_LENGTH,
        description="A star at an end stands for the rest of a word: “scum*” finds “scumbag” as well.",
    )
    effect = RadioField(
        "What happens to a text that contains it?",
        choices={
            Effect.HOLD.value: "A person reads it before others see it",
            Effect.NOTE.value: "It appears, and moderators who look at it find a note",
        },
        default=Effect.HOLD.value,
        validators=[InputRequired("Please choose one of these.")],
    )
    exceptions = WrittenField(
        "But not in",
        what="list",
        most=2_400,
        description="Surnames, place names and other words that contain it, one a line: Cockburn, Scunthorpe.",
        validators=[Optional()],
    )

    def fill(self, draft: WordDraft) -> None:
        """Put a word of the list into the fields."""
        self.term.data, self.effect.data = draft.term, draft.effect.value
        self.exceptions.data = "\n".join(draft.exceptions)

    @property
    def draft(self) -> WordDraft:
        """What was typed. Commas part exceptions, too."""
        return WordDraft(
            term=self.term.words,
            effect=Effect(self.effect.data),
            exceptions=self.exceptions.words.replace(",", "\n").splitlines(),
        )


class TryOutForm(BaseForm):
    """A text to try."""

    text = WrittenField("A text, or a name", what="text", most=MOST_TO_TRY)
