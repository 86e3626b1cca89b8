"""Addresses that an operator sets: what is wrong with each, in words that give no part of a password away."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from forum.config.places import FILE
from forum.screening_desk.place import Port

_UNREADABLE = (
    "{} can't be read. Is the host a name, and the port a number? "
    "Write # / ? in a password as %23 %2F %3F."
)
_IN_MEMORY = (
    "{} must name a file, like sqlite:///forum.db or sqlite:////srv/forum/forum.db: each process would have a database "
    "in memory of its own, and lose it at its end."
)
#: As requests name a host; a dot before it stands for every host below it.
_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")
#: What makes of a file's name something else: a database in memory, or a file of another name.
_NO_PLAIN_FILE = frozenset({"uri", "mode", "vfs"})


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


def _is_in_a_file(url: str) -> bool:
    parts = make_url(url)
    name = parts.database or ""
    return name not in {"", ":memory:"} and not (
        name.startswith("file:") or _NO_PLAIN_FILE.intersection(parts.query)
    )


#: How each is read, and with what it may begin.
_SERVICES: Mapping[str, tuple[Callable[[str], bool], tuple[str, ...]]] = {
    "FORUM_DATABASE_URL": (_is_database, (FILE, "postgresql+psycopg://")),
    "FORUM_REDIS_URL": (_is_url, ("redis://", "rediss://", "unix://")),
    "FORUM_SMTP_URL": (_is_server, ("smtp://", "smtps://")),
}


def service_problems(setting: str, url: str) -> Sequence[str]:
    """Of the database, Redis and the mail server. Empty is unset."""
    if not url:
        return []
    is_readable, beginnings = _SERVICES[setting]
    if not url.startswith(beginnings):
        *others, last = beginnings
        return [f"{setting} must begin with {', '.join(others)} or {last}."]
    if not is_readable(url):
        return [_UNREADABLE.format(setting)]
    if url.startswith(FILE) and not _is_in_a_file(url):
        return [_IN_MEMORY.format(setting)]
    return []


def base_url_problems(url: str, *, in_production: bool) -> Sequence[str]:
    """Of where people reach the forum."""
    if not _is_url(url):
        return [_UNREADABLE.format("FORUM_BASE_URL")]
    base = urlsplit(url)
    if base.scheme not in {"http", "https"} or not base.hostname or " " in url:
        return ["FORUM_BASE_URL must be an http or https address."]
    if in_production and base.scheme != "https" and not is_loopback(url):
        return ["FORUM_BASE_URL must begin with https:// in production."]
    if base.path.strip("/") or base.query or base.fragment or "@" in base.netloc:
        # Its own links begin at the root, and its cookies are only taken there.
        return [
            "FORUM_BASE_URL must be a host alone, with nothing behind it: https://forum.example.org"
        ]
    return []


def is_loopback(url: str) -> bool:
    """Whether an address is only reached from this machine."""
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def host_problems(hosts: Sequence[str]) -> Sequence[str]:
    """Of the names that requests may carry."""
    unlike = [host for host in hosts if not _HOST.fullmatch(host)]
    if not unlike:
        return []
    return [
        f"FORUM_ALLOWED_HOSTS must hold host names alone, like forum.example.org; {unlike[0]} is none."
    ]


def desk_problems(address: str) -> Sequence[str]:
    """Of where the web side asks the screener. Empty is unset."""
    try:
        if address:
            Port.parse(address)
    except ValueError as error:
        return [f"FORUM_SCREENING_ADDRESS must be host:port ({error})."]
    return []


def sender_problems(sender: str) -> Sequence[str]:
    """Of whom mails come from."""
    address = parseaddr(sender)[1]
    if address.count("@") == 1 and all(address.split("@")) and not sender.splitlines()[1:]:
        return []
    return [
        "FORUM_MAIL_FROM must be an address: forum@example.org or Our forum <forum@example.org>"
    ]
