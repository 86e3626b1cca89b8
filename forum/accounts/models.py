"""Tables of people: accounts, roles, sessions, password resets, attempts that are counted, and blocks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.database import Base


class Role(StrEnum):
    """What an admin can give to a person. Roles add up."""

    MENTOR = "mentor"
    MODERATOR = "moderator"
    ADMIN = "admin"


# Who sees what others were not meant to see.
STAFF_ROLES: frozenset[str] = frozenset({Role.MODERATOR, Role.ADMIN})


class User(Base):
    """A person's account.

    `username` and `email` are stored in lower case. `graduated_at` is empty for a newcomer.
    `password_hash` is empty for people of the example community, who can't sign in.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("username = lower(username)", name="username_lower"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(30), unique=True)
    display_name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255), default="")
    biography: Mapped[str] = mapped_column(String(300), default="")
    joined_at: Mapped[datetime]
    graduated_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    published_posts: Mapped[int] = mapped_column(default=0)
    is_example: Mapped[bool] = mapped_column(default=False)

    roles: Mapped[list[UserRole]] = relationship(
        back_populates="user", foreign_keys="UserRole.user_id", cascade="all, delete-orphan"
    )


class UserRole(Base):
    """A role that a person has, and who gave it (empty: the command line or the first set-up)."""

    __tablename__ = "user_roles"
    __table_args__ = (
        CheckConstraint("role IN ('mentor', 'moderator', 'admin')", name="role_known"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    given_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="roles", foreign_keys=[user_id])


class UserSession(Base):
    """A place where a person is signed in. Only the hash of its token is kept.

    `verified_at` is when its owner showed a second factor in it; the powers of staff rest on it.
    """

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class AuthenticatorApp(Base):
    """A person's authenticator app: the secret that it shares with the forum, sealed (second_factor.sealing).

    `last_step` is the time step of the last code that was used. It and what lies before it are not good again.
    """

    __tablename__ = "authenticator_apps"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(String(255))
    last_step: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime]


class Passkey(Base):
    """A passkey: the public half of a key whose secret half never leaves its owner's device."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that opens once, for whoever has lost everything else. Only its hash is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class HalfSignIn(Base):
    """Somebody has typed the password and has yet to show the second factor. It opens nothing by itself.

    `challenge` is what a passkey has to answer to; it goes with the row, so that an answer is good once.
    """

    __tablename__ = "half_sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]


class PasswordReset(Base):
    """A request for a new password.

    The row is what is due: the worker makes the token when it writes the mail, and only its hash is kept.
    """

    __tablename__ = "password_resets"
    __table_args__ = (
        Index("ix_password_resets_due", "mailed_at", "asked_at"),
        CheckConstraint(
            "(token_hash IS NULL) = (expires_at IS NULL)", name="token_and_expiry_together"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    asked_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class Attempt(Base):
    """A sign-in or reset that was tried, counted under a hashed key; forgotten after a day."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)


class Block(Base):
    """Somebody who wants nothing to do with somebody else.

    The one who is blocked is not told, is no longer paired with the one who blocked them, and nothing that they do
    reaches the other's inbox.
    """

    __tablename__ = "blocks"
    __table_args__ = (CheckConstraint("blocker_id <> blocked_id", name="nobody_blocks_themselves"),)

    blocker_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    at: Mapped[datetime]
