"""New recovery codes that were asked for and not made yet. The page carries, sealed, what they come of.

A form that arrives twice (a double click, a page that is loaded again) makes them once: whichever answer the person
gets to see, the codes on it hold.
"""

from __future__ import annotations

from forum.accounts.second_factor.codes import new_seed
from forum.accounts.second_factor.sealing import Sealer

_RENEWAL = "recovery-codes"
RENEWAL_SECONDS = 3_600


def propose_renewal(user_id: int, sealer: Sealer) -> str:
    """A new seed, sealed for this person."""
    return sealer.seal_for(user_id, new_seed(), _RENEWAL)


def open_renewal(user_id: int, sealed: str, sealer: Sealer) -> str | None:
    """The seed that was proposed to this person in the last hour; None if that was not it."""
    return sealer.open_for(user_id, sealed, _RENEWAL, RENEWAL_SECONDS)
