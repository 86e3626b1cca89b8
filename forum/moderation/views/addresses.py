"""Where things of moderation are found, for routes."""

from __future__ import annotations

ITEM = "/review/<int:item_id>"
POST = "/posts/<int:post_id>/moderate"
