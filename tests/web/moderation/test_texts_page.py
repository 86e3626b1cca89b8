"""Saved texts, and reading beforehand what the author will read: neither sends anything, and no word is lost."""

from __future__ import annotations

from html import unescape

import pytest

from forum.accounts.models import Role
from forum.audit.models import AuditEntry
from forum.config import Settings
from forum.conversations import commands
from forum.database import db
from forum.errors import InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation.models import Decision
from forum.moderation.options import ModeratorAction
from forum.moderation.reply_texts import (
    MOST_TEXTS,
    NewText,
    SavedText,
    begun_with,
    fitting,
    keep_text,
    retire_text,
    saved_texts,
)
from forum.notifications.mailing import send_due_notifications
from forum.wiring import services
from tests.factories import KIND, UNKIND
from tests.support.client import choose_form
from tests.support.mail import Outbox
from tests.web.moderation.conftest import Desk

NOTE = "Could you take out the sentence about the neighbour?"
TEXT = "Thank you for writing. One thing:"
M = ModeratorAction


@pytest.mark.parametrize("action", ["decline", "request_changes", "approve"])
def test_the_preview_says_what_inbox_and_mail_say_later(
    desk: Desk, outbox: Outbox, settings: Settings, action: str
) -> None:
    fields = {"action": action}
    if action != "approve":
        fields |= {"rule": str(desk.world.rule_id()), "note": NOTE}
    shown = desk.client.submit(desk.item, fields, form="decision", button="Preview")
    assert shown.status_code == 200
    assert desk.state() == "held"
    assert "Nothing has been sent" in shown.text
    if action != "approve":
        assert f"\n{NOTE}</textarea>" in shown.text
    ahead = unescape(shown.text)

    desk.client.submit(desk.item, fields, form="decision")
    db.session.rollback()
    desk.world.let_out()
    line = next(
        one
        for one in desk.enter(desk.ana).page("/inbox").find_all("div", _class="row__main")
        if "moderator" in one.find("h2").text
    )
    for part in [line.find("h2").text, *(one.text for one in line.find_all("p")[1:])]:
        assert part in ahead, part
    db.session.rollback()
    send_due_notifications(services(), settings)
    # Whoever is answered hears of it too, and mails have no order.
    mailed = next(text for one in outbox.messages if "moderator" in (text := one.get_content()))
    for sentence in mailed.split("\n\n")[1].splitlines():
        assert sentence in ahead, sentence


def test_the_preview_of_an_edit(desk: Desk) -> None:
    post = desk.world.reply(desk.ana, desk.thread, KIND)
    new = commands.NewVersion(text=UNKIND, title=None, based_on=1)
    commands.revise(desk.ana, post.id, new, desk.world.clock)
    desk.world.screen()
    item = desk.world.open_item(post)
    assert item is not None
    fields = {"action": "request_changes", "note": NOTE}
    shown = desk.client.submit(f"/review/{item.id}", fields, form="decision", button="Preview")

    assert shown.status_code == 200
    assert "Readers see the earlier version meanwhile." in shown.text


def test_a_preview_asks_for_what_is_missing(desk: Desk) -> None:
    fields = {"action": "decline", "note": NOTE}
    shown = desk.client.submit(desk.item, fields, form="decision", button="Preview")

    assert shown.status_code == 400
    assert "Please choose the rule" in shown.text
    assert f"\n{NOTE}</textarea>" in shown.text
    assert db.session.query(Decision).count() == 0


def test_a_text_is_kept_changed_picked_and_retired(desk: Desk) -> None:
    rule = desk.world.rule_id()
    fields = {"title": "A detail", "text": TEXT, "action": "decline", "rule": str(rule)}
    assert desk.client.submit("/review/texts", fields).location == "/review/texts"
    db.session.rollback()
    (kept,) = saved_texts()
    path = f"/review/texts/{kept.id}"
    keys = {choose_form(desk.client.page(one), one)["data-key"] for one in ("/review/texts", path)}
    assert len(keys) == 2, "what was typed into one is not offered for another"
    desk.client.submit(path, {"title": "A private detail"})
    jo = desk.enter(desk.jo)
    form = jo.page(desk.item).find("form", id="decision")
    assert "A private detail (rule 1)" in form.find("select", name="saved").text

    picked = {"saved": str(kept.id), "note": NOTE}
    shown = jo.submit(desk.item, picked, form="decision", button="Use this text")
    assert shown.status_code == 200
    assert f"\n{NOTE}\n\n{TEXT}</textarea>" in shown.text
    assert f'<option selected value="{rule}">' in shown.text
    assert desk.state() == "held"

    jo.submit("/review/texts", form=f"/review/texts/{kept.id}/retire")
    db.session.rollback()
    assert saved_texts() == []
    assert not jo.page(desk.item).find("form", id="decision").find_all("select", name="saved")
    db.session.rollback()
    entries = db.session.query(AuditEntry).filter_by(subject_kind="text").order_by(AuditEntry.id)
    logged = [entry.action for entry in entries]
    assert logged == ["text.saved", "text.saved", "text.retired"]


def test_picking_none_says_so(desk: Desk) -> None:
    keep_text(desk.mira, NewText(title="A detail", text=TEXT), desk.world.clock)
    shown = desk.client.submit(desk.item, {"note": NOTE}, form="decision", button="Use this text")

    assert "Please choose a text first." in shown.text
    assert f"\n{NOTE}</textarea>" in shown.text


@pytest.mark.parametrize(("status", "role"), [(200, Role.ADMIN), (403, Role.MENTOR)])
def test_staff_keep_texts(desk: Desk, status: int, role: Role) -> None:
    person = desk.world.person(role)

    assert desk.enter(person).get("/review/texts").status_code == status
    if status == 403:
        with pytest.raises(NotAllowedError):
            keep_text(person, NewText(title="x", text="y"), desk.world.clock)


def test_what_does_not_fit_is_refused_and_the_words_come_back(desk: Desk) -> None:
    clock = desk.world.clock
    for wrong in (
        NewText(title="x", text="y", rule_id=4_711),
        NewText(title="x", text="y", action=M.APPROVE),
    ):
        with pytest.raises(InvalidInputError):
            keep_text(desk.mira, wrong, clock)
    with pytest.raises(NotFoundError):
        keep_text(desk.mira, NewText(title="x", text="y"), clock, 4_711)
    with pytest.raises(NotFoundError):
        retire_text(desk.mira, 4_711, clock)
    for number in range(MOST_TEXTS):
        keep_text(desk.mira, NewText(title=f"{number}", text="y"), clock)
    sent = desk.client.submit(
        "/review/texts", {"title": "One more", "text": TEXT}, form="/review/texts"
    )
    assert sent.status_code == 400
    assert f"\n{TEXT}</textarea>" in sent.text


@pytest.mark.parametrize(
    ("typed", "stands"), [("", TEXT), (" \n", TEXT), (f"{NOTE}\n", f"{NOTE}\n\n{TEXT}")]
)
def test_a_text_is_put_behind_what_was_typed(typed: str, stands: str) -> None:
    text = SavedText(id=1, title="x", text=TEXT, action=None, rule_id=None)

    assert begun_with(typed, text) == stands
    assert fitting([text], ()) == [text]
