"""What people are told of their own account: its roles, its password, its second step."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.notifications.models import NotificationKind
from forum.notifications.told import Told

K = NotificationKind
_TAKEN_BACK = "Posts that waited to be read were taken back when you left."
_IF_NOT_YOU = "If it was not you who left or came back, set a new password at once."


def _of_second_step(sentence: str) -> Told:
    return Told(
        sentence=sentence,
        symbol="shield-check",
        next_step="If that was not you, set a new password at once, and look at your second step.",
        link="See your second step",
    )


OF_ACCOUNTS: Mapping[NotificationKind, Told] = MappingProxyType(
    {
        K.ROLE_GIVEN: Told(
            sentence="You are {detail} here now. Thank you for helping.", symbol="hand-heart"
        ),
        K.ROLE_TAKEN: Told(
            sentence="You are no longer {detail} here. Thank you for what you did.", symbol="info"
        ),
        K.PASSWORD_CHANGED: Told(
            sentence="Your password was changed.",
            symbol="key-round",
            next_step="If that was not you, set a new one at once and sign out everywhere else.",
            link="Open your account",
        ),
        K.OWN_DATA_TAKEN: Told(
            sentence="You took a copy of what is known of you here.",
            symbol="download",
            next_step="If that was not you, set a new password at once and sign out everywhere else.",
            link="Open your account",
        ),
        K.APP_ADDED: _of_second_step("You use an authenticator app at sign-in from now on."),
        K.APP_REMOVED: _of_second_step("Your authenticator app is not asked for any more."),
        K.PASSKEY_ADDED: _of_second_step("You have a new passkey."),
        K.PASSKEY_REMOVED: _of_second_step("One of your passkeys was removed."),
        K.CODES_RENEWED: _of_second_step("You have new recovery codes. The old ones are over."),
        K.CODE_USED: _of_second_step("A recovery code was used to sign in to your account."),
        K.FACTOR_TAKEN_AWAY: Told(
            sentence="An admin took the second step of your account away, as one does when a phone is lost.",
            symbol="shield-alert",
            next_step="Please set up a second step again.",
            link="See your second step",
        ),
        K.LEAVING: Told(
            sentence="You have left. What is yours is erased after {detail}.",
            symbol="door-open",
            next_step="If you change your mind, or if that was not you, sign in with your e-mail address before then: "
            "that calls it off. You get no other mail from here.",
        ),
        K.CAME_BACK_IN_TIME: Told(
            sentence="You are back, and nothing of what was on show is erased.",
            symbol="sprout",
            next_step=f"{_TAKEN_BACK} {_IF_NOT_YOU}",
            link="Open your account",
        ),
    }
)

# Of somebody who had roles.
BACK_WITHOUT_ROLES = Told(
    sentence="You are back, and nothing of what was on show is erased. You are not {detail} any more.",
    symbol="sprout",
    next_step="You laid that down when you left, and it is not given back by itself. If you would like it again, ask "
    f"an admin: they give it anew. {_TAKEN_BACK} {_IF_NOT_YOU}",
    link="Open your account",
)
