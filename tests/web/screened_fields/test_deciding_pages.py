"""Deciding on a name, and what its author and other moderators can do about it, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.accounts.profile import ProfileWords, save_profile
from forum.community.commands import choose_signature
from forum.community.signatures import SignedBy
from forum.config import Settings
from forum.database import db, transaction
from forum.exposure.commands import ReadingChoices, save_choices
from forum.exposure.models import Exposure
from forum.moderation.models import ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.reply_texts import NewText, keep_text
from forum.moderation.text_models import TextDecision
from forum.notifications.mailing import send_due_notifications
from forum.screened_fields.commands import offer, take_back
from forum.screened_fields.kinds import FieldKind, stand_in_username
from forum.screened_fields.models import FieldRevision
from forum.screening.verdict import Span
from forum.wiring import services
from tests.factories import UNKIND, World, everyone, sign_in
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.html import parse
from tests.support.mail import Outbox

NAME = f"Ana {UNKIND}"
NOTE = "Please be kind."
ANSWER = "You are right. We are sorry."
TEAM = "The Lantern team"
KEPT = "Names of other people are theirs."
M = ModeratorAction
Enter = Callable[[Actor], CheckingClient]


@pytest.fixture
def enter(app: Flask, new_client: Callable[[], CheckingClient]) -> Enter:
    return lambda person: sign_in(app, new_client(), person)


@pytest.fixture
def ana(world: World) -> Actor:
    """Her name is held."""
    ana = world.newcomer("Ana")
    save_profile(ana, ProfileWords(display_name=NAME, biography=""), world.clock)
    world.screen()
    return ana


def test_a_name_that_may_be_hard_to_read_is_covered_and_its_words_are_marked(
    world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, span = world.screener.screen, Span(start=4, end=len(NAME))
    monkeypatch.setattr(
        world.screener,
        "screen",
        lambda sent: replace(
            before(sent),
            scores={"threat": 0.95},
            findings=tuple(replace(one, spans=(span,)) for one in before(sent).findings),
        ),
    )
    ana, jo = world.newcomer("Ana"), world.person(Role.MODERATOR, name="Jo")
    save_profile(ana, ProfileWords(display_name=NAME, biography=""), world.clock)
    world.screen()
    path, _, _ = waiting()
    covered = enter(jo).get(path)
    assert "This may be hard to read." in covered.text
    assert UNKIND not in covered.text

    shown = enter(jo).submit(path, form=f"{path}/uncover", follow_redirects=True)

    page = parse(shown.text)[0]
    assert page.find("blockquote", **{"aria-label": "What waits"}).text == NAME
    assert [mark.text for mark in page.find_all("mark")] == [UNKIND]
    db.session.rollback()
    # Knowing of it counts one, and reading it the rest of a threat's eight.
    assert [row.points for row in db.session.query(Exposure).order_by(Exposure.id)] == [1, 7]


@pytest.mark.parametrize("sent", ["after", "before, and read after"])
def test_what_is_sent_after_somebody_has_uncovered_a_profile_is_covered_again(
    world: World, enter: Enter, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, sent: str
) -> None:
    before = world.screener.screen
    monkeypatch.setattr(
        world.screener, "screen", lambda sent: replace(before(sent), scores={"threat": 0.95})
    )
    ana, jo = world.newcomer("Ana"), enter(world.person(Role.MODERATOR, name="Jo"))
    save_profile(ana, ProfileWords(display_name=NAME, biography=""), world.clock)
    world.screen()
    path, _, _ = waiting()
    more = ProfileWords(display_name=NAME, biography=f"{UNKIND} Still.")
    if sent != "after":
        save_profile(ana, more, world.clock)
        clock.advance(seconds=5)
    assert NAME in jo.submit(path, form=f"{path}/uncover", follow_redirects=True).text

    clock.advance(minutes=5)
    if sent == "after":
        save_profile(ana, more, world.clock)
    world.screen()

    again = jo.get(path).text
    assert "This may be hard to read." in again
    assert "Still." not in again
    assert "Still." in jo.submit(path, form=f"{path}/uncover", follow_redirects=True).text
    assert "Still." in jo.get(path).text
    # It is one more thing that was read, in full.
    db.session.rollback()
    assert sum(row.points for row in db.session.query(Exposure)) == 16


def waiting() -> tuple[str, str, str]:
    """The page of the text that waits, its form, and what the names of its fields begin with."""
    db.session.rollback()
    item = db.session.query(ReviewItem).filter_by(closed_at=None).one()
    field = db.session.query(FieldRevision).filter_by(state="held").one()
    path = f"/review/{item.id}"
    return path, f"{path}/texts/{field.id}", f"t{field.id}-"


def decline(world: World, client: CheckingClient) -> str:
    """The page after it."""
    path, form, name = waiting()
    sent = {
        f"{name}action": "decline",
        f"{name}note": NOTE,
        f"{name}rule": str(world.rule_id()),
    }
    answer = client.submit(path, sent, form=form, follow_redirects=True)
    db.session.rollback()
    return answer.text


def test_from_the_decision_to_the_answer(world: World, ana: Actor, enter: Enter) -> None:
    mira, jo, hers = (
        enter(world.person(Role.MODERATOR, name="Mira")),
        enter(world.person(Role.MODERATOR, name="Jo")),
        enter(ana),
    )
    assert "The name of Ana: declined. Nobody has been told yet." in decline(world, mira)
    undone = mira.submit("/review", {}, form="undo-1", follow_redirects=True)
    assert NAME in undone.text
    decline(world, mira)
    world.let_out()

    page = hers.page("/account/profile")
    for words in (NOTE, "The automatic screen had set it aside.", "Speak to the person, kindly"):
        assert words in page.text
    (path,) = {
        link["href"] for link in page.find_all("a") if link["href"].startswith("/text-decisions/")
    }
    asked = hers.submit(path, {"words": "It is my name."}, follow_redirects=True)
    assert asked.request.path == "/account/profile"
    assert "You asked for a second look." in asked.text

    (appeal,) = {
        link["href"]
        for link in jo.page("/appeals").find_all("a")
        if link["href"].startswith("/appeals/")
    }
    case = jo.page(appeal).text
    assert "A name was not shown to others" in case
    assert NAME in case
    assert "Mira" not in case
    jo.submit(appeal, {"outcome": "overturned", "answer": ANSWER}, form=appeal)

    inbox = hers.page("/inbox")
    assert ANSWER in inbox.text
    assert ANSWER in hers.page(path).text
    assert db.session.get_one(User, ana.id).display_name == NAME


@pytest.mark.parametrize("action", ["decline", "approve"])
def test_a_moderator_reads_ahead_what_its_author_will_read(
    world: World, ana: Actor, enter: Enter, outbox: Outbox, settings: Settings, action: str
) -> None:
    choose_signature(world.person(Role.ADMIN), SignedBy.PERSON, TEAM, world.clock)
    moderator = world.person(Role.MODERATOR, name="Mira")
    shows_name = ReadingChoices(budget=None, opted_out=(), keys_on=True, name_shown=True)
    save_choices(moderator, shows_name, world.clock)
    mira, [path, form, name] = enter(moderator), waiting()
    fields = {f"{name}action": action, f"{name}note": NOTE}
    if action == "decline":
        fields |= {f"{name}rule": str(world.rule_id())}

    shown = mira.submit(path, fields, form=form, button="Preview")

    assert shown.status_code == 200
    assert "Nothing has been sent" in shown.text
    assert db.session.query(TextDecision).count() == 0
    ahead = unescape(shown.text)
    mira.submit(path, fields, form=form)
    world.let_out()
    hers = enter(ana)
    line = hers.page("/inbox").find_all("div", _class="row__main")[0]
    said = [line.find("h2").text, *(one.text for one in line.find_all("p")[1:])]
    for part in said:
        assert part in ahead, part
    # Whatever was decided, the moderator's words arrive.
    assert line.find("blockquote").text == NOTE
    assert NOTE in ahead
    # A name is the team's to decide on, whoever would let their own name stand there.
    assert f"Signed: {TEAM}" in said
    if action == "approve":
        return
    assert f"Signed: {TEAM}" in hers.page("/account/profile").text
    db.session.rollback()
    send_due_notifications(services(), settings)
    mailed = outbox.messages[-1].get_content().split("\n\n")[1].splitlines()
    assert "/account/profile" in mailed[-1]
    for sentence in mailed:
        assert sentence in ahead, sentence


def test_whose_user_name_is_taken_is_asked_for_another_and_no_rule_is_cited(
    world: World, enter: Enter
) -> None:
    lena, other = world.newcomer("Lena"), world.person()
    jo, made = world.person(Role.MODERATOR, name="Jo"), stand_in_username(lena.id)
    give(world, jo, lena, "pre_moderate")
    with transaction() as session:
        session.get_one(User, lena.id).username = made
        offer(
            session, FieldKind.USERNAME, "lena",
            author_id=lena.id, shown=made, now=world.clock.now(),
        )  # fmt: skip
    world.screen()
    mira, [path, form, name] = enter(world.person(Role.MODERATOR, name="Mira")), waiting()
    free = [one["value"] for one in mira.page(path).find_all("input", name=f"{name}action")]
    with transaction() as session:
        session.get_one(User, other.id).username = "lena"

    taken = mira.page(path)

    assert free == ["approve", "decline"]
    choices = [one["value"] for one in taken.find_all("input", name=f"{name}action")]
    assert choices == ["request_changes", "decline"]
    # Kind words are there to begin with.
    words = taken.find("textarea", name=f"{name}note").text
    assert "can be only one person’s" in words
    ahead = mira.submit(path, {f"{name}action": "request_changes"}, form=form, button="Preview")
    assert "That is no judgement of you." in ahead.text
    done = mira.submit(path, {f"{name}action": "request_changes"}, form=form, follow_redirects=True)
    assert done.status_code == 200
    world.let_out()
    hers = enter(lena)
    line = hers.page("/inbox").find_all("div", _class="row__main")[0]
    assert "can’t be given to you" in line.find("h2").text
    assert line.find("blockquote").text == words
    profile = hers.page("/account/profile")
    assert "Please choose another user name" in profile.text
    assert "rests on this rule" not in profile.text
    assert profile.find("input", name="username") is not None


def test_a_preview_asks_for_what_is_missing_and_keeps_the_words(
    world: World, ana: Actor, enter: Enter
) -> None:
    mira, [path, form, name] = enter(world.person(Role.MODERATOR)), waiting()

    shown = mira.submit(
        path, {f"{name}action": "decline", f"{name}note": NOTE}, form=form, button="Preview"
    )

    assert shown.status_code == 400
    assert "Please choose the rule" in shown.text
    assert f"\n{NOTE}</textarea>" in shown.text


def test_a_saved_text_is_put_behind_what_was_typed(world: World, ana: Actor, enter: Enter) -> None:
    moderator, rule = world.person(Role.MODERATOR), world.rule_id()
    for title, action in (("A name", M.DECLINE), ("A change", M.REQUEST_CHANGES)):
        new = NewText(title=title, text=KEPT, action=action, rule_id=rule)
        keep_text(moderator, new, world.clock)
    mira, [path, form, name] = enter(moderator), waiting()
    picker = mira.page(path).find("select", name=f"{name}saved")
    # Nobody is asked for a change of a name: they write another.
    (offered,) = [one for one in picker.find_all("option") if one["value"]]
    assert offered.text == "A name (rule 1)"
    picked = {f"{name}saved": offered["value"], f"{name}note": NOTE}

    shown = mira.submit(path, picked, form=form, button="Use this text")

    assert shown.status_code == 200
    assert f"\n{NOTE}\n\n{KEPT}</textarea>" in shown.text
    assert f'<option selected value="{rule}">' in shown.text
    assert db.session.query(TextDecision).count() == 0


@pytest.mark.parametrize("press", ["", "preview", "use"])
def test_the_words_come_back_when_its_author_was_faster(
    world: World, ana: Actor, enter: Enter, press: str
) -> None:
    mira, [_, form, name] = enter(world.person(Role.MODERATOR)), waiting()
    sent = {f"{name}note": NOTE, "csrf_token": mira.token("/inbox"), "press": press}
    field = db.session.query(FieldRevision).one()
    take_back(ana, field.id, world.clock)

    answer = mira.post(form, data=sent)

    assert answer.status_code == 409
    assert "This text has moved on" in answer.text
    assert f"\n{NOTE}</textarea>" in answer.text


def test_a_colleague_finds_what_was_declined_and_puts_it_right(
    world: World, ana: Actor, enter: Enter
) -> None:
    mira, jo = (enter(world.person(Role.MODERATOR, name=name)) for name in ("Mira", "Jo"))
    decline(world, mira)
    item = db.session.query(ReviewItem).one()

    handled = jo.page(f"/review/{item.id}")
    assert "The name of Ana: declined" in handled.text
    (path,) = {link["href"] for link in handled.find_all("a") if link["href"].endswith("/reverse")}
    assert NAME in jo.page(path).text
    assert jo.submit(path, {"note": " "}).status_code == 400
    done = jo.submit(path, {"note": ANSWER}, follow_redirects=True)

    assert "Put right. Its author is told in a moment, with your words." in done.text
    db.session.rollback()
    assert db.session.get_one(User, ana.id).display_name == NAME
    again = jo.get(path).text
    assert "There is nothing left to put right" in again
    # Undoing leads somewhere as well, though nothing waits again.
    back = jo.submit("/review", {}, form="undo-2", follow_redirects=True)
    assert back.request.path == "/review"


def test_the_words_of_a_decision_that_was_undone_stand_in_its_form_again(
    world: World, ana: Actor, enter: Enter
) -> None:
    mira, jo = (enter(world.person(Role.MODERATOR, name=name)) for name in ("Mira", "Jo"))
    decline(world, mira)

    back = mira.submit("/review", {}, form="undo-1").location

    _, address, name = waiting()
    form = next(one for one in mira.page(back).find_all("form") if one.get("action") == address)
    assert form.find("textarea", name=f"{name}note").text.strip() == NOTE
    options = form.find("select", name=f"{name}rule").find_all("option")
    assert [one["value"] for one in options if one.has("selected")] == [str(world.rule_id())]
    assert not any(one.has("checked") for one in form.find_all("input", name=f"{name}action"))
    assert NOTE not in jo.get(back).text


@pytest.mark.parametrize("kind", ["visitor", "newcomer", "member", "mentor", "admin"])
@pytest.mark.parametrize("act", ["appeal", "reverse"])
def test_it_is_nobody_elses(
    world: World, ana: Actor, enter: Enter, client: CheckingClient, kind: str, act: str
) -> None:
    decline(world, enter(world.person(Role.MODERATOR)))
    decision = db.session.query(TextDecision).one()
    person = everyone(world)[kind]
    reader = enter(person) if person.is_signed_in else client

    answer = reader.get(f"/text-decisions/{decision.id}/{act}")

    # Staff know that there are appeals, and others not even that.
    refused = 404 if act == "appeal" and kind != "admin" else 403
    assert answer.status_code == (refused if person.is_signed_in else 302)
    assert UNKIND not in answer.text
