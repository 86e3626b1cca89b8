"""Logs: who, what, when; never a post's text, never a secret."""

from __future__ import annotations

import logging
import re
import sys

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
    for name in ("exception", "detail"):
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


def configure(settings: Settings) -> None:
    """JSON lines where machines read them, plain lines where people do. Line breaks in values are escaped by both."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            _number_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _leave_rows_out,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
