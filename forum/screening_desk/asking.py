"""The web side of the desk: one question, and a moment's wait for the answer."""

from __future__ import annotations

import time
from typing import Protocol

import structlog

from forum.screening import Submission, Verdict
from forum.screening_desk.place import Place
from forum.screening_desk.protocol import (
    MOST_ANSWER_BYTES,
    MOST_QUESTION_BYTES,
    Answer,
    NotUnderstoodError,
    Question,
    key_from,
    receive,
    require_seal,
    seal,
    send,
    understood,
    written,
)

log = structlog.get_logger(__name__)


class AsksScreener(Protocol):
    """Somebody who can be asked what the screener would say."""

    def ask(self, submission: Submission) -> Verdict | None:
        """What the screener says of these words, or None if it does not say so in time. Never raises."""
        ...


class NobodyThere:
    """A desk that nobody attends to."""

    def ask(self, submission: Submission) -> Verdict | None:
        """Nothing."""
        return None


class Asking:
    """Asks at the desk of the worker.

    Args:
        place: where the desk stands.
        secret: the forum's secret, which the worker has too.
        seconds: how long to wait for an answer, all in all; 0 asks nobody.
    """

    def __init__(self, place: Place, secret: str, seconds: float) -> None:
        self._place = place
        self._key = key_from(secret)
        self._seconds = seconds

    def ask(self, submission: Submission) -> Verdict | None:
        """See `AsksScreener.ask`."""
        if not self._seconds:
            return None
        try:
            return self._ask(submission)
        except NotUnderstoodError as error:
            log.info("screening_desk_not_understood", reason=str(error))
        except OSError as error:
            log.info("screening_desk_no_answer", kind=type(error).__name__)
        return None

    def _ask(self, submission: Submission) -> Verdict | None:
        until = time.monotonic() + self._seconds
        body = written(Question(submission=submission, seconds=self._seconds).as_json())
        if len(body) > MOST_QUESTION_BYTES:
            raise NotUnderstoodError("the question is too long")
        asked = seal(self._key, body)
        with self._place.connect(self._seconds) as connection:
            send(connection, body, asked, until=until)
            answer, mark = receive(connection, most=MOST_ANSWER_BYTES, until=until)
        require_seal(mark, self._key, answer, answers=asked)
        try:
            return Answer.from_json(understood(answer)).verdict
        except (KeyError, TypeError, ValueError, AttributeError):
            raise NotUnderstoodError("no answer") from None
