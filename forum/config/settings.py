"""What can be set, what holds where nothing is, and what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from forum.config import addresses
from forum.config.places import INSTANCE, from_the_checkout, from_the_instance, in_a_file
from forum.config.secret import secret_problems
from forum.screening_desk.place import Place, Port, SocketFile


class Settings(BaseSettings):
    """Everything an operator can set. Each field is read from `FORUM_` and its name in capitals; empty is unset."""

    model_config = SettingsConfigDict(
        env_prefix="FORUM_",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    environment: Literal["development", "production"] = "development"
    instance_dir: Path = INSTANCE
    base_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Where people reach the forum. Links in mails are built from it alone.",
    )
    secret_key: str = Field(default="", description="Signs cookies. Required in production.")
    database_url: str = Field(default="", description="Empty: SQLite in the instance folder.")
    redis_url: str = Field(
        default="", description="Empty: one machine; jobs and limits stay local."
    )
    smtp_url: str = Field(default="", description="Empty: mails are written to instance/mail/.")
    mail_from: str = "hearth@localhost"
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    rate_limits: bool = True
    screening_wait_seconds: float = Field(
        default=3.0, ge=0, le=20, description="How long a sent post's page waits for the screener."
    )
    # Why no sooner: `conversations.submission.is_being_read`.
    screening_deadline_seconds: float = Field(default=30.0, gt=0, le=86_400)
    screening_address: str = Field(
        default="",
        description="Where the worker answers the web side, as host:port. Empty: a socket in the instance folder.",
    )
    screening_ask_seconds: float = Field(
        default=2.0,
        ge=0,
        le=10,
        description="How long the web side waits there. 0: it does not ask.",
    )
    screening_cache: Path | None = Field(
        default=None, description="Where the compiled model is kept. Empty: in the instance folder."
    )
    backup_dir: Path | None = Field(
        default=None, description="Where backups are kept. Empty: in the instance folder."
    )
    backups_kept: int = Field(
        default=7, ge=0, le=365, description="Daily backups that stay. 0: the worker makes none."
    )
    screening_candidate_dir: Path | None = Field(
        default=None,
        description="A model that is tried on what was decided, before it is used. Empty: the one that ships.",
    )
    log_format: Literal["text", "json"] = "text"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    web_workers: int = Field(default=1, ge=1, le=64)
    web_threads: int = Field(default=8, ge=1, le=128)

    @model_validator(mode="before")
    @classmethod
    def _split_hosts(cls, data: dict[str, object]) -> dict[str, object]:
        hosts = data.get("allowed_hosts")
        if isinstance(hosts, str):
            data["allowed_hosts"] = tuple(part.strip() for part in hosts.split(",") if part.strip())
        return data

    @field_validator("instance_dir", "screening_cache", "backup_dir", "screening_candidate_dir")
    @classmethod
    def _from_the_checkout(cls, folder: Path | None) -> Path | None:
        return from_the_checkout(folder) if folder is not None else None

    @field_validator("database_url")
    @classmethod
    def _from_the_instance(cls, url: str, others: ValidationInfo) -> str:
        return from_the_instance(url, others.data.get("instance_dir", INSTANCE))

    @model_validator(mode="after")
    def _check(self) -> Self:
        in_production = self.environment == "production"
        problems = [
            *(secret_problems(self.secret_key) if in_production else ()),
            *addresses.base_url_problems(self.base_url, in_production=in_production),
            *addresses.service_problems("FORUM_DATABASE_URL", self.database_url),
            *addresses.service_problems("FORUM_REDIS_URL", self.redis_url),
            *addresses.service_problems("FORUM_SMTP_URL", self.smtp_url),
            *addresses.host_problems(self.allowed_hosts),
            *addresses.desk_problems(self.screening_address),
            *addresses.sender_problems(self.mail_from),
        ]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def is_loopback(self) -> bool:
        """Whether the forum is only reached from this machine."""
        return addresses.is_loopback(self.base_url)

    @property
    def database(self) -> str:
        """The database address that is in force."""
        return self.database_url or in_a_file(self.instance_dir / "forum.db")

    @property
    def jobs_path(self) -> Path:
        """Where the embedded job queue lies when there is no Redis."""
        return self.instance_dir / "jobs.db"

    @property
    def screening_desk(self) -> Place:
        """Where the web side asks the screener."""
        if self.screening_address:
            return Port.parse(self.screening_address)
        return SocketFile(self.instance_dir / "screener.sock")

    @property
    def model_cache(self) -> Path:
        """Where the compiled screening model is kept."""
        return self.screening_cache or self.instance_dir / "screening"

    @property
    def backup_folder(self) -> Path:
        """Where backups are kept."""
        return self.backup_dir or self.instance_dir / "backups"

    @property
    def mail_dir(self) -> Path:
        """Where mails go when there is no SMTP server."""
        return self.instance_dir / "mail"

    @property
    def hosts(self) -> list[str]:
        """Host names that requests may carry."""
        base = urlsplit(self.base_url).hostname or "127.0.0.1"
        local = ["127.0.0.1", "localhost", "[::1]"] if self.is_loopback else []
        return sorted({base, *local, *self.allowed_hosts})
