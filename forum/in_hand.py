"""What a process has in its hand: one piece of work at a time, which is finished before the process ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class InHand:
    """One piece of work at a time, until the process has to end; from then on none is begun."""

    def __init__(self) -> None:
        self._work = threading.Lock()
        # A lock goes to whoever asks first when it is free, not to whoever has waited longest: without a door before
        # it, the thread that puts one piece down would take up the next before the one that wants to end wakes up.
        self._door = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Around one piece. Who comes after `finish` was called waits here for the end of the process."""
        with self._door:
            self._work.acquire()
        try:
            yield
        finally:
            self._work.release()

    def finish(self, seconds: float) -> None:
        """Wait until the piece in hand is done, and let no other be begun.

        Args:
            seconds: how long to wait at most.
        """
        deadline = time.monotonic() + seconds
        if self._door.acquire(timeout=seconds):
            self._work.acquire(timeout=max(0.0, deadline - time.monotonic()))
