"""What the addresses of this part hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("conversations", __name__)
