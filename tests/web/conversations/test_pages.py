"""Conversation pages, as a person without JavaScript meets them. The client checks every page it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.conversations.commands import NewVersion, revise
from forum.conversations.models import Post, Thread
from forum.database import db, transaction
from forum.leaving.waiting import take_back_posts
from forum.text import MAX_POST_LENGTH
from tests.factories import KIND, RULES, UNKIND, World, sign_in
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock

NewClient = Callable[[], CheckingClient]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{'a-thread'}"


def the_post(text: str) -> Post:
    db.session.rollback()
    return next(
        post
        for post in db.session.query(Post).order_by(Post.id.desc())
        if World(clock=None).revision(post).text == text  # type: ignore[arg-type]
    )


# ---------------------------------------------------------------------------------------- reading


def test_a_visitor_reads_without_an_account(world: World, client: CheckingClient) -> None:
    thread = world.thread(world.person(name="Ana"), title="Bread", text="I **bake** on Sundays.")
    world.reply(world.person(name="Ben"), thread, "So do I.")
    page = client.get(f"/threads/{thread.id}-bread")
    assert "I <strong>bake</strong> on Sundays." in page.text
    assert "So do I." in page.text
    assert "Join us" in client.get("/").text


def test_a_large_number_can_be_read_at_a_glance(world: World, client: CheckingClient) -> None:
    thread = world.thread(world.person())
    with transaction() as session:
        session.get_one(Thread, thread.id).reply_count = 12_345
    assert "12,345 replies" in client.page("/categories/hello").text


def test_a_visitor_is_set_no_cookie(world: World, client: CheckingClient) -> None:
    thread = world.thread(world.person())
    for path in ("/", "/categories/hello", address(thread)):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_page_made_for_one_person_is_kept_by_nobody(
    app: Flask, world: World, client: CheckingClient
) -> None:
    sign_in(app, client, world.newcomer())
    for path in ("/", "/home", "/categories/hello"):
        response = client.get(path)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"]


def test_an_old_address_leads_to_the_thread(world: World, client: CheckingClient) -> None:
    thread = world.thread(world.person())
    response = client.get(f"/threads/{thread.id}-once-another-title")
    assert response.status_code == 302
    assert response.headers["Location"].endswith(address(thread))


@pytest.mark.parametrize(
    "path",
    [
        "/threads/999999999",
        "/threads/99999999999999999999999999",
        "/threads/abc",
        "/posts/999999999",
        "/categories/none",
        "/categories/hello?page=2",
        "/categories/hello?page=0",
        "/categories/hello?page=-1",
        "/categories/hello?page=1e9",
        "/categories/hello?page=٣",
        "/categories/hello?page=99999999999999999999",
        "/categories/hello?page=000000001999999999999999999",
        "/no-such-page",
    ],
)
def test_what_is_not_there_gets_a_kind_page(
    world: World, client: CheckingClient, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "Back to" in response.text


def test_a_long_thread_has_pages(world: World, client: CheckingClient) -> None:
    author = world.person()
    thread = world.thread(author)
    for number in range(45):
        world.reply(author, thread, f"Reply number {number}.")
    first = client.get(address(thread))
    assert "Page 1 of 3" in first.text
    assert "Reply number 18." in first.text
    assert "Reply number 19." not in first.text
    last = client.get(address(thread) + "?page=3")
    assert "Reply number 44." in last.text


def test_a_posts_own_address_leads_to_its_place(world: World, client: CheckingClient) -> None:
    author = world.person()
    thread = world.thread(author)
    posts = [world.reply(author, thread, f"Reply {number}.") for number in range(25)]
    location = client.get(f"/posts/{posts[-1].id}").headers["Location"]
    assert location.endswith(f"?page=2#post-{posts[-1].id}")


def words_below(client: CheckingClient, thread: Thread, post: Post) -> str:
    """What readers see of one post in its thread, with the line that says when."""
    return client.page(address(thread)).find(id=f"post-{post.id}").text


def test_readers_see_when_what_they_had_read_was_changed(
    world: World, client: CheckingClient, clock: FakeClock
) -> None:
    author, thread = world.person(), world.thread(world.person())
    post = world.reply(author, thread, "First words.")
    assert "changed" not in words_below(client, thread, post)
    clock.advance(hours=1)
    revise(author, post.id, NewVersion(text="Others.", title=None, based_on=1), clock)
    world.screen()
    assert "changed" in words_below(client, thread, post)


def test_what_an_author_changed_before_anybody_read_it_is_theirs_to_know(
    world: World, client: CheckingClient, clock: FakeClock
) -> None:
    author, thread = world.person(), world.thread(world.person())
    post = world.reply(author, thread, UNKIND)
    clock.advance(hours=1)
    revise(author, post.id, NewVersion(text="Kinder words.", title=None, based_on=1), clock)
    clock.advance(hours=3)
    world.screen()
    shown = words_below(client, thread, post)
    assert "Kinder words." in shown
    assert "changed" not in shown


# ---------------------------------------------------------------------------------------- writing


def test_the_rules_stand_above_the_writing_box(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread = world.thread(world.person(), welcome=True)
    sign_in(app, client, world.newcomer())
    text = client.get(address(thread)).text
    assert text.index(RULES[0][0]) < text.index("<textarea")


def test_a_reply_that_nobody_has_read_is_seen_by_its_author_alone(
    app: Flask, world: World, new_client: NewClient
) -> None:
    thread = world.thread(world.person())
    author = sign_in(app, new_client(), world.newcomer())
    response = author.submit(address(thread), {"text": "Hello all"}, follow_redirects=True)
    assert "Your post is being read" in response.text
    assert "Hello all" in author.get(address(thread)).text
    assert "Hello all" not in new_client().get(address(thread)).text


def test_after_the_screener_has_passed_it_everybody_reads_it(
    app: Flask, world: World, new_client: NewClient
) -> None:
    thread = world.thread(world.person())
    author = sign_in(app, new_client(), world.newcomer())
    author.submit(address(thread), {"text": "Hello all"})
    world.screen()
    assert "Hello all" in new_client().get(address(thread)).text


def test_the_page_of_a_held_post_says_who_decided_and_what_comes_next(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.newcomer()
    post = world.reply(author, world.thread(world.person()), UNKIND)
    sign_in(app, client, author)
    text = client.get(f"/posts/{post.id}").text
    assert "no person has looked yet" in text
    assert "A moderator reads it" in text
    assert UNKIND in text
    assert "Change it" in text
    assert "Take it back" in text
    assert "0.91" not in text  # no score is shown to an author
    assert "0.84" not in text


def test_an_author_changes_a_held_post_in_place(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.newcomer()
    post = world.reply(author, world.thread(world.person()), UNKIND)
    sign_in(app, client, author)
    response = client.submit(
        f"/posts/{post.id}/edit", {"text": "Kinder words."}, follow_redirects=True
    )
    assert "Your post is being read" in response.text
    world.screen()
    assert world.fresh(post).state == "published"


def test_the_device_forgets_a_change_that_waits(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.newcomer()
    post = world.reply(author, world.thread(world.person()), KIND)
    sign_in(app, client, author)
    change = {"text": "Kinder words."}
    answer = client.submit(f"/posts/{post.id}/edit", change, follow_redirects=True)
    assert "Your change is being read" in answer.text
    assert "data-sent" in answer.text


@pytest.mark.parametrize("action", ["hide", "remove"])
def test_the_page_of_a_post_out_of_sight_shows_the_words_that_others_saw(
    app: Flask, world: World, client: CheckingClient, action: str
) -> None:
    author, moderator = world.newcomer(), world.person(Role.MODERATOR)
    thread = world.thread(author, title="How it was", text="What everybody read.")
    post = db.session.query(Post).filter_by(thread_id=thread.id).one()
    change = NewVersion(text=f"A second thought. {UNKIND}", title="How it is", based_on=1)
    revise(author, post.id, change, world.clock)
    world.screen()
    for done in ("decline", action):
        world.decide(moderator, world.fresh(post), done, note="No.", rule=world.rule_id())
    sign_in(app, client, author)

    words = client.page(f"/posts/{post.id}").find("main").text

    in_order = [
        *("What others saw", "How it was", "What everybody read."),
        *("Your change, which others have not read", "How it is", "A second thought."),
    ]
    found = [words.rindex(part) for part in in_order]
    assert found == sorted(found)
    assert "What you wrote" not in words


def test_a_change_that_went_when_its_author_left_can_be_sent_again(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()), "First words.")
    revise(author, post.id, NewVersion(text="Others.", title=None, based_on=1), world.clock)
    with transaction() as session:
        take_back_posts(session, author.id, world.clock.now())
    sign_in(app, client, author)

    page = client.page(f"/posts/{post.id}").text

    assert "Your change was taken back when you left" in page
    assert "The reason is below" not in page
    assert client.submit(f"/posts/{post.id}/edit").status_code == 303
    world.screen()
    assert world.fresh(post).shown_number == 3


def test_an_author_takes_a_post_back(app: Flask, world: World, client: CheckingClient) -> None:
    author = world.newcomer()
    post = world.reply(author, world.thread(world.person()), UNKIND)
    sign_in(app, client, author)
    response = client.submit(f"/posts/{post.id}/withdraw", follow_redirects=True)
    assert "You took this post back" in response.text
    assert world.fresh(post).state == "withdrawn"


def test_answering_somebody_shows_whom(app: Flask, world: World, client: CheckingClient) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    hello = world.reply(world.newcomer("Ana"), thread, "Hello, I am Ana.")
    sign_in(app, client, world.person())
    text = client.get(f"/threads/{thread.id}/reply?answers={hello.id}").text
    assert "Answer Ana" in text
    assert "Ana is new here" in text
    client.submit(f"/threads/{thread.id}/reply?answers={hello.id}", {"text": "Hello Ana"})
    assert the_post("Hello Ana").answers_id == hello.id


def test_beginning_a_thread(app: Flask, world: World, client: CheckingClient) -> None:
    sign_in(app, client, world.newcomer())
    client.submit("/categories/hello/new", {"title": "Rain again", "text": "It rains."})
    world.screen()
    assert "Rain again" in client.get("/categories/hello").text


def test_a_visitor_who_wants_to_write_is_asked_to_sign_in(
    world: World, client: CheckingClient
) -> None:
    thread = world.thread(world.person())
    for path in (f"/threads/{thread.id}/reply", "/categories/hello/new", "/home"):
        response = client.get(path)
        assert response.status_code == 302
        assert "/sign-in?next=" in response.headers["Location"]


# --------------------------------------------------------------------------------------- bad input

TOO_LONG = "a" * (MAX_POST_LENGTH + 1)
BAD_TEXTS = {
    "empty": ("", "There is no post here yet", ""),
    "only what nobody can see": (
        "\u200b\u3164\u2800",
        "There is no post here yet",
        "\u200b\u3164\u2800",
    ),
    "white space": (" \n\t ", "There is no post here yet", ""),
    "too long": (
        TOO_LONG,
        "This is 1 character longer than a post can be (20,000). Nothing is lost: shorten it, or send it in two parts.",
        TOO_LONG,
    ),
    "control characters": ("Hello\x00\x07 there", "taken out now", "Hello there"),
    "bidi override": ("Hello \u202egnp.exe", "taken out now", "Hello gnp.exe"),
}


@pytest.mark.parametrize(("sent", "answer", "kept"), list(BAD_TEXTS.values()), ids=list(BAD_TEXTS))
def test_words_that_cannot_be_taken_come_back_with_a_reason(
    app: Flask, world: World, client: CheckingClient, sent: str, answer: str, kept: str
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    response = client.submit(address(thread), {"text": sent})
    assert response.status_code == 400
    assert answer in response.text
    assert f"\n{kept}</textarea>" in response.text


def test_a_form_that_expired_gives_the_words_back_and_can_be_sent_again(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    client.get(address(thread))
    response = client.post(
        f"/threads/{thread.id}/reply",
        data={
            "csrf_token": "long gone",
            "text": "A long and careful text.",
            "submission_key": "0b9f9a4e-0f43-4b3a-9b8f-6d8a3f1f2f10",
        },
    )
    assert response.status_code == 400
    assert "A long and careful text.</textarea>" in response.text
    token = response.text.split('name="csrf_token" value="')[1].split('"')[0]
    again = client.post(
        f"/threads/{thread.id}/reply",
        data={
            "csrf_token": token,
            "text": "A long and careful text.",
            "submission_key": "0b9f9a4e-0f43-4b3a-9b8f-6d8a3f1f2f10",
        },
    )
    assert again.status_code == 303
    assert the_post("A long and careful text.").state == "submitted"


def test_a_token_of_another_session_does_nothing(
    app: Flask, world: World, new_client: NewClient
) -> None:
    thread = world.thread(world.person())
    stranger = sign_in(app, new_client(), world.newcomer())
    foreign = stranger.token(address(thread))
    victim = sign_in(app, new_client(), world.newcomer())
    victim.get(address(thread))
    before = db.session.query(Post).count()
    response = victim.post(
        f"/threads/{thread.id}/reply", data={"csrf_token": foreign, "text": "Forged words here"}
    )
    assert response.status_code == 400
    assert db.session.query(Post).count() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_from_another_site_is_not_even_looked_at(
    app: Flask, world: World, client: CheckingClient, site: str
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    token = client.token(address(thread))
    response = client.post(
        f"/threads/{thread.id}/reply",
        data={"csrf_token": token, "text": "Forged"},
        headers={"Sec-Fetch-Site": site},
    )
    assert response.status_code == 403
    assert "Forged" not in response.text


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ["a", "b"], "answers": "abc"},
        {"text": "x", "answers": "9" * 400},
        {"text": "x", "answers": "-1"},
        {"text": "x", "submission_key": "not a key"},
        {"text": "x", "submission_key": ["", "x" * 10_000]},
        {"text[]": "x", "text[a]": "y"},
        {},
    ],
)
def test_wrong_types_in_a_form_get_an_answer_and_break_nothing(
    app: Flask, world: World, client: CheckingClient, fields: dict[str, str]
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    token = client.token(address(thread))
    response = client.post(f"/threads/{thread.id}/reply", data={"csrf_token": token, **fields})
    assert response.status_code in {303, 400}


def test_column_names_in_a_form_are_ignored(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread, author = world.thread(world.person()), world.newcomer()
    sign_in(app, client, author)
    page = client.page(address(thread)).find("main").find_all("form", method="post")[0]
    hidden = {field["name"]: field.get("value") for field in page.find_all("input", type="hidden")}
    forged = dict.fromkeys((*Post.__table__.columns.keys(), *Thread.__table__.columns.keys()), "1")
    forged |= {"state": "published", "answers": ""} | hidden | {"text": "Mine"}
    client.post(f"/threads/{thread.id}/reply", data=forged)
    post = the_post("Mine")
    assert (post.state, post.author_id, post.thread_id) == ("submitted", author.id, thread.id)


def test_ten_megabytes_are_refused_before_they_are_read(
    app: Flask, world: World, client: CheckingClient
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    response = client.post(f"/threads/{thread.id}/reply", data={"text": "a" * 10_000_000})
    assert response.status_code == 413


def test_a_post_in_two_windows_keeps_both_texts(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()), KIND)
    sign_in(app, client, author)
    token = client.token(f"/posts/{post.id}/edit")
    fields = {"csrf_token": token, "based_on": "1"}
    first = client.post(f"/posts/{post.id}/edit", data=fields | {"text": "From one window."})
    assert first.status_code == 303
    second = client.post(f"/posts/{post.id}/edit", data=fields | {"text": "From the other one."})
    assert second.status_code == 409
    assert "From the other one." in second.text


def test_hosts_that_are_not_ours_are_refused(world: World, client: CheckingClient) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


# -------------------------------------------------------------------------------- taking back


def test_taking_a_post_back_twice_is_taking_it_back(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.newcomer()
    post = world.reply(author, world.thread(world.person()))
    sign_in(app, client, author)
    path = f"/posts/{post.id}/withdraw"
    data = fill_in(choose_form(client.page(path)), {})
    for _ in range(2):
        done = client.post(path, data=data, follow_redirects=True)
        assert "You took your post back. Only you can see it now." in done.text
    assert world.fresh(post).state == "withdrawn"


def test_whoever_takes_back_what_began_a_conversation_reads_that_all_of_it_goes(
    app: Flask, world: World, client: CheckingClient
) -> None:
    author = world.newcomer()
    thread = world.thread(author)
    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    world.reply(world.person(), thread)
    reply = world.reply(author, thread)
    sign_in(app, client, author)

    said = "The whole conversation goes out of sight with it, and the answers in it, too."
    assert said in client.page(f"/posts/{opening.id}/withdraw").text
    assert said not in client.page(f"/posts/{reply.id}/withdraw").text
