"""Sanctions as people meet them: on every page, at the door, and on the pages of staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.community.commands import choose_signature
from forum.community.signatures import SignedBy
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place as DraftPlace
from forum.exposure.commands import ReadingChoices, save_choices
from tests.factories import KIND, UNKIND, World, everyone, sign_in
from tests.integration.accounts.people import PASSWORD, Account, make_account
from tests.integration.newcomers.test_home import pair
from tests.integration.sanctions.giving import WHY, give, sanctions_of
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.html import parse

FORM = {"kind": "silence", "days": "7", "note": WHY}
CHANGES_SOMETHING = (
    "Answer Nia",
    "Say that you were glad",
    "Keep the note",
    "Vouch for Nia",
    "Make it an ordinary thread",
)


@dataclass(frozen=True)
class Place:
    """Mira moderates, Ada is an admin, Max is a member."""

    world: World
    clock: FakeClock
    mira: Actor
    ada: Actor
    max: Actor
    enter: Callable[[Actor], CheckingClient]

    @property
    def speak_to(self) -> str:
        """Where staff speak to Max."""
        return f"/people/{self.max.username}/speak-to"

    def form(self, **other: str) -> dict[str, str]:
        """What a moderator fills in."""
        return FORM | {"rule": str(self.world.rule_id())} | other


@pytest.fixture
def place(
    app: Flask, world: World, clock: FakeClock, new_client: Callable[[], CheckingClient]
) -> Place:
    return Place(
        world=world,
        clock=clock,
        mira=world.person(Role.MODERATOR, name="Mira"),
        ada=world.person(Role.ADMIN, name="Ada"),
        max=world.person(name="Max"),
        enter=lambda person: sign_in(app, new_client(), person),
    )


# --------------------------------------------------------------------------------------- its person


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("message", "A moderator has written to you."),
        ("warning", "A moderator has written to you."),
        ("pre_moderate", "For now, a person reads each of your posts before others do."),
        ("silence", "For now, you read along and can’t post."),
    ],
)
def test_its_person_sees_it_on_every_page(place: Place, kind: str, said: str) -> None:
    give(place.world, place.mira, place.max, kind)
    browser = place.enter(place.max)

    for path in ("/", "/inbox", "/account", "/rules"):
        assert said in browser.page(path).text, path


@pytest.mark.parametrize("kind", ["message", "warning", "pre_moderate", "silence"])
def test_my_standing_shows_all_of_it(place: Place, kind: str) -> None:
    give(place.world, place.mira, place.max, kind)

    page = place.enter(place.max).page("/standing").text

    assert WHY in page
    assert ("Speak to the person, kindly" in page) == (kind != "message")
    assert ("ends on" in page) == (kind != "message")
    assert "Mira" not in page


def test_nothing_is_asked_of_somebody_to_whom_nothing_was_said(place: Place) -> None:
    page = place.enter(place.max).page("/standing").text

    assert "You can take part here as everybody can." in page
    assert "Nothing of that kind is ever done in secret." in page


def test_reading_it_ends_the_reminder_and_what_is_over_is_behind_them(place: Place) -> None:
    give(place.world, place.mira, place.max, "message")
    browser = place.enter(place.max)

    browser.submit("/standing", button="I have read this")

    assert "A moderator has written to you." not in browser.page("/").text
    assert "Behind you" in browser.page("/standing").text


def test_whoever_is_silenced_reads_and_finds_no_form(place: Place) -> None:
    thread = place.world.thread(place.mira)
    give(place.world, place.mira, place.max, "silence")
    browser = place.enter(place.max)

    page = browser.page(f"/threads/{thread.id}-a-thread")

    assert KIND in page.text
    assert not page.find("main").find_all("textarea")
    assert "Would you like to say something?" not in page.text
    assert browser.get(f"/threads/{thread.id}/reply").status_code == 403


@pytest.mark.parametrize(
    ("kind", "path", "is_why"),
    [("pre_moderate", "/review", False), ("silence", "/threads/{thread}/reply", True)],
)
def test_a_door_that_a_sanction_closes_leads_to_ones_standing(
    place: Place, kind: str, path: str, is_why: bool
) -> None:
    thread = place.world.thread(place.world.person())
    give(place.world, place.mira, place.max, kind)

    answer = place.enter(place.max).get(path.format(thread=thread.id))

    assert answer.status_code == 403
    assert ("You have done nothing wrong." in answer.text) is not is_why
    ways = parse(answer.text)[0].find("p", _class="buttons").find_all("a")
    assert ("Your standing" in [one.text for one in ways]) is is_why


def test_whoever_is_silenced_is_not_led_to_change_what_would_be_turned_away(place: Place) -> None:
    thread = place.world.thread(place.mira)
    post = place.world.reply(place.max, thread, KIND)
    give(place.world, place.mira, place.max, "silence")
    browser = place.enter(place.max)

    below = browser.page(f"/threads/{thread.id}-a-thread").find(id=f"post-{post.id}")
    offered = [link.text.strip() for link in below.find_all("a") if "button" in link.get("class")]
    assert offered == ["Thanks for your post", "Take back"]
    for path in (f"/posts/{post.id}/edit", "/account/profile"):
        page = browser.page(path)
        assert not page.find("main").find_all("textarea"), path
        assert "For now, you read along and can’t post." in page.text


@pytest.mark.parametrize("has_posted", [False, True])
def test_no_link_leads_whoever_is_silenced_to_a_closed_door(place: Place, has_posted: bool) -> None:
    world, nia, mo = place.world, place.world.newcomer("Nia"), place.world.person(Role.MENTOR)
    thread = world.thread(mo, title="Come in", welcome=True)
    pair(world, nia, mo)
    browser = place.enter(nia)
    for kept in (DraftPlace(thread_id=thread.id), DraftPlace(category_id=thread.category_id)):
        keep_draft(nia, kept, "", "I began", world.clock)
    if has_posted:
        world.reply(mo, thread, "Welcome!", answers=world.reply(nia, thread))
    give(world, place.mira, nia, "silence")

    pages = ("/home", "/", "/inbox", "/categories/hello", "/categories/daily-life", "/private")
    own = (f"/people/{nia.username}", f"/threads/{thread.id}-come-in", "/account")
    for path in (*pages, *own):
        links = {link["href"].partition("#")[0] for link in browser.page(path).find_all("a")}
        for link in links - {""}:
            assert browser.get(link).status_code < 400, f"{path} leads to {link}"


def test_a_mentor_who_is_silenced_finds_nothing_that_changes_something_for_others(
    place: Place,
) -> None:
    world, mo = place.world, place.world.person(Role.MENTOR)
    thread = world.thread(world.person(), title="Come in", welcome=True)
    nia = world.newcomer("Nia")
    world.reply(nia, thread)
    place.clock.advance(days=8)
    world.reply(nia, thread)
    own = ("/mentor", f"/mentor/mentees/{nia.id}")
    pages = (*own, f"/people/{nia.username}", f"/threads/{thread.id}-come-in")
    browser = place.enter(mo)

    def offered() -> list[str]:
        shown = [browser.page(path).find("main").text for path in pages]
        return [words for words in CHANGES_SOMETHING if any(words in page for page in shown)]

    assert offered() == list(CHANGES_SOMETHING)
    give(world, place.ada, mo, "silence")
    assert offered() == []
    for path in pages:
        links = {link["href"].partition("#")[0] for link in browser.page(path).find_all("a")}
        for link in links - {""}:
            assert browser.get(link).status_code < 400, f"{path} leads to {link}"


def test_whoever_is_silenced_reads_at_home_what_they_can_do(place: Place) -> None:
    nia = place.world.newcomer("Nia")
    give(place.world, place.mira, nia, "silence")

    home = place.enter(nia).page("/home").find("main")

    assert "For now you can read everything here, and not post." in home.text
    assert "/standing" in {link["href"] for link in home.find_all("a")}
    for led_on in ("Say hello", "How it can look", "with one press"):
        assert led_on not in home.text


def test_words_that_were_being_written_come_back(place: Place) -> None:
    thread = place.world.thread(place.mira)
    browser = place.enter(place.max)
    path = f"/threads/{thread.id}/reply"
    form = choose_form(browser.page(path))
    give(place.world, place.mira, place.max, "silence")

    answer = browser.post(path, data=fill_in(form, {"text": "Words that took an hour."}))

    assert answer.status_code == 403
    assert "\nWords that took an hour.</textarea>" in answer.text
    assert "For now you can read along, and not post." in answer.text


def test_a_post_that_is_read_first_is_not_said_to_be_the_screens_doing(place: Place) -> None:
    give(place.world, place.mira, place.max, "pre_moderate")
    post = place.world.reply(place.max, place.world.thread(place.mira), KIND)
    browser = place.enter(place.max)

    page, inbox = browser.page(f"/posts/{post.id}").text, browser.page("/inbox").text
    home = browser.page("/home").find("main").text

    for shown in (page, home):
        assert "For now a moderator reads each of your posts before others do." in shown
    assert "as each of your posts does for now" in inbox
    for shown in (page, home, inbox):
        assert "screen set it aside" not in shown
        assert "screen set your post aside" not in shown


def test_what_waits_of_somebody_who_reads_along_is_not_said_to_be_what_they_go_on_sending(
    place: Place,
) -> None:
    place.world.reply(place.max, place.world.thread(place.mira), UNKIND)
    give(place.world, place.mira, place.max, "silence")

    home = place.enter(place.max).page("/home").find("main").text

    assert "No person has looked at it yet. A moderator reads it next." in home
    assert "reads each of your posts" not in home


def test_a_moderator_reads_why_it_waits(place: Place) -> None:
    give(place.world, place.mira, place.max, "pre_moderate")
    place.world.reply(place.max, place.world.thread(place.mira), KIND)

    page = place.enter(place.mira).page("/review").text

    assert "Held because a person reads whatever its author writes first, for now." in page


# ---------------------------------------------------------------------------------------- at the door


@pytest.fixture
def ana(app: Flask, place: Place) -> Account:
    return make_account(app, place.clock.now())


def shut_out(place: Place, ana: Account, kind: str) -> None:
    person = Actor(user_id=ana.id, username=ana.username)
    give(place.world, place.ada, person, kind)


@pytest.mark.parametrize(
    ("kind", "heading", "ends"),
    [
        ("suspend", "Your account rests for a while", True),
        ("ban", "Your account is closed", False),
    ],
)
def test_whoever_is_shut_out_is_told_why_when_they_sign_in(
    place: Place, client: CheckingClient, ana: Account, kind: str, heading: str, ends: bool
) -> None:
    shut_out(place, ana, kind)

    answer = client.submit("/sign-in", {"name": "ana", "password": PASSWORD}, follow_redirects=True)
    page = parse(answer.text)[0]

    assert page.find("h1").text == heading
    assert WHY in page.text
    before_the_appeal, _, _ = page.find("main").text.partition("Do you see it differently?")
    assert ("Until " in before_the_appeal) == ends


def test_nothing_else_opens_for_whoever_is_shut_out(
    place: Place, client: CheckingClient, ana: Account
) -> None:
    shut_out(place, ana, "suspend")
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})

    for path in ("/home", "/inbox", "/account"):
        assert client.get(path).location.startswith("/sign-in"), path
    [sanction] = sanctions_of(Actor(user_id=ana.id))
    client.submit("/standing", form=f"/standing/{sanction.id}/read")

    assert sanctions_of(Actor(user_id=ana.id))[0].acknowledged_at is not None


def test_the_wrong_password_tells_nothing(
    place: Place, client: CheckingClient, ana: Account
) -> None:
    shut_out(place, ana, "suspend")

    answer = client.submit("/sign-in", {"name": "ana", "password": "not this one"})

    assert "do not belong together" in answer.text
    assert client.get("/standing").location.startswith("/sign-in")


def test_the_door_closes_after_half_an_hour(
    place: Place, client: CheckingClient, ana: Account
) -> None:
    shut_out(place, ana, "ban")
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    place.clock.advance(minutes=31)

    assert client.get("/standing").location.startswith("/sign-in")


@pytest.mark.parametrize("asked_on", ["/standing", "/sign-out"])
def test_whoever_goes_away_from_the_door_leaves_it_shut_for_the_next_person(
    place: Place, client: CheckingClient, ana: Account, asked_on: str
) -> None:
    shut_out(place, ana, "ban")
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})

    answer = client.submit(asked_on, form="/sign-out", follow_redirects=True)

    assert "You are signed out." in answer.text
    for path in ("/standing", "/account/your-data", "/account/leave"):
        assert client.get(path).location.startswith("/sign-in"), path


def test_no_link_of_the_page_that_asks_leads_from_the_door_to_a_closed_one(
    place: Place, client: CheckingClient, ana: Account
) -> None:
    shut_out(place, ana, "ban")
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})

    for link in client.page("/sign-out").find("main").find_all("a"):
        assert client.get(link["href"]).status_code == 200


def test_whoever_is_signed_in_signs_out_in_the_menu_and_not_on_their_standing(place: Place) -> None:
    assert "Sign out" not in place.enter(place.max).page("/standing").find("main").text


def test_a_browser_that_was_signed_in_is_signed_out_with_the_next_page(
    place: Place, client: CheckingClient, ana: Account
) -> None:
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    assert client.get("/account").status_code == 200
    shut_out(place, ana, "suspend")

    assert client.get("/account").location.startswith("/sign-in")


# ---------------------------------------------------------------------------------------- staff


def test_staff_speak_to_somebody_from_their_page(place: Place) -> None:
    browser = place.enter(place.mira)
    assert place.speak_to in {
        link["href"] for link in browser.page(f"/people/{place.max.username}").find_all("a")
    }

    answer = browser.submit(place.speak_to, place.form(), follow_redirects=True)

    assert "Done. Max has been told." in answer.text
    assert "Mira asked them to read along only" in answer.text
    assert [one.kind for one in sanctions_of(place.max)] == ["silence"]


def test_staff_speak_to_an_author_from_the_review_page(place: Place) -> None:
    post = place.world.reply(place.max, place.world.thread(place.mira), UNKIND)
    item = place.world.open_item(post)
    assert item is not None
    browser = place.enter(place.mira)
    links = [link["href"] for link in browser.page(f"/review/{item.id}").find_all("a")]
    (address,) = [link for link in links if link.startswith(place.speak_to)]

    browser.submit(address, place.form(kind="warning"))

    assert [(one.kind, one.post_id) for one in sanctions_of(place.max)] == [("warning", post.id)]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"kind": ""}, "Please choose what should happen."),
        ({"days": ""}, "Please choose when it ends."),
        ({"days": "10000"}, "Please choose when it ends."),
        ({"rule": ""}, "Please choose the rule that this rests on."),
        ({"rule": "9" * 30}, "Please choose the rule that this rests on."),
        ({"kind": "shadow_ban"}, "Please choose from what is offered here."),
        ({"post_id": "x"}, "out of date"),
        ({"last_sanction_id": "9" * 30}, "out of date"),
    ],
)
def test_what_is_missing_is_said_and_the_words_stay(
    place: Place, other: dict[str, str], said: str
) -> None:
    browser = place.enter(place.mira)
    sent = fill_in(choose_form(browser.page(place.speak_to)), place.form())
    for name, value in other.items():
        sent[name] = value

    answer = browser.post(place.speak_to, data=sent)

    assert answer.status_code == 400
    assert said in answer.text
    assert WHY in answer.text
    assert sanctions_of(place.max) == []


def test_somebody_was_faster_and_the_words_come_back(place: Place) -> None:
    browser = place.enter(place.mira)
    sent = fill_in(choose_form(browser.page(place.speak_to)), place.form())
    give(place.world, place.ada, place.max, "message")

    answer = browser.post(place.speak_to, data=sent)

    assert answer.status_code == 409
    assert f"\n{WHY}</textarea>" in answer.text
    assert [one.kind for one in sanctions_of(place.max)] == ["message"]


def test_a_ban_is_offered_to_admins_alone(place: Place) -> None:
    for person, offered in ((place.mira, False), (place.ada, True)):
        page = place.enter(person).page(place.speak_to)
        kinds = {field["value"] for field in page.find_all("input", name="kind")}
        assert ("ban" in kinds) == offered
    browser = place.enter(place.mira)
    sent = fill_in(choose_form(browser.page(place.speak_to)), place.form())
    sent["kind"] = "ban"

    assert browser.post(place.speak_to, data=sent).status_code == 403
    assert sanctions_of(place.max) == []


def test_ended_early_through_the_page(place: Place) -> None:
    number = give(place.world, place.mira, place.max, "silence")

    answer = place.enter(place.mira).submit(
        f"/sanctions/{number}/lift", {"note": "We were wrong."}, follow_redirects=True
    )

    assert "It has ended. Max has been told." in answer.text
    page = place.enter(place.max).page("/standing").text
    assert "We were wrong." in page
    assert "You can take part here as everybody can." in page


SIGN_IN, NO, YES = 302, 403, 200
WHO = ("visitor", "newcomer", "member", "mentor", "moderator", "admin")
PAGES = {
    "/standing": (SIGN_IN, YES, YES, YES, YES, YES),
    "{speak_to}": (SIGN_IN, NO, NO, NO, YES, YES),
    "/people/nobody_here/speak-to": (404,) * 6,
    "/sanctions/{sanction}/lift": (SIGN_IN, NO, NO, NO, YES, YES),
    "/sanctions/4711/lift": (SIGN_IN, NO, NO, NO, 404, 404),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for(place: Place, client: CheckingClient, page: str) -> None:
    number = give(place.world, place.mira, place.max, "silence")
    path, got = page.format(speak_to=place.speak_to, sanction=number), {}
    for who, person in everyone(place.world).items():
        browser = place.enter(person) if person.is_signed_in else client
        got[who] = browser.get(path).status_code

    assert got == dict(zip(WHO, PAGES[page], strict=True))


def test_staff_read_under_whose_name_they_speak(place: Place) -> None:
    asked = place.enter(place.mira)
    assert "It is signed: The team of Lindenhof." in asked.page(place.speak_to).text

    choose_signature(place.ada, SignedBy.PERSON, "", place.clock)
    choices = ReadingChoices(budget=None, opted_out=(), keys_on=True, name_shown=True)
    save_choices(place.mira, choices, place.clock)
    assert "It is signed: Mira." in asked.page(place.speak_to).text
