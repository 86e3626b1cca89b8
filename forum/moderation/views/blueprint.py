"""The blueprint that every page of moderation belongs to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("moderation", __name__)
