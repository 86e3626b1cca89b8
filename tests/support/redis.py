"""A real Redis server of a test's own, which it may kill."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis


@contextmanager
def redis_server(folder: Path, *where: str, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one until the end of the block; skips the test where none is installed.

    Args:
        folder: where it may write.
        where: what it is told of where to listen.
        url: where it then answers.
    """
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server is installed")
    server = subprocess.Popen(
        [program, "--save", "", "--dir", str(folder), *where], stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(url)
        yield server
    finally:
        server.kill()
        server.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 10
    with redis.Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except redis.RedisError:
                assert time.monotonic() < deadline, f"no Redis answers at {url}"
                time.sleep(0.05)
            else:
                return
