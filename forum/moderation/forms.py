"""The form with which a moderator decides."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forum.community.queries import RuleInfo
from forum.conversations.lifecycle import PostAction
from forum.moderation.commands import MAX_NOTE_LENGTH, Ruling
from forum.moderation.log import AuditFilter
from forum.moderation.log_wording import PHRASES
from forum.moderation.options import MODERATORS_ACTIONS
from forum.web.forms import BaseForm, LineField, WrittenField

LARGEST_ID = 2**31 - 1

_BUTTON = {
    PostAction.APPROVE: "Approve it",
    PostAction.RESTORE: "Show it again",
    PostAction.REQUEST_CHANGES: "Ask for a change",
    PostAction.HIDE: "Take it out of sight for now",
    PostAction.DECLINE: "Decline it",
    PostAction.REMOVE: "Take it down",
}
_OUT_OF_DATE = "This page is out of date. Please open the post again."


def _rule_id(raw: object) -> int | None:
    """The rule that was chosen; None for none, and for anything that can't be one."""
    text = str(raw or "")
    fits = text.isascii() and text.isdigit() and int(text[:11]) <= LARGEST_ID
    return int(text[:11]) if fits else None


class DecisionForm(BaseForm):
    """What to do with a post, citing which rule, with which words to its author."""

    action = RadioField(
        "What should happen?",
        choices={action.value: _BUTTON[action] for action in MODERATORS_ACTIONS},
        validators=[InputRequired("Please choose what should happen.")],
    )
    # Whether the rule is still in force is said by the command, which also says it kindly.
    rule = SelectField("Which rule is it about?", coerce=_rule_id, validate_choice=False)
    note = WrittenField(
        "Your words to the author", what="note", most=MAX_NOTE_LENGTH, validators=[Optional()]
    )
    revision_id = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(_OUT_OF_DATE), NumberRange(1, LARGEST_ID, _OUT_OF_DATE)],
    )
    last_decision_id = IntegerField(
        widget=HiddenInput(), validators=[Optional(), NumberRange(1, LARGEST_ID, _OUT_OF_DATE)]
    )

    def offer(self, actions: Sequence[PostAction], rules: Sequence[RuleInfo]) -> None:
        """Show what this person can do now, and the rules in force."""
        self.action.choices = {action.value: _BUTTON[action] for action in actions}
        self.rule.choices = {
            "": "Choose a rule",
            **{str(rule.id): f"{rule.number}. {rule.title}" for rule in rules},
        }

    def ruling(self) -> Ruling:
        """What was sent."""
        return Ruling(
            action=PostAction(self.action.data),
            revision_id=self.revision_id.data or 0,
            last_decision_id=self.last_decision_id.data,
            rule_id=self.rule.data,
            note=self.note.words,
        )


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
