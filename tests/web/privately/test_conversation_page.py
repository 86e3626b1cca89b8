"""A private conversation in a browser without JavaScript."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.blocks import block
from forum.accounts.models import User
from forum.config import Settings
from forum.database import db, transaction
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place
from forum.drafts.queries import drafts_of
from forum.notifications.mailing import URGENT_SUBJECT, send_due_notifications
from forum.notifications.models import Notification
from forum.nudges.models import Nudge
from forum.privately.commands import end
from forum.screening import Standing
from forum.web.limits import limiter
from forum.welcome.mentorships import change_mentor, go_without_mentor
from forum.welcome.models import MentorSettings
from forum.wiring import Services
from tests.factories import KIND, UNKIND, World, everyone, sign_in
from tests.integration.privately.talking import Two
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.desk import ScriptedDesk, finding, points_at, verdict
from tests.support.html import Element, parse
from tests.support.mail import Outbox

WORDS = f"I have read it twice. {UNKIND} That is all."
CRY = "I want to end it all."


def address(both: Two) -> str:
    return f"/private/{both.id}"


def main(client: CheckingClient, path: str) -> Element:
    return client.page(path).find("main")


def links(page: Element) -> set[str]:
    return {link["href"] for link in page.find_all("a")}


# ------------------------------------------------------------------------------------ getting there


def test_a_newcomers_home_leads_there_and_says_which_way_is_public(
    both: Two, nia: CheckingClient
) -> None:
    home = main(nia, "/home")
    assert {address(both), "/home/ask"} <= links(home)
    assert (
        "What you ask in private, only Mo and you can read; in public, everybody can." in home.text
    )
    assert address(both) in links(main(nia, "/home/ask"))
    both.say(both.mo, KIND)
    assert "new words in private" in main(nia, "/home").text


def test_a_mentors_desk_leads_there(both: Two, mo: CheckingClient) -> None:
    assert address(both) in links(main(mo, f"/mentor/mentees/{both.nia.id}"))
    assert "Wrote to you in private" not in main(mo, "/mentor").text
    both.say(both.nia, KIND)
    desk = main(mo, "/mentor")
    assert "Wrote to you in private" in desk.text
    assert "one new message" in desk.text
    assert {address(both), "/private"} <= links(desk)


def test_before_it_is_sent_the_page_says_who_can_read_it(both: Two, nia: CheckingClient) -> None:
    page = main(nia, address(both)).text
    assert "This is private: only Mo and you can read it." in page
    assert "No moderator and no admin can, unless one of you reports something" in page


# ---------------------------------------------------------------------------------------- writing


def test_writing_and_answering(both: Two, nia: CheckingClient, mo: CheckingClient) -> None:
    sent = nia.submit(address(both), {"text": "May I ask something?"})
    assert sent.status_code == 303
    page = nia.get(sent.headers["Location"]).text
    assert "Only Mo and you can read it" in page
    assert "data-sent" in page, "what the device kept of it is forgotten"
    answered = mo.submit(address(both), {"text": "Anything."}, form=address(both))
    assert answered.status_code == 303
    assert "Anything." in main(nia, address(both)).text


def test_pressing_the_button_twice_sends_it_once(both: Two, nia: CheckingClient) -> None:
    data = fill_in(choose_form(nia.page(address(both))), {"text": KIND})
    for _ in range(2):
        assert nia.post(address(both), data=data).status_code == 303
    assert len(both.messages()) == 1


def test_what_has_arrived_is_not_said_to_be_closed_out_when_it_is_sent_again(
    both: Two, nia: CheckingClient
) -> None:
    data = fill_in(choose_form(nia.page(address(both))), {"text": KIND})
    nia.post(address(both), data=data)
    end(both.mo, both.id, both.world.clock)

    again = nia.post(address(both), data=data)

    assert again.status_code == 303
    assert "Only Mo and you can read it" in nia.get(again.headers["Location"]).text
    assert len(both.messages()) == 1


@pytest.mark.parametrize("text", ["", "a" * 5_001])
def test_words_that_can_not_be_taken_come_back(both: Two, nia: CheckingClient, text: str) -> None:
    turned_away = nia.submit(address(both), {"text": text})
    assert turned_away.status_code == 400
    assert text in turned_away.text
    assert both.messages() == []


def test_what_was_closed_in_another_window_gives_the_words_back(
    both: Two, nia: CheckingClient
) -> None:
    form = choose_form(nia.page(address(both)))
    end(both.mo, both.id, both.world.clock)
    turned_away = nia.post(address(both), data=fill_in(form, {"text": "An hour’s words."}))
    assert turned_away.status_code == 409
    assert "An hour’s words.</textarea>" in turned_away.text
    assert "closed by now, so nothing was sent" in turned_away.text


def test_a_draft_is_kept_and_offered_again(both: Two, nia: CheckingClient) -> None:
    form = choose_form(nia.page(address(both)))
    kept = nia.post(f"{address(both)}/draft", data=fill_in(form, {"text": "I wanted to"}))
    assert kept.headers["Location"].endswith(address(both))
    assert "I wanted to</textarea>" in nia.get(address(both)).text
    home = main(nia, "/home")
    assert "In a private conversation" in home.text
    nia.submit(address(both), {"text": "I wanted to say hello"})
    assert "I wanted to</textarea>" not in nia.get(address(both)).text


@pytest.mark.parametrize("closed_by", ["herself", "the other", "another mentor", "a block"])
def test_a_draft_of_what_is_closed_can_be_read_at_home_and_promises_nothing(
    both: Two, nia: CheckingClient, closed_by: str
) -> None:
    words = "I wanted to say a great deal. " * 20
    keep_draft(both.nia, Place(private_id=both.id), "", words, both.world.clock)
    assert "Go on writing in a private conversation" in main(nia, "/home").text
    match closed_by:
        case "herself":
            end(both.nia, both.id, both.world.clock)
        case "the other":
            end(both.mo, both.id, both.world.clock)
        case "another mentor":
            change_mentor(both.nia, both.world.clock)
        case _:
            block(both.mo, both.nia.id, both.world.clock)

    home = main(nia, "/home")

    assert "Go on writing" not in home.text
    assert "Nothing new can be said there. You can read and copy your words here." in home.text
    assert words.strip() in home.text
    [link] = [one for one in home.find_all("a") if one.text == "See the conversation"]
    assert link["href"] == address(both)
    [draft] = drafts_of(both.nia)
    assert nia.submit("/home", form=f"/drafts/{draft.id}/delete").status_code == 303
    db.session.rollback()
    assert drafts_of(both.nia) == []


class TestTooManyInAShortTime:
    """Writing in private is counted like posting."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"rate_limits": True})

    def test_the_words_come_back(self, both: Two, nia: CheckingClient) -> None:
        limiter.reset()
        for _ in range(6):
            assert nia.submit(address(both), {"text": KIND}).status_code == 303
        slowed = nia.submit(address(both), {"text": "The seventh."})
        assert slowed.status_code == 429
        assert "The seventh.</textarea>" in slowed.text


# --------------------------------------------------------------------------------------- the nudge


def test_there_is_one_kind_word_and_then_it_is_theirs_to_send(
    both: Two, mo: CheckingClient, desk: ScriptedDesk
) -> None:
    desk.reads = points_at(UNKIND)
    shown = mo.submit(address(both), {"text": WORDS})
    page = parse(shown.text)[0]
    assert page.find("mark").text == UNKIND
    assert "harder than it is meant. Somebody who is new here will read it." in shown.text
    assert "Ask a person" not in page.find("main").text, "nobody else may read it"
    assert desk.asked[-1].to is Standing.NEWCOMER
    assert both.messages() == []

    form = choose_form(page)
    assert mo.post(address(both), data=fill_in(form, {}, "Send it in private")).status_code == 303
    assert [message.text for message in both.messages()] == [WORDS]
    assert db.session.query(Nudge).one().outcome == "sent_unchanged"


def test_whoever_goes_back_from_the_kind_word_finds_what_they_wrote_in_the_box(
    both: Two, nia: CheckingClient, desk: ScriptedDesk
) -> None:
    desk.reads = points_at(UNKIND)
    shown = nia.submit(address(both), {"text": WORDS})
    box = choose_form(nia.page(address(both)), address(both)).find("textarea")
    assert box.text == WORDS

    form = choose_form(parse(shown.text)[0], address(both))
    assert nia.post(address(both), data=fill_in(form, {}, "Delete it")).status_code == 303
    assert drafts_of(both.nia) == []


def test_it_can_be_let_go(both: Two, nia: CheckingClient, desk: ScriptedDesk) -> None:
    desk.reads = points_at(UNKIND)
    form = choose_form(parse(nia.submit(address(both), {"text": WORDS}).text)[0])
    gone = nia.post(address(both), data=fill_in(form, {}, "Delete it"))
    assert gone.status_code == 303
    assert both.messages() == []
    assert db.session.query(Nudge).one().outcome == "cancelled"


def test_what_was_sent_a_moment_ago_is_not_said_to_be_deleted(
    both: Two, nia: CheckingClient, desk: ScriptedDesk
) -> None:
    desk.reads = points_at(UNKIND)
    form = choose_form(parse(nia.submit(address(both), {"text": WORDS}).text)[0])
    nia.post(address(both), data=fill_in(form, {}, "Send it in private"))

    too_late = nia.post(address(both), data=fill_in(form, {}, "Delete it"))

    assert "Only Mo and you can read it" in nia.get(too_late.headers["Location"]).text
    assert db.session.query(Nudge).one().outcome == "sent_unchanged"


def test_what_somebody_tells_of_themselves_is_nobodys_business(
    both: Two, nia: CheckingClient, desk: ScriptedDesk
) -> None:
    desk.reads = lambda _: verdict(
        finding("personal_data", (0, 4), holds=False), finding("links", (0, 4))
    )
    assert nia.submit(address(both), {"text": KIND}).status_code == 303


def test_while_the_screener_is_away_it_is_sent(both: Two, nia: CheckingClient) -> None:
    assert nia.submit(address(both), {"text": WORDS}).status_code == 303
    assert [message.text for message in both.messages()] == [WORDS]


def test_the_figures_of_nudges_leave_it_out(
    app: Flask, world: World, both: Two, nia: CheckingClient, desk: ScriptedDesk
) -> None:
    desk.reads = points_at(UNKIND)
    form = choose_form(parse(nia.submit(address(both), {"text": WORDS}).text)[0])
    nia.post(address(both), data=fill_in(form, {}, "Delete it"))
    admin = sign_in(app, nia, everyone(world)["admin"])
    assert "Asked to look again: 1" not in main(admin, "/admin/nudges").text


# ---------------------------------------------------------------------------------- a cry for help


@pytest.mark.parametrize("desk_is_there", [True, False])
def test_a_cry_for_help_meets_no_question_and_finds_help(
    both: Two, nia: CheckingClient, desk: ScriptedDesk, desk_is_there: bool
) -> None:
    text = f"{CRY} {UNKIND}"
    cry = finding("distress", (0, 5), holds=False, urgent=True)
    desk.reads = lambda _: verdict(cry, finding("toxicity", (22, 30))) if desk_is_there else None
    sent = nia.submit(address(both), {"text": text})
    assert sent.status_code == 303, "nobody who is in danger meets a question first"
    page = main(nia, sent.headers["Location"]).text
    assert "We are glad that you wrote this" in page
    assert "Mo is asked to look in on you. Nobody else can read this" in page
    assert "A person from our team" not in page


def test_whoever_cries_for_help_is_not_promised_a_mentor_who_is_away_or_theirs_no_more(
    both: Two, nia: CheckingClient
) -> None:
    with transaction() as session:
        session.add(MentorSettings(user_id=both.mo.id, away_since=both.world.clock.now()))
    nia.submit(address(both), {"text": CRY})
    page = main(nia, address(both)).text
    assert "Mo is asked to look in on you, but is away just now. Nobody else" in page
    go_without_mentor(both.nia, both.world.clock)
    page = main(nia, address(both)).text
    assert "We are glad that you wrote this" in page
    assert "look in on you" not in page


def test_the_mentor_is_called_and_mailed(
    app: Flask,
    settings: Settings,
    outbox: Outbox,
    both: Two,
    nia: CheckingClient,
    mo: CheckingClient,
) -> None:
    nia.submit(address(both), {"text": CRY})
    assert "may need you soon" in main(mo, "/inbox").text
    send_due_notifications(Services(mailer=outbox, clock=both.world.clock), settings)
    (mail,) = outbox.messages
    assert mail["Subject"] == URGENT_SUBJECT
    assert "Nia wrote to you in private and may need you soon" in mail.get_content()
    assert CRY not in mail.get_content()


# ---------------------------------------------------------------------------------- being told of it


def test_a_mail_says_that_somebody_wrote_and_never_what(
    settings: Settings, outbox: Outbox, both: Two
) -> None:
    both.say(both.nia, "Zanzibar")
    send_due_notifications(Services(mailer=outbox, clock=both.world.clock), settings)
    (mail,) = outbox.messages
    assert mail["To"] == db.session.get_one(User, both.mo.id).email
    assert mail["Subject"] == "Nia wrote to you in private."
    assert f"https://forum.test{address(both)}" in mail.get_content()
    assert "Zanzibar" not in str(mail)


def test_a_line_in_the_inbox_leads_there(both: Two, mo: CheckingClient) -> None:
    both.say(both.nia, KIND)
    line = db.session.query(Notification).one()
    opened = mo.submit("/inbox", form=f"/inbox/{line.id}/open")
    assert opened.status_code == 303
    assert opened.headers["Location"].endswith(address(both))


def test_what_is_new_is_marked_until_the_button_is_pressed(both: Two, mo: CheckingClient) -> None:
    both.say(both.nia, KIND)
    page = mo.page(address(both))
    assert "new" in page.find("article").text
    form = next(form for form in page.find_all("form") if form["action"].endswith("/read"))
    assert mo.post(form["action"], data=fill_in(form, {})).status_code == 303
    assert "Mark as read" not in main(mo, address(both)).text
    assert "Nothing new." in main(mo, "/inbox").text


def test_the_page_itself_can_say_so(both: Two, mo: CheckingClient) -> None:
    newest = both.say(both.nia, KIND)
    data = {"up_to": str(newest), "csrf_token": mo.token(address(both))}
    said = mo.post(f"{address(both)}/read", data=data, headers={"Accept": "application/json"})
    assert said.get_json() == {"read": True}
    assert both.row().mentor_read_to == newest
    assert mo.post(f"{address(both)}/read", data={**data, "up_to": "x"}).status_code == 404


# ----------------------------------------------------------------------------------------- ending


def test_ending_it_and_opening_it_again(both: Two, nia: CheckingClient, mo: CheckingClient) -> None:
    both.say(both.mo, KIND)
    assert nia.submit(f"{address(both)}/end").status_code == 303
    hers, his = main(nia, address(both)), main(mo, address(both))
    assert "You have ended this conversation." in hers.text
    assert "Nia has ended this conversation. Nobody has to say why." in his.text
    for page in (hers, his):
        assert KIND in page.text
        assert not page.find_all("textarea")
    assert "Open it again" not in his.text
    opened = nia.submit(address(both), form=f"{address(both)}/open-again")
    assert opened.status_code == 303
    assert mo.submit(address(both), {"text": "Welcome back."}).status_code == 303


def test_what_the_other_one_has_ended_is_not_said_to_be_ones_own_doing(
    both: Two, nia: CheckingClient
) -> None:
    path = f"{address(both)}/end"
    form = choose_form(nia.page(path))
    end(both.mo, both.id, both.world.clock)

    pressed = nia.post(path, data=fill_in(form, {}), follow_redirects=True)
    assert "Mo has ended this conversation." in pressed.text
    assert "You have ended this conversation." not in pressed.text
    assert nia.get(path).location == address(both)


def test_pressing_the_button_that_ends_it_twice_says_the_same(
    both: Two, nia: CheckingClient
) -> None:
    path = f"{address(both)}/end"
    sent = fill_in(choose_form(nia.page(path)), {})
    nia.post(path, data=sent, follow_redirects=True)
    again = nia.post(path, data=sent, follow_redirects=True)
    assert "You have ended this conversation." in parse(again.text)[0].find(id="said").text


def test_another_mentor_closes_it(both: Two, nia: CheckingClient) -> None:
    both.say(both.mo, KIND)
    change_mentor(both.nia, both.world.clock)
    page = main(nia, address(both)).text
    assert "Mo and you are not mentor and mentee any more" in page
    assert KIND in page
    assert "closed" in main(nia, "/private").text


@pytest.mark.parametrize(
    ("kind", "status"),
    [("visitor", 302), ("newcomer", 404), ("member", 404), ("mentor", 404), ("moderator", 404),
     ("admin", 404)],
)  # fmt: skip
@pytest.mark.parametrize("page", ["", "/end"])
def test_to_anybody_else_it_is_not_there(
    app: Flask, world: World, both: Two, client: CheckingClient, kind: str, status: int, page: str
) -> None:
    both.say(both.nia, KIND)
    person = everyone(world)[kind]
    if person.is_signed_in:
        sign_in(app, client, person)
    assert client.get(f"{address(both)}{page}").status_code == status
    assert client.get(f"/private/{both.id + 99}").status_code == status


def test_a_list_without_conversations_says_how_one_begins(
    app: Flask, world: World, client: CheckingClient
) -> None:
    for kind in ("newcomer", "mentor"):
        sign_in(app, client, everyone(world)[kind])
        assert "Nothing here yet" in main(client, "/private").text
