"""What a moderator typed comes back, whatever turned the form away."""

from __future__ import annotations

import pytest

from forum.accounts.sessions import end_all_sessions
from forum.database import db, transaction
from tests.support.client import choose_form, fill_in
from tests.web.moderation.conftest import Desk

WORDS = "Words that took a quarter of an hour to find."
# The form, its page, how it is found there, the field with the words, and what else is chosen.
FORMS = {
    "decision": ("item", "decision", "note", {"action": "decline"}),
    "skip": ("item", "passing", "note", {"step": "skip"}),
    "second opinion": ("item", "passing", "note", {"step": "second_opinion"}),
    "escalate": ("item", "passing", "note", {"step": "escalate"}),
    "note on a post": ("item", "staff-note-form", "note", {}),
    "note on a person": ("/people/{ana}/notes", "", "note", {}),
    "lock": ("/threads/{thread}/lock", "", "reason", {}),
    "move": ("/threads/{thread}/move", "", "reason", {"category": "{category}"}),
    "saved text": ("/review/texts", "", "text", {"title": "Kinder"}),
}


def place(desk: Desk, path: str) -> str:
    if path == "item":
        return desk.item
    return path.format(ana=desk.ana.username, thread=desk.thread.id)


@pytest.mark.parametrize("name", FORMS)
def test_being_signed_out_meanwhile_takes_no_words(desk: Desk, name: str) -> None:
    path, which, field, other = FORMS[name]
    page = desk.client.page(place(desk, path))
    form = choose_form(page, which)
    chosen = dict(other)
    if "category" in chosen:
        chosen["category"] = form.find_all("input", name="category")[0]["value"]
    sent = fill_in(form, {field: WORDS, **chosen})
    with transaction() as session:
        end_all_sessions(session, desk.mira.id, now=desk.world.clock.now())
    db.session.rollback()

    answer = desk.client.post(form.get("action") or place(desk, path), data=sent)

    assert answer.status_code == 403
    assert f"\n{WORDS}</textarea>" in answer.text
