"""Where limits are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from limits.storage import MemoryStorage, RedisStorage, storage_from_string

from forum.config import Settings
from forum.web import limits
from tests.support.redis import redis_server


@pytest.mark.parametrize(
    ("redis_url", "counted_in"),
    [
        ("", "memory://"),
        ("redis://cache/0", "redis://cache/0"),
        ("rediss://cache/0", "rediss://cache/0"),
        ("unix:///run/redis.sock", "redis+unix:///run/redis.sock"),
        ("unix://me:word@/run/redis.sock?db=2", "redis+unix://me:word@/run/redis.sock?db=2"),
    ],
)
def test_where_limits_are_counted(redis_url: str, counted_in: str) -> None:
    assert limits.storage_uri(Settings(redis_url=redis_url)) == counted_in


def test_limits_are_counted_in_a_redis_that_listens_on_a_socket(tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/redis.sock"
    where = ("--port", "0", "--unixsocket", f"{tmp_path}/redis.sock")
    with redis_server(tmp_path, *where, url=url):
        storage = storage_from_string(limits.storage_uri(Settings(redis_url=url)))
        assert isinstance(storage, RedisStorage)
        assert storage.check()
        assert storage.incr("somebody", 60) == 1


def test_the_forum_starts_with_such_a_redis(tmp_path: Path) -> None:
    app = Flask(__name__)
    limits.init_app(app, Settings(redis_url=f"unix://{tmp_path}/redis.sock"))
    assert app.config["RATELIMIT_STORAGE_URI"] == f"redis+unix://{tmp_path}/redis.sock"
    assert not isinstance(limits.limiter.storage, MemoryStorage)
