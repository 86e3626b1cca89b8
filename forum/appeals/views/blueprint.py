"""The blueprint that every page of appeals belongs to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("appeals", __name__)
