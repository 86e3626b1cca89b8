"""Limits on how often things can be done, counted per person or per network.

What protects accounts (signing in, asking for a reset) is counted in the database instead, in
`forum.accounts.attempts`: it has to hold across processes and restarts.
"""

from __future__ import annotations

import ipaddress
import time
from math import ceil

from flask import Flask, request
from flask_limiter import Limiter

from forum.config import Settings
from forum.web.actor import current_actor
from forum.web.forms import only_previews


def network() -> str:
    """The network a request comes from: an IPv4 address, or the /64 of an IPv6 one, which is one household."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        # How a server that listens on both writes IPv4: all of it in one /64, which is no household.
        return str(address.ipv4_mapped)
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def person_or_network() -> str:
    """Whoever is signed in, or else where the request comes from."""
    actor = current_actor()
    return f"person:{actor.user_id}" if actor.is_signed_in else f"network:{network()}"


class _OnViews(Limiter):
    """Counts where a view says so, and looks at no other request: there is no limit that holds for all."""

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = _OnViews(key_func=person_or_network, headers_enabled=False)

JOINING = limiter.limit("10 per hour", key_func=network, methods=["POST"])
# A page that saves a draft by itself does so every few seconds.
DRAFTING = limiter.limit("60 per minute; 1500 per hour", methods=["POST"])
REPORTING = limiter.limit("6 per minute", methods=["POST"])
_MOST_POSTS = "6 per minute; 60 per hour"
POSTING = limiter.limit(_MOST_POSTS, methods=["POST"])
# The same for a box whose words can be looked at first: however often somebody does, they can send them.
SENDING = limiter.limit(_MOST_POSTS, methods=["POST"], exempt_when=only_previews)
# All boxes together. A long text takes half a second to render.
PREVIEWING = limiter.shared_limit(
    "12 per minute; 120 per hour",
    scope="previews",
    methods=["POST"],
    exempt_when=lambda: not only_previews(),
)
# Blocking somebody is free at any time. Taking it back, to block them anew, calls mentors for one wait again and again.
UNBLOCKING = limiter.limit("12 per hour", methods=["POST"])
# A copy of all that somebody wrote takes a second to make.
COPYING = limiter.limit("3 per minute; 10 per hour", methods=["POST"])
# Somebody who looks for one thing after another, or turns pages, and no program that reads all there is.
SEARCHING = limiter.limit("20 per minute; 200 per hour")
THANKING = limiter.limit("20 per minute; 100 per hour", methods=["POST"])
TRYING = limiter.limit("10 per minute; 60 per hour", methods=["POST"])


def seconds_to_wait() -> int:
    """Until what was done too often in this request can be done again; a minute where nobody can say."""
    met = limiter.current_limit
    return max(1, ceil(met.window.reset_time - time.time())) if met is not None else 60


def storage_uri(settings: Settings) -> str:
    """Where counts are kept, as the library that counts calls it: a socket has another scheme there."""
    url = settings.redis_url
    return f"redis+{url}" if url.startswith("unix://") else url or "memory://"


def init_app(app: Flask, settings: Settings) -> None:
    """Count in Redis where there is one, else in this process."""
    app.config.update(
        RATELIMIT_ENABLED=settings.rate_limits,
        RATELIMIT_STORAGE_URI=storage_uri(settings),
        # A limiter that can't count must not keep people from speaking.
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
        RATELIMIT_SWALLOW_ERRORS=True,
    )
    limiter.init_app(app)
