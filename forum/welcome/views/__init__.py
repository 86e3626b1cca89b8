"""Pages of welcome."""

from __future__ import annotations

from forum.welcome.views import desk, mentees, mentor_settings, openers, reading
from forum.welcome.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "mentees", "mentor_settings", "openers", "reading"]
