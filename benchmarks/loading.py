"""A load generator out of the standard library: a few connections that ask, wait for the answer, and ask again.

It speaks to this machine only, and ends after a number of seconds or answers, whichever comes first.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

CONNECTIONS = 8
MOST_ANSWERS = 50_000
_WAIT_SECONDS = 20.0
_END_OF_HEAD = b"\r\n\r\n"


class UnexpectedAnswerError(Exception):
    """The server did not answer with the page. The message holds the beginning of what it said."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """One page of one server. `cookie` is what a signed-in person's browser would send."""

    port: int
    path: str
    cookie: str = ""

    @property
    def request(self) -> bytes:
        """What is sent for it."""
        lines = [f"GET {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept: text/html"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True, kw_only=True)
class Load:
    """What came of it: how long each answer took, and all of them together, in seconds."""

    latencies: Sequence[float]
    seconds: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Within how many milliseconds this share of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class _Connection:
    """One browser's connection: one request at a time."""

    def __init__(self, target: Target) -> None:
        self.socket = socket.create_connection(("127.0.0.1", target.port), _WAIT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._request = target.request
        self.received = bytearray()
        self._length = 0
        self._asked_at = 0.0

    def ask(self) -> None:
        """Send the request."""
        self.received.clear()
        self._length = 0
        self._asked_at = time.perf_counter()
        self.socket.sendall(self._request)

    def took(self) -> float | None:
        """Read what has come. Seconds since the request when the answer is whole, else None."""
        part = self.socket.recv(262_144)
        if not part:
            raise UnexpectedAnswerError("The connection was closed in the middle of an answer.")
        self.received += part
        if not self._length:
            self._length = whole_length(self.received)
        if not self._length or len(self.received) < self._length:
            return None
        return time.perf_counter() - self._asked_at


def whole_length(received: bytes | bytearray) -> int:
    """How many bytes the answer has with its head; 0 while the head is not there yet.

    Raises:
        UnexpectedAnswerError: it is not a page.
    """
    end = received.find(_END_OF_HEAD)
    if end < 0:
        return 0
    head = bytes(received[:end]).lower()
    if not head.startswith(b"http/1.1 200 "):
        raise UnexpectedAnswerError(bytes(received[:300]).decode(errors="replace"))
    _, found, after = head.partition(b"content-length:")
    if not found:
        raise UnexpectedAnswerError("The answer does not say how long it is.")
    return end + len(_END_OF_HEAD) + int(after.split(b"\r\n", 1)[0])


def fetch(target: Target) -> tuple[str, str]:
    """One answer: its head and its body.

    Raises:
        UnexpectedAnswerError: it is not a page.
    """
    connection = _Connection(target)
    try:
        connection.ask()
        while connection.took() is None:
            pass
        head, _, body = bytes(connection.received).decode().partition("\r\n\r\n")
        return head, body
    finally:
        connection.socket.close()


def load(
    target: Target,
    seconds: float,
    *,
    connections: int = CONNECTIONS,
    most_answers: int = MOST_ANSWERS,
) -> Load:
    """Keep every connection busy for a while.

    Raises:
        UnexpectedAnswerError: an answer is not the page.
        OSError: the server went away.
    """
    latencies: list[float] = []
    with selectors.DefaultSelector() as selector:
        opened = [_Connection(target) for _ in range(connections)]
        began = time.perf_counter()
        for one in opened:
            selector.register(one.socket, selectors.EVENT_READ, one)
            one.ask()
        try:
            # On a busy machine a short while may pass without a single answer, which says nothing.
            while not latencies or (
                time.perf_counter() - began < seconds and len(latencies) < most_answers
            ):
                ready = selector.select(_WAIT_SECONDS)
                if not ready:
                    raise UnexpectedAnswerError(f"No answer within {_WAIT_SECONDS:.0f} s.")
                for key, _ in ready:
                    if (took := key.data.took()) is not None:
                        latencies.append(took)
                        key.data.ask()
            return Load(latencies=latencies, seconds=time.perf_counter() - began)
        finally:
            for one in opened:
                one.socket.close()
