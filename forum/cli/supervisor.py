"""Keeping processes running: whichever ends is started again, after a pause that grows when it ends often."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from forum.config import ROOT

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
# A process that has run this long has found its feet: its next pause is short again.
SETTLED_AFTER_SECONDS = 60.0
# Longer than the web server takes for its last requests, and the worker for the letter in its hand.
STOP_SECONDS = 30.0
_LOOK_EVERY_SECONDS = 0.1


@dataclass(kw_only=True)
class Child:
    """A process that is kept running.

    Attributes:
        name: for people, such as "web server".
        command: how to start it.
        environment: what it sees of the outside.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float | None = None
    pause: float = field(default=FIRST_PAUSE_SECONDS)

    def start(self) -> int:
        """Start it, in the same process group, so that whoever ends the group ends it too. Returns its number."""
        self.process = subprocess.Popen(  # noqa: S603  # the command is the forum's own
            list(self.command), cwd=ROOT, env=dict(self.environment), stdin=subprocess.DEVNULL
        )
        self.started_at, self.start_again_at = time.monotonic(), None
        return self.process.pid

    def has_ended(self) -> bool:
        """Whether it is not running."""
        return self.process is None or self.process.poll() is not None

    def next_pause(self, now: float) -> float:
        """Seconds to wait before it is started again; the next time it is twice as long."""
        if now - self.started_at >= SETTLED_AFTER_SECONDS:
            self.pause = FIRST_PAUSE_SECONDS
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        return pause


class Supervisor:
    """Starts children, starts those again that end, and stops all of them when told to.

    Args:
        children: what to keep running.
        say: prints a line for the person at the terminal.
    """

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self._children = children
        self._say = say
        self._stop = threading.Event()

    @property
    def is_stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def stop_on_signals(self) -> None:
        """Stop when somebody asks for it."""
        on_request_to_stop(self._stop.set)

    def start(self) -> None:
        """Start every child."""
        for child in self._children:
            self._say(f"Started the {child.name} (process {child.start()}).")

    def watch(self) -> None:
        """Start again whatever ends, until told to stop."""
        while not self._stop.wait(_LOOK_EVERY_SECONDS):
            for child in self._children:
                self.look_after(child, time.monotonic())

    def look_after(self, child: Child, now: float) -> None:
        """Notice that a child has ended, or start it again when its pause is over."""
        if not child.has_ended():
            return
        if child.start_again_at is None:
            pause = child.next_pause(now)
            child.start_again_at = now + pause
            self._say(f"The {child.name} ended ({_how(child)}). It starts again in {pause:.0f} s.")
        elif now >= child.start_again_at:
            self._say(f"Started the {child.name} again (process {child.start()}).")

    def stop(self) -> None:
        """Ask every child to end, and end those that don't."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def on_request_to_stop(stop: Callable[[], object]) -> None:
    """Call `stop` at Ctrl-C, at a polite request to end, and when the terminal is closed."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    # Who started it with `nohup` wants it to go on.
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    for number in numbers:
        signal.signal(number, lambda *_: stop())


def _how(child: Child) -> str:
    code = child.process.returncode if child.process is not None else 0
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"status {code}"


def own_environment(**changes: str) -> Mapping[str, str]:
    """This process's environment, with changes; what children print is seen at once.

    Two memory arenas are enough for a handful of threads; glibc's default of eight per core keeps what it once had.
    """
    return {"MALLOC_ARENA_MAX": "2", **os.environ, "PYTHONUNBUFFERED": "1", **changes}
