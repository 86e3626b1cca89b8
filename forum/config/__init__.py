"""Settings, read once from the environment and validated at start."""

from __future__ import annotations

from forum.config.loading import load
from forum.config.names import names_without_meaning
from forum.config.places import ROOT
from forum.config.secret import SettingsError
from forum.config.settings import Settings

__all__ = ["ROOT", "Settings", "SettingsError", "load", "names_without_meaning"]
