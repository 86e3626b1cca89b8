"""What every form has in which a moderator decides on somebody's words: the rule, and words to their author."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from forum.community.queries import RuleInfo
from forum.moderation.commands import MAX_WORDS_TO_AUTHOR
from forum.moderation.forms.common import BUTTON, CHOOSE
from forum.moderation.options import ModeratorAction
from forum.moderation.reply_texts import SavedText, name_of
from forum.web.forms import BaseForm, WrittenField, number_in


class ReasonedForm(BaseForm):
    """What to do with somebody's words, citing which rule, with which words to them."""

    #: All that could ever be chosen. What this person can do now is for the command to say, which also says it kindly.
    CAN_BE: ClassVar[Sequence[ModeratorAction]] = ()

    action = RadioField("What should happen?", validators=[InputRequired(CHOOSE)])
    # Whether the rule is still in force is said by the command, too.
    rule = SelectField("Which rule is it about?", coerce=number_in, validate_choice=False)
    note = WrittenField(
        "Your words to the author", what="note", most=MAX_WORDS_TO_AUTHOR, validators=[Optional()]
    )
    saved = SelectField(
        "Begin with a saved text",
        coerce=number_in,
        validate_choice=False,
        default=None,
        validators=[Optional()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_actions(self.CAN_BE)

    def offer_actions(self, actions: Sequence[ModeratorAction]) -> None:
        """Show what can be done."""
        self.action.choices = {action.value: BUTTON[action] for action in actions}

    def offer_rules(self, rules: Sequence[RuleInfo]) -> None:
        """Show the rules in force."""
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
