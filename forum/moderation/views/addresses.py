"""Where things of moderation are found, for routes."""

from __future__ import annotations

from forum.moderation.forms.common import LARGEST_ID

ITEM = f"/review/<int(max={LARGEST_ID}):item_id>"
POST = f"/posts/<int(max={LARGEST_ID}):post_id>/moderate"
