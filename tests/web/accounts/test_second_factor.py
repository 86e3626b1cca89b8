"""The second step at sign-in through the pages, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.accounts.models import Passkey, Role
from forum.accounts.sessions import end_all_sessions
from forum.conversations.models import Post
from forum.database import db, transaction
from tests.factories import UNKIND, World, sign_in
from tests.integration.accounts.people import PASSWORD, Account, actor_of, make_account
from tests.support.authenticator import Authenticator
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.html import parse
from tests.support.second_factor import APP_PAGE, App, secret_on, set_up_app

pytestmark = pytest.mark.usefixtures("world")

OVERVIEW, STEP = "/account/second-step", "/sign-in/second-step"
PASSKEY_PAGE = "/account/second-step/passkey"


def password(client: CheckingClient, name: str = "ana", path: str = "/sign-in") -> str:
    """Type the password; where that leads."""
    return client.submit(path, {"name": name, "password": PASSWORD}).location or ""


@pytest.fixture
def hers(client: CheckingClient, ana: Account) -> CheckingClient:
    """Ana's browser, signed in with the password."""
    password(client)
    return client


@pytest.fixture
def app_of_ana(hers: CheckingClient, clock: FakeClock) -> App:
    """Her authenticator app, set up half a minute ago."""
    made = set_up_app(hers, clock.now())
    clock.advance(seconds=30)
    return made


def test_the_secret_stands_there_as_a_picture_and_as_text(hers: CheckingClient) -> None:
    page = hers.page(APP_PAGE)
    assert len(page.find_all("svg", _class="qr")) == 1
    secret = secret_on(page)
    assert len(secret) == 32
    link = [one["href"] for one in page.find_all("a") if one["href"].startswith("otpauth:")]
    assert secret in link[0]
    assert "issuer=Lindenhof" in link[0]


def test_setting_it_up_shows_ten_codes_once(hers: CheckingClient, clock: FakeClock) -> None:
    made = set_up_app(hers, clock.now())
    assert len(made.recovery_codes) == 10
    for path in (OVERVIEW, "/account", "/inbox"):
        text = hers.get(path).text
        assert not any(code in text for code in made.recovery_codes)
    assert "10 are left" in hers.get(OVERVIEW).text


class TestADoubleClick:
    """The form arrives twice, both times from a browser that has seen no answer yet."""

    @pytest.fixture
    def sent(self, hers: CheckingClient, clock: FakeClock) -> dict[str, str]:
        page = hers.page(APP_PAGE)
        code = App(secret_on(page)).code(clock.now())
        return fill_in(choose_form(page), {"code": code})

    @staticmethod
    def codes(page: str) -> list[str]:
        return [one.text for one in parse(page)[0].find_all("code") if one.text.count("-") == 3]

    def with_the_former_token(
        self, client: CheckingClient, data: dict[str, str], before: str
    ) -> TestResponse:
        client.set_cookie("__Host-session", before, domain="forum.test", secure=True)
        return client.post(APP_PAGE, data=data)

    def cookie(self, client: CheckingClient) -> str:
        found = client.get_cookie("__Host-session", domain="forum.test")
        assert found is not None
        return found.value

    def test_shows_the_same_codes_twice_and_leaves_nobody_signed_out(
        self,
        hers: CheckingClient,
        sent: dict[str, str],
        new_client: Callable[[], CheckingClient],
    ) -> None:
        before = self.cookie(hers)
        first = self.codes(hers.post(APP_PAGE, data=sent).text)
        second = self.with_the_former_token(hers, sent, before)
        assert second.status_code == 200
        assert self.codes(second.text) == first
        assert len(first) == 10
        assert hers.get("/account").status_code == 200
        fresh = new_client()
        password(fresh)
        assert fresh.submit(STEP, {"code": first[0]}).status_code == 303

    def test_needs_the_code_of_the_app(self, hers: CheckingClient, sent: dict[str, str]) -> None:
        before = self.cookie(hers)
        hers.post(APP_PAGE, data=sent)
        for wrong in ({"code": "000000"}, {"proposal_token": "made up"}):
            answer = self.with_the_former_token(hers, {**sent, **wrong}, before)
            assert "/sign-in" in (answer.location or "")

    def test_opens_nothing_once_that_session_has_ended(
        self, app: Flask, world: World, ana: Account, hers: CheckingClient, sent: dict[str, str]
    ) -> None:
        before = self.cookie(hers)
        hers.post(APP_PAGE, data=sent)
        with app.app_context(), transaction() as session:
            end_all_sessions(session, ana.id, now=world.clock.now())
        answer = self.with_the_former_token(hers, sent, before)
        assert "/sign-in" in (answer.location or "")

    def test_and_a_page_that_is_loaded_again_later_shows_them_too(
        self, hers: CheckingClient, sent: dict[str, str], clock: FakeClock
    ) -> None:
        first = self.codes(hers.post(APP_PAGE, data=sent).text)
        clock.advance(minutes=10)
        assert self.codes(hers.post(APP_PAGE, data=sent).text) == first


def test_a_typo_keeps_the_same_picture(hers: CheckingClient, clock: FakeClock) -> None:
    page = hers.page(APP_PAGE)
    form = choose_form(page)
    answer = hers.post(APP_PAGE, data=fill_in(form, {"code": "12345"}))
    assert answer.status_code == 400
    again = parse(answer.text)[0]
    assert secret_on(again) == secret_on(page)
    assert "newest six digits" in again.find(id="code-error").text
    app = App(secret_on(again))
    sent = fill_in(choose_form(again), {"code": app.code(clock.now())})
    assert hers.post(APP_PAGE, data=sent).status_code == 200


def test_signing_in_takes_two_steps_and_leads_on(
    app: Flask,
    hers: CheckingClient,
    app_of_ana: App,
    new_client: Callable[[], CheckingClient],
    clock: FakeClock,
) -> None:
    fresh = new_client()
    where = password(fresh, path="/sign-in?next=/account")
    assert where == f"{STEP}?next=/account"
    assert fresh.get("/account").status_code == 302, "the password alone opens nothing"
    answer = fresh.submit(where, {"code": app_of_ana.code(clock.now())})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "ana@example.org" in fresh.page("/account").text


def test_the_known_browser_is_remembered_only_after_the_second_step(
    app_of_ana: App, new_client: Callable[[], CheckingClient], clock: FakeClock
) -> None:
    fresh = new_client()
    password(fresh)
    assert fresh.get_cookie("__Host-known-device", domain="forum.test") is None
    fresh.submit(STEP, {"code": app_of_ana.code(clock.now())})
    assert fresh.get_cookie("__Host-known-device", domain="forum.test") is not None


@pytest.mark.parametrize("code", ["000000", "no such code", "x" * 60, "\U0001f600"])
def test_a_code_that_does_not_fit_is_said_kindly_and_not_sent_back(
    app_of_ana: App, new_client: Callable[[], CheckingClient], code: str
) -> None:
    fresh = new_client()
    password(fresh)
    answer = fresh.submit(STEP, {"code": code})
    assert answer.status_code == 400
    page = parse(answer.text)[0]
    assert "does not fit" in page.find(id="code-error").text
    assert page.find(id="code").get("value") == ""
    assert fresh.get("/account").status_code == 302


def test_an_empty_code_is_not_counted(
    app_of_ana: App, new_client: Callable[[], CheckingClient], clock: FakeClock
) -> None:
    fresh = new_client()
    password(fresh)
    for _ in range(8):
        assert "Please type a code" in fresh.submit(STEP, {"code": " "}).text
    assert fresh.submit(STEP, {"code": app_of_ana.code(clock.now())}).status_code == 303


def test_guessing_is_slowed_down(
    app_of_ana: App, new_client: Callable[[], CheckingClient], clock: FakeClock
) -> None:
    fresh = new_client()
    password(fresh)
    statuses = [fresh.submit(STEP, {"code": "000000"}).status_code for _ in range(6)]
    assert statuses == [400] * 5 + [429]
    clock.advance(seconds=2)
    assert fresh.submit(STEP, {"code": app_of_ana.code(clock.now())}).status_code == 303


def test_no_copy_of_the_pages_is_kept(
    hers: CheckingClient, app_of_ana: App, new_client: Callable[[], CheckingClient]
) -> None:
    fresh = new_client()
    password(fresh)
    for client, path in ((fresh, STEP), (fresh, STEP), (hers, APP_PAGE), (hers, OVERVIEW)):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"


def test_after_ten_minutes_one_begins_again(
    app_of_ana: App, new_client: Callable[[], CheckingClient], clock: FakeClock
) -> None:
    fresh = new_client()
    where = password(fresh, path="/sign-in?next=/account")
    clock.advance(minutes=10)
    assert fresh.get(where).location == "/sign-in?next=/account"
    assert "sign in once more" in fresh.get("/sign-in").text


def test_there_is_no_second_step_without_a_first(client: CheckingClient) -> None:
    assert client.get(STEP).location == "/sign-in"
    assert client.get(f"{STEP}?next=//evil.example").location == "/sign-in"


def test_a_recovery_code_opens_and_is_told(
    app_of_ana: App, new_client: Callable[[], CheckingClient]
) -> None:
    fresh = new_client()
    password(fresh)
    assert fresh.submit(STEP, {"code": app_of_ana.recovery_codes[0]}).status_code == 303
    assert "A recovery code was used" in fresh.get("/inbox").text
    assert "9 are left" in fresh.get(OVERVIEW).text


def test_giving_it_up_asks_first_and_says_what_follows(
    hers: CheckingClient, app_of_ana: App
) -> None:
    path = f"{APP_PAGE}/remove"
    assert "It is the only one" in hers.get(path).text
    assert hers.submit(path).location == OVERVIEW
    assert "Set up an app" in hers.get(OVERVIEW).text
    assert hers.get(path).status_code == 404


def test_new_codes_are_made_on_the_page_and_only_there(
    hers: CheckingClient, app_of_ana: App
) -> None:
    path = f"{OVERVIEW}/recovery-codes"
    assert "stop working" in hers.get(path).text
    shown = parse(hers.submit(path).text)[0].find_all("code")
    assert len(shown) == 10
    assert not {one.text for one in shown} & set(app_of_ana.recovery_codes)


def test_a_double_click_shows_the_same_codes_twice_and_they_open(
    hers: CheckingClient, app_of_ana: App, new_client: Callable[[], CheckingClient]
) -> None:
    path = f"{OVERVIEW}/recovery-codes"
    sent = fill_in(choose_form(hers.page(path)), {})
    first, second = (
        [one.text for one in parse(hers.post(path, data=sent).text)[0].find_all("code")]
        for _ in range(2)
    )
    assert first == second
    assert len(first) == 10
    fresh = new_client()
    password(fresh)
    assert fresh.submit(STEP, {"code": first[0]}).status_code == 303


def test_a_page_for_new_codes_that_was_open_for_too_long_is_made_anew(
    hers: CheckingClient, app_of_ana: App
) -> None:
    path = f"{OVERVIEW}/recovery-codes"
    sent = fill_in(choose_form(hers.page(path)), {"proposal_token": "of long ago"})
    assert hers.post(path, data=sent).location == path
    assert "Please begin once more" in hers.get(path).text
    assert "10 are left" in hers.get(OVERVIEW).text


def test_setting_up_asks_for_the_password_again_after_a_while(
    hers: CheckingClient, clock: FakeClock
) -> None:
    clock.advance(minutes=15)
    for path in (APP_PAGE, PASSKEY_PAGE):
        assert hers.get(path).location == f"/confirm-it-is-you?next={path}"


# ------------------------------------------------------------------------------------ passkeys


def options(client: CheckingClient, path: str) -> str:
    """What the page asks the device."""
    [box] = client.page(path).find_all("div", data_behaviour="passkey")
    return box["data-options"]


def make_passkey(client: CheckingClient, device: Authenticator, name: str = "") -> None:
    page = client.page(PASSKEY_PAGE)
    [box] = page.find_all("div", data_behaviour="passkey")
    answer = device.make(box["data-options"])
    sent = fill_in(choose_form(page), {"answer_token": answer, "name": name})
    assert client.post(PASSKEY_PAGE, data=sent).status_code == 200


def test_a_passkey_is_made_used_and_given_up(
    app: Flask, hers: CheckingClient, new_client: Callable[[], CheckingClient]
) -> None:
    device = Authenticator()
    make_passkey(hers, device, "My <b>phone</b>")
    assert "My &lt;b&gt;phone" in hers.get(OVERVIEW).text
    fresh = new_client()
    password(fresh)
    answer = device.answer(options(fresh, STEP))
    assert fresh.submit(STEP, {"answer_token": answer}).status_code == 303
    with app.app_context():
        number = db.session.query(Passkey).one().id
    assert hers.submit(f"{OVERVIEW}/passkeys/{number}/remove").status_code == 303
    assert "Set up a passkey" in hers.get(OVERVIEW).text


def test_an_answer_that_was_made_up_keeps_the_name(hers: CheckingClient) -> None:
    answer = hers.submit(PASSKEY_PAGE, {"answer_token": "{}", "name": "the blue key"})
    assert answer.status_code == 400
    page = parse(answer.text)[0]
    assert page.find(id="name")["value"] == "the blue key"
    assert "did not understand each other" in page.text


# --------------------------------------------------------------------------------------- staff


def test_staff_are_led_to_it_and_back(
    app: Flask, world: World, client: CheckingClient, clock: FakeClock
) -> None:
    make_account(app, clock.now(), Role.MODERATOR, username="ria")
    password(client, "ria")
    assert "Your role rests" in client.get("/").text
    led = client.get("/review").location
    assert led == f"{OVERVIEW}?next=/review"
    assert "Your role asks for this" in client.get(led).text
    set_up_app(client, clock.now(), f"{APP_PAGE}?next=/review")
    assert client.get("/review").status_code == 200
    assert "Your role rests" not in client.get("/").text


@pytest.mark.parametrize("path", ["/admin/people", "/admin/community", "/admin/audit"])
def test_so_are_admins(
    app: Flask, world: World, client: CheckingClient, clock: FakeClock, path: str
) -> None:
    make_account(app, clock.now(), Role.ADMIN, username="ada")
    password(client, "ada")
    assert client.get(path).location == f"{OVERVIEW}?next={path}"


def test_what_only_moderators_see_is_not_there_while_the_role_rests(
    app: Flask, world: World, client: CheckingClient
) -> None:
    with app.app_context():
        ria = world.person(Role.MODERATOR)
        held = world.reply(world.newcomer(), world.thread(world.person()), f"zq7canary {UNKIND}")
    sign_in(app, client, ria, verified=False)
    for path in (f"/posts/{held.id}", f"/posts/{held.id}/moderate", "/review"):
        answer = client.get(path, follow_redirects=True)
        assert "zq7canary" not in answer.text
    with app.app_context():
        assert db.session.get_one(Post, held.id).state == "held"


def test_words_that_staff_have_typed_come_back(
    app: Flask, world: World, client: CheckingClient
) -> None:
    """The forum was updated while a moderator wrote to somebody."""
    with app.app_context():
        ria = world.person(Role.MODERATOR)
        held = world.reply(world.newcomer(), world.thread(world.person()), UNKIND)
        item = world.open_item(held)
        assert item is not None
        number = item.id
    sign_in(app, client, ria)
    page = client.page(f"/review/{number}", status=200)
    form = next(one for one in page.find_all("form") if one.find_all("textarea", name="note"))
    words = "Words that took an hour to find, for somebody who had a hard day. " * 2
    sent = fill_in(form, {"note": words})
    sent["action"] = "decline"
    client.delete_cookie("__Host-session", domain="forum.test")
    sign_in(app, client, ria, verified=False)
    sent["csrf_token"] = client.token("/account")
    answer = client.post(form["action"], data=sent)
    assert answer.status_code == 403
    assert "Please set up your second step first" in answer.text
    assert words.strip() in answer.text


def test_an_admin_helps_somebody_back_in(
    app: Flask,
    hers: CheckingClient,
    app_of_ana: App,
    ana: Account,
    clock: FakeClock,
    new_client: Callable[[], CheckingClient],
) -> None:
    ada = make_account(app, clock.now(), Role.ADMIN, username="ada")
    with app.app_context():
        admin = sign_in(app, new_client(), actor_of(ada.token, clock.now()))
    path = f"/admin/people/{ana.id}/second-step"
    roles = admin.page(f"/admin/people/{ana.id}/roles")
    assert path in [one["href"] for one in roles.find_all("a") if one.has("href")]
    assert admin.submit(path).location == f"/admin/people/{ana.id}/roles"
    assert hers.get("/account").status_code == 302, "she is signed out"
    assert password(hers) == "/home"
    assert "An admin took the second step" in hers.get("/inbox").text
    assert "took the second step at sign-in away from Ana" in admin.get("/admin/audit").text
    assert "nothing to take away" in admin.get(path).text
