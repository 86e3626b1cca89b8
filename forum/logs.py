"""Logs: who, what, when; never a post's text, never a secret."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO, cast

import structlog
from flask import g, has_app_context

from forum.config import Settings

# PostgreSQL quotes the row that it refused: a post's text, an address.
_DETAIL = re.compile(
    r"^DETAIL:.*?(?=^\[SQL|^HINT:|^CONTEXT:|^The above exception|^During handling|\Z)", re.M | re.S
)


def _leave_rows_out(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    # The event itself is another library's sentence, and may quote what it met.
    for name in ("event", "exception", "detail", "reason"):
        if isinstance(event.get(name), str):
            event[name] = _DETAIL.sub("", event[name])
    return event


def _number_request(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    # Looked up when something is logged, which few requests do, rather than noted by each of them.
    if has_app_context() and "request_id" in g:
        event["request_id"] = g.request_id
    return event


class _ErrorOutput:
    """The error output as it is now. Where it can't be written (a full disk, a reader who has gone) nothing ends.

    The worker's threads log in the very place where they catch what went wrong.
    """

    def write(self, words: str) -> None:
        """Write, if that is possible."""
        with suppress(OSError, ValueError):
            sys.stderr.write(words)

    def flush(self) -> None:
        """Let it be seen at once, if that is possible."""
        with suppress(OSError, ValueError):
            sys.stderr.flush()


_ERROR_OUTPUT = _ErrorOutput()


class _OnErrorOutput(logging.Handler):
    """Writes what other libraries log to where the forum writes its own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            _ERROR_OUTPUT.write(f"{self.format(record)}\n")
        except Exception:  # noqa: BLE001  # a log that can't be written ends nothing
            self.handleError(record)


def _take_in_other_libraries(formatter: logging.Formatter) -> None:
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, _OnErrorOutput):
            root.removeHandler(handler)
    ours = _OnErrorOutput()
    ours.setFormatter(formatter)
    root.addHandler(ours)


def configure(settings: Settings) -> None:
    """JSON lines where machines read them, plain lines where people do. Line breaks in values are escaped by both.

    What other libraries log goes the same way.
    """
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: Sequence[structlog.types.Processor] = (
        _number_request,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _leave_rows_out,
    )
    _take_in_other_libraries(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", _ERROR_OUTPUT)),
        cache_logger_on_first_use=False,
    )
