"""Tables of the audit log: its entries, and where it ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.database import Base


class AuditEntry(Base):
    """A line in the log of what staff, mentors and the forum itself did.

    The database refuses to change or delete one. It names things by number and holds no post's text. `number` counts
    without a gap; `seal` is over the entry and the seal of the one before (`forum.audit.chain`).
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    number: Mapped[int] = mapped_column(unique=True)
    previous_seal: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))

    actor: Mapped[User | None] = relationship()


# What an entry says, under the names of `forum.audit.chain.Content`.
CONTENT = (
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.action,
    AuditEntry.subject_kind,
    AuditEntry.subject_id,
    AuditEntry.detail,
)


class AuditHead(Base):
    """The newest entry's number and seal: the one row that whoever writes to the log locks.

    It also tells when the log's end has been cut off. The database lets its number only grow.
    """

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
