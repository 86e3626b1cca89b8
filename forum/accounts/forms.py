"""Forms of accounts. Whatever else is sent along has no effect."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, ValidationError
from wtforms.validators import AnyOf, DataRequired, Optional
from wtforms.widgets import EmailInput

from forum.accounts.commands import ACCEPT_THE_RULES
from forum.accounts.models import Role
from forum.accounts.names import (
    MAX_DISPLAY_NAME_LENGTH,
    MAX_EMAIL_LENGTH,
    MAX_USERNAME_LENGTH,
    require_display_name,
    require_email,
    require_username,
)
from forum.accounts.passwords import (
    MAX_PASSWORD_LENGTH,
    MIN_PASSWORD_LENGTH,
    require_good_password,
)
from forum.accounts.profile import MAX_BIOGRAPHY_LENGTH, ProfileWords
from forum.web.forms import BaseForm, LineField, WrittenField

GIVE = "give"
TAKE = "take"

_GOOD_PASSWORD = (
    f"At least {MIN_PASSWORD_LENGTH} characters. A few words that have nothing to do with each "
    "other are easy to keep in mind and hard to guess."
)


class SecretField(PasswordField):
    """A password: taken exactly as it was typed, and never sent back to the page."""

    @property
    def words(self) -> str:
        """What was typed."""
        return str(self.data or "")

    def pre_validate(self, form: Any) -> None:
        """Whether there is anything, and no more than a person would type or paste."""
        if not self.words:
            raise ValidationError("Please type a password here.")
        if len(self.words) > MAX_PASSWORD_LENGTH:
            raise ValidationError(f"Please keep it to {MAX_PASSWORD_LENGTH} characters.")


class JoinForm(BaseForm):
    """Making an account."""

    username = LineField(
        "User name",
        most=MAX_USERNAME_LENGTH,
        description=(
            "3 to 30 letters from a to z, digits, hyphens or underscores. It stands in the address "
            "of your page. It need not be your real name."
        ),
    )
    display_name = LineField(
        "What should we call you?",
        most=MAX_DISPLAY_NAME_LENGTH,
        validators=[Optional()],
        description="The name that others see. Without one we use your user name.",
    )
    email = LineField(
        "E-mail address",
        most=MAX_EMAIL_LENGTH,
        widget=EmailInput(),
        description="Nobody here sees it. We need it if you ever lose your password.",
    )
    password = SecretField("Password", description=_GOOD_PASSWORD)
    accepts_rules = BooleanField(
        "I have read the rules, and I want to keep to them",
        validators=[DataRequired(ACCEPT_THE_RULES)],
    )
    # Which rules stood above that box.
    rules_version = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all of it can be taken. Nobody shall type a password anew for each thing that is not right yet."""
        super().validate(extra_validators)
        self.ask_domain(
            {
                "username": require_username,
                "display_name": require_display_name,
                "email": require_email,
                "password": require_good_password,
            }
        )
        return not self.errors


class SignInForm(BaseForm):
    """Signing in."""

    name = LineField("User name or e-mail address", most=MAX_EMAIL_LENGTH)
    password = SecretField("Password")


class SignOutForm(BaseForm):
    """Only the token that shows that the page was ours."""


class ForgottenForm(BaseForm):
    """Asking for a mail with a link."""

    email = LineField("E-mail address", most=MAX_EMAIL_LENGTH, widget=EmailInput())


class ResetForm(BaseForm):
    """A new password, through a link from a mail."""

    password = SecretField("New password", description=_GOOD_PASSWORD)


class ChangePasswordForm(BaseForm):
    """A new password, knowing the old one."""

    current = SecretField("Your current password")
    new = SecretField("New password", description=_GOOD_PASSWORD)


class ConfirmForm(BaseForm):
    """The password once more."""

    password = SecretField("Your password")


class BlockForm(BaseForm):
    """One button."""


class SecondStepForm(BaseForm):
    """A code, or what a passkey answered."""

    code = LineField("Code", most=60, validators=[Optional()])
    answer_token = HiddenField()

    @property
    def answer(self) -> str:
        """What the passkey answered; empty where a code was typed."""
        return str(self.answer_token.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether there is one of the two."""
        valid = bool(super().validate(extra_validators))
        if valid and not self.code.words and not self.answer:
            self.code.errors = ["Please type a code here."]
            return False
        return valid


class AppForm(BaseForm):
    """Setting up an authenticator app: the secret that was proposed, and the first code."""

    code = LineField("The six digits that your app shows now", most=60)
    proposal_token = HiddenField()

    @property
    def proposal(self) -> str:
        """The sealed secret."""
        return str(self.proposal_token.data or "")


class NewCodesForm(BaseForm):
    """New recovery codes: what they will come of, so that the form may arrive twice."""

    proposal_token = HiddenField()

    @property
    def proposal(self) -> str:
        """The sealed seed."""
        return str(self.proposal_token.data or "")


class PasskeyForm(BaseForm):
    """Making a passkey: what the device was asked, and what it answered."""

    name = LineField(
        "What shall it be called?",
        most=60,
        validators=[Optional()],
        description="So that you know it again in the list: “my phone”, “the blue key”.",
    )
    question_token = HiddenField()
    answer_token = HiddenField()

    @property
    def question(self) -> str:
        """The sealed question."""
        return str(self.question_token.data or "")

    @property
    def answer(self) -> str:
        """What the device answered."""
        return str(self.answer_token.data or "")


class ProfileForm(BaseForm):
    """What one is called, and what one says of oneself."""

    username = LineField(
        "User name",
        most=MAX_USERNAME_LENGTH,
        validators=[Optional()],
        description="It stands in the address of your page. Once it has been read it stays.",
    )
    display_name = LineField(
        "What should we call you?",
        most=MAX_DISPLAY_NAME_LENGTH,
        validators=[Optional()],
        description="The name that others see.",
    )
    biography = WrittenField(
        "A few words about yourself",
        what="text",
        most=MAX_BIOGRAPHY_LENGTH,
        validators=[Optional()],
        description="They stand on your page. Leave it empty if you like.",
    )

    @property
    def words_written(self) -> ProfileWords:
        """What was sent."""
        return ProfileWords(
            username=self.username.words,
            display_name=self.display_name.words,
            biography=self.biography.words,
        )


class SureForm(BaseForm):
    """A question with one button. Only the token that shows that the page was ours."""


class RoleForm(BaseForm):
    """One role that is given or taken."""

    role = HiddenField(validators=[AnyOf([role.value for role in Role])])
    change = HiddenField(validators=[AnyOf([GIVE, TAKE])])
