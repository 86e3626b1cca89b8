"""Wake-ups for the worker. A row in the database is what is due; a task here only says "look now".

The queue forgets a task that a killed worker had taken, and may be out of reach for a while. Neither loses anything:
the worker looks at the rows when it starts and once a minute, whether or not a queue is there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import structlog

from forum.config import Settings
from forum.events import Event
from forum.file_queue import file_queue
from forum.moderation.undo.rules import UNDO_FOR
from forum.queue_library import Attendant, Huey, redis_queue

log = structlog.get_logger(__name__)

_MAX_DELAY_SECONDS = 0.25
_SWEEP_SECONDS = 60.0
_SAID_EVERY_SECONDS = 60.0
# What takes from the queue, several times a second, and what puts into it when its time has come.
_ASK_THE_QUEUE = ("huey.consumer.Worker", "huey.consumer.Scheduler")


class Work(Protocol):
    """What the worker can be woken for. Each does whatever is due and may be called any number of times."""

    def screen_due(self) -> None:
        """Read every text that waits for the screener."""
        ...

    def mail_due(self) -> None:
        """Send every mail that is due."""
        ...

    def backtest_due(self) -> None:
        """Do every back-test that was asked for."""
        ...

    def forecast_due(self) -> None:
        """Make every forecast that was asked for."""
        ...

    def let_out_due(self) -> None:
        """Let out what waited until a decision could not be undone any more."""
        ...

    def sweep(self) -> None:
        """Do all of the above, and the housekeeping."""
        ...


def _queue(settings: Settings) -> Huey:
    if settings.redis_url:
        return redis_queue("hearth", settings.redis_url)
    return file_queue("hearth", settings.jobs_path)


class _OnceAMinute(logging.Filter):
    """Says in one line that the queue fails, where huey would write a traceback at each try."""

    def __init__(self) -> None:
        super().__init__()
        self._one_at_a_time = threading.Lock()
        self._again_at = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether huey's own words are written: those of a failure are not."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        if self._is_time():
            log.error("queue_failed", kind=type(error).__name__, reason=str(error))
        return False

    def _is_time(self) -> bool:
        with self._one_at_a_time:
            now = time.monotonic()
            if now < self._again_at:
                return False
            self._again_at = now + _SAID_EVERY_SECONDS
            return True


class Jobs:
    """The queue of wake-ups. The web side only puts in; the worker hands over its `Work` with `attend`."""

    def __init__(self, settings: Settings) -> None:
        self.queue = _queue(settings)
        self._work: Work | None = None
        # A sweep does not come through the queue, and meets nobody who does.
        self._at_work = threading.Lock()
        self._deadline = settings.screening_deadline_seconds
        self._screen = self._task("screen_due", lambda work: work.screen_due())
        self._mail = self._task("mail_due", lambda work: work.mail_due())
        self._backtest = self._task("backtest_due", lambda work: work.backtest_due())
        self._forecast = self._task("forecast_due", lambda work: work.forecast_due())
        self._let_out = self._task("let_out_due", lambda work: work.let_out_due())
        self.queue.on_startup("look_again")(self._look_again)

    def wake_screening(self, happened: Event) -> None:
        """A text waits for the screener."""
        self._screen()

    def wake_mail(self, happened: Event) -> None:
        """A mail is due."""
        self._mail()

    def wake_backtests(self, happened: Event) -> None:
        """A back-test was asked for, or that another model reads posts again."""
        self._backtest()

    def wake_forecasts(self, happened: Event) -> None:
        """A forecast was asked for."""
        self._forecast()

    def wake_leaving(self, happened: Event) -> None:
        """A decision can't be undone any more in a moment."""
        self._let_out.schedule(delay=UNDO_FOR.total_seconds())

    def attend(self, work: Work, *, sweep_seconds: float = _SWEEP_SECONDS) -> None:
        """Work off wake-ups, and sweep now and then, until the process ends. It leaves signals to the caller."""
        self._work = work
        quiet, stop = _OnceAMinute(), threading.Event()
        for name in _ASK_THE_QUEUE:
            logging.getLogger(name).addFilter(quiet)
        threading.Thread(target=self._sweep, args=(stop, sweep_seconds), daemon=True).start()
        Attendant(
            self.queue,
            workers=1,
            worker_type="thread",
            periodic=False,
            max_delay=_MAX_DELAY_SECONDS,
            backoff=1.1,
        ).run()
        stop.set()

    def _sweep(self, stop: threading.Event, seconds: float) -> None:
        while not stop.wait(seconds):
            try:
                self._do(lambda work: work.sweep())
            except Exception:
                log.exception("sweep_failed")

    def _look_again(self) -> None:
        """What a killed worker was reading may be begun anew by then; until then somebody may still read it."""
        self._screen.schedule(delay=self._deadline)

    def _task(self, name: str, duty: Callable[[Work], None]) -> Any:
        def run() -> None:
            self._do(duty)

        return self.queue.task(name=name)(run)

    def _do(self, duty: Callable[[Work], None]) -> None:
        with self._at_work:
            if self._work is not None:
                duty(self._work)
