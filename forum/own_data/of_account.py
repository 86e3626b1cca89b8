"""What the forum knows of a person: their account, and what they have chosen in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, literal, select

from forum.accounts.models import (
    AuthenticatorApp,
    Block,
    Passkey,
    RecoveryCode,
    User,
    UserRole,
    UserSession,
)
from forum.community.models import RulesAcceptance
from forum.conversations.models import Hide
from forum.exposure.models import Exposure, ReadingSettings
from forum.notifications.models import MailSwitchedOff, Notification

Query = Select[*tuple[Any, ...]]


def account(me: int) -> Query:
    """Your account."""
    return select(
        User.username,
        User.display_name,
        User.email,
        User.biography,
        User.joined_at,
        User.graduated_at,
        User.last_seen_at,
    ).where(User.id == me)


def rules(me: int) -> Query:
    """Which versions of the rules you accepted."""
    return (
        select(RulesAcceptance.version, RulesAcceptance.at)
        .where(RulesAcceptance.user_id == me)
        .order_by(RulesAcceptance.version)
    )


def roles(me: int) -> Query:
    """Your roles."""
    return select(UserRole.role, UserRole.given_at).where(UserRole.user_id == me)


def places(me: int) -> Query:
    """Where you were signed in."""
    return select(
        UserSession.user_agent,
        UserSession.created_at,
        UserSession.last_used_at,
        UserSession.revoked_at,
    ).where(UserSession.user_id == me)


def passkeys(me: int) -> Query:
    """The names of your passkeys."""
    return select(Passkey.name, Passkey.added_at, Passkey.last_used_at).where(Passkey.user_id == me)


def apps(me: int) -> Query:
    """That you use an authenticator app."""
    return select(AuthenticatorApp.added_at).where(AuthenticatorApp.user_id == me)


def codes(me: int) -> Query:
    """When recovery codes were made and used."""
    return select(RecoveryCode.made_at, RecoveryCode.used_at).where(RecoveryCode.user_id == me)


def inbox(me: int) -> Query:
    """Lines in your inbox."""
    return (
        select(
            Notification.kind,
            Notification.post_id.label("post"),
            Notification.created_at,
            Notification.read_at,
            Notification.mailed_at,
        )
        .where(Notification.user_id == me)
        .order_by(Notification.id)
    )


def mails_off(me: int) -> Query:
    """Mails that you do not want."""
    return select(MailSwitchedOff.topic).where(MailSwitchedOff.user_id == me)


def blocks(me: int) -> Query:
    """Whom you have blocked."""
    return (
        select(User.display_name.label("who"), Block.at)
        .select_from(Block)
        .join(User, User.id == Block.blocked_id)
        .where(Block.blocker_id == me)
    )


def hides(me: int) -> Query:
    """What you have hidden from yourself."""
    return (
        select(Hide.post_id.label("post"), User.display_name.label("who"), Hide.created_at)
        .select_from(Hide)
        .outerjoin(User, User.id == Hide.person_id)
        .where(Hide.user_id == me)
    )


def reading(me: int) -> Query:
    """Your settings for moderating."""
    return select(
        ReadingSettings.budget, ReadingSettings.opted_out, ReadingSettings.name_shown
    ).where(ReadingSettings.user_id == me)


def exposure(me: int) -> Query:
    """How much you have read as a moderator."""
    return (
        select(Exposure.day, Exposure.points, literal("read for moderation").label("what"))
        .where(Exposure.moderator_id == me)
        .order_by(Exposure.id)
    )
