"""For which name a passkey is good: the forum's own, and no other. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOCAL = "localhost"
_LOOPBACK = frozenset({"127.0.0.1", "::1", _LOCAL})


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """The name that a passkey is bound to, and the origin that the browser has to report."""

    name: str
    origin: str


def relying_party(base_url: str, asked_host: str) -> RelyingParty | None:
    """Where passkeys can be used, or None: they are bound to a name, and a number such as 127.0.0.1 is none.

    Args:
        base_url: where people reach the forum, from the settings.
        asked_host: host and port that the request names. It counts on one's own machine only, where the forum goes
            by several names.
    """
    own = urlsplit(base_url)
    if own.hostname in _LOOPBACK and urlsplit(f"//{asked_host}").hostname == _LOCAL:
        return RelyingParty(name=_LOCAL, origin=f"{own.scheme}://{asked_host}")
    if own.hostname is None or _is_number(own.hostname):
        return None
    return RelyingParty(name=own.hostname, origin=f"{own.scheme}://{own.netloc.lower()}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
