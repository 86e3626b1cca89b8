"""Two buttons of the form that decides: beginning with a saved text, and reading beforehand what the author will read.

Both give the form back as it was typed, and change nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import request

from forum.community.citing import CitedRule
from forum.community.queries import RuleInfo, current_rules
from forum.conversations.lifecycle import PostAction
from forum.database import db
from forum.errors import InvalidInputError
from forum.moderation.commands import Reasoned, check_reasons
from forum.moderation.forms.decisions import DecisionForm
from forum.moderation.forms.fields import TextForm
from forum.moderation.forms.reasons import ReasonedForm
from forum.moderation.listing import reason_kinds
from forum.moderation.options import NEEDS_WORDS, ModeratorAction
from forum.moderation.pages import ReviewPage, WaitingText
from forum.moderation.ranking import ReasonKind
from forum.moderation.reply_texts import begun_with, fitting, saved_texts
from forum.moderation.signing import own_signature, signature_of_team
from forum.moderation.wording import UNHEARD
from forum.notifications.preview import (
    Ahead,
    Preview,
    TextAhead,
    preview_of,
    preview_of_text,
)
from forum.web.actor import current_actor
from forum.wiring import settings

PREVIEW, USE = "preview", "use"


def pressed() -> str:
    """Which button sent the form; empty for the one that decides."""
    wanted = request.form.get("press", "")
    return wanted if wanted in {PREVIEW, USE} else ""


def begin_with_text(form: ReasonedForm, actions: Collection[ModeratorAction]) -> None:
    """Put the saved text that was picked into the form, with its rule and decision where none was chosen."""
    texts = fitting(saved_texts(), actions)
    text = next((one for one in texts if one.id == form.saved.data), None)
    if text is None:
        form.saved.errors = ["Please choose a text first."]
        return
    form.note.data = begun_with(form.note.words, text)
    form.rule.data = form.rule.data or text.rule_id
    form.action.data = form.action.data or text.action
    form.saved.data = None


def look_ahead(form: DecisionForm, page: ReviewPage) -> Preview | str | None:
    """What the author will read; a sentence where they read nothing; None where the form is not whole yet."""
    if not form.validate() or not is_whole(form, ruling := form.ruling()):
        return None
    if ruling.action in UNHEARD:
        return UNHEARD[ruling.action]
    if ruling.action not in page.actions:
        form.action.errors = ["This can’t be done any more. Please choose again."]
        return None
    kinds = reason_kinds([page.item_id])[page.item_id] if page.item_id is not None else ()
    ahead = Ahead(
        post_id=page.post_id,
        thread_title=page.place.thread_title,
        state=page.state,
        is_edit=page.is_edit,
        action=PostAction(ruling.action),
        rule=cited(ruling.action, ruling.rule_id, current_rules()),
        note=ruling.note,
        by_screen=ReasonKind.SCREENING in kinds,
        signature=own_signature(current_actor().id),
    )
    return preview_of(ahead, settings().base_url)


def look_ahead_at_text(form: TextForm, text: WaitingText) -> Preview | None:
    """The same of a name, or another short text."""
    if not form.validate() or not is_whole(form, ruling := form.ruling(text.id)):
        return None
    ahead = TextAhead(
        kind=text.kind,
        action=ruling.action,
        rule=cited(ruling.action, ruling.rule_id, current_rules()),
        note=ruling.note,
        by_screen=text.by_screen,
        team=signature_of_team(),
    )
    return preview_of_text(ahead, settings().base_url)


def is_whole(form: ReasonedForm, ruling: Reasoned) -> bool:
    """Whether the rule and the words are there that a decision needs; what is missing stands in the form then."""
    try:
        check_reasons(db.session(), ruling)
    except InvalidInputError as error:
        form.take_error(error, "note")
        return False
    return True


def cited(action: str, rule_id: int | None, rules: Sequence[RuleInfo]) -> CitedRule | None:
    """The rule that its author will read; None where the decision rests on none."""
    if action not in NEEDS_WORDS:
        return None
    found = next((rule for rule in rules if rule.id == rule_id), None)
    return CitedRule(number=found.number, title=found.title, text=found.text) if found else None
