"""A QR code as SVG, for a page that may not hold a style or a script. Pure."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_code(words: str) -> Markup:
    """The words as an inline picture. Dark on white in both themes, with its margin: a camera needs both."""
    drawn = segno.make(words, error="m", micro=False).svg_inline(
        border=4,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass="qr",
        lineclass=None,
    )
    # Safe: the words are only in the pattern; the package writes nothing but paths.
    return Markup(drawn)  # noqa: S704
