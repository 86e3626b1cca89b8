"""The mentor's pages in a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.welcome.mentor_commands import mentor_choices
from forum.welcome.mentorships import go_without_mentor
from forum.welcome.openers import openers_of
from tests.factories import World, everyone, sign_in
from tests.integration.newcomers.test_home import pair
from tests.support.client import CheckingClient, choose_form
from tests.support.clock import FakeClock

PAGES = ("/mentor", "/mentor/settings", "/mentor/saved-replies", "/mentor/stop")


@pytest.fixture
def mo(world: World) -> Actor:
    return world.person(Role.MENTOR, name="Mo")


@pytest.fixture
def thread(world: World, mo: Actor) -> Thread:
    return world.thread(world.person(), title="Tea or coffee", welcome=True)


@pytest.fixture
def post(world: World, thread: Thread) -> Post:
    """Ana's hello, for which Mo was called."""
    return world.reply(world.newcomer("Ana"), thread, "Hello, I am Ana.")


@pytest.fixture
def his(app: Flask, client: CheckingClient, mo: Actor) -> CheckingClient:
    return sign_in(app, client, mo)


@pytest.mark.parametrize("path", PAGES)
def test_who_opens_a_mentors_page(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], path: str
) -> None:
    got = {}
    for kind, person in everyone(world).items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        got[kind] = client.get(path).status_code
    assert got == {
        "visitor": 302, "newcomer": 403, "member": 403, "mentor": 200, "moderator": 403, "admin": 403,
    }  # fmt: skip


def test_an_empty_desk_has_a_kind_word_in_every_block(his: CheckingClient) -> None:
    page = his.page("/mentor").find("main").text
    for words in (
        "Nobody waits for you",
        "Nobody yet.",
        "Nothing new.",
        "their figures stand here",
    ):
        assert words in page


def test_the_desk_shows_who_waits_and_leads_to_the_answer(
    his: CheckingClient, thread: Thread, post: Post
) -> None:
    card = his.page("/mentor").find("li", id=f"waiting-{post.id}")
    assert "Ana" in card.text
    assert "Hello, I am Ana." in card.text
    assert "2 hours left to answer in time." in card.text
    assert card.find("a", href=f"/threads/{thread.id}/reply?answers={post.id}").text == "Answer Ana"


def test_handing_over_and_putting_aside(
    app: Flask, his: CheckingClient, world: World, post: Post
) -> None:
    world.person(Role.MENTOR)
    handed = his.submit("/mentor", form=f"/mentor/posts/{post.id}/hand-over", follow_redirects=True)
    assert "Handed over." in handed.text
    aside = his.submit("/mentor", form=f"/mentor/posts/{post.id}/snooze", follow_redirects=True)
    assert "Put aside for an hour." in aside.text
    assert f"waiting-{post.id}" not in aside.text
    assert "What you put aside comes back within the hour." in aside.text
    assert "has been answered" not in aside.text


def test_an_opener_is_there_to_begin_with_and_is_not_sent_as_it_is(
    his: CheckingClient, world: World, mo: Actor, thread: Thread, post: Post
) -> None:
    words = "Welcome. I am glad that you found us."
    his.submit("/mentor/saved-replies", {"title": "A welcome", "text": words})
    db.session.rollback()
    (saved,) = openers_of(mo)
    path = f"/threads/{thread.id}/reply?answers={post.id}&opener={saved.id}"
    assert his.page("/mentor").find("a", href=path).text.startswith("A welcome")
    assert words in his.page(path).find("textarea").text
    unchanged = his.submit(path)
    assert unchanged.status_code == 400
    assert "still the words of your saved reply" in unchanged.text
    assert words in unchanged.text
    assert his.submit(path, {"text": f"Dear Ana. {words}"}).status_code == 303


def test_a_saved_reply_is_changed_and_taken_away(his: CheckingClient, mo: Actor) -> None:
    his.submit("/mentor/saved-replies", {"title": "A welcome", "text": "Welcome."})
    (saved,) = openers_of(mo)
    path = f"/mentor/saved-replies/{saved.id}"
    keys = {choose_form(his.page(one), one)["data-key"] for one in ("/mentor/saved-replies", path)}
    assert len(keys) == 2, "what was typed into one is not offered for another"
    his.submit(path, {"title": "Another", "text": "Hello."})
    page = his.page("/mentor/saved-replies").find("main").text
    assert "Another" in page
    gone = his.submit("/mentor/saved-replies", form=f"{path}/drop", follow_redirects=True)
    assert "The saved reply is gone." in gone.text
    assert his.get(path).status_code == 404


def test_a_mentees_page_takes_notes_and_a_star(his: CheckingClient, post: Post) -> None:
    path = f"/mentor/mentees/{post.author_id}"
    assert his.page("/mentor").find("a", href=path).text == "Ana"
    his.submit(path, {"text": "Likes bread."}, form=path)
    his.submit(path, form=f"{path}/star")
    page = his.page(path)
    assert "Likes bread." in page.text
    assert "They look after this newcomer." in page.text
    assert "starred" in his.page("/mentor").text
    his.submit(path, form=f"{path}/unstar")
    (form,) = [one for one in page.find_all("form") if one["action"].endswith("/remove")]
    his.submit(path, form=form["action"])
    assert "Likes bread." not in his.page(path).text


def test_a_note_on_somebody_who_is_nobodys_mentee_any_more_is_taken_away_at_the_desk(
    his: CheckingClient, post: Post, clock: FakeClock
) -> None:
    path = f"/mentor/mentees/{post.author_id}"
    his.submit(path, {"text": "Likes bread."}, form=path)
    go_without_mentor(Actor(user_id=post.author_id), clock)
    assert his.get(path).status_code == 404
    page = his.page("/mentor")
    assert "Likes bread." in page.text
    (form,) = [one for one in page.find_all("form") if one["action"].endswith("/remove")]
    gone = his.submit("/mentor", form=form["action"], follow_redirects=True)
    assert "The note is gone." in gone.text
    assert "Likes bread." not in gone.text


def test_the_newcomer_sees_no_note_about_them(
    app: Flask,
    his: CheckingClient,
    world: World,
    post: Post,
    new_client: Callable[[], CheckingClient],
) -> None:
    path = f"/mentor/mentees/{post.author_id}"
    his.submit(path, {"text": "zq7note"}, form=path)
    hers = sign_in(app, new_client(), Actor(user_id=post.author_id))
    for page in (path, "/home", "/inbox", "/account"):
        assert "zq7note" not in hers.get(page).text


def test_settings_come_back_as_they_were_chosen(
    his: CheckingClient, mo: Actor, clock: FakeClock
) -> None:
    chosen: dict[str, str | bool | list[str]] = {
        "weight": "low",
        "most_mentees": "3",
        "languages": ["de"],
        "topics": ["hello"],
        "introduction": "I bake bread.",
        "is_away": True,
        "back_on": "2026-06-01",
    }
    answer = his.submit("/mentor/settings", chosen, follow_redirects=True)
    assert "You are away until 1 June 2026. Your mentees come back to you" in answer.text
    assert "I bake bread." in answer.text
    db.session.rollback()
    saved = mentor_choices(mo, clock.now())
    assert (saved.weight, saved.most_mentees, saved.languages) == ("low", 3, ["de"])
    desk = his.page("/mentor").text
    assert "You are away until 1 June 2026" in desk
    assert "Waiting for you" not in desk
    assert (
        "From now on you work like this."
        in his.submit(
            "/mentor/settings", {"is_away": False}, form="/mentor/settings", follow_redirects=True
        ).text
    )
    his.submit("/mentor/settings", {"is_away": True}, form="/mentor/settings")
    assert "You are away" in his.page("/mentor").text
    back = his.submit("/mentor", form="/mentor/back", follow_redirects=True)
    assert "Good to have you back." in back.text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("most_mentees", "many", "Please use a number"),
        ("most_mentees", "501", "Please use a number"),
        ("back_on", "tomorrow", "Please write the day like"),
        ("introduction", "x" * 241, "longer than an introduction can be"),
    ],
)
def test_odd_values_are_explained_and_nothing_typed_is_lost(
    his: CheckingClient, field: str, typed: str, told: str
) -> None:
    sent: dict[str, str | bool] = {"introduction": "I bake bread.", "is_away": True, field: typed}
    answer = his.submit("/mentor/settings", sent)
    assert answer.status_code == 400
    assert told in answer.text
    assert typed in answer.text


def test_who_stops_is_asked_and_signed_out(his: CheckingClient) -> None:
    assert "go to their backups" in his.page("/mentor/stop").text
    assert his.submit("/mentor/stop").location == "/sign-in"
    assert his.get("/mentor").location == "/sign-in?next=/mentor"


@pytest.mark.parametrize(
    ("is_welcome", "page", "says"),
    [
        (True, "welcome-flag", "This is a welcome thread already."),
        (False, "welcome-unflag", "This is an ordinary thread already."),
    ],
)
def test_nobody_is_asked_for_what_is_so_already(
    his: CheckingClient, world: World, is_welcome: bool, page: str, says: str
) -> None:
    thread = world.thread(world.person(), welcome=is_welcome)
    answer = his.get(f"/threads/{thread.id}/{page}")
    assert answer.status_code == 303
    assert answer.location.startswith(f"/threads/{thread.id}")
    assert says in his.get(f"/threads/{thread.id}/{page}", follow_redirects=True).text


def test_the_last_day_of_a_welcome_is_asked_for(
    his: CheckingClient, world: World, clock: FakeClock
) -> None:
    thread = world.thread(world.person())
    path = f"/threads/{thread.id}/welcome-flag"
    past = his.submit(path, {"reason": "Gentle.", "last_day": "2020-01-01"})
    assert past.status_code == 400
    assert "still to come" in past.text
    far = his.submit(path, {"reason": "Gentle.", "last_day": "9999-12-31"})
    assert far.status_code == 400
    assert "before the year 3000" in far.text
    assert "Gentle." in far.text
    assert his.submit(path, {"reason": "Gentle.", "last_day": "2026-06-01"}).status_code == 303


def test_an_admin_sets_how_soon_newcomers_are_answered(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    hers = sign_in(app, new_client(), world.person(Role.ADMIN))
    wrong = hers.submit("/admin/welcome", {"time_zone": "Mars/Olympus"})
    assert wrong.status_code == 400
    assert "Europe/Berlin" in wrong.text
    too_long = hers.submit("/admin/welcome", {"goal_minutes": "9999"})
    assert "Please use a number from 15 to 2,880." in too_long.text
    right = hers.submit(
        "/admin/welcome", {"goal_minutes": "60", "night_pauses": True}, follow_redirects=True
    )
    assert "Saved." in right.text
    member = sign_in(app, new_client(), world.person(Role.MENTOR))
    assert member.get("/admin/welcome").status_code == 403


def test_a_list_that_one_sees_at_once_is_not_searched(
    his: CheckingClient, mo: Actor, world: World
) -> None:
    def can_search() -> bool:
        return bool(his.page("/mentor").find_all("form", role="search"))

    for _ in range(5):
        pair(world, world.newcomer(), mo)
    assert not can_search()
    assert his.page("/mentor?q=nobody").find_all("form", role="search"), "to look for another"
    pair(world, world.newcomer(), mo)
    assert can_search()
