"""Search: everybody finds what everybody may read, and nothing else."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.config import Settings
from forum.conversations import commands, hiding
from forum.conversations.models import Category, Post, Thread
from forum.database import db, transaction
from forum.web.limits import limiter
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.html import Element
from tests.support.statements import statements

GARDEN = "My garden is full of nettles this spring."
NOTHING = "Nothing with these words yet"


def search(client: CheckingClient, words: str, **more: object) -> Element:
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return client.page(f"/search?q={quote_plus(words)}{rest}")


def found(client: CheckingClient, words: str, **more: object) -> list[str]:
    """The pieces of text that are shown, in their order."""
    page = search(client, words, **more)
    return [row.find("p", dir="auto").text for row in page.find_all("li", _class="row")]


class TestWhatIsFound:
    def test_a_visitor_finds_a_post_and_is_led_to_its_place(
        self, world: World, client: CheckingClient
    ) -> None:
        thread = world.thread(world.person(name="Ada"), title="Green things")
        post = world.reply(world.person(name="Bo"), thread, GARDEN)

        page = search(client, "gardens")

        (row,) = page.find_all("li", _class="row")
        assert [mark.text for mark in row.find_all("mark")] == ["garden"]
        link = row.find("a")
        assert (link.text, link["href"]) == ("Green things", f"/posts/{post.id}")
        assert "Bo" in row.text
        assert client.get(link["href"]).headers["Location"].endswith(f"#post-{post.id}")

    @pytest.mark.parametrize(
        "words",
        ["garden", "GARDEN", "gardening", "nettles garden", '"full of nettles"', "garden -winter"],
    )
    def test_it_is_found_by_its_words_in_any_form(
        self, world: World, client: CheckingClient, words: str
    ) -> None:
        world.thread(world.person(), text=GARDEN)

        assert found(client, words) == [GARDEN]

    @pytest.mark.parametrize("words", ["winter", '"nettles full"', "garden -spring", "-winter"])
    def test_it_is_not_found_by_others(
        self, world: World, client: CheckingClient, words: str
    ) -> None:
        world.thread(world.person(), text=GARDEN)

        assert found(client, words) == []

    def test_a_title_leads_to_the_post_that_it_stands_over_and_comes_first(
        self, world: World, client: CheckingClient
    ) -> None:
        world.thread(world.person(), text=GARDEN)
        world.thread(world.person(), title="A garden of my own", text="Where do I begin?")

        assert found(client, "garden") == ["Where do I begin?", GARDEN]

    def test_where_no_post_has_all_the_words_those_with_some_of_them_are_shown(
        self, world: World, client: CheckingClient
    ) -> None:
        world.thread(world.person(), text=GARDEN)

        page = search(client, "how do I get rid of nettles")

        assert "No post has all of these words. These have some of them." in page.text
        assert GARDEN in page.text

    def test_the_newest_can_come_first(
        self, world: World, client: CheckingClient, clock: FakeClock
    ) -> None:
        world.thread(world.person(), title="Garden", text="garden, garden, garden")
        clock.advance(hours=1)
        world.thread(world.person(), text=GARDEN)

        assert found(client, "garden", order="newest")[0] == GARDEN
        assert found(client, "garden")[0] == "garden, garden, garden"

    def test_one_category_can_be_looked_through(self, world: World, client: CheckingClient) -> None:
        thread = world.thread(world.person(), text=GARDEN)
        with transaction() as session:
            other = session.query(Category).filter_by(slug="daily-life").one()
            session.get_one(Thread, thread.id).category_id = other.id
        world.thread(world.person(), text="A garden gate.")

        assert found(client, "garden", category="daily-life") == [GARDEN]
        assert len(found(client, "garden", category="there-is-none")) == 2

    def test_a_long_list_has_pages(self, world: World, client: CheckingClient) -> None:
        thread = world.thread(world.person())
        for number in range(21):
            world.reply(world.person(), thread, f"Tea, cup {number}.")

        assert len(found(client, "tea")) == 20
        assert len(found(client, "tea", page=2)) == 1
        assert client.get("/search?q=tea&page=3").status_code == 404

    def test_who_finds_nothing_is_told_what_else_can_be_done(
        self, app: Flask, world: World, client: CheckingClient
    ) -> None:
        world.thread(world.person(), welcome=True)
        assert NOTHING in search(client, "submarine").text
        sign_in(app, client, world.newcomer())

        assert "Ask a question" in search(client, "submarine").text


class TestWhatIsNotFound:
    """It goes as with a thread: what is not on show is not there, for whoever looks."""

    @pytest.mark.parametrize("reader", [None, *Role])
    def test_a_held_post_is_found_by_nobody(
        self, app: Flask, world: World, client: CheckingClient, reader: Role | None
    ) -> None:
        thread = world.thread(world.person())
        world.reply(world.person(), thread, f"Submarine. {UNKIND}")
        if reader is not None:
            sign_in(app, client, world.person(reader))

        assert found(client, "submarine") == []

    def test_nor_is_what_its_author_took_back(self, world: World, client: CheckingClient) -> None:
        author, thread = world.person(), world.thread(world.person())
        post = world.reply(author, thread, GARDEN)
        commands.withdraw(author, post.id, world.clock)

        assert found(client, "garden") == []

    def test_of_a_changed_post_only_the_version_on_show_is_found(
        self, world: World, client: CheckingClient
    ) -> None:
        author, thread = world.person(), world.thread(world.person())
        post = world.reply(author, thread, GARDEN)
        new = commands.NewVersion(text=f"A submarine. {UNKIND}", title=None, based_on=1)
        commands.revise(author, post.id, new, world.clock)
        world.screen()

        assert found(client, "garden") == [GARDEN]
        assert found(client, "submarine") == []

    def test_nor_is_an_answer_in_a_thread_that_is_out_of_sight(
        self, world: World, client: CheckingClient
    ) -> None:
        author = world.person()
        thread = world.thread(author, title="Green things")
        world.reply(world.person(), thread, GARDEN)
        opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
        commands.withdraw(author, opening.id, world.clock)

        assert found(client, "garden") == []
        assert found(client, "green") == []

    def test_nor_are_words_that_were_erased(self, world: World, client: CheckingClient) -> None:
        thread = world.thread(world.person())
        post = world.reply(world.person(), thread, GARDEN)
        version = world.revision(post)
        version.text, version.html = "Words about tea.", "<p>Words about tea.</p>"
        db.session.commit()

        assert found(client, "garden") == []
        assert found(client, "tea") == ["Words about tea."]

    def test_nor_is_what_the_reader_has_hidden(
        self, app: Flask, world: World, client: CheckingClient
    ) -> None:
        reader, author = world.person(), world.person()
        thread = world.thread(author, text=GARDEN)
        world.reply(world.person(), thread, "Another garden.")
        with transaction() as session:
            hiding.hide(session, reader, world.clock.now(), person_id=author.id)
        sign_in(app, client, reader)

        assert found(client, "garden") == ["Another garden."]


class TestTheBox:
    @pytest.mark.parametrize(
        "words",
        [
            '"', '""', "*", "NEAR(", "a AND", "OR", "NOT", "title:x", "col : (", "'; DROP TABLE posts; --", "%", "_",
            "\\", "a & b | !c", "x:*", "<->", "{", "^", "\x00", "\ud800", "🙂", "-", "--", '-"', "'", "é" * 200,
        ],
    )  # fmt: skip
    def test_whatever_is_typed_is_words(
        self, world: World, client: CheckingClient, words: str
    ) -> None:
        world.thread(world.person(), text=GARDEN)

        response = client.get("/search", query_string={"q": words.encode("utf-8", "replace")})

        assert response.status_code == 200

    def test_too_long_a_question_comes_back_with_a_word_about_it(
        self, world: World, client: CheckingClient
    ) -> None:
        typed = "garden " * 40

        page = client.page(f"/search?q={quote_plus(typed)}", status=400)

        assert "Please keep this to 200 characters." in page.text
        assert page.find("input", id="q")["value"] == typed.strip()

    def test_an_empty_box_finds_nothing_and_says_nothing(
        self, world: World, client: CheckingClient
    ) -> None:
        assert NOTHING not in search(client, "").text
        assert NOTHING not in client.page("/search").text
        assert "There is no word in that" in search(client, "?!").text

    def test_what_was_typed_stands_in_the_box_again(
        self, world: World, client: CheckingClient
    ) -> None:
        page = search(client, '"<b>" & tea', order="newest")

        assert page.find("input", id="q")["value"] == '"<b>" & tea'

    def test_it_asks_robots_to_stay_out(self, world: World, client: CheckingClient) -> None:
        assert search(client, "tea").find("meta", name="robots")["content"] == "noindex"

    def test_who_looks_for_a_way_out_finds_somebody_to_call(
        self, world: World, client: CheckingClient
    ) -> None:
        assert "If it is hard right now" in search(client, "I want to die").text
        assert "If it is hard right now" not in search(client, "garden").text


class TestTheLimit:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """The same, with limits."""
        return settings.model_copy(update={"rate_limits": True})

    def test_nobody_reads_the_whole_place_through_it(
        self, world: World, client: CheckingClient
    ) -> None:
        limiter.reset()
        for _ in range(20):
            assert client.get("/search?q=tea").status_code == 200

        assert client.get("/search?q=tea").status_code == 429


def test_it_costs_as_many_queries_when_there_is_more_to_find(
    world: World, client: CheckingClient
) -> None:
    def asked() -> int:
        with statements(db.engine) as seen:
            search(client, "garden")
        return len(seen)

    thread = world.thread(world.person(), text=GARDEN)
    asked()
    before = asked()
    for _ in range(8):
        world.reply(world.person(), thread, GARDEN)

    assert asked() == before <= 6
