"""Texts that staff keep for each other: parse, ask, render."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.community.queries import current_rules
from forum.errors import InvalidInputError, NotFoundError
from forum.moderation import reply_texts
from forum.moderation.forms.saved_texts import ReplyTextForm
from forum.moderation.views.blueprint import blueprint
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock

TEXT = "/review/texts/<int:text_id>"


@blueprint.route("/review/texts", methods=["GET", "POST"])
def texts() -> ResponseReturnValue:
    """All kept texts, and a new one."""
    return _page(ReplyTextForm(), None)


@blueprint.route(TEXT, methods=["GET", "POST"])
def text(text_id: int) -> ResponseReturnValue:
    """Change one."""
    require(current_actor(), Action.KEEP_REPLY_TEXTS)
    chosen = next((one for one in reply_texts.saved_texts() if one.id == text_id), None)
    if chosen is None:
        raise NotFoundError
    form = ReplyTextForm(
        title=chosen.title, text=chosen.text, action=chosen.action or "", rule=chosen.rule_id
    )
    return _page(form, text_id)


@blueprint.post(f"{TEXT}/retire")
def retire_text(text_id: int) -> ResponseReturnValue:
    """Offer one no more."""
    reply_texts.retire_text(current_actor(), text_id, clock())
    flash("It is not offered any more.", "success")
    return redirect(url_for(".texts"), 303)


def _page(form: ReplyTextForm, text_id: int | None) -> ResponseReturnValue:
    actor, rules = current_actor(), current_rules()
    require(actor, Action.KEEP_REPLY_TEXTS)
    form.offer(rules)
    if form.validate_on_submit():
        try:
            reply_texts.keep_text(actor, form.kept(), clock(), text_id)
        except InvalidInputError as error:
            form.take_error(error, "title")
        else:
            flash("The text is saved. Whoever decides finds it in the form.", "success")
            return redirect(url_for(".texts"), 303)
    found = reply_texts.saved_texts()
    page = render_template(
        "moderation/texts.html",
        form=form,
        text_id=text_id,
        texts=[(one, reply_texts.name_of(one, rules)) for one in found],
    )
    return page, 400 if form.errors else 200
