"""Drafts in a browser without JavaScript, and as a page keeps them by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.accounts.sessions import end_all_sessions
from forum.conversations.commands import withdraw
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.drafts.commands import keep_draft
from forum.drafts.models import Draft
from forum.drafts.places import Place
from forum.welcome.goal_commands import GoalChoices, set_goal
from forum.welcome.openers import keep_opener, openers_of
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.desk import ScriptedDesk, points_at
from tests.support.html import parse

WORDS = "I have begun to write this."


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person(), title="Come in", welcome=True)


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient, thread: Thread) -> Actor:
    """A newcomer, signed in."""
    person = world.newcomer("Ana")
    sign_in(app, client, person)
    return person


def press(client: CheckingClient, page: str, words: str, fields: dict[str, str]) -> str:
    """Press a button of the writing box that sends it somewhere else; where that leads."""
    form = choose_form(client.page(page))
    (button,) = [one for one in form.find_all("button") if one.text == words]
    answer = client.post(button["formaction"], data=fill_in(form, fields))
    assert answer.status_code == 303
    return answer.location or ""


def box(client: CheckingClient, page: str) -> str:
    """What stands in the writing box, without the line break that the page puts before it."""
    return fill_in(choose_form(client.page(page)), {})["text"].strip()


def main_words(client: CheckingClient, path: str) -> str:
    return client.page(path).find("main").text


def kept() -> list[str]:
    db.session.rollback()
    return [draft.text for draft in db.session.query(Draft).order_by(Draft.id)]


@pytest.mark.parametrize(
    "path",
    ["/threads/1-come-in", "/threads/1/reply", "/threads/1/reply?answers=1", "/threads/1/hello"],
)
def test_a_draft_is_there_when_one_comes_back(
    client: CheckingClient, ana: Actor, path: str
) -> None:
    back = press(client, path, "Keep as a draft", {"text": WORDS})
    assert "Kept as a draft. Only you can see it." in client.get(back).text
    assert box(client, back) == WORDS
    assert box(client, path) == WORDS


@pytest.mark.parametrize("path", ["/categories/hello/new", "/home/ask?in=hello"])
def test_so_is_a_thread_that_was_begun(client: CheckingClient, ana: Actor, path: str) -> None:
    back = press(client, path, "Keep as a draft", {"title": "Bread", "text": WORDS})
    assert back == path
    data = fill_in(choose_form(client.page(path)), {})
    assert (data["title"], data["text"].strip()) == ("Bread", WORDS)


def test_a_draft_may_be_longer_than_a_post(client: CheckingClient, ana: Actor) -> None:
    press(client, "/threads/1/reply", "Keep as a draft", {"text": "x" * 20_500})
    assert [len(text) for text in kept()] == [20_500]


def test_it_is_gone_once_it_is_sent(client: CheckingClient, ana: Actor) -> None:
    press(client, "/threads/1/reply", "Keep as a draft", {"text": WORDS})
    assert client.submit("/threads/1/reply", {"text": f"{WORDS} More."}).status_code == 303
    assert kept() == []
    assert box(client, "/threads/1/reply") == ""


def test_it_can_be_thrown_away(client: CheckingClient, ana: Actor) -> None:
    press(client, "/threads/1/reply", "Keep as a draft", {"text": WORDS})
    assert press(client, "/threads/1/reply", "Throw the draft away", {}) == "/home"
    assert kept() == []


def test_a_page_keeps_it_by_itself(client: CheckingClient, ana: Actor) -> None:
    data = fill_in(choose_form(client.page("/threads/1/reply")), {"text": WORDS})
    answer = client.post("/threads/1/draft", data=data, headers={"Accept": "application/json"})
    assert answer.get_json() == {"saved": True}
    assert kept() == [WORDS]


def test_a_page_does_not_say_that_an_emptied_box_is_saved(
    client: CheckingClient, ana: Actor
) -> None:
    form = choose_form(client.page("/threads/1/reply"))
    for words, saved in ((WORDS, True), ("", False)):
        answer = client.post(
            "/threads/1/draft",
            data=fill_in(form, {"text": words}),
            headers={"Accept": "application/json"},
        )
        assert answer.get_json() == {"saved": saved}


def test_throwing_away_what_is_gone_already_is_no_dead_end(
    client: CheckingClient, ana: Actor
) -> None:
    press(client, "/threads/1/reply", "Keep as a draft", {"text": WORDS})
    form = choose_form(client.page("/threads/1/reply"))
    (away,) = [one for one in form.find_all("button") if one.text == "Throw the draft away"]
    for said in ("Your draft is gone.", "That draft was gone already"):
        answer = client.post(away["formaction"], data=fill_in(form, {}))
        assert answer.status_code == 303
        assert said in client.get(answer.location or "").text


def test_whoever_was_signed_out_meanwhile_is_not_told_that_it_was_gone(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    press(client, "/threads/1/reply", "Keep as a draft", {"text": WORDS})
    form = choose_form(client.page("/threads/1/reply"))
    (away,) = [one for one in form.find_all("button") if one.text == "Throw the draft away"]
    with transaction() as session:
        end_all_sessions(session, ana.id, now=world.clock.now())
    answer = client.post(away["formaction"], data=fill_in(form, {}))
    assert "/sign-in" in (answer.location or "")
    assert kept() == [WORDS]


def test_all_drafts_can_be_read_at_home_however_many_there_are(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    for number in range(1, 8):
        thread = world.thread(world.person())
        keep_draft(ana, Place(thread_id=thread.id), "", f"Words {number}.", world.clock)
    page = client.get("/home").text
    assert [number for number in range(1, 8) if f"Words {number}." not in page] == []


def test_a_draft_of_an_answer_to_what_went_out_of_sight_takes_the_place_of_no_other(
    world: World, client: CheckingClient, ana: Actor, thread: Thread
) -> None:
    other = world.person()
    answered = world.reply(other, thread)
    path = f"/threads/1/reply?answers={answered.id}"
    press(client, "/threads/1/reply", "Keep as a draft", {"text": "For the thread."})
    press(client, path, "Keep as a draft", {"text": "For one."})
    withdraw(other, answered.id, world.clock)
    press(client, path, "Keep as a draft", {"text": "For one. More."})
    assert kept() == ["For the thread.", "For one. More."]


def test_what_was_taken_back_to_work_on_it_is_kept(
    world: World, client: CheckingClient, ana: Actor, thread: Thread
) -> None:
    post = world.reply(ana, thread, WORDS)
    withdraw(ana, post.id, world.clock)
    back = press(client, "/threads/1/reply", "Keep as a draft", {"text": WORDS})
    assert "Kept as a draft. Only you can see it." in client.get(back).text
    assert kept() == [WORDS]


def test_a_page_that_is_late_brings_back_nothing_that_was_sent(
    client: CheckingClient, ana: Actor
) -> None:
    data = fill_in(choose_form(client.page("/threads/1/reply")), {"text": WORDS})
    assert client.post("/threads/1/reply", data=data).status_code == 303
    client.post("/threads/1/draft", data=data, headers={"Accept": "application/json"})
    assert kept() == []
    client.post("/threads/1/draft", data=data)
    assert kept() == [WORDS], "whoever asks for it has it kept"


def test_nor_does_it_of_a_thread_unless_its_title_says_something_else(
    client: CheckingClient, ana: Actor
) -> None:
    path = "/categories/hello/new"
    data = fill_in(choose_form(client.page(path)), {"title": "Bread", "text": WORDS})
    assert client.post(path, data=data).status_code == 303
    for title, left in (("Bread", []), ("Bread and butter", [WORDS])):
        data["title"] = title
        address = "/categories/hello/draft"
        client.post(address, data=data, headers={"Accept": "application/json"})
        assert kept() == left


@pytest.mark.parametrize("odd", ["", "not a key", "\0"])
def test_an_odd_key_is_no_reason_to_lose_words(
    client: CheckingClient, ana: Actor, odd: str
) -> None:
    data = fill_in(choose_form(client.page("/threads/1/reply")), {"text": WORDS})
    for name in ("submission_key", "goes_on"):
        data[name] = odd
    assert client.post("/threads/1/draft", data=data).status_code == 303
    assert kept() == [WORDS]


class TestTwoWindows:
    """Both are open on one place before anything is written."""

    PLACES: ClassVar = [
        ("/threads/1/reply", {}),
        ("/threads/1-come-in", {}),
        ("/threads/1/reply?answers=1", {}),
        ("/threads/1/hello", {}),
        ("/categories/hello/new", {"title": "Bread"}),
    ]

    @pytest.mark.parametrize("by_itself", [True, False])
    @pytest.mark.parametrize(("path", "title"), PLACES)
    def test_keep_two_drafts(
        self,
        client: CheckingClient,
        ana: Actor,
        path: str,
        title: dict[str, str],
        *,
        by_itself: bool,
    ) -> None:
        headers = {"Accept": "application/json"} if by_itself else {}
        one, other = (choose_form(client.page(path)) for _ in range(2))
        for form, words in ((one, "One."), (other, "Other."), (one, "One more.")):
            data = fill_in(form, {**title, "text": words})
            address = form["data-draft-url"]
            assert client.post(address, data=data, headers=headers).status_code in {200, 303}
        assert kept() == ["One more.", "Other."]

    @pytest.mark.parametrize(("path", "title"), PLACES)
    def test_the_one_that_is_not_sent_waits_in_the_box(
        self, client: CheckingClient, ana: Actor, path: str, title: dict[str, str]
    ) -> None:
        one, other = (choose_form(client.page(path)) for _ in range(2))
        for form, words in ((one, "One."), (other, "Other.")):
            client.post(form["data-draft-url"], data=fill_in(form, {**title, "text": words}))
        sent = client.post(other["action"], data=fill_in(other, {**title, "text": "Other, sent."}))
        assert sent.status_code == 303
        assert kept() == ["One."]
        assert box(client, path) == "One."

    def test_lead_home_to_choose_between_them(self, client: CheckingClient, ana: Actor) -> None:
        path = "/threads/1/reply"
        for form, words in [
            (choose_form(client.page(path)), words) for words in ("One.", "Other.")
        ]:
            client.post(form["data-draft-url"], data=fill_in(form, {"text": words}))
        assert (
            "You began something else here, too. It waits with what you began before."
            in main_words(client, path)
        )
        links = client.page("/home").find("section", aria_labelledby="drafts-heading").find_all("a")
        assert {box(client, link["href"]) for link in links} == {"One.", "Other."}

    def test_that_are_very_many_take_no_words(self, client: CheckingClient, ana: Actor) -> None:
        path = "/threads/1/reply"
        forms = [choose_form(client.page(path)) for _ in range(11)]
        for form in forms[:-1]:
            client.post("/threads/1/draft", data=fill_in(form, {"text": "Before."}))
        answer = client.post("/threads/1/draft", data=fill_in(forms[-1], {"text": WORDS}))
        assert answer.status_code == 409
        assert f"\n{WORDS}</textarea>" in answer.text
        assert "You have 10 drafts here already, and they stay." in answer.text
        assert kept() == ["Before."] * 10


def test_what_was_deleted_below_a_kind_word_is_no_draft_and_the_other_one_stays(
    client: CheckingClient, ana: Actor
) -> None:
    one, other = (choose_form(client.page("/threads/1/reply")) for _ in range(2))
    for form, words in ((one, "One."), (other, "Other.")):
        client.post("/threads/1/draft", data=fill_in(form, {"text": words}))
    answer = client.post("/threads/1/reply", data={**fill_in(one, {"text": ""}), "let_go": "1"})
    assert answer.status_code == 303
    assert kept() == ["Other."]


@pytest.mark.parametrize("text", [UNKIND, WORDS * 1_000], ids=["a kind word first", "too long"])
@pytest.mark.parametrize(
    ("path", "title"),
    [*TestTwoWindows.PLACES, ("/home/ask?in=hello", {"title": "Bread"})],
)
def test_whoever_goes_back_from_what_was_not_sent_finds_it_in_the_box(
    client: CheckingClient, ana: Actor, desk: ScriptedDesk, path: str, title: dict[str, str], text: str,
) -> None:  # fmt: skip
    desk.reads = points_at(UNKIND)
    form = choose_form(client.page(path))
    answer = client.post(form["action"], data=fill_in(form, {**title, "text": text}))
    assert answer.status_code in {200, 400}

    assert box(client, path) == text

    again = choose_form(parse(answer.text)[0])
    sent = client.post(form["action"], data=fill_in(again, {"text": "Good evening."}))
    assert sent.status_code == 303
    assert kept() == []


def test_an_emptied_box_that_is_sent_takes_no_draft_away(
    client: CheckingClient, ana: Actor
) -> None:
    press(client, "/threads/1/reply", "Keep as a draft", {"text": WORDS})
    assert client.submit("/threads/1/reply", {"text": " "}).status_code == 400
    assert kept() == [WORDS]


@pytest.mark.parametrize("path", ["/threads/1-come-in", "/threads/1/hello"])
def test_a_hello_comes_back_under_the_heading_under_which_it_was_begun(
    client: CheckingClient, ana: Actor, path: str
) -> None:
    back = press(client, path, "Keep as a draft", {"text": WORDS})
    [link] = client.page("/home").find("section", aria_labelledby="drafts-heading").find_all("a")
    for page in (path, back, link["href"]):
        words = client.page(page).find("main").text
        assert "Say hello" in words
        assert "Your answer" not in words
        assert "Answer in" not in words


def test_what_answers_one_post_is_no_hello(client: CheckingClient, ana: Actor) -> None:
    assert "Say hello" not in main_words(client, "/threads/1/reply?answers=1")


def test_a_mentor_sends_no_saved_reply_as_it_is_though_it_was_a_draft_meanwhile(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], thread: Thread
) -> None:
    mo = world.person(Role.MENTOR)
    his = sign_in(app, new_client(), mo)
    keep_opener(mo, "A welcome", WORDS, world.clock)
    [saved] = openers_of(mo)
    back = press(his, f"/threads/1/reply?opener={saved.id}", "Keep as a draft", {})
    for path in (back, "/threads/1-come-in"):
        assert box(his, path) == WORDS
        answer = his.submit(path, form="/threads/1/reply")
        assert answer.status_code == 400
        assert "still the words of your saved reply" in answer.text
    assert his.submit(back, {"text": f"Dear Ana. {WORDS}"}).status_code == 303


def test_nothing_to_keep_is_said(client: CheckingClient, ana: Actor) -> None:
    back = press(client, "/threads/1/reply", "Keep as a draft", {"text": "  "})
    assert "There was nothing to keep" in client.get(back).text


def test_where_one_may_not_write_the_words_come_back(
    app: Flask, world: World, client: CheckingClient, ana: Actor
) -> None:
    data = fill_in(choose_form(client.page("/threads/1/reply")), {"text": f"{WORDS} " * 5})
    for path in ("/threads/4711/draft", "/categories/nowhere/draft"):
        answer = client.post(path, data=data)
        assert answer.status_code == 404
        assert WORDS in answer.text


def test_beginnings_can_be_taken_without_losing_a_word(client: CheckingClient, ana: Actor) -> None:
    form = choose_form(client.page("/threads/1/hello"))
    data = fill_in(form, {"text": WORDS}, button="brings")
    taken = client.post("/threads/1/hello", data=data)
    assert taken.status_code == 200
    assert f"{WORDS}\n\nI came here because " in taken.text
    assert kept() == []


def test_the_rules_stand_above_the_box_of_the_introduction(
    client: CheckingClient, ana: Actor
) -> None:
    words = client.page("/threads/1/hello").find("main").text
    assert words.index("Speak to the person, kindly") < words.index("Your hello")
    aside = client.page("/threads/1/hello").find("aside").text
    assert "A moderator" not in aside
    assert "The automatic screen reads it" in aside


def test_what_happens_after_sending_is_said_before(
    world: World, clock: FakeClock, client: CheckingClient, ana: Actor, thread: Thread
) -> None:
    def aside() -> str:
        return client.page(f"/threads/{thread.id}/hello").find("aside").text

    assert "We aim at a first answer within 2 hours." in aside()
    assert "a mail tells you of it" in aside()
    # With too few answers nothing is said of what is usual.
    assert "Lately" not in aside()
    mentor = world.person(Role.MENTOR)
    for _ in range(5):
        hello = world.reply(world.newcomer(), thread)
        clock.advance(minutes=40)
        world.reply(mentor, thread, answers=hello)
    assert "Lately it usually took 40 minutes." in aside()
    set_goal(
        world.person(Role.ADMIN), GoalChoices(goal_minutes=180, night_pauses=True), world.clock
    )
    assert "within 3 hours, and at night it may take until morning." in aside()


def test_a_visitor_keeps_no_drafts(world: World, client: CheckingClient, thread: Thread) -> None:
    token = client.token("/sign-in")
    answer = client.post("/threads/1/draft", data={"csrf_token": token, "text": "x"})
    assert answer.status_code in {302, 303, 403}
    assert kept() == []
