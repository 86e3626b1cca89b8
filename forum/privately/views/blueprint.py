"""What the addresses of this part hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("privately", __name__)

CONVERSATION = "/private/<int:conversation_id>"
