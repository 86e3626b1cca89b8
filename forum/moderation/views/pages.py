"""Drawing the pages of what is in question, with whichever of their forms came back; and where to go on from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flask import g, render_template, request, url_for

from forum.community.queries import current_rules
from forum.exposure.ledger import Reading
from forum.exposure.queries import own_reading
from forum.moderation import claims
from forum.moderation.forms.decisions import DecisionForm, ProfileForm
from forum.moderation.forms.fields import TextForm, prefix_of, text_forms
from forum.moderation.forms.steps import NoteForm, StepForm, offered_steps
from forum.moderation.keys import EXPLAINED, keys_of
from forum.moderation.neighbours import neighbours
from forum.moderation.options import ModeratorAction
from forum.moderation.pages import ProfilePage, ReviewPage
from forum.moderation.reply_texts import fitting, saved_texts
from forum.moderation.signing import own_signature
from forum.moderation.unanswered import UnansweredPage
from forum.moderation.undo.queries import undone_reason, undone_reasons_on_texts
from forum.notifications.preview import Preview
from forum.web.actor import current_actor
from forum.web.forms import BaseForm, number_in
from forum.wiring import clock


def review(
    page: ReviewPage,
    form: DecisionForm | None = None,
    *,
    step: StepForm | None = None,
    note: NoteForm | None = None,
    preview: Preview | str | None = None,
) -> str:
    """The page of a post in question, with whichever of its forms came back."""
    came_back = form is not None
    form = form or _new_form(page)
    rules = current_rules()
    form.offer(page.actions, rules, page.reports)
    if page.needs_a_reason:
        form.offer_texts(fitting(saved_texts(), page.actions), rules)
    return render_template(
        "moderation/review.html",
        page=page,
        form=form,
        rules=rules,
        step=offered_steps(step, page.desk),
        note=note or NoteForm(formdata=None),
        preview=preview,
        came_back=came_back,
        signature=own_signature(current_actor().id),
        **going_on(page.item_id, (*page.actions, *page.desk.offered)),
    )


def _new_form(page: ReviewPage) -> DecisionForm:
    """Empty, or with the words of what was just undone: nobody got them. What to do is chosen anew, as that was it."""
    undone = number_in(request.args.get("undone"))
    reason = undone_reason(current_actor(), undone, page.post_id) if undone is not None else None
    return DecisionForm(
        formdata=None,
        revision_id=page.version.id,
        last_decision_id=page.last_decision_id,
        rule=reason.rule_id if reason is not None else None,
        note=reason.note if reason is not None else None,
    )


def profile(
    page: ProfilePage,
    form: ProfileForm | None = None,
    *,
    step: StepForm | None = None,
    texts: Mapping[int, TextForm] = MappingProxyType({}),
    preview: Preview | None = None,
) -> str:
    """The page of a profile in question, with whichever of its forms came back."""
    form = form or ProfileForm(formdata=None)
    form.offer(page.actions, page.reports)
    kept = saved_texts() if page.texts else ()
    return render_template(
        "moderation/review_profile.html",
        page=page,
        form=form,
        texts=text_forms(page.texts, current_rules(), kept, texts or _begun_anew()),
        preview=preview,
        came_back=next(iter(texts), None),
        # The keys are the first one's: what is decided next.
        text_shortcuts={
            text.id: keys_of(text.actions, prefix_of(text.id)) for text in page.texts[:1]
        },
        step=offered_steps(step, page.desk),
        **going_on(page.item_id, (*page.actions, *page.desk.offered)),
    )


def _begun_anew() -> Mapping[int, TextForm]:
    """The same for names, and other short texts."""
    undone = number_in(request.args.get("undone"))
    reasons = undone_reasons_on_texts(current_actor(), undone) if undone is not None else {}
    return {
        field_id: TextForm(field_id, formdata=None, rule=reason.rule_id, note=reason.note)
        for field_id, reason in reasons.items()
    }


def unanswered(page: UnansweredPage, step: StepForm | None = None) -> str:
    """The page of a newcomer whom nobody has answered."""
    return render_template(
        "moderation/unanswered.html",
        page=page,
        step=offered_steps(step, page.desk),
        **going_on(page.item_id, tuple(page.desk.offered)),
    )


def next_place() -> str:
    """Where to go on reading: what was just taken, or the queue where nothing is free."""
    item_id = claims.claim_next(current_actor(), clock())
    if item_id is None:
        return url_for("moderation.queue")
    return url_for("moderation.item", item_id=item_id)


def stale(form: BaseForm, message: str) -> str:
    """Nothing was changed; what was typed is given back to be copied."""
    return render_template("moderation/stale.html", form=form, message=message)


def own_reading_now() -> Reading:
    """How the day of whoever looks goes; asked once for a page."""
    if "reading" not in g:
        g.reading = own_reading(current_actor())
    found: Reading = g.reading
    return found


def going_on(item_id: int | None, actions: Sequence[ModeratorAction] = ()) -> dict[str, object]:
    """What the templates need for going on from here, by keyboard or not, and for how long."""
    actor, own = current_actor(), own_reading_now()
    return {
        "reading": own,
        "around": neighbours(actor, item_id, own.chosen.opted_out) if item_id is not None else None,
        "keys_on": own.chosen.keys_on,
        "keys": EXPLAINED,
        "shortcuts": keys_of(actions),
    }
