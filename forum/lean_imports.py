"""Importing a library without what it would load along wherever that is installed, though nobody here uses it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def leaving_out(*names: str) -> Iterator[None]:
    """Let imports of these libraries fail meanwhile. One that is there already stays.

    Only for whoever takes it as a matter of course that they may be missing.
    """
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        # What stands here as None can't be imported.
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
