"""Frames are kept for all who are alike, and what is one person's own is never in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup
from werkzeug.local import LocalProxy

from forum.accounts.models import Role, User, UserRole
from forum.database import transaction
from forum.web.frames import Frame, frame, slot
from tests.factories import World, sign_in
from tests.support.client import CheckingClient
from tests.support.html import Element


def own_values(page: Element) -> set[str]:
    """What a page holds that nobody else's may: the tokens of its forms, and the key of what is written in it."""
    return {field["value"] for field in page.find_all("input", type="hidden") if field["value"]}


def test_a_slot_takes_what_it_is_given_and_escapes_it() -> None:
    made = Frame(f"<p>{slot('name')}, {slot('name')}</p>{slot('html')}")
    assert made.fill(name="<Ana>", html=Markup("<hr>")) == "<p>&lt;Ana&gt;, &lt;Ana&gt;</p><hr>"
    assert made.fill(name="Ben", html="") == "<p>Ben, Ben</p>"
    with pytest.raises(KeyError):
        made.fill(name="Ana")


@pytest.mark.parametrize(
    "reaches_for",
    [
        "actor.display_name",
        "can('reply')",
        "time_tag(moment)",
        "community.name",
        "unread_notifications",
        "request.path",
        "session.csrf_token",
        "get_flashed_messages()",
    ],
)
def test_the_macro_of_a_frame_knows_no_person_no_request_and_no_time(
    app: Flask, reaches_for: str
) -> None:
    source = f"{{% macro own(moment) %}}{{{{ {reaches_for} }}}}{{% endmacro %}}"
    app.extensions["hearth.frames"].loader = DictLoader({"own.html": source})
    with app.test_request_context(), pytest.raises(UndefinedError):
        frame("", "own.html", "own", reaches_for)


@pytest.mark.parametrize(
    "changes", [["a list"], LocalProxy(lambda: "somebody"), object(), (1, ["a list"])]
)
def test_what_could_change_while_it_is_kept_is_refused(app: Flask, changes: object) -> None:
    with app.test_request_context(), pytest.raises(TypeError):
        frame("", "components/empty.html", "empty", "A heading", changes)


@pytest.mark.parametrize("address", ["'.queue'", "'conversations.front', _external=true"])
def test_an_address_in_a_frame_depends_on_no_page_and_no_host(app: Flask, address: str) -> None:
    source = f"{{% macro own(which) %}}{{{{ url_for({address}) }}}}{{% endmacro %}}"
    app.extensions["hearth.frames"].loader = DictLoader({"own.html": source})
    with app.test_request_context(), pytest.raises(ValueError, match="not the same everywhere"):
        frame("", "own.html", "own", address)


def test_words_that_look_alike_but_differ_in_kind_have_frames_of_their_own(app: Flask) -> None:
    with app.test_request_context():
        for title in ("<b>x</b>", Markup("<b>x</b>"), "<b>x</b>"):
            drawn = frame("", "components/empty.html", "empty", title, "").fill()
            assert (str(title) in drawn) is isinstance(title, Markup)


def test_two_people_on_one_page_share_nothing_of_their_own(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    thread = world.thread(world.person(name="Host"))
    ana, ben = world.person(name="Ana Albers"), world.person(name="Ben Bakker")
    path = f"/threads/{thread.id}-a-thread"
    pages = {who: sign_in(app, new_client(), who).page(path) for who in (ana, ben)}
    assert "Ana Albers" in pages[ana].text
    assert "Ben Bakker" in pages[ben].text
    assert "Ana Albers" not in pages[ben].text
    assert own_values(pages[ana])
    assert not own_values(pages[ana]) & own_values(pages[ben])


def test_the_same_page_has_another_key_each_time(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.person())
    path = f"/threads/{thread.id}-a-thread"
    keys = {client.page(path).find("input", name="submission_key")["value"] for _ in range(2)}
    assert len(keys) == 2


def test_only_who_may_is_offered_to_act(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    """The same post for its author, another member, a moderator and a visitor, one after the other."""
    author, moderator = world.person(), world.person(Role.MODERATOR)
    thread = world.thread(author)
    path = f"/threads/{thread.id}-a-thread"
    offered = {}
    for who in (author, world.person(), moderator, author):
        page = sign_in(app, new_client(), who).page(path)
        links = {link["href"] for link in page.find_all("a")}
        offered[who] = ("/posts/1/edit" in links, "/posts/1/moderate" in links)
    assert list(offered.values()) == [(True, False), (False, False), (False, True)]
    assert not new_client().page(path).find_all("div", **{"class": "post__actions"})


def test_a_new_name_and_a_new_role_are_seen_at_once(world: World, client: CheckingClient) -> None:
    author = world.person(name="Ana")
    thread = world.thread(author)
    paths = (f"/threads/{thread.id}-a-thread", "/", "/categories/hello")
    for path in paths:
        assert "Ana" in client.page(path).text
    with transaction() as session:
        session.get_one(User, author.id).display_name = "Anouk"
        session.add(UserRole(user_id=author.id, role=Role.MENTOR, given_at=world.clock.now()))
    for path in paths:
        text = client.page(path).text
        assert "Anouk" in text
        assert "Ana" not in text
    assert "mentor" in client.page(paths[0]).text
