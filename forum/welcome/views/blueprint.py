"""The blueprint that every page of welcome belongs to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("welcome", __name__)
