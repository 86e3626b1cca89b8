"""Forms with which staff speak to somebody, and end it early."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from forum.accounts.actor import Actor
from forum.community.queries import RuleInfo
from forum.sanctions.commands import MAX_WORDS_TO_PERSON, Measure
from forum.sanctions.kinds import DAYS_TO_CHOOSE, MILDEST_FIRST, NEEDS_ADMIN, SanctionKind
from forum.sanctions.wording import NAMED
from forum.web.forms import BaseForm, CarriedNumber, WrittenField, number_in

_CHOOSE = "Choose"


class SanctionForm(BaseForm):
    """What to do about how somebody takes part: citing which rule, until when, in which words."""

    kind = RadioField(
        "What should happen?",
        choices={kind.value: NAMED[kind] for kind in MILDEST_FIRST},
        validators=[InputRequired("Please choose what should happen.")],
    )
    # Whether the end and the rule fit is said by the command, which also says it kindly.
    days = SelectField(
        "For how long?",
        coerce=number_in,
        validate_choice=False,
        choices={
            "": _CHOOSE,
            **{str(days): "1 day" if days == 1 else f"{days} days" for days in DAYS_TO_CHOOSE},
        },
    )
    rule = SelectField("Which rule is it about?", coerce=number_in, validate_choice=False)
    note = WrittenField("Your words to them", what="note", most=MAX_WORDS_TO_PERSON)
    post_id = CarriedNumber(validators=[Optional()])
    last_sanction_id = CarriedNumber(validators=[Optional()])

    def offer(self, actor: Actor, rules: Sequence[RuleInfo]) -> None:
        """Show what this person may decide, and the rules in force."""
        self.kind.choices = {
            kind.value: NAMED[kind]
            for kind in MILDEST_FIRST
            if actor.is_admin or kind not in NEEDS_ADMIN
        }
        self.rule.choices = {
            "": _CHOOSE,
            **{str(rule.id): f"{rule.number}. {rule.title}" for rule in rules},
        }

    def measure(self) -> Measure:
        """What was sent."""
        return Measure(
            kind=SanctionKind(self.kind.data),
            note=self.note.words,
            days=self.days.data,
            rule_id=self.rule.data,
            post_id=self.post_id.data,
            last_sanction_id=self.last_sanction_id.data,
        )


class LiftForm(BaseForm):
    """Ending it early: in which words."""

    note = WrittenField("Why does it end now?", what="note", most=MAX_WORDS_TO_PERSON)
