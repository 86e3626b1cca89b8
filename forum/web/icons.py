"""Icons as inline SVG, drawn by the Lucide set (ISC licence) that the `lucide` package ships.

Inline, because an icon then takes the colour of the words beside it and costs no request.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lucide import IconDoesNotExist
from lucide.jinja import lucide
from markupsafe import Markup

_BETWEEN_TAGS = re.compile(r">\s+<")


class UnknownIconError(LookupError):
    """A template asked for a name that the icon set does not have."""


@lru_cache(maxsize=512)
def icon(name: str, label: str | None = None) -> Markup:
    """Return the icon `name` as an `<svg class="icon">` that CSS sizes to the text around it.

    Without a `label` the icon is decoration and hidden from assistive technology; with one it is
    an image of that name. Raises `UnknownIconError` for a name that is not in the set.
    """
    attributes = {"class": "icon", "focusable": "false"}
    if label is None:
        attributes["aria-hidden"] = "true"
    else:
        attributes |= {"role": "img", "aria-label": label}
    try:
        drawn = lucide(name, size=None, **attributes)
    except IconDoesNotExist as error:
        raise UnknownIconError(f"There is no icon called {name!r}.") from error
    # Safe: the package draws its own file and escapes the attributes; nothing else gets in.
    return Markup(_BETWEEN_TAGS.sub("><", drawn))  # noqa: S704
