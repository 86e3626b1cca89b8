"""So that the forum can start itself again with `python -m forum.cli`."""

from __future__ import annotations

from forum.cli import main

main()
