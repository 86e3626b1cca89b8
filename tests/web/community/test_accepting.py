"""Being asked to accept the rules: reading goes on, and no word is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.community.models import Community
from forum.community.queries import current_rules
from forum.community.rule_commands import NewVersion, change_rules
from forum.community.rulebook import RuleDraft
from forum.conversations.models import Post
from forum.database import db
from forum.notifications.mailing import told_in_full
from forum.notifications.queries import inbox_page
from tests.factories import UNKIND, World, sign_in
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.html import parse
from tests.support.statements import statements

WORDS = "Words that took an hour to find."
SAID = "Photographs of other people need their consent."
LATE = "At night, too, we are kind."
BANNER = "Our rules have changed. You can read on as always"
SETTINGS = "/admin/community"


@pytest.fixture
def ana(world: World) -> Actor:
    return world.person(name="Ana")


@pytest.fixture
def hers(app: Flask, client: CheckingClient, ana: Actor) -> CheckingClient:
    return sign_in(app, client, ana)


def change_in_substance(world: World) -> None:
    db.session.rollback()
    seen = db.session.get_one(Community, 1).rules_changed_at.isoformat()
    first, second = current_rules()
    new = [
        RuleDraft(id=first.id, title=first.title, text=first.text),
        RuleDraft(id=second.id, title=second.title, text="Ask before you show a face."),
    ]
    version = NewVersion(drafts=new, in_substance=True, what_changed=SAID, seen=seen)
    change_rules(world.person(Role.ADMIN), version, world.clock)


def change_once_more(world: World) -> None:
    db.session.rollback()
    seen = db.session.get_one(Community, 1).rules_changed_at.isoformat()
    first, second = current_rules()
    new = [
        RuleDraft(id=first.id, title=first.title, text="Be kind, also when it is late."),
        RuleDraft(id=second.id, title=second.title, text=second.text),
    ]
    version = NewVersion(drafts=new, in_substance=True, what_changed=LATE, seen=seen)
    change_rules(world.person(Role.ADMIN), version, world.clock)


def test_rules_that_change_once_more_while_somebody_reads_them_are_shown_and_asked_about(
    world: World, hers: CheckingClient
) -> None:
    path = f"/threads/{world.thread(world.person()).id}/reply"
    form = choose_form(hers.page(path))
    change_in_substance(world)
    asked = hers.post(path, data=fill_in(form, {"text": WORDS})).text
    world.clock.advance(minutes=1)  # type: ignore[attr-defined]
    change_once_more(world)
    again = accept(hers, asked)
    assert "Thank you" not in again
    assert LATE in again
    assert f'<p class="preserve">{WORDS}</p>' in again
    assert f"\n{WORDS}</textarea>" in accept(hers, again)


def test_whoever_is_asked_to_read_along_is_not_told_that_they_can_write(
    world: World, hers: CheckingClient, ana: Actor
) -> None:
    change_in_substance(world)
    give(world, world.person(Role.MODERATOR), ana, "silence")
    done = accept(hers, hers.get("/rules/what-changed").text)
    assert "Thank you." in done
    assert "You can write again" not in done


def accept(client: CheckingClient, page: str) -> str:
    """Press the button of a page that asks; the page that follows."""
    form = choose_form(parse(page)[0], "/rules/accept")
    return client.post("/rules/accept", data=fill_in(form, {}), follow_redirects=True).text


def test_what_was_typed_meanwhile_comes_back_after_accepting(
    world: World, hers: CheckingClient
) -> None:
    thread = world.thread(world.person())
    path = f"/threads/{thread.id}/reply"
    form = choose_form(hers.page(path))
    change_in_substance(world)
    asked = hers.post(path, data=fill_in(form, {"text": WORDS}))
    assert asked.status_code == 403
    assert SAID in asked.text
    assert "Ask before you show a face." in asked.text
    assert f'<p class="preserve">{WORDS}</p>' in asked.text, (
        "and can be copied by whoever does not accept"
    )
    again = accept(hers, asked.text)
    assert f"\n{WORDS}</textarea>" in again
    back = choose_form(parse(again)[0])
    assert hers.post(back.get("action") or "", data=fill_in(back, {})).status_code == 303
    db.session.rollback()
    assert db.session.query(Post).filter_by(thread_id=thread.id, is_opening=False).count() == 1


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/categories/hello/new", {"title": "A title to keep", "text": WORDS}),
        ("/account/profile", {"biography": "Short words."}),
    ],
)
def test_whatever_form_it_was(
    world: World, hers: CheckingClient, path: str, fields: dict[str, str]
) -> None:
    form = choose_form(hers.page(path))
    change_in_substance(world)
    asked = hers.post(form.get("action") or path, data=fill_in(form, fields))
    assert asked.status_code == 403
    again = accept(hers, asked.text)
    for words in fields.values():
        assert words in again
    back = choose_form(parse(again)[0])
    assert hers.post(back.get("action") or "", data=fill_in(back, {})).status_code == 303


def test_what_was_only_to_be_looked_at_is_not_sent_after_accepting(
    world: World, hers: CheckingClient
) -> None:
    path = f"/threads/{world.thread(world.person()).id}/reply"
    form = choose_form(hers.page(path))
    change_in_substance(world)
    asked = hers.post(path, data=fill_in(form, {"text": WORDS}, "See how it will look"))
    back = choose_form(parse(accept(hers, asked.text))[0])
    assert [button.text for button in back.find_all("button")] == ["See how it will look"]
    answer = hers.post(back["action"], data=fill_in(back, {}))
    assert 'id="preview"' in answer.text
    db.session.rollback()
    assert db.session.query(Post).filter_by(is_opening=False).count() == 0


def test_reading_goes_on_with_a_calm_word_on_top(world: World, hers: CheckingClient) -> None:
    thread = world.thread(world.person())
    change_in_substance(world)
    for path in ("/", f"/threads/{thread.id}", "/inbox", "/home"):
        assert BANNER in hers.get(path, follow_redirects=True).text, path
    page = hers.get(f"/threads/{thread.id}", follow_redirects=True).text
    assert "<textarea" not in page
    assert "Would you like to answer?" in page


def test_whoever_wants_to_write_is_led_there_and_back(world: World, hers: CheckingClient) -> None:
    change_in_substance(world)
    led = hers.get("/categories/hello/new")
    assert (led.status_code, led.location) == (
        303,
        "/rules/what-changed?next=/categories/hello/new",
    )
    later = hers.page(led.location or "").find("a", **{"class": "button button--plain"})
    assert hers.get(later["href"]).status_code == 200, "“Not now” leads to a page that asks nothing"
    done = accept(hers, hers.get(led.location or "").text)
    assert "Thank you. You can write again" in done
    assert '<textarea class="input"' in done, "the page where they wanted to write"
    assert BANNER not in hers.get("/").text
    assert hers.get("/rules/what-changed").location == "/rules"


def test_what_protects_people_never_waits(world: World, hers: CheckingClient, ana: Actor) -> None:
    post = world.reply(ana, world.thread(world.person()))
    other = world.person()
    change_in_substance(world)
    assert hers.submit(f"/people/{other.username}/report").status_code == 303
    assert hers.submit(f"/people/{other.username}/block").status_code == 303
    assert hers.submit(f"/posts/{post.id}/withdraw").status_code == 303
    for path in ("/standing", "/account", "/account/mails", "/account/your-data", "/help"):
        assert hers.get(path, follow_redirects=True).status_code == 200, path


def test_asking_for_a_second_look_never_waits(
    world: World, hers: CheckingClient, ana: Actor
) -> None:
    post = world.reply(ana, world.thread(world.person()), UNKIND)
    moderator = world.person(Role.MODERATOR)
    decision = world.decide(moderator, post, "decline", rule=world.rule_id(), note="Please.")
    change_in_substance(world)
    asked = hers.submit(f"/decisions/{decision}/appeal", {"words": WORDS})
    assert asked.status_code == 303
    assert "/rules" not in (asked.location or "")


def test_a_decision_names_the_rule_in_the_words_of_its_time(
    world: World, hers: CheckingClient, ana: Actor
) -> None:
    post = world.reply(ana, world.thread(world.person()), UNKIND)
    cited = current_rules()[1]
    moderator = world.person(Role.MODERATOR)
    world.decide(moderator, post, "decline", rule=cited.id, note="Please.")
    change_in_substance(world)
    for path in (f"/posts/{post.id}", "/inbox"):
        page = hers.get(path).text
        assert cited.text in page
        assert 'Rule 2 of that time (<a href="/rules/versions/1">version 1</a>)' in page
        assert "Ask before you show a face." not in page
    (line,) = [one for one in inbox_page(ana, 1, str).items if one.rule is not None]
    assert "Rule 2 of that time (version 1): " in told_in_full(line, "https://forum.test")


def test_the_question_leads_to_no_other_site(world: World, hers: CheckingClient) -> None:
    change_in_substance(world)
    page = hers.get("/rules/what-changed?next=https://elsewhere.example/")
    assert "elsewhere" not in page.text
    form = fill_in(choose_form(page_main := parse(page.text)[0], "/rules/accept"), {})
    assert page_main is not None
    form["back"] = "//elsewhere.example/"
    form["kept-text"] = WORDS
    assert "elsewhere" not in (hers.post("/rules/accept", data=form).location or "")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "1; DROP"])
def test_a_version_that_is_none_is_answered_kindly(
    world: World, hers: CheckingClient, version: str
) -> None:
    change_in_substance(world)
    form = fill_in(choose_form(hers.page("/rules/what-changed"), "/rules/accept"), {})
    form["version"] = version
    form["kept-text"] = WORDS
    form["back"] = "/categories/hello/new"
    answer = hers.post("/rules/accept", data=form)
    assert answer.status_code == 400
    assert WORDS in answer.text


def test_asking_costs_no_query(
    app: Flask, world: World, hers: CheckingClient, new_client: Callable[[], CheckingClient]
) -> None:
    def queries() -> int:
        hers.get("/")
        with statements(db.engine) as asked:
            hers.get("/")
        return len(asked)

    before = queries()
    change_in_substance(world)
    assert BANNER in hers.get("/").text
    assert queries() == before


class TestAdmins:
    """Saving a new version."""

    @pytest.fixture
    def admin(self, app: Flask, world: World, client: CheckingClient) -> CheckingClient:
        return sign_in(app, client, world.person(Role.ADMIN))

    def test_they_say_what_it_changes_for_people(self, world: World, admin: CheckingClient) -> None:
        world.person()
        fields = {"rule_2_text": "Ask first.", "substance": "substance", "what_changed": SAID}
        form = f"{SETTINGS}/rules"
        assert admin.submit(SETTINGS, fields, form=form).status_code == 303
        page = admin.get(SETTINGS).text
        assert "One person has accepted the rules as they are in substance." in page
        assert "One more is asked at the next visit." in page
        assert f"Version 2</a>, {SAID}" not in page
        rules = admin.get("/rules").text
        assert SAID in rules
        version = admin.get("/rules/versions/2").text
        assert "<ins>" in version
        assert admin.get("/rules/versions/7").status_code == 404

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({}, "Please say which of the two it is."),
            ({"substance": "substance"}, "Please tell people in a sentence what is different"),
            ({"substance": "neither"}, "Please choose from what is offered here."),
        ],
    )
    def test_what_they_typed_comes_back(
        self, world: World, admin: CheckingClient, fields: dict[str, str], said: str
    ) -> None:
        form = choose_form(admin.page(SETTINGS), f"{SETTINGS}/rules")
        data = fill_in(form, {"rule_1_text": WORDS})
        data.update(fields)
        answer = admin.post(f"{SETTINGS}/rules", data=data)
        assert answer.status_code == 400
        assert said in answer.text
        assert f"\n{WORDS}</textarea>" in answer.text
