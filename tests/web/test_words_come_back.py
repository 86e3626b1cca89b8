"""Whatever turns a form away, the words that were typed into it come back, and can be sent once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.accounts.sessions import end_all_sessions
from forum.config import Settings
from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db, transaction
from forum.moderation.thread_commands import lock_thread
from forum.web.limits import limiter
from forum.welcome.mentorships import go_without_mentor
from tests.factories import KIND, UNKIND, World, sign_in
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.desk import ScriptedDesk, points_at
from tests.support.html import parse

WORDS = "Words that took an hour to find."


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}/reply"


def send_again(client: CheckingClient, page: str, path: str) -> int:
    """Press the button on a page that gives the words back."""
    form = choose_form(parse(page)[0])
    return client.post(form.get("action") or path, data=fill_in(form, {})).status_code


class TestTooManyInAShortTime:
    """The limit on posting is counted; the words are not lost to it."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """The same, with limits."""
        return settings.model_copy(update={"rate_limits": True})

    def test_the_words_come_back(self, app: Flask, world: World, client: CheckingClient) -> None:
        thread = world.thread(world.person())
        sign_in(app, client, world.newcomer())
        limiter.reset()
        for _ in range(6):
            assert client.submit(address(thread), {"text": KIND}).status_code == 303
        response = client.submit(address(thread), {"text": WORDS})
        assert response.status_code == 429
        assert 0 < int(response.headers["Retry-After"]) <= 60
        assert "Please wait a minute, and then send it again." in response.text
        assert f"\n{WORDS}</textarea>" in response.text

    def test_nobody_is_told_to_come_back_before_it_would_help(
        self, world: World, client: CheckingClient
    ) -> None:
        limiter.reset()
        for _ in range(10):
            assert client.submit("/join").status_code == 400
        response = client.submit("/join")
        assert response.status_code == 429
        assert 3500 < int(response.headers["Retry-After"]) <= 3600
        assert "Please wait an hour, and then try again" in response.text

    def test_the_words_of_a_report_come_back(
        self, app: Flask, world: World, client: CheckingClient
    ) -> None:
        sign_in(app, client, world.newcomer())
        people = [world.person() for _ in range(7)]
        limiter.reset()
        for person in people[:-1]:
            assert client.submit(f"/people/{person.username}/report").status_code == 303
        response = client.submit(f"/people/{people[-1].username}/report", {"words": WORDS})
        assert response.status_code == 429
        assert f"\n{WORDS}</textarea>" in response.text


def test_being_signed_out_meanwhile_takes_no_words(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread, person = world.thread(world.person()), world.newcomer()
    sign_in(app, client, person)
    form = choose_form(client.page(address(thread)))
    with transaction() as session:
        end_all_sessions(session, person.id, now=world.clock.now())
    response = client.post(address(thread), data=fill_in(form, {"text": WORDS}))
    assert response.status_code == 403
    assert f"\n{WORDS}</textarea>" in response.text
    sign_in(app, client, person)
    assert send_again(client, response.text, address(thread)) == 303


def test_a_thread_that_went_out_of_sight_takes_no_words(
    app: Flask, world: World, client: CheckingClient
) -> None:
    host = world.person()
    thread = world.thread(host)
    sign_in(app, client, world.newcomer())
    form = choose_form(client.page(address(thread)))
    opening = db.session.query(Post).filter_by(thread_id=thread.id).one()
    commands.withdraw(host, opening.id, world.clock)
    response = client.post(address(thread), data=fill_in(form, {"text": WORDS}))
    assert response.status_code == 404
    assert f"\n{WORDS}</textarea>" in response.text
    assert "You can try to send them again" in response.text, "nobody knows whether it comes back"


def test_an_answer_to_what_went_out_of_sight_can_be_sent_to_the_thread(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread, other = world.thread(world.person()), world.person()
    answered = world.reply(other, thread)
    sign_in(app, client, world.newcomer())
    form = choose_form(client.page(f"{address(thread)}?answers={answered.id}"))
    commands.withdraw(other, answered.id, world.clock)
    response = client.post(address(thread), data=fill_in(form, {"text": WORDS}))
    assert response.status_code == 409
    assert "no longer on show" in response.text
    assert send_again(client, response.text, address(thread)) == 303


GONE = "The post you were answering is not on show any more, so what you write here answers the thread."


class TestAnAnswerToWhatWentOutOfSight:
    """The page says once that what it answered is gone, keeps the words, and sends them to the thread."""

    @pytest.fixture
    def thread(self, world: World) -> Thread:
        return world.thread(world.person())

    @pytest.fixture
    def answered(self, app: Flask, world: World, client: CheckingClient, thread: Thread) -> Post:
        sign_in(app, client, world.newcomer())
        return world.reply(world.person(), thread)

    @pytest.fixture
    def path(self, thread: Thread, answered: Post) -> str:
        return f"{address(thread)}?answers={answered.id}"

    def withdraw(self, world: World, answered: Post) -> None:
        author = world.fresh(answered).author
        commands.withdraw(Actor(user_id=author.id), answered.id, world.clock)

    @pytest.mark.parametrize(("words", "status"), [(WORDS * 1000, 400), (UNKIND, 200)])
    def test_is_told_beside_what_else_there_is_to_say(
        self, world: World, client: CheckingClient, thread: Thread, answered: Post, path: str,
        desk: ScriptedDesk, words: str, status: int,
    ) -> None:  # fmt: skip
        desk.reads = points_at(UNKIND)
        form = choose_form(client.page(path))
        self.withdraw(world, answered)

        response = client.post(address(thread), data=fill_in(form, {"text": words}))

        assert response.status_code == status
        page = parse(response.text)[0]
        assert GONE in page.find("main").text
        assert f"\n{words}</textarea>" in response.text
        again = choose_form(page)
        assert again["data-key"] == form["data-key"], "the device keeps them under the same name"
        sent = client.post(address(thread), data=fill_in(again, {"text": KIND}))
        assert sent.status_code == 303
        assert GONE not in client.get(sent.location or "", follow_redirects=True).text

    def test_is_told_to_whoever_comes_back_to_a_draft_of_it(
        self, world: World, client: CheckingClient, thread: Thread, answered: Post, path: str
    ) -> None:
        form = choose_form(client.page(path))
        draft = client.post(form["data-draft-url"], data=fill_in(form, {"text": WORDS}))
        assert GONE not in client.get(draft.location or "").text
        self.withdraw(world, answered)

        page = client.page(draft.location or "")

        assert GONE in page.find("main").text
        assert choose_form(page).find("textarea").text.strip() == WORDS
        sent = client.post(address(thread), data=fill_in(choose_form(page), {}))
        assert sent.status_code == 303
        assert client.page(address(thread)).find("textarea").text.strip() == ""

    def test_is_told_alike_of_what_there_never_was(
        self, client: CheckingClient, thread: Thread, answered: Post
    ) -> None:
        assert GONE in client.page(f"{address(thread)}?answers=4711").find("main").text
        assert GONE not in client.page(address(thread)).find("main").text


def test_what_has_arrived_is_not_said_to_be_turned_away_once_its_thread_is_closed(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    data = fill_in(choose_form(client.page(address(thread))), {"text": WORDS})
    first = client.post(address(thread), data=data)
    lock_thread(world.person(Role.MODERATOR), thread.id, "It has all been said.", world.clock)
    again = client.post(address(thread), data=data)
    assert (again.status_code, again.location) == (303, first.location)


def test_a_thread_that_has_begun_is_not_said_to_be_turned_away_after_a_sanction(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.person()
    sign_in(app, client, author)
    path = "/categories/hello/new"
    data = fill_in(choose_form(client.page(path)), {"title": "Bread", "text": WORDS})
    first = client.post(path, data=data)
    give(world, world.person(Role.MODERATOR), author, "silence")
    again = client.post(path, data=data)
    assert (again.status_code, again.location) == (303, first.location)


def test_what_was_changed_in_another_window_can_be_sent_again(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()), KIND)
    sign_in(app, client, author)
    path = f"/posts/{post.id}/edit"
    form = choose_form(client.page(path))
    first = client.post(path, data=fill_in(form, {"text": "From one window."}))
    assert first.status_code == 303
    second = client.post(path, data=fill_in(form, {"text": WORDS}))
    assert second.status_code == 409
    assert f"\n{WORDS}</textarea>" in second.text
    assert "From one window." in second.text
    assert send_again(client, second.text, path) == 303
    assert world.revision(post).text == WORDS


@pytest.mark.parametrize("typed", [WORDS, WORDS * 1000, UNKIND])
def test_a_change_of_what_was_decided_meanwhile_comes_back_however_long_it_is(
    app: Flask, world: World, client: CheckingClient, typed: str
) -> None:
    author, moderator = world.person(), world.person(Role.MODERATOR)
    post = world.reply(author, world.thread(moderator), UNKIND)
    sign_in(app, client, author)
    path = f"/posts/{post.id}/edit"
    form = choose_form(client.page(path))
    world.decide(moderator, post, "decline", note="No.", rule=world.rule_id())

    response = client.post(path, data=fill_in(form, {"text": typed}))

    assert response.status_code == 409
    assert f"\n{typed}</textarea>" in response.text
    assert "This post has moved on since you opened the page." in response.text


def test_a_change_that_is_too_long_comes_back_to_whoever_was_asked_to_read_along_meanwhile(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()), KIND)
    sign_in(app, client, author)
    path = f"/posts/{post.id}/edit"
    form = choose_form(client.page(path))
    give(world, world.person(Role.MODERATOR), author, "silence")

    response = client.post(path, data=fill_in(form, {"text": WORDS * 1000}))

    assert response.status_code == 403
    assert f"\n{WORDS * 1000}</textarea>" in response.text


def test_what_somebody_says_of_themselves_comes_back_when_they_were_asked_to_read_along_meanwhile(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.person()
    sign_in(app, client, author)
    form = choose_form(client.page("/account/profile"))
    give(world, world.person(Role.MODERATOR), author, "silence")

    data = fill_in(form, {"biography": WORDS * 20})
    response = client.post("/account/profile", data=data)

    assert response.status_code == 403
    assert f"\n{WORDS * 20}</textarea>" in response.text


@pytest.mark.parametrize("before", [KIND, UNKIND])
def test_pressing_the_button_twice_changes_a_post_once(
    app: Flask, world: World, client: CheckingClient, before: str
) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()), before)
    sign_in(app, client, author)
    path = f"/posts/{post.id}/edit"
    form = choose_form(client.page(path))
    for _ in range(2):
        assert client.post(path, data=fill_in(form, {"text": WORDS})).status_code == 303
    assert world.fresh(post).latest_number == 2


def test_other_words_from_the_same_form_are_another_post(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    form = choose_form(client.page(address(thread)))
    before = db.session.query(Post).count()
    for text in (WORDS, WORDS, "And one thing more."):
        assert client.post(address(thread), data=fill_in(form, {"text": text})).status_code == 303
    db.session.rollback()
    assert db.session.query(Post).count() == before + 2


def test_words_from_a_form_with_an_odd_key_can_be_sent_again(
    app: Flask, world: World, client: CheckingClient
) -> None:
    path = address(world.thread(world.person()))
    sign_in(app, client, world.newcomer())
    data = fill_in(choose_form(client.page(path)), {"text": WORDS})
    data["submission_key"] = "not a key"

    answer = client.post(path, data=data)

    assert answer.status_code == 400
    assert "Please send this form once more." in answer.text
    assert f"\n{WORDS}</textarea>" in answer.text
    assert send_again(client, answer.text, path) == 303


@pytest.mark.parametrize("odd", ["", "no number", "-1", "9" * 30])
def test_a_change_of_no_version_that_there_was_can_be_sent_again(
    app: Flask, world: World, client: CheckingClient, odd: str
) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()), KIND)
    sign_in(app, client, author)
    path = f"/posts/{post.id}/edit"
    data = fill_in(choose_form(client.page(path)), {"text": WORDS})
    data["based_on"] = odd

    answer = client.post(path, data=data)

    assert answer.status_code == 409
    assert f"\n{WORDS}</textarea>" in answer.text
    assert send_again(client, answer.text, path) == 303
    assert world.revision(post).text == WORDS


@pytest.mark.parametrize("spelling", ["urn:uuid:{}", "{{{}}}"])
def test_a_key_in_another_spelling_is_the_same_key(
    app: Flask, world: World, client: CheckingClient, spelling: str
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    data = fill_in(choose_form(client.page(address(thread))), {"text": WORDS})
    data["submission_key"] = spelling.format(data["submission_key"])
    assert client.post(address(thread), data=data).status_code == 303


def test_ones_own_reply_is_there_when_its_thread_is_not(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    host, author = world.person(), world.newcomer()
    thread = world.thread(host)
    reply = world.reply(author, thread, WORDS)
    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    commands.withdraw(host, opening.id, world.clock)
    assert WORDS in sign_in(app, new_client(), author).get(f"/posts/{reply.id}").text
    other = sign_in(app, new_client(), world.person(Role.MENTOR))
    assert other.get(f"/posts/{reply.id}").status_code == 404


class TestWhatMentorsAndNewcomersWrite:
    """The forms of welcoming: what was typed comes back, whatever else was wrong or happened meanwhile."""

    @pytest.fixture
    def mo(self, world: World) -> Actor:
        return world.person(Role.MENTOR, name="Mo")

    @pytest.fixture
    def his(self, app: Flask, client: CheckingClient, mo: Actor) -> CheckingClient:
        return sign_in(app, client, mo)

    @pytest.fixture
    def mentee(self, world: World, mo: Actor) -> Actor:
        ana = world.newcomer("Ana")
        world.reply(ana, world.thread(mo, welcome=True))
        return ana

    def test_a_note(self, his: CheckingClient, mentee: Actor) -> None:
        path = f"/mentor/mentees/{mentee.id}"
        answer = his.submit(path, {"text": WORDS * 40}, form=path)
        assert answer.status_code == 400
        assert f"\n{WORDS}" in answer.text

    def test_a_note_about_somebody_who_went_to_another_mentor_meanwhile(
        self, world: World, his: CheckingClient, mo: Actor, mentee: Actor
    ) -> None:
        path = f"/mentor/mentees/{mentee.id}"
        form = choose_form(his.page(path), path)
        go_without_mentor(mentee, world.clock)
        answer = his.post(path, data=fill_in(form, {"text": WORDS}))
        assert answer.status_code == 404
        assert WORDS in answer.text

    def test_an_opener(self, his: CheckingClient) -> None:
        path = "/mentor/saved-replies"
        typed = {"title": "A title to keep", "text": WORDS * 200}
        answer = his.submit(path, typed, form=path)
        assert answer.status_code == 400
        assert "A title to keep" in answer.text
        assert f"\n{WORDS}" in answer.text

    def test_settings(self, his: CheckingClient) -> None:
        typed = {"introduction": WORDS, "most_mentees": "a few"}
        answer = his.submit("/mentor/settings", typed)
        assert answer.status_code == 400
        assert f"\n{WORDS}</textarea>" in answer.text
        assert "a few" in answer.text

    def test_why_something_is_not_praised(
        self, world: World, his: CheckingClient, mentee: Actor
    ) -> None:
        other = world.reply(world.person(), world.thread(world.person()))
        helped = world.reply(mentee, db.session.get_one(Thread, other.thread_id), answers=other)
        path = f"/mentor/posts/{helped.id}/skip-praise?kind=answered_somebody"
        answer = his.submit(path, {"reason": WORDS * 10})
        assert answer.status_code == 400
        assert WORDS in answer.text

    def test_why_a_thread_is_a_welcome_thread(self, world: World, his: CheckingClient) -> None:
        path = f"/threads/{world.thread(world.person()).id}/welcome-flag"
        answer = his.submit(path, {"reason": WORDS, "last_day": "soon"})
        assert answer.status_code == 400
        assert WORDS in answer.text

    def test_the_goal(
        self, app: Flask, world: World, new_client: Callable[[], CheckingClient]
    ) -> None:
        hers = sign_in(app, new_client(), world.person(Role.ADMIN))
        answer = hers.submit("/admin/welcome", {"goal_minutes": "95", "time_zone": "Mars/Olympus"})
        assert answer.status_code == 400
        for typed in ("95", "Mars/Olympus"):
            assert f'value="{typed}"' in answer.text

    def test_a_newcomers_answers(
        self, app: Flask, world: World, new_client: Callable[[], CheckingClient]
    ) -> None:
        hers = sign_in(app, new_client(), world.newcomer())
        answer = hers.submit("/home/questions", {"addressed_as": WORDS * 3, "topics": ["hello"]})
        assert answer.status_code == 400
        assert WORDS * 3 in answer.text

    def test_a_draft(
        self, app: Flask, world: World, new_client: Callable[[], CheckingClient]
    ) -> None:
        thread, ana = world.thread(world.person(), welcome=True), world.newcomer()
        hers = sign_in(app, new_client(), ana)
        for page in (f"/threads/{thread.id}/hello", "/categories/hello/new"):
            form = choose_form(hers.page(page))
            (keep,) = [one for one in form.find_all("button") if "draft" in one.get("formaction")]
            with transaction() as session:
                end_all_sessions(session, ana.id, now=world.clock.now())
            data = fill_in(form, {"text": WORDS})
            answer = hers.post(keep["formaction"], data=data)
            assert answer.status_code == 403
            assert f"\n{WORDS}</textarea>" in answer.text
            sign_in(app, hers, ana)
            assert send_again(hers, answer.text, keep["formaction"]) == 303


class TestAFormWithoutWordsThatWasOpenForALongTime:
    """Going back leads to the same old form, which a browser has kept; so the page leads to a fresh one."""

    @pytest.mark.parametrize("path", ["/join", "/sign-in?next=/home", "/forgotten-password"])
    def test_it_can_be_opened_anew(self, world: World, client: CheckingClient, path: str) -> None:
        form = choose_form(client.page(path))
        answer = client.post(path, data=fill_in(form, {"csrf_token": "of yesterday"}))
        assert answer.status_code == 400
        [fresh] = [
            link
            for link in parse(answer.text)[0].find("main").find_all("a")
            if link["href"] == path
        ]
        assert fresh.text == "Open it again"
        assert client.get(path).status_code == 200

    def test_what_has_no_page_of_its_own_leads_back_to_the_conversations(
        self, app: Flask, world: World, client: CheckingClient
    ) -> None:
        sign_in(app, client, world.newcomer())
        answer = client.post("/inbox/read", data={"csrf_token": "of yesterday", "up_to": "1"})
        assert answer.status_code == 400
        assert "Open it again" not in answer.text
        assert "Back to the conversations" in answer.text
