"""Forms of moderation: deciding, passing on, notes, reports, and what to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from forum.community.queries import RuleInfo
from forum.conversations.pages import CategoryView
from forum.moderation import note_commands, step_commands
from forum.moderation.commands import MAX_NOTE_LENGTH, Ruling
from forum.moderation.desk_pages import Desk
from forum.moderation.field_commands import FieldRuling
from forum.moderation.log import AuditFilter
from forum.moderation.log_wording import PHRASES
from forum.moderation.options import (
    MODERATORS_ACTIONS,
    NEEDS_WORDS,
    OF_A_PROFILE,
    STEPS,
    ModeratorAction,
)
from forum.moderation.pages import ToldUs
from forum.moderation.reply_texts import (
    MAX_TEXT_LENGTH,
    MAX_TITLE_LENGTH,
    NewText,
    SavedText,
    name_of,
)
from forum.moderation.report_commands import Concern
from forum.moderation.reporting import MAX_REPORT_LENGTH, REASON_LABELS, ReportReason
from forum.moderation.step_models import MAX_REASON_LENGTH
from forum.moderation.step_wording import STEP_NAMED
from forum.screened_fields.lifecycle import DECIDED_BY_PEOPLE, FieldAction
from forum.web.forms import BaseForm, LineField, WrittenField

LARGEST_ID = 2**31 - 1

_BUTTON = {
    ModeratorAction.APPROVE: "Approve it",
    ModeratorAction.RESTORE: "Show it again",
    ModeratorAction.KEEP: "Leave it as it is",
    ModeratorAction.REQUEST_CHANGES: "Ask for a change",
    ModeratorAction.HIDE: "Take it out of sight for now",
    ModeratorAction.DECLINE: "Decline it",
    ModeratorAction.REMOVE: "Take it down",
    ModeratorAction.SETTLE: "It has been taken care of",
}
_CHOOSE = "Please choose what should happen."
_OUT_OF_DATE = "This page is out of date. Please open the post again."


def _rule_id(raw: object) -> int | None:
    """The rule that was chosen; None for none, and for anything that can't be one."""
    text = str(raw or "")
    fits = text.isascii() and text.isdigit() and int(text[:11]) <= LARGEST_ID
    return int(text[:11]) if fits else None


class ReportsField(SelectMultipleField):
    """Reports that a moderator found to be made in order to harm. Any other number is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str = "Was any of it told in order to harm?", **kwargs: Any) -> None:
        super().__init__(label, coerce=int, validate_choice=False, choices=[], **kwargs)

    def offer(self, reports: Sequence[ToldUs]) -> None:
        """The reports that there are."""
        self.choices = [
            (told.id, f"{told.by.display_name if told.by else 'Somebody'}: {told.reason}")
            for told in reports
        ]

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """What was ticked."""
        self.data = [int(str(raw)) for raw in valuelist if _rule_id(raw) is not None]


class DecisionForm(BaseForm):
    """What to do with a post, citing which rule, with which words to its author."""

    action = RadioField(
        "What should happen?",
        choices={action.value: _BUTTON[action] for action in MODERATORS_ACTIONS},
        validators=[InputRequired(_CHOOSE)],
    )
    # Whether the rule is still in force is said by the command, which also says it kindly.
    rule = SelectField("Which rule is it about?", coerce=_rule_id, validate_choice=False)
    note = WrittenField(
        "Your words to the author", what="note", most=MAX_NOTE_LENGTH, validators=[Optional()]
    )
    saved = SelectField(
        "Begin with a saved text",
        coerce=_rule_id,
        validate_choice=False,
        default=None,
        validators=[Optional()],
    )
    made_to_harm = ReportsField()
    revision_id = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(_OUT_OF_DATE), NumberRange(1, LARGEST_ID, _OUT_OF_DATE)],
    )
    last_decision_id = IntegerField(
        widget=HiddenInput(), validators=[Optional(), NumberRange(1, LARGEST_ID, _OUT_OF_DATE)]
    )

    def offer(
        self,
        actions: Sequence[ModeratorAction],
        rules: Sequence[RuleInfo],
        reports: Sequence[ToldUs],
    ) -> None:
        """Show what this person can do now, the rules in force, and what readers told us."""
        self.made_to_harm.offer(reports)
        self.action.choices = {action.value: _BUTTON[action] for action in actions}
        self.rule.choices = {
            "": "Choose a rule",
            **{str(rule.id): f"{rule.number}. {rule.title}" for rule in rules},
        }

    def offer_texts(self, texts: Sequence[SavedText], rules: Sequence[RuleInfo]) -> None:
        """Show the texts that moderators keep for each other and that fit here."""
        self.saved.choices = {
            "": "Choose a text",
            **{str(text.id): name_of(text, rules) for text in texts},
        }

    def ruling(self) -> Ruling:
        """What was sent."""
        return Ruling(
            action=ModeratorAction(self.action.data),
            revision_id=self.revision_id.data or 0,
            last_decision_id=self.last_decision_id.data,
            rule_id=self.rule.data,
            note=self.note.words,
            made_to_harm=self.made_to_harm.data or (),
        )


class ProfileForm(BaseForm):
    """What to do with what people said of a profile."""

    action = RadioField(
        "What should happen?",
        choices={action.value: _BUTTON[action] for action in OF_A_PROFILE},
        validators=[InputRequired(_CHOOSE)],
    )
    made_to_harm = ReportsField()

    def offer(self, actions: Sequence[ModeratorAction], reports: Sequence[ToldUs]) -> None:
        """Show what this person can do now."""
        self.action.choices = {action.value: _BUTTON[action] for action in actions}
        self.made_to_harm.offer(reports)

    @property
    def chosen(self) -> ModeratorAction:
        """What was chosen."""
        return ModeratorAction(self.action.data)


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
        "A note for staff", what="note", most=note_commands.MAX_NOTE_LENGTH, id="staff-note"
    )


def offered_steps(form: StepForm | None, desk: Desk) -> StepForm:
    """The form, with the steps that there are for this person now."""
    form = form or StepForm(formdata=None)
    form.step.choices = {step.value: STEP_NAMED[step] for step in desk.offered}
    return form


class LockForm(BaseForm):
    """Closing a thread for new answers."""

    reason = WrittenField(
        "Why? Everybody in the thread reads it.", what="reason", most=MAX_REASON_LENGTH
    )


class UnlockForm(BaseForm):
    """One button."""


class MoveForm(BaseForm):
    """Moving a thread."""

    category = RadioField(
        "Where does it belong?",
        coerce=int,
        choices=[],
        validators=[InputRequired("Please choose where it belongs.")],
    )
    reason = WrittenField("Why?", what="reason", most=MAX_REASON_LENGTH, validators=[Optional()])

    def offer(self, categories: Sequence[CategoryView]) -> None:
        """The other categories."""
        self.category.choices = [(one.id, one.name) for one in categories]


class ReplyTextForm(BaseForm):
    """A text that staff keep for each other."""

    title = LineField("What it is for", most=MAX_TITLE_LENGTH)
    text = WrittenField("The text", most=MAX_TEXT_LENGTH)
    action = SelectField(
        "Which decision does it fit?",
        choices={
            "": "Any",
            **{one.value: _BUTTON[one] for one in MODERATORS_ACTIONS if one in NEEDS_WORDS},
        },
        validators=[Optional()],
    )
    # Whether the rule is in force is said by the command.
    rule = SelectField(
        "Which rule does it cite?", coerce=_rule_id, validate_choice=False, validators=[Optional()]
    )

    def offer(self, rules: Sequence[RuleInfo]) -> None:
        """Show the rules in force."""
        self.rule.choices = {
            "": "None in particular",
            **{str(rule.id): f"{rule.number}. {rule.title}" for rule in rules},
        }

    def kept(self) -> NewText:
        """What was sent."""
        return NewText(
            title=self.title.words,
            text=self.text.words,
            action=ModeratorAction(self.action.data) if self.action.data else None,
            rule_id=self.rule.data,
        )


class TextForm(BaseForm):
    """What to do with a name, or another short text; each has a form of its own."""

    action = RadioField(
        "What should happen?",
        choices={action.value: _BUTTON[ModeratorAction(action)] for action in DECIDED_BY_PEOPLE},
        validators=[InputRequired(_CHOOSE)],
    )
    # Whether the rule is still in force is said by the command, which also says it kindly.
    rule = SelectField("Which rule is it about?", coerce=_rule_id, validate_choice=False)
    note = WrittenField(
        "Your words to the author", what="note", most=MAX_NOTE_LENGTH, validators=[Optional()]
    )

    def offer(self, rules: Sequence[RuleInfo]) -> None:
        """The rules in force."""
        self.rule.choices = {
            "": "Choose a rule",
            **{str(rule.id): f"{rule.number}. {rule.title}" for rule in rules},
        }

    def ruling(self, field_id: int) -> FieldRuling:
        """What was sent."""
        return FieldRuling(
            field_id=field_id,
            action=FieldAction(self.action.data),
            rule_id=self.rule.data,
            note=self.note.words,
        )


def text_forms(
    field_ids: Sequence[int], rules: Sequence[RuleInfo], sent: Mapping[int, TextForm]
) -> Mapping[int, TextForm]:
    """A form for each text that waits; of one that was sent, the form as it came."""
    forms = {
        field_id: sent.get(field_id) or TextForm(formdata=None, prefix=f"t{field_id}-")
        for field_id in field_ids
    }
    for form in forms.values():
        form.offer(rules)
    return forms


class ReportForm(BaseForm):
    """What somebody who reports something wants to tell. The first reason is chosen already: two clicks are enough."""

    reason = RadioField(
        "What is it about?",
        choices={reason.value: words for reason, words in REASON_LABELS.items()},
        default=ReportReason.UNSURE,
        validators=[InputRequired("Please choose what fits best.")],
    )
    words = WrittenField(
        "In your own words", what="report", most=MAX_REPORT_LENGTH, validators=[Optional()]
    )
    hide = BooleanField("Hide this from me")

    def concern(self) -> Concern:
        """What was sent."""
        return Concern(
            reason=ReportReason(self.reason.data),
            words=self.words.words,
            hide=bool(self.hide.data),
        )


class QueueFilterForm(BaseForm):
    """Whose items to show. It only reads, so it needs no token."""

    class Meta:
        """Sent as part of the address."""

        csrf = False

    person = LineField("By or about", most=60, validators=[Optional()])


class AuditFilterForm(BaseForm):
    """Which entries of the audit log to show. It only reads, so it needs no token."""

    class Meta:
        """Sent as part of the address."""

        csrf = False

    action = SelectField(
        "What happened",
        choices={"": "Anything", **{name: phrase.label for name, phrase in PHRASES.items()}},
        validate_choice=False,
    )
    person = LineField("By or about (user name)", most=30, validators=[Optional()])

    def wanted(self) -> AuditFilter:
        """What was asked for; a kind that does not exist asks for nothing."""
        return AuditFilter(
            action=self.action.data if self.action.data in PHRASES else "",
            person=(self.person.data or "").removeprefix("@"),
        )
