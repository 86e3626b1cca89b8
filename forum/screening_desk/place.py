"""Where the desk stands: a socket in the instance folder, or a port where web and worker are on different machines."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

# Who comes while others are served waits here for a moment.
_BACKLOG = 16
_PROBE_SECONDS = 0.5
# The kernel's own limit for the name of a socket, with the mark at its end.
MOST_PATH_BYTES = 107


class TakenError(OSError):
    """Another worker attends to the desk already."""


class Place(Protocol):
    """Where the desk stands."""

    def listen(self) -> socket.socket:
        """Begin to attend to the desk.

        Raises:
            OSError: this is not possible; TakenError where somebody else does it already.
        """
        ...

    def connect(self, seconds: float) -> socket.socket:
        """Go to the desk.

        Raises:
            OSError: nobody is there.
        """
        ...

    def is_held_by(self, listening: socket.socket) -> bool:
        """Whether those who come to the place still meet `listening`."""
        ...


@dataclass(frozen=True)
class SocketFile:
    """A Unix socket, which only the forum's own user may open."""

    path: Path

    def listen(self) -> socket.socket:
        """See `Place.listen`. What a killed worker left behind is cleared away."""
        self._require_short_path()
        if self._somebody_is_there():
            raise TakenError("another worker attends to it")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listening.bind(str(self.path))
            # Nobody can connect before it listens, so nobody else slips in first.
            self.path.chmod(0o600)
            listening.listen(_BACKLOG)
        except OSError:
            listening.close()
            raise
        return listening

    def connect(self, seconds: float) -> socket.socket:
        """See `Place.connect`."""
        self._require_short_path()
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            connection.connect(str(self.path))
        except OSError:
            connection.close()
            raise
        return connection

    def is_held_by(self, listening: socket.socket) -> bool:
        """Whether the file is there; where another worker put its own, that one answers, which is as good."""
        return self.path.is_socket()

    def _somebody_is_there(self) -> bool:
        with suppress(OSError), self.connect(_PROBE_SECONDS):
            return True
        return False

    def _require_short_path(self) -> None:
        if len(str(self.path).encode()) > MOST_PATH_BYTES:
            raise OSError(
                f"the path {self.path} is too long for a socket; "
                "set FORUM_SCREENING_ADDRESS to host:port, or FORUM_INSTANCE_DIR to a shorter path"
            )

    def __str__(self) -> str:
        """The path."""
        return str(self.path)


@dataclass(frozen=True)
class Port:
    """A port of a machine, for a private network: what is said there is signed, but not hidden."""

    host: str
    number: int

    @classmethod
    def parse(cls, address: str) -> Self:
        """The port that `host:port` or `[host]:port` names.

        Raises:
            ValueError: it names none.
        """
        host, colon, number = address.rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        if not host or not colon or not number.isascii() or not number.isdigit():
            raise ValueError(f"{address!r} is not host:port")
        if not 0 < int(number) < 65_536:
            raise ValueError(f"{number} is no port")
        return cls(host=host, number=int(number))

    def listen(self) -> socket.socket:
        """See `Place.listen`."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        return socket.create_server((self.host, self.number), family=family, backlog=_BACKLOG)

    def connect(self, seconds: float) -> socket.socket:
        """See `Place.connect`."""
        return socket.create_connection((self.host, self.number), timeout=seconds)

    def is_held_by(self, listening: socket.socket) -> bool:
        """A port can't be taken from whoever listens on it."""
        return True

    def __str__(self) -> str:
        """As it is written in the settings."""
        return f"{self.host}:{self.number}"
