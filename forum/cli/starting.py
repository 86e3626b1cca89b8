"""The steps before a forum runs: each makes sure of one thing, or says in plain words why it can't be."""

from __future__ import annotations

import errno
import http.client
import socket
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from forum.cli.stop import Stop
from forum.config import Settings

_PROBE_BYTES = 65_536
_DESK_SECONDS = 0.5
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def with_own_address(settings: Settings) -> Settings:
    """Where no address is set, people reach the forum at the port that it listens on."""
    if "base_url" in settings.model_fields_set or "port" not in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"base_url": f"http://127.0.0.1:{settings.port}"})


def require_writable(folder: Path) -> None:
    """Make the forum's own folder, and see whether something can be saved there.

    Raises:
        Stop: it can't.
    """
    try:
        # What people wrote will be in it.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            # An empty file fits on a full disk, too.
            probe.write(bytes(_PROBE_BYTES))
    except OSError as error:
        raise Stop(_why_not_there(folder, error)) from error


def _why_not_there(folder: Path, error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return (
            f"The disk of the folder {folder} is full, and nothing can be saved there. Make room on it, or set "
            "FORUM_INSTANCE_DIR to a folder on another disk and move all that is in this one."
        )
    return (
        f"The folder {folder} can't be written ({error.strerror}). "
        "Give this user the right to write there, or set FORUM_INSTANCE_DIR to another folder."
    )


def is_at_work_already(settings: Settings) -> bool:
    """Whether a worker of this very forum attends to its desk: it was started before, in another window perhaps."""
    try:
        settings.screening_desk.connect(_DESK_SECONDS).close()
    except OSError:
        return False
    return True


def require_free_port(host: str, port: int) -> None:
    """See whether the web server may listen there.

    Raises:
        Stop: somebody else does, or this user may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use by another program, perhaps by this forum in another window. "
            "Stop that one, or choose another port: FORUM_PORT=8001"
        )
    if error.errno == errno.EACCES:
        return f"This user may not use port {port}. Choose one above 1023: FORUM_PORT=8000"
    return (
        f"The forum can't listen on {host}, port {port} ({error.strerror}). "
        "Is FORUM_HOST an address of this machine?"
    )


def bind_address(host: str, port: int) -> str:
    """How the web server is told where to listen."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def answers(settings: Settings, *, timeout: float = 2.0) -> bool:
    """Whether the web server has answered a request, whatever it said."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # to be reached, not to be listened on
    connection = http.client.HTTPConnection(
        anywhere.get(settings.host, settings.host), settings.port, timeout=timeout
    )
    host = urlsplit(settings.base_url).hostname or "127.0.0.1"
    try:
        connection.request("HEAD", "/", headers={"Host": host})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
