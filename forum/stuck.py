"""Native code that does not come back: nothing but the end of its process ends it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger(__name__)

EXIT_STUCK = 75


@contextmanager
def exit_if_stuck(seconds: float) -> Iterator[None]:
    """End the whole process if the block does not come back in time.

    A model that hangs holds a lock in native code that no exception reaches. The supervisor starts a new worker, and
    the text that did it is given to a person after a few tries.
    """

    def give_up() -> None:
        log.critical("screening_stuck", seconds=seconds)
        os._exit(EXIT_STUCK)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
