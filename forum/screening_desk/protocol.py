"""What is said at the desk: one question and one answer, each a line of JSON of bounded size with a seal.

The seal is a keyed hash: only who knows the forum's secret is heard, and an answer belongs to its question. What is
received is read as plain data and nothing else.
"""

from __future__ import annotations

import hmac
import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from forum.screening import Submission, Verdict

#: A post of 20,000 characters and five earlier ones, each character in its longest spelling.
MOST_QUESTION_BYTES = 2 * 1024 * 1024
MOST_ANSWER_BYTES = 1024 * 1024
#: Nobody may keep the desk busy for longer, whatever they ask for.
MOST_SECONDS = 10.0

_HASH = "sha256"
_SEAL_BYTES = 32
_SIZE = struct.Struct(">I")
_PURPOSE = b"hearth screening desk"


class NotUnderstoodError(Exception):
    """What was received is too long, not sealed by this forum, or no question or answer. Says nothing of its words."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the screener would say of a text; asked by somebody who waits for `seconds` at most."""

    submission: Submission
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return {"submission": self.submission.as_json(), "seconds": self.seconds}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The question that `as_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: something is missing or is no question.
        """
        seconds = float(data["seconds"])
        if not 0 < seconds <= MOST_SECONDS:
            raise ValueError("nobody may wait for so long")
        return cls(submission=Submission.from_json(data["submission"]), seconds=seconds)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the screener says; None where it has nothing to say in time."""

    verdict: Verdict | None

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return {"verdict": self.verdict.as_json() if self.verdict is not None else None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The answer that `as_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: something is missing or is no answer.
        """
        verdict = data["verdict"]
        return cls(verdict=Verdict.from_json(verdict) if verdict is not None else None)


def key_from(secret: str) -> bytes:
    """The desk's own key, made from the forum's secret."""
    return hmac.digest(secret.encode(), _PURPOSE, _HASH)


def written(data: Mapping[str, Any]) -> bytes:
    """Plain ASCII, also for half characters that no other encoding takes."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def understood(body: bytes) -> Mapping[str, Any]:
    """The object that `written` wrote.

    Raises:
        NotUnderstoodError: it is none.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstoodError("not JSON") from None
    if not isinstance(data, dict):
        raise NotUnderstoodError("not an object")
    return data


def seal(key: bytes, body: bytes, *, answers: bytes = b"") -> bytes:
    """The seal of a body; an answer's is bound to the seal of the question that it `answers`."""
    return hmac.digest(key, answers + body, _HASH)


def send(connection: socket.socket, body: bytes, mark: bytes, *, until: float) -> None:
    """Send a sealed body before the moment `until` of the monotonic clock.

    Raises:
        OSError: the other side is gone, or the time is up.
    """
    _set_time_left(connection, until)
    connection.sendall(_SIZE.pack(len(body)) + mark + body)


def receive(connection: socket.socket, *, most: int, until: float) -> tuple[bytes, bytes]:
    """A body and its seal, which is still to be looked at.

    Raises:
        NotUnderstoodError: it is longer than `most` bytes.
        OSError: the other side is gone, or the time is up.
    """
    (size,) = _SIZE.unpack(_exactly(connection, _SIZE.size, until))
    if size > most:
        raise NotUnderstoodError("too long")
    mark = _exactly(connection, _SEAL_BYTES, until)
    return _exactly(connection, size, until), mark


def require_seal(mark: bytes, key: bytes, body: bytes, *, answers: bytes = b"") -> None:
    """Go on only if the seal is the right one.

    Raises:
        NotUnderstoodError: it is not.
    """
    if not hmac.compare_digest(mark, seal(key, body, answers=answers)):
        raise NotUnderstoodError("not sealed with the forum's secret")


def _exactly(connection: socket.socket, size: int, until: float) -> bytes:
    pieces, missing = [], size
    while missing:
        _set_time_left(connection, until)
        piece = connection.recv(min(missing, 65_536))
        if not piece:
            raise ConnectionError("the other side has gone")
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _set_time_left(connection: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is up")
    connection.settimeout(left)
