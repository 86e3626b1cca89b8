"""huey, without the clients of databases that its queue is not in.

It imports them wherever they are installed, in every process: 9 MB for psycopg, 6 MB for redis. Its storage in
PostgreSQL is used by nobody here, since rows are the truth and huey only carries wake-ups; the one in Redis by few.
"""

from __future__ import annotations

from forum.lean_imports import leaving_out

with leaving_out("psycopg", "redis"):
    from huey import Huey, RedisHuey, storage
    from huey.consumer import Consumer
    from huey.exceptions import HueyException

__all__ = ["Attendant", "Huey", "redis_queue", "storage", "unreachable_errors"]


class Attendant(Consumer):  # type: ignore[misc]  # huey has no types
    """Works tasks off, and leaves it to its process what a signal does."""

    def _set_signal_handlers(self) -> None:
        """None: huey's would end the process in the middle of a letter, or start it again when a terminal is closed."""


def redis_queue(name: str, url: str) -> Huey:
    """A queue of wake-ups in Redis.

    Args:
        name: tells it from others in the same Redis.
        url: where Redis is.
    """
    if storage.Redis is None:
        _give_redis()
    return RedisHuey(name, url=url, results=False)


def unreachable_errors() -> tuple[type[Exception], ...]:
    """What is raised where a queue can't be asked."""
    if storage.Redis is None:
        return OSError, HueyException
    from redis.exceptions import RedisError

    return OSError, HueyException, RedisError


def _give_redis() -> None:
    """Give huey's storage what it looked for when it was imported."""
    import redis

    storage.ConnectionPool, storage.Redis = redis.ConnectionPool, redis.Redis
    storage.ConnectionError, storage.TimeoutError = redis.ConnectionError, redis.TimeoutError
    storage.RedisStorage.redis_client = redis.Redis
