"""Forms of the first set-up and of the community's settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired, NumberRange, Optional
from wtforms.widgets import EmailInput

from forum.accounts.names import require_display_name, require_email, require_username
from forum.accounts.passwords import MIN_PASSWORD_LENGTH, require_good_password
from forum.community.queries import RuleInfo
from forum.community.rule_commands import NewVersion
from forum.community.rulebook import (
    MAX_RULE_TEXT,
    MAX_RULE_TITLE,
    MAX_RULES,
    MAX_WHAT_CHANGED,
    RuleDraft,
)
from forum.community.signatures import MAX_TEAM_NAME, SignedBy
from forum.positions import LAST_PLACE
from forum.web.forms import BaseForm, LineField, WrittenField, number_in

WITH_EXAMPLE = "example"
EMPTY = "empty"
WORDING = "wording"
SUBSTANCE = "substance"
_SPARE_ROWS = 2


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """The fields of one rule. `position`, `away` and `rule_id` are only there in the settings."""

    number: int
    title: Any
    text: Any
    position: Any = None
    away: Any = None
    rule_id: Any = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in it."""
        return not self.title.data and not self.text.data


class RulesForm(BaseForm):
    """A form with room for `MAX_RULES` rules. A rule with both fields empty is left out."""

    def rows(self) -> Iterator[RuleRow]:
        """Every rule's fields, the empty ones too."""
        for number in range(1, MAX_RULES + 1):
            yield RuleRow(number=number, title=self[_title(number)], text=self[_text(number)])

    def shown_rows(self) -> Sequence[RuleRow]:
        """What stands on the page: whatever holds words, and room for a few more."""
        rows = list(self.rows())
        spare = [row.number for row in rows if row.is_blank][:_SPARE_ROWS]
        return [row for row in rows if not row.is_blank or row.number in spare]

    def fill(self, drafts: Sequence[RuleDraft | RuleInfo]) -> None:
        """Put rules into the fields of a page that is opened."""
        for row, draft in zip(self.rows(), drafts, strict=False):
            row.title.data, row.text.data = draft.title, draft.text

    def drafts(self) -> Sequence[RuleDraft]:
        """The rules that were typed, in the order that was asked for."""
        return [
            RuleDraft(title=row.title.data, text=row.text.data)
            for row in self.rows()
            if not row.is_blank
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field is in order, no rule is only half there, and there is one at all."""
        valid = bool(super().validate(extra_validators))
        for row in self.rows():
            if row.is_blank:
                continue
            for field, what in ((row.title, "a title"), (row.text, "its words")):
                if not field.data:
                    field.errors = [f"This rule needs {what}, too."]
                    valid = False
        if valid and not self.drafts():
            first = next(self.rows())
            first.title.errors = ["People need at least one rule to hold on to."]
            valid = False
        return valid


def _title(number: int) -> str:
    return f"rule_{number}_title"


def _text(number: int) -> str:
    return f"rule_{number}_text"


for _number in range(1, MAX_RULES + 1):
    setattr(
        RulesForm,
        _title(_number),
        LineField(f"Rule {_number}", most=MAX_RULE_TITLE, validators=[Optional()]),
    )
    setattr(
        RulesForm,
        _text(_number),
        WrittenField(
            f"Rule {_number} in a sentence or two",
            what="rule",
            most=MAX_RULE_TEXT,
            validators=[Optional()],
        ),
    )


class SetupForm(RulesForm):
    """The first set-up: the community, its rules, and the person who runs it."""

    community_name = LineField("What is this place called?", most=60)
    tagline = LineField(
        "One sentence about it",
        most=160,
        validators=[Optional()],
        description="It stands on the front page, for people who don’t know you yet.",
    )
    display_name = LineField(
        "Your name, as others will see it",
        most=60,
        description="Any name that you like to be called by.",
    )
    username = LineField(
        "Your user name",
        most=30,
        description="3 to 30 small letters, digits, hyphens or underscores. It stands in addresses.",
    )
    email = LineField(
        "Your e-mail address",
        most=254,
        widget=EmailInput(),
        description="Nobody sees it. A new password is sent there when you lose yours.",
    )
    password = PasswordField(
        "A password",
        validators=[DataRequired("Please choose a password.")],
        description=(
            f"At least {MIN_PASSWORD_LENGTH} characters. A few words that have nothing to do with "
            "each other are easy to remember."
        ),
    )
    start = RadioField(
        "How shall it begin?",
        choices=[
            SelectChoice(WITH_EXAMPLE, "With an example community to look around in"),
            SelectChoice(EMPTY, "Empty, ready for your own people"),
        ],
        default=WITH_EXAMPLE,
        validators=[DataRequired("Please choose one of the two.")],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all of it can be taken, the account too, so that nobody types a password anew for each thing."""
        super().validate(extra_validators)
        self.ask_domain(
            {
                "username": partial(require_username, may_be_reserved=True),
                "display_name": partial(require_display_name, may_be_reserved=True),
                "email": require_email,
                "password": require_good_password,
            }
        )
        return not self.errors


class NameForm(BaseForm):
    """The community's name, and a sentence about it."""

    community_name = LineField("Name", most=60)
    tagline = LineField("One sentence about it", most=160, validators=[Optional()])


class SignatureForm(BaseForm):
    """Under whose name moderators decide."""

    signed_by = RadioField(
        "Who signs what moderators decide?",
        choices=[
            SelectChoice(SignedBy.TEAM.value, "Always the team"),
            SelectChoice(SignedBy.PERSON.value, "The person, where they allow it"),
        ],
        validators=[DataRequired("Please choose one of the two.")],
    )
    team_name = LineField(
        "The team’s name",
        most=MAX_TEAM_NAME,
        validators=[Optional()],
        description="Empty means “The team of” and the name of this place.",
    )


class SettingsRulesForm(RulesForm):
    """The rules that are in force, to reword, reorder, add to and retire, and what that means for people."""

    seen = HiddenField()
    substance = RadioField(
        "What does this change for people?",
        choices=[
            SelectChoice(WORDING, "Only the wording"),
            SelectChoice(SUBSTANCE, "The substance"),
        ],
        validators=[DataRequired("Please say which of the two it is.")],
    )
    what_changed = LineField(
        "What is different now, in a sentence",
        most=MAX_WHAT_CHANGED,
        validators=[Optional()],
        description="Everybody reads it. Needed where the substance changes.",
    )

    def rows(self) -> Iterator[RuleRow]:
        """Every rule's fields, the empty ones too."""
        for row in super().rows():
            yield RuleRow(
                number=row.number,
                title=row.title,
                text=row.text,
                position=self[f"rule_{row.number}_position"],
                away=self[f"rule_{row.number}_away"],
                rule_id=self[f"rule_{row.number}_id"],
            )

    def fill(self, drafts: Sequence[RuleDraft | RuleInfo]) -> None:
        """Put the rules in force into the fields."""
        super().fill(drafts)
        for row, draft in zip(self.rows(), drafts, strict=False):
            row.position.data = row.number
            row.rule_id.data = str(draft.id)

    def new_version(self) -> NewVersion:
        """The rules from now on, and what that means for people."""
        return NewVersion(
            drafts=self.drafts(),
            in_substance=self.substance.data == SUBSTANCE,
            what_changed=self.what_changed.words,
            seen=self.seen.data or "",
        )

    def drafts(self) -> Sequence[RuleDraft]:
        """The rules that were typed, in the order of their numbers; those that are to go are left out."""
        kept = [row for row in self.rows() if not row.is_blank and not row.away.data]
        kept.sort(key=lambda row: (row.position.data or MAX_RULES + row.number, row.number))
        return [
            RuleDraft(title=row.title.data, text=row.text.data, id=number_in(row.rule_id.data))
            for row in kept
        ]


for _number in range(1, MAX_RULES + 1):
    setattr(SettingsRulesForm, f"rule_{_number}_id", HiddenField())
    setattr(
        SettingsRulesForm,
        f"rule_{_number}_position",
        IntegerField(
            f"Place of rule {_number}",
            validators=[
                Optional(),
                NumberRange(1, LAST_PLACE, f"Please use a number from 1 to {LAST_PLACE}."),
            ],
        ),
    )
    setattr(SettingsRulesForm, f"rule_{_number}_away", BooleanField(f"Retire rule {_number}"))


class CategoryForm(BaseForm):
    """A category: what it is called, and what belongs there."""

    name = LineField("Name", most=60)
    description = LineField("What belongs there", most=300, validators=[Optional()])
    position = IntegerField(
        "Place in the list",
        validators=[
            Optional(),
            NumberRange(1, LAST_PLACE, f"Please use a number from 1 to {LAST_PLACE}."),
        ],
    )


class AcceptRulesForm(BaseForm):
    """Accepting the rules: which version one had before oneself, and where one came from."""

    version = HiddenField(validators=[DataRequired()])
    back = HiddenField()
