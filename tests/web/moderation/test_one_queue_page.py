"""Appeals and newcomers who wait, in the queue as a moderator sees it in the browser."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.accounts.models import Role, UserRole
from forum.appeals.commands import About, make_appeal
from forum.conversations.models import Post
from forum.database import db, transaction
from forum.moderation.models import ReviewItem
from forum.welcome.calling import run_due_steps
from tests.factories import KIND, UNKIND
from tests.integration.moderation.deciding import carry_out
from tests.support.client import choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.statements import statements
from tests.web.moderation.conftest import Desk

WORDS = "I can’t read their language."


def asked(desk: Desk) -> int:
    """Mira has declined Ana's post, and Ana asks for a second look. The appeal's number."""
    decision_id = carry_out(desk.world, desk.mira, desk.post, "decline")
    return make_appeal(desk.ana, About(decision_id=decision_id), "I quoted.", desk.world.clock)


def waits(desk: Desk, clock: FakeClock, name: str = "Bo") -> tuple[Post, str]:
    """A newcomer has waited for two hours. The post, and the address of its item."""
    post = desk.world.reply(desk.world.newcomer(name), desk.thread, f"{KIND} {name}")
    clock.advance(hours=2)
    db.session.rollback()
    run_due_steps(clock)
    run_due_steps(clock)
    db.session.rollback()
    item = select(ReviewItem.id).where(ReviewItem.about_id == post.author_id)
    return desk.world.fresh(post), f"/review/{db.session.scalars(item).one()}"


def test_both_have_a_part_of_the_queue(desk: Desk, clock: FakeClock) -> None:
    asked(desk)
    waits(desk, clock)
    jo = desk.enter(desk.jo)

    page = jo.page("/review")
    assert "2 things wait" in page.text
    tabs = {link["href"].rpartition("=")[2] for link in page.find("main").find_all("a")}
    assert {"appeals", "waits"} <= tabs
    assert "An appeal, by Ana" in jo.page("/review?part=appeals").text
    assert "its title is not shown here" not in jo.page("/review?part=appeals").text
    waiting = jo.page("/review?part=waits").text
    assert "A newcomer’s introduction without an answer, by Bo" in waiting
    assert "in “Say hello”" in waiting
    assert "has waited 2 hours for a first answer" in waiting


def test_reviewing_leads_to_the_appeal_and_on(desk: Desk) -> None:
    number, jo = asked(desk), desk.enter(desk.jo)
    page = jo.submit("/review", form="/review/next", follow_redirects=True)
    assert page.request.path == f"/appeals/{number}"
    assert "You have this until" in page.text
    path = f"/appeals/{number}"
    done = jo.submit(
        path, {"outcome": "upheld", "answer": "It stands."}, form=path, follow_redirects=True
    )

    assert "Go on reviewing" in done.text
    assert "Nobody is waiting for you" in jo.page("/review").text


def test_an_admin_without_the_queue_takes_an_appeal_and_lets_go(desk: Desk) -> None:
    number = asked(desk)
    db.session.rollback()
    item = db.session.scalars(select(ReviewItem.id).where(ReviewItem.appeal_id == number)).one()
    # There is no other moderator than Mira, who has decided.
    with transaction() as session:
        session.query(UserRole).filter_by(user_id=desk.jo.id).delete()
    ada = desk.enter(desk.world.person(Role.ADMIN, name="Ada"))
    path = f"/appeals/{number}"

    taken = ada.submit(path, form=f"/review/{item}/claim", follow_redirects=True)
    assert taken.request.path == path
    assert "You have this until" in taken.text
    left = ada.submit(path, form=f"/review/{item}/release", follow_redirects=True)
    assert left.request.path == "/appeals"


def test_the_answer_is_kept_where_somebody_else_has_it_open(desk: Desk) -> None:
    number, jo = asked(desk), desk.enter(desk.jo)
    path = f"/appeals/{number}"
    sent = fill_in(
        choose_form(jo.page(path), path), {"outcome": "upheld", "answer": "I have read all of it."}
    )
    kim = desk.enter(desk.world.person(Role.MODERATOR, name="Kim"))
    kim.submit("/review", form="/review/next")

    answer = jo.post(path, data=sent)

    assert answer.status_code == 409
    assert "\nI have read all of it.</textarea>" in answer.text


def test_a_newcomer_who_waits_is_answered_and_not_judged(desk: Desk, clock: FakeClock) -> None:
    desk.world.person(Role.ADMIN)
    post, path = waits(desk, clock)
    page = desk.client.page(path)

    assert "Bo waits for an answer" in page.text
    assert KIND in page.text
    assert f"/threads/{post.thread_id}/reply?answers={post.id}" in {
        link["href"] for link in page.find("main").find_all("a")
    }
    offered = page.find("form", id="passing").find_all("input", name="step")
    assert [one["value"] for one in offered] == ["skip", "escalate"]
    assert page.find("main").find_all("input", name="action") == []
    token = fill_in(choose_form(page, "passing"), {})["csrf_token"]
    sent = desk.client.post(f"{path}/decide", data={"csrf_token": token, "action": "decline"})
    assert sent.status_code == 404
    assert desk.world.fresh(post).state == "published"


def test_leaving_it_to_somebody_else_needs_words_and_keeps_them(
    desk: Desk, clock: FakeClock
) -> None:
    desk.world.person(Role.ADMIN)
    _, path = waits(desk, clock)
    lacks_words = desk.client.submit(path, {"step": "skip"}, form="passing")
    lacks_choice = desk.client.submit(path, {"note": WORDS}, form="passing")

    assert (lacks_words.status_code, lacks_choice.status_code) == (400, 400)
    assert WORDS in lacks_choice.text
    sent = desk.client.submit(path, {"step": "skip", "note": WORDS}, form="passing")
    assert sent.status_code == 303
    assert WORDS in desk.enter(desk.jo).page(path).text


def test_it_says_so_when_somebody_has_answered_meanwhile(desk: Desk, clock: FakeClock) -> None:
    post, path = waits(desk, clock)
    page = desk.client.page(path)
    sent = fill_in(choose_form(page, "passing"), {"step": "skip", "note": WORDS})
    desk.world.reply(desk.world.person(name="Max"), desk.thread, KIND, answers=post)

    answer = desk.client.post(f"{path}/step", data=sent)

    assert answer.status_code == 409
    assert WORDS in answer.text
    assert "Somebody has answered this newcomer." in desk.client.page(path).text


@pytest.mark.parametrize("path", ["/review", "wait"])
def test_the_number_of_queries_does_not_grow_with_them(
    desk: Desk, clock: FakeClock, path: str
) -> None:
    asked(desk)
    _, first = waits(desk, clock)
    jo = desk.enter(desk.jo)
    path = first if path == "wait" else path
    jo.page(path)
    with statements(db.engine) as few:
        jo.page(path)
    for number in range(4):
        waits(desk, clock, f"New {number}")
        post = desk.world.reply(desk.world.newcomer(), desk.thread, f"{number} {UNKIND}")
        decision_id = carry_out(desk.world, desk.mira, post, "decline")
        author = desk.world.person()
        made = About(decision_id=decision_id)
        whose = type(author)(user_id=post.author_id, standing=author.standing)
        make_appeal(whose, made, "I quoted.", clock)
    # Now and then a visit is noted.
    jo.page(path)
    with statements(db.engine) as many:
        jo.page(path)

    assert len(many) == len(few), many
