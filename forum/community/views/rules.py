"""The rules: as they are, as they were, what is different, and accepting them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.next_page import safe_next
from forum.community.forms import AcceptRulesForm
from forum.community.queries import current_rules
from forum.community.rule_commands import accept_rules
from forum.community.rule_queries import version_page, versions
from forum.community.views.blueprint import accepting_page, blueprint
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor, forget_actor
from forum.web.forms import number_in
from forum.web.resend import KEPT, kept_words, resend_page
from forum.wiring import clock


@blueprint.get("/rules")
def rules() -> ResponseReturnValue:
    """The rules, in plain words."""
    return render_template("community/rules.html", rules=current_rules(), versions=versions())


@blueprint.get("/rules/versions/<int:number>")
def rules_version(number: int) -> ResponseReturnValue:
    """The rules as they were in force at another time, and what that version changed."""
    return render_template("community/rules_version.html", page=version_page(number))


@blueprint.get("/rules/what-changed")
def what_changed() -> ResponseReturnValue:
    """What is different since one accepted the rules, and the button that accepts them."""
    require(current_actor(), Action.ACCEPT_RULES)
    back = safe_next(request.args.get("next")) or ""
    if not current_actor().has_rules_to_accept:
        return redirect(back or url_for(".rules"), 303)
    return accepting_page(back, [])


@blueprint.post("/rules/accept")
def accept() -> ResponseReturnValue:
    """Accept them, and go on with what one was about to do."""
    form = AcceptRulesForm()
    require(current_actor(), Action.ACCEPT_RULES)
    back, words = safe_next(form.back.data) or "", kept_words(KEPT)
    version = number_in(form.version.data)
    if not form.validate_on_submit() or version is None:
        return accepting_page(back, words), 400
    accept_rules(current_actor(), version, clock())
    forget_actor()
    if current_actor().has_rules_to_accept:
        # They have changed once more while these were read.
        return accepting_page(back, words), 409
    if words and back:
        return resend_page(
            "Thank you. Here are your words",
            "You have accepted the rules. What you were about to send has waited for you.",
            action=back,
            fields=words,
        )
    goes_on = "" if current_actor().is_silenced else " You can write again whenever you like."
    flash(f"Thank you.{goes_on}", "success")
    return redirect(back or url_for("conversations.front"), 303)


@blueprint.get("/how-this-place-works")
def how_it_works() -> ResponseReturnValue:
    """How a post travels, and who decides."""
    return render_template("community/how_it_works.html")
