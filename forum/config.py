"""Settings, read once from the environment and validated at start."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from forum.screening_desk.place import Place, Port, SocketFile

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
MIN_SECRET_LENGTH = 32
_FILE = "sqlite:///"
_UNREADABLE = (
    "{} can't be read. Is the host a name, and the port a number? "
    "Write # / ? in a password as %23 %2F %3F."
)
#: As requests name a host; a dot before it stands for every host below it.
_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")
_WEAK_SECRETS = frozenset({"changeme", "change-me", "secret", "dev", "development", "password"})


def _is_url(url: str) -> bool:
    """Whether it can be taken apart. What can't be is told to nobody: a part of a password may be in it."""
    try:
        parts = urlsplit(url)
        # What looks a host up does the same first, and raises what nobody there expects.
        (parts.hostname or "").encode("idna")
        return parts.port != 0
    except ValueError:
        return False


def _is_server(url: str) -> bool:
    """The same for an address with nothing behind it: an @ there means that a sign in the password has cut it."""
    return _is_url(url) and "@" not in urlsplit(url)._replace(netloc="").geturl()


def _is_database(url: str) -> bool:
    try:
        return bool(make_url(url))
    except (ValueError, ArgumentError):
        return False


#: How each is read, and with what it may begin.
_ADDRESSES: Mapping[str, tuple[Callable[[str], bool], tuple[str, ...]]] = {
    "database_url": (_is_database, (_FILE, "postgresql+psycopg://")),
    "redis_url": (_is_url, ("redis://", "rediss://", "unix://")),
    "smtp_url": (_is_server, ("smtp://", "smtps://")),
}


class SettingsError(Exception):
    """The settings can't be used. The message lists everything that is wrong, one per line."""


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
        """The web server, the worker and a command may begin in different folders, and have to mean the same one."""
        return ROOT / folder if folder is not None else None

    @field_validator("database_url")
    @classmethod
    def _from_the_instance(cls, url: str, others: ValidationInfo) -> str:
        """With all else that is the forum's own; whoever copies the file has to find it there, too."""
        path = url.removeprefix(_FILE)
        if path in {url, ""} or path.startswith(("/", ":memory:", "file:")):
            return url
        return f"{_FILE}{others.data.get('instance_dir', INSTANCE) / path}"

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems = [
            *self._secret_problems(),
            *self._url_problems(),
            *self._host_problems(),
            *self._address_problems(),
            *self._mail_problems(),
        ]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _secret_problems(self) -> list[str]:
        if self.environment != "production":
            return []
        if not self.secret_key:
            make_one = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            return [f"FORUM_SECRET_KEY is missing. Make one with: {make_one}"]
        too_short = len(self.secret_key) < MIN_SECRET_LENGTH
        too_plain = len(set(self.secret_key)) < 10 or self.secret_key.lower() in _WEAK_SECRETS
        if too_short or too_plain:
            return [
                f"FORUM_SECRET_KEY is too weak: use at least {MIN_SECRET_LENGTH} random characters."
            ]
        return []

    def _url_problems(self) -> list[str]:
        problems = self._base_url_problems()
        for name, (is_readable, beginnings) in _ADDRESSES.items():
            url, setting = getattr(self, name), f"FORUM_{name.upper()}"
            if url and not url.startswith(beginnings):
                *others, last = beginnings
                problems.append(f"{setting} must begin with {', '.join(others)} or {last}.")
            elif url and not is_readable(url):
                problems.append(_UNREADABLE.format(setting))
        return problems

    def _base_url_problems(self) -> list[str]:
        if not _is_url(self.base_url):
            return [_UNREADABLE.format("FORUM_BASE_URL")]
        base = urlsplit(self.base_url)
        if base.scheme not in {"http", "https"} or not base.hostname or " " in self.base_url:
            return ["FORUM_BASE_URL must be an http or https address."]
        if self.environment == "production" and base.scheme != "https" and not self.is_loopback:
            return ["FORUM_BASE_URL must begin with https:// in production."]
        if base.path.strip("/") or base.query or base.fragment or "@" in base.netloc:
            # Its own links begin at the root, and its cookies are only taken there.
            return [
                "FORUM_BASE_URL must be a host alone, with nothing behind it: https://forum.example.org"
            ]
        return []

    def _host_problems(self) -> list[str]:
        unlike = [host for host in self.allowed_hosts if not _HOST.fullmatch(host)]
        if not unlike:
            return []
        return [
            f"FORUM_ALLOWED_HOSTS must hold host names alone, like forum.example.org; {unlike[0]} is none."
        ]

    def _address_problems(self) -> list[str]:
        if not self.screening_address:
            return []
        try:
            Port.parse(self.screening_address)
        except ValueError as error:
            return [f"FORUM_SCREENING_ADDRESS must be host:port ({error})."]
        return []

    def _mail_problems(self) -> list[str]:
        sender = parseaddr(self.mail_from)[1]
        if (
            sender.count("@") == 1
            and all(sender.split("@"))
            and not self.mail_from.splitlines()[1:]
        ):
            return []
        return [
            "FORUM_MAIL_FROM must be an address: forum@example.org or Our forum <forum@example.org>"
        ]

    @property
    def is_loopback(self) -> bool:
        """Whether the forum is only reached from this machine."""
        return urlsplit(self.base_url).hostname in {"127.0.0.1", "localhost", "::1"}

    @property
    def database(self) -> str:
        """The database address that is in force."""
        return self.database_url or f"sqlite:///{self.instance_dir / 'forum.db'}"

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


def load(**overrides: object) -> Settings:
    """Settings from the environment, with a signing key in place.

    In development a key is made once and kept in the instance folder.

    Raises:
        SettingsError: something is wrong; the message lists all of it.
    """
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # names are checked by pydantic
    except ValidationError as error:
        raise SettingsError(_describe(error)) from error
    if settings.secret_key:
        return settings
    return settings.model_copy(update={"secret_key": _development_secret(settings.instance_dir)})


def _describe(error: ValidationError) -> str:
    lines: list[str] = []
    for problem in error.errors():
        message = problem["msg"].removeprefix("Value error, ")
        name = "_".join(str(part) for part in problem["loc"]).upper()
        lines.append(f"FORUM_{name}: {message}" if name else message)
    return "\n".join(lines)


def _development_secret(instance_dir: Path) -> str:
    path = instance_dir / "secret_key"
    try:
        # Its own secret, and what people wrote, will be in it.
        instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        secret = path.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"The folder {instance_dir} can't be written ({error.strerror}). "
            "Give this user the right to write there, or set FORUM_INSTANCE_DIR to another folder."
        ) from error
    if not secret:
        # An empty key would sign for everybody, and a new one would open nothing that the lost one has sealed.
        raise SettingsError(
            f"{path} is empty: the secret in it was lost. Put the one from a backup there (secret_key in the zip). "
            "Or delete the file: a new one is made, and people sign in and set up authenticator apps anew."
        )
    return secret


def _write_once(path: Path, words: str) -> None:
    """Write a private file whole or not at all; where two processes start at once, the first one's stays."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(words)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
