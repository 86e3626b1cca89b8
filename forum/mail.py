"""Sending mail: through a real SMTP server, or into a folder when there is none.

A letter is written down as sent right after the server has taken it. Who ends this process in good order waits for that
(`finish_letter`). Where the process is killed in between, or the database is away just then, the letter goes out once
more, under the same Message-ID, by which many mail servers keep only one of the two.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog

from forum.config import Settings
from forum.in_hand import InHand

log = structlog.get_logger(__name__)

SMTP_TIMEOUT_SECONDS = 15
_GOODBYE_SECONDS = 2
# Held from before a letter is handed over until it is written down as sent.
_LETTER_IN_HAND = InHand()
# What a server says of one letter, and not of the next.
_OF_ONE_LETTER = (
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
)


class Mailer(Protocol):
    """Sends one message, or raises `OSError` or `smtplib.SMTPException`."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over."""
        ...


class SmtpMailer:
    """Sends through the server named by a URL: `smtp://user:password@host:587` or `smtps://…:465`.

    Plain smtp is upgraded with STARTTLS where the server offers it; a password is never sent without encryption to
    another machine.
    """

    def __init__(self, url: str, *, timeout: float = SMTP_TIMEOUT_SECONDS) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._timeout = timeout

    @property
    def server(self) -> str:
        """Which server it is, for people."""
        return f"{self._host}, port {self._port}"

    def send(self, message: EmailMessage) -> None:
        """Hand the message to the server."""
        with self.connected() as server:
            server.send_message(message)

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """A connection over which a message can go out: encrypted where the server can, and let in.

        Raises:
            OSError: nobody answers, the certificate is not trusted, or nobody is let in.
        """
        context = ssl.create_default_context()
        if self._tls:
            with _until_we_leave(
                smtplib.SMTP_SSL(self._host, self._port, timeout=self._timeout, context=context)
            ) as server:
                self._sign_in(server, encrypted=True)
                yield server
            return
        with _until_we_leave(smtplib.SMTP(self._host, self._port, timeout=self._timeout)) as server:
            server.ehlo()
            encrypted = server.has_extn("starttls")
            if encrypted:
                server.starttls(context=context)
                server.ehlo()
            self._sign_in(server, encrypted=encrypted)
            yield server

    def _sign_in(self, server: smtplib.SMTP, *, encrypted: bool) -> None:
        if not self._user:
            return
        if not encrypted and self._host not in {"localhost", "127.0.0.1", "::1"}:
            raise smtplib.SMTPException("the mail server offers no encryption for the password")
        try:
            server.login(self._user, self._password)
        except UnicodeEncodeError:
            # Its words and its traceback hold parts of the password.
            raise smtplib.SMTPException(
                "a name or password with other letters than those of ASCII can't be sent"
            ) from None


@contextmanager
def _until_we_leave(server: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """A connection, and then no connection, whatever the server says to our goodbye."""
    try:
        yield server
    finally:
        # By then it has the letter, or has said why not. smtplib's own would raise, and the letter go out once more.
        with suppress(OSError):
            if server.sock is not None:
                server.sock.settimeout(_GOODBYE_SECONDS)
            server.quit()
        server.close()


class FileMailer:
    """Writes each message to a folder as an .eml file, for a machine without a mail server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the message and say where."""
        self._folder.mkdir(parents=True, exist_ok=True)
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        path = self._folder / f"{moment}-{uuid.uuid4().hex[:8]}.eml"
        # A mail may hold a link that opens an account: nobody else on this machine reads it.
        path.touch(mode=0o600)
        path.write_bytes(bytes(message))
        log.warning("mail_written_to_file", path=str(path), reason="FORUM_SMTP_URL is not set")


def build_mailer(settings: Settings) -> Mailer:
    """The mailer that the settings ask for."""
    return SmtpMailer(settings.smtp_url) if settings.smtp_url else FileMailer(settings.mail_dir)


def stops_every_letter(error: Exception) -> bool:
    """Whether the next letter would fare no better: nobody answers there, or nobody is let in."""
    return isinstance(error, OSError) and not isinstance(error, _OF_ONE_LETTER)


def one_by_one(
    due: Iterable[int], send: Callable[[int], bool], in_between: Callable[[], None]
) -> None:
    """Send letters, until the server itself is found to be away: the others stay due, and this was no try at them.

    Args:
        due: whose letters, or which ones.
        send: sends one, and says whether the next one may be tried.
        in_between: called after each, for what can't wait so long.
    """
    for number in due:
        with _LETTER_IN_HAND.taken():
            goes_on = send(number)
        in_between()
        if not goes_on:
            return


def finish_letter(seconds: float) -> None:
    """Wait until the letter in hand is written down as sent. This process begins no other: it has to end now.

    Args:
        seconds: how long to wait at most.
    """
    _LETTER_IN_HAND.finish(seconds)


def compose(*, sender: str, to: str, subject: str, body: str, of: str = "") -> EmailMessage:
    """A plain-text message. The library refuses line breaks in headers.

    Args:
        sender: an address, with a name or without.
        to: an address.
        subject: in one line.
        body: the words.
        of: tells it from others of the same words. Made once more of the same, it is the same message.

    Raises:
        ValueError: a header holds a line break.
    """
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = _name_of(sender, to, subject, body, of)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


def _name_of(sender: str, *all_else: str) -> str:
    """By which a mail server knows a message that it has had before."""
    own = hashlib.sha256("\0".join(all_else).encode()).hexdigest()[:32]
    return f"<{own}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"
