"""The newcomer's home in a browser without JavaScript: each module, and what it says while it is empty."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.queries import category_by_slug
from forum.database import db, transaction
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place
from forum.drafts.queries import drafts_of
from forum.moderation.thread_commands import lock_thread
from forum.privately.commands import end
from forum.welcome.models import MentorSettings, Mentorship
from tests.factories import RULES, UNKIND, World, sign_in
from tests.integration.newcomers.test_home import pair
from tests.integration.privately import talking
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.html import Element


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A newcomer, signed in."""
    person = world.newcomer("Ana")
    sign_in(app, client, person)
    return person


def main(client: CheckingClient, path: str = "/home") -> str:
    return client.page(path).find("main").text


def links(page: Element) -> set[str]:
    return {link["href"] for link in page.find_all("a")}


def test_every_module_has_something_to_say_when_it_is_empty(
    client: CheckingClient, ana: Actor
) -> None:
    words = main(client)
    for part in (
        "Welcome, Ana",
        "You don’t have to say anything.",
        "No welcome thread yet",
        "How it can look",
        "Nobody in particular yet",
        "Nothing here yet",
        "Tell us what you like to talk about",
    ):
        assert part in words
    assert "a welcome thread is a good place" not in words, "there is none"
    aside = client.page("/home").find("aside").text
    for title, _ in RULES:
        assert title in aside
    assert "How this place works" in aside


def test_what_waits_for_a_person_comes_first(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    thread = world.thread(world.person(Role.MENTOR), title="Come in", welcome=True)
    post = world.reply(ana, thread, UNKIND)
    page = client.page("/home").find("main")
    headings = [heading.text for heading in page.find_all("h2")]
    assert headings[0] == "Your post is waiting for a person"
    for part in ("no person has looked yet", "Too few posts have waited lately"):
        assert part in page.text
    assert {f"/posts/{post.id}/edit", f"/posts/{post.id}/withdraw"} <= links(page)


def test_what_a_person_has_decided_is_not_said_to_be_on_its_way(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    thread, moderator = world.thread(world.person()), world.person(Role.MODERATOR)
    post = world.reply(ana, thread, UNKIND)
    world.decide(moderator, post, "decline", note="No.", rule=world.rule_id())
    assert client.page("/home").find(id="way-heading").text == "Where your post stands"

    world.reply(ana, thread, f"{UNKIND} So there.")

    way = client.page("/home").find(id="way-heading")
    assert way.text == "Where your posts stand"
    assert "The automatic screen asks a person to read what is waiting." in main(client)


def test_several_posts_that_wait_are_several(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    thread = world.thread(world.person())
    for number in range(2):
        world.reply(ana, thread, f"{UNKIND} {number}")
    heading = client.page("/home").find(id="way-heading").text
    assert heading == "Your posts are waiting for a person"


def test_an_answer_is_promised_only_to_whoever_waits_for_one(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    moderator = world.person(Role.MODERATOR)
    talk = world.thread(world.person())
    welcome = world.thread(world.person(Role.MENTOR), welcome=True)
    assert "Nothing here yet" in main(client)

    world.reply(ana, talk)
    assert "Nothing here yet" in main(client), "nobody is called for an answer to somebody else"

    held = world.reply(ana, welcome, UNKIND)
    assert "As soon as your post is up" in main(client)
    world.decide(moderator, held, "decline", note="No.", rule=world.rule_id())
    assert "Nothing here yet" in main(client)

    hello = world.reply(ana, welcome)
    world.reply(ana, welcome, f"{UNKIND} So there.")
    assert "You have not been overlooked" in main(client)
    commands.withdraw(ana, hello.id, world.clock)
    assert "You have not been overlooked" not in main(client)


def test_mentors_are_promised_only_to_who_is_new(
    app: Flask, world: World, client: CheckingClient, ana: Actor
) -> None:
    thread, max_ = world.thread(world.person()), world.person(name="Max")
    for person, expected in ((ana, True), (max_, False)):
        world.reply(person, thread, f"{UNKIND} {person.display_name}")
        words = main(sign_in(app, client, person))
        assert "Nobody can answer yet" in words
        assert ("mentors look out for everybody who is new" in words) is expected


def test_an_answer_can_be_answered_with_one_press(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    mentor = world.person(Role.MENTOR, name="Mo")
    thread = world.thread(mentor, title="Come in", welcome=True)
    answer = world.reply(mentor, thread, "Welcome, Ana!", answers=world.reply(ana, thread))
    page = client.page("/home")
    assert f"/threads/{thread.id}/reply?answers={answer.id}" in links(page)
    assert "Mo in “Come in”" in page.text


def test_a_draft_leads_back_to_its_place(world: World, client: CheckingClient, ana: Actor) -> None:
    thread = world.thread(world.person(), title="Come in")
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello, I", world.clock)
    [draft] = drafts_of(ana)
    page = client.page("/home")
    assert "You began to write" in page.text
    assert f"/threads/{thread.id}/reply?draft={draft.id}" in links(page)


def test_what_nobody_can_answer_any_more_leads_to_no_box_and_its_draft_can_be_read(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    mentor = world.person(Role.MENTOR, name="Mo")
    thread = world.thread(mentor, title="Come in", welcome=True)
    world.reply(mentor, thread, "Welcome, Ana!", answers=world.reply(ana, thread))
    words = "Hello, I began to say something. " * 20
    keep_draft(ana, Place(thread_id=thread.id), "", words, world.clock)
    lock_thread(world.person(Role.MODERATOR), thread.id, "It has run its course.", world.clock)

    for path in ("/home", "/inbox"):
        page = client.page(path)
        assert not [link for link in links(page) if f"/threads/{thread.id}/reply" in link], path
        assert "Welcome, Ana!" in page.text or "Mo" in page.text
    assert words.strip() in client.page("/home").find("main").text


@pytest.mark.parametrize("what", ["a thread", "a post", "a category", "a private conversation"])
def test_throwing_a_draft_away_forgets_what_the_device_kept_of_it(
    world: World, client: CheckingClient, ana: Actor, what: str
) -> None:
    thread, mentor = world.thread(world.person()), world.person(Role.MENTOR)
    mentorship = talking.pair(world, ana, mentor)
    answered = world.reply(mentor, thread)
    place, page = {
        "a thread": (Place(thread_id=thread.id), f"/threads/{thread.id}/reply"),
        "a post": (
            Place(thread_id=thread.id, answers_id=answered.id),
            f"/threads/{thread.id}/reply?answers={answered.id}",
        ),
        "a category": (
            Place(category_id=category_by_slug("hello").id),
            "/categories/hello/new",
        ),
        "a private conversation": (Place(private_id=mentorship), f"/private/{mentorship}"),
    }[what]
    keep_draft(ana, place, "", "Hello, I", world.clock)
    [draft] = drafts_of(ana)
    thrown_away = client.page("/home").find("form", action=f"/drafts/{draft.id}/delete")
    (box,) = [form for form in client.page(page).find_all("form") if form.has("data-draft-url")]
    assert thrown_away["data-behaviour"] == "forget"
    assert thrown_away["data-key"] == box["data-key"]


def test_a_short_draft_is_there_as_it_is(world: World, client: CheckingClient, ana: Actor) -> None:
    keep_draft(ana, Place(thread_id=world.thread(world.person()).id), "", "Hello, I", world.clock)
    assert "Read all of it" not in main(client)


def test_a_question_says_that_it_is_public_before_it_is_sent(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    pair(world, ana, world.person(Role.MENTOR, name="Mo"))
    assert "/home/ask" in links(client.page("/home"))
    words = main(client, "/home/ask")
    assert "Everybody can read your question in “Hello”" in words
    assert "Mo is told of it as soon as it is up." in words
    assert "in “Daily life”" in main(client, "/home/ask?in=daily-life")
    assert "in “Hello”" in main(client, "/home/ask?in=made-up")
    asked = client.submit("/home/ask?in=daily-life", {"title": "Bread", "text": "Which flour?"})
    assert asked.status_code == 303


def test_only_where_newcomers_are_led_somebody_is_said_to_answer_them(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    mo = world.person(Role.MENTOR)
    welcome, ordinary = world.thread(mo, welcome=True), world.thread(mo)
    assert "a welcome thread is a good place" in main(client)
    assert "until somebody has answered you." in client.get(f"/threads/{welcome.id}/hello").text
    assert (
        "until somebody has answered you." not in client.get(f"/threads/{ordinary.id}/hello").text
    )


def test_nobody_is_said_to_be_told_who_is_not(
    app: Flask, world: World, client: CheckingClient, ana: Actor, clock: FakeClock,
    new_client: Callable[[], CheckingClient],
) -> None:  # fmt: skip
    mo, bo = world.person(Role.MENTOR, name="Mo"), world.person(Role.MENTOR, name="Bo")
    pair(world, ana, mo, bo)
    assert "Mo is told when you say hello or ask something" in main(client)
    with transaction() as session:
        session.add(MentorSettings(user_id=mo.id, away_since=clock.now()))
    assert "is told" not in main(client)
    assert "Bo is told of it as soon as it is up." in main(client, "/home/ask")
    with transaction() as session:
        session.add(MentorSettings(user_id=bo.id, away_since=clock.now()))
    assert "The mentors are told of it as soon as it is up." in main(client, "/home/ask")
    max_ = world.person(name="Max")
    pair(world, max_, world.person(Role.MENTOR, name="Lu"))
    client = sign_in(app, new_client(), max_)
    for path in ("/home", "/home/ask"):
        assert " told when" not in main(client, path)
        assert "told of it" not in main(client, path)


def test_nobody_is_led_to_a_private_question_that_can_not_be_sent(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    mo = world.person(Role.MENTOR, name="Mo")
    pair(world, ana, mo)
    assert "ask Mo in private" in main(client, "/home/ask")
    end(mo, db.session.scalars(select(Mentorship.id)).one(), world.clock)
    assert "in private" not in main(client, "/home/ask")
    assert "Ask a question, in private" not in main(client)
    assert "What you said in private" in main(client)


def test_a_member_finds_their_conversations(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    client = sign_in(app, new_client(), world.person(name="Max"))
    words = main(client)
    assert "Your conversations" in words
    assert "How it can look" not in words
    assert "Your mentor" not in words
