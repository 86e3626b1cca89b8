"""The worker's side of the desk: takes a few questions at a time, and answers one after the other."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import structlog

from forum.errors import came_through
from forum.screening import Submission, Verdict
from forum.screening_desk.place import Place, TakenError
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

# More who wait would only wait in vain, and each may hold two megabytes.
MOST_AT_ONCE = 4
LISTEN_AGAIN_SECONDS = 5.0
_STOP_WITHIN_SECONDS = 0.5
# How long somebody may take to say what they want, and to take the answer.
_TALK_SECONDS = 2.0

Reads = Callable[[Submission], Verdict | None]


class Attending:
    """Attends to the desk. One text is read at a time, so that posts that wait for the worker lose one core at most.

    Args:
        place: where the desk stands.
        secret: the forum's secret, which the web side has too.
        reads: what the screener says of a text; None while there is none.
        again: after how many seconds a place that is taken or was lost is looked at again.
    """

    def __init__(
        self, place: Place, secret: str, reads: Reads, *, again: float = LISTEN_AGAIN_SECONDS
    ) -> None:
        self._again = again
        self._place = place
        self._key = key_from(secret)
        self._reads = reads
        self._seats = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._reading = threading.Lock()

    def attend(self, stop: threading.Event) -> None:
        """Attend to the desk until told to stop, and go back to it when the place was lost."""
        while not stop.is_set():
            try:
                with self._place.listen() as listening:
                    self._serve(listening, stop)
            except TakenError:
                pass  # Another worker is there already; this one is ready for when it has gone.
            except OSError as error:
                log.warning("screening_desk_closed", place=str(self._place), reason=str(error))
            stop.wait(self._again)

    def _serve(self, listening: socket.socket, stop: threading.Event) -> None:
        listening.settimeout(min(self._again, _STOP_WITHIN_SECONDS))
        looked_at = time.monotonic()
        while not stop.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                if time.monotonic() - looked_at >= self._again:
                    looked_at = time.monotonic()
                    if not self._place.is_held_by(listening):
                        return
                continue
            if self._seats.acquire(blocking=False):
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()
            else:
                connection.close()

    def _talk(self, connection: socket.socket) -> None:
        try:
            with connection:
                self._answer(connection)
        except NotUnderstoodError as error:
            log.info("screening_desk_not_understood", reason=str(error))
        except OSError:
            pass  # Whoever asked has gone: nothing was kept, so nothing is lost.
        except Exception as error:  # noqa: BLE001  # one question harms no other
            log.error(  # noqa: TRY400  # its words stay out of the log
                "screening_desk_failed",
                kind=type(error).__name__,
                came_through=came_through(error),
            )
        finally:
            self._seats.release()

    def _answer(self, connection: socket.socket) -> None:
        came_at = time.monotonic()
        body, asked = receive(connection, most=MOST_QUESTION_BYTES, until=came_at + _TALK_SECONDS)
        require_seal(asked, self._key, body)
        try:
            question = Question.from_json(understood(body))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise NotUnderstoodError("no question") from None
        verdict = self._read(question.submission, came_at + question.seconds)
        answer = written(Answer(verdict=verdict).as_json())
        if len(answer) > MOST_ANSWER_BYTES:
            raise NotUnderstoodError("the answer is too long")
        mark = seal(self._key, answer, answers=asked)
        send(connection, answer, mark, until=time.monotonic() + _TALK_SECONDS)

    def _read(self, submission: Submission, until: float) -> Verdict | None:
        """What the screener says, unless it would only say so to somebody who has gone."""
        if not self._reading.acquire(timeout=max(0.0, until - time.monotonic())):
            return None
        try:
            return self._reads(submission) if time.monotonic() < until else None
        finally:
            self._reading.release()
