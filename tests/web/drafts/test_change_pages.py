"""A change to one's own post that was begun, in a browser without JavaScript and as a page keeps it by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.commands import NewVersion, revise, withdraw
from forum.conversations.models import Post
from forum.database import db
from tests.factories import KIND, UNKIND, World, sign_in
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.desk import ScriptedDesk, points_at
from tests.web.drafts.test_draft_pages import box, kept, main_words, press

WORDS = "I have begun to say it otherwise."


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A member, signed in."""
    person = world.person(name="Ana")
    sign_in(app, client, person)
    return person


@pytest.fixture
def post(world: World, ana: Actor) -> Post:
    return world.reply(ana, world.thread(world.person(), title="My garden"), KIND)


@pytest.fixture
def path(post: Post) -> str:
    return f"/posts/{post.id}/edit"


def begin(client: CheckingClient, path: str) -> None:
    assert press(client, path, "Keep as a draft", {"text": WORDS}) == path


def test_a_change_that_was_begun_is_there_when_one_comes_back(
    client: CheckingClient, path: str
) -> None:
    assert box(client, path) == KIND
    begin(client, path)
    assert box(client, path) == WORDS
    assert "Your draft, saved just now. Only you can see it." in main_words(client, path)


def test_so_is_one_to_what_opens_a_thread_with_its_title(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    world.thread(ana, title="My garden")
    opening = db.session.query(Post).filter_by(author_id=ana.id).one()
    path = f"/posts/{opening.id}/edit"
    press(client, path, "Keep as a draft", {"title": "Our garden", "text": WORDS})
    data = fill_in(choose_form(client.page(path)), {})
    assert (data["title"], data["text"].strip()) == ("Our garden", WORDS)


def test_it_waits_at_home_and_leads_to_the_post(client: CheckingClient, path: str) -> None:
    begin(client, path)
    section = client.page("/home").find("section", aria_labelledby="drafts-heading")
    assert "A change to your post in “My garden”" in section.text
    [link] = section.find_all("a")
    assert link.text == "Go on writing the change to your post in My garden"
    assert box(client, link["href"]) == WORDS


def test_a_page_keeps_it_by_itself_and_says_when_there_is_nothing_to_keep(
    client: CheckingClient, path: str
) -> None:
    form = choose_form(client.page(path))
    for words, saved in ((WORDS, True), (KIND, False)):
        answer = client.post(
            form["data-draft-url"],
            data=fill_in(form, {"text": words}),
            headers={"Accept": "application/json"},
        )
        assert answer.get_json() == {"saved": saved}
    assert kept() == []


def test_it_is_gone_once_it_is_sent(client: CheckingClient, path: str) -> None:
    begin(client, path)
    assert client.submit(path, {"text": f"{WORDS} More."}).status_code == 303
    assert kept() == []


def test_a_page_that_is_late_brings_back_nothing_that_was_sent(
    client: CheckingClient, path: str
) -> None:
    form = choose_form(client.page(path))
    data = fill_in(form, {"text": WORDS})
    assert client.post(path, data=data).status_code == 303
    client.post(form["data-draft-url"], data=data, headers={"Accept": "application/json"})
    assert kept() == []


def test_it_can_be_thrown_away_and_the_post_stands_in_the_box_again(
    client: CheckingClient, path: str
) -> None:
    begin(client, path)
    press(client, path, "Throw the draft away", {})
    assert kept() == []
    assert box(client, path) == KIND


@pytest.mark.parametrize("text", [UNKIND, WORDS * 1_000], ids=["a kind word first", "too long"])
def test_whoever_goes_back_from_what_was_not_sent_finds_it_in_the_box(
    client: CheckingClient, path: str, desk: ScriptedDesk, text: str
) -> None:
    desk.reads = points_at(UNKIND)
    assert client.submit(path, {"text": text}).status_code in {200, 400}
    assert box(client, path) == text


def test_what_was_deleted_below_a_kind_word_is_no_draft(client: CheckingClient, path: str) -> None:
    begin(client, path)
    form = choose_form(client.page(path))
    assert client.post(path, data={**fill_in(form, {}), "let_go": "1"}).status_code == 303
    assert kept() == []


class TestChangedMeanwhile:
    """The post says something else by now than when the draft was begun."""

    @pytest.fixture(autouse=True)
    def changed(
        self, world: World, client: CheckingClient, ana: Actor, post: Post, path: str
    ) -> None:
        begin(client, path)
        new = NewVersion(text="Others.", title=None, based_on=1)
        revise(ana, post.id, new, world.clock)
        world.screen()

    def test_both_are_on_the_page_to_be_compared(self, client: CheckingClient, path: str) -> None:
        words = main_words(client, path)
        assert "Your post as it stands now" in words
        assert "Others." in words
        assert box(client, path) == WORDS

    def test_and_the_draft_can_be_sent(
        self, world: World, client: CheckingClient, post: Post, path: str
    ) -> None:
        assert client.submit(path).status_code == 303
        assert world.revision(post, 3).text == WORDS
        assert kept() == []


def test_a_form_that_is_sent_after_the_post_was_changed_elsewhere_is_kept_as_well(
    world: World, client: CheckingClient, ana: Actor, post: Post, path: str
) -> None:
    form = choose_form(client.page(path))
    revise(ana, post.id, NewVersion(text="Others.", title=None, based_on=1), world.clock)
    assert client.post(path, data=fill_in(form, {"text": WORDS})).status_code == 409
    assert kept() == [WORDS]
    assert "Others." in main_words(client, path)
    assert box(client, path) == WORDS


class TestGoneFromSight:
    """The post was hidden, removed or taken back while its author was writing."""

    @pytest.fixture(params=["hide", "remove", "withdraw"])
    def act(
        self, request: pytest.FixtureRequest, world: World, ana: Actor, post: Post
    ) -> Callable[[], None]:
        """Does it."""

        def go() -> None:
            if request.param == "withdraw":
                withdraw(ana, post.id, world.clock)
                return
            moderator, rule = world.person(Role.MODERATOR), world.rule_id()
            world.decide(moderator, post, request.param, rule=rule, note="It names somebody.")

        return go

    def test_the_draft_can_be_read_where_it_was_begun_and_at_home(
        self, client: CheckingClient, path: str, act: Callable[[], None]
    ) -> None:
        begin(client, path)
        act()
        for page in (path, "/home"):
            words = main_words(client, page)
            assert WORDS in words
            assert "can’t be changed at the moment" in words
        section = client.page("/home").find("section", aria_labelledby="drafts-heading")
        [link] = section.find_all("a")
        assert client.get(link["href"]).status_code == 200

    def test_it_can_be_thrown_away_there(
        self, client: CheckingClient, path: str, act: Callable[[], None]
    ) -> None:
        begin(client, path)
        act()
        assert client.submit(path).status_code == 303
        assert kept() == []

    def test_what_is_sent_then_waits_as_a_draft(
        self, client: CheckingClient, path: str, act: Callable[[], None]
    ) -> None:
        form = choose_form(client.page(path))
        act()
        answer = client.post(path, data=fill_in(form, {"text": WORDS}))
        assert answer.status_code in {404, 409}
        assert WORDS in answer.text
        assert kept() == [WORDS]


def test_whoever_reads_only_for_now_has_their_words_given_back(
    world: World, client: CheckingClient, ana: Actor, path: str
) -> None:
    form = choose_form(client.page(path))
    give(world, world.person(Role.MODERATOR), ana, "silence")
    answer = client.post(form["data-draft-url"], data=fill_in(form, {"text": WORDS}))
    assert answer.status_code == 403
    assert WORDS in answer.text


def test_nobody_else_opens_a_draft_of_a_change(
    app: Flask, world: World, client: CheckingClient, path: str
) -> None:
    begin(client, path)
    sign_in(app, client, world.person(Role.MODERATOR))
    token = client.token("/account")
    answer = client.post(path.replace("edit", "draft"), data={"csrf_token": token, "text": "x"})
    assert answer.status_code == 404
    assert WORDS not in client.get(path).text
    assert kept() == [WORDS]
