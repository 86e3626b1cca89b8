"""Small pieces of HTML that a page has dozens of, made in Python because a macro call for each would be felt."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

_TONES = ("dusk", "honey", "moss", "ash")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_AVATAR = Markup('<span class="avatar tone-{}{}" aria-hidden="true">{}{}</span>')


@lru_cache(maxsize=4_096)
def avatar(display_name: str, *, small: bool = False) -> Markup:
    """A person's initials under a little arch; decoration, since the name stands beside it."""
    words = display_name.split() or ["?"]
    tone = _TONES[(_ALPHABET.find(display_name[:1].lower()) + len(display_name)) % len(_TONES)]
    first, last = words[0][:1].upper(), words[-1][:1].upper() if len(words) > 1 else ""
    return _AVATAR.format(tone, " avatar--small" if small else "", first, last)


# The same posts are on the page that is asked for next, and an hour ago lasts an hour.
@lru_cache(maxsize=2_048)
def time_tag(iso: str, words: str) -> Markup:
    """A moment in words, with the exact one for machines."""
    # `Markup.format` would be felt: a page has dozens of these.
    return Markup(f'<time datetime="{escape(iso)}">{escape(words)}</time>')  # noqa: S704
