"""What somebody will read of a decision on what they said in private, before it is made."""

from __future__ import annotations

from forum.community.queries import current_rules
from forum.moderation.views.helping import cited, is_whole
from forum.moderation.wording import UNHEARD
from forum.notifications.preview import Preview, preview_of_removal
from forum.privately.forms import PrivateReviewForm
from forum.wiring import settings


def look_ahead(form: PrivateReviewForm) -> Preview | str | None:
    """The line and the mail; a sentence where they read nothing; None where the form is not whole yet."""
    if not form.validate() or not is_whole(form, ruling := form.ruling):
        return None
    if ruling.action in UNHEARD:
        return UNHEARD[ruling.action]
    rule = cited(ruling.action, ruling.rule_id, current_rules())
    return preview_of_removal(rule, settings().base_url)
