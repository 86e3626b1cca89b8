"""The rules, how this place works, and the community's settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.community.models import Community
from forum.community.queries import categories_in_order, current_rules
from forum.database import db
from tests.factories import RULES, World, everyone, sign_in
from tests.support.client import CheckingClient
from tests.support.html import parse

SETTINGS = "/admin/community"


@pytest.fixture
def admin(app: Flask, world: World, client: CheckingClient) -> CheckingClient:
    """An admin's browser."""
    return sign_in(app, client, world.person(Role.ADMIN))


@pytest.mark.parametrize("path", ["/rules", "/how-this-place-works"])
@pytest.mark.parametrize("who", ["visitor", "newcomer", "moderator", "admin"])
def test_everybody_reads_them(
    app: Flask, world: World, client: CheckingClient, path: str, who: str
) -> None:
    if who != "visitor":
        sign_in(app, client, everyone(world)[who])
    assert client.get(path).status_code == 200


@pytest.mark.usefixtures("world")
def test_the_rules_stand_there_in_full_with_their_numbers(client: CheckingClient) -> None:
    page = client.page("/rules")
    for number, (title, text) in enumerate(RULES, start=1):
        rule = page.find("li", id=f"rule-{number}")
        assert rule.find("h2").text == f"{number}. {title}"
        assert text in rule.text


@pytest.mark.usefixtures("world")
def test_how_it_works_says_what_the_screen_may_not_do(client: CheckingClient) -> None:
    words = client.page("/how-this-place-works").text
    assert "can’t decline a post, remove one, or shut anybody out" in words
    assert "Replies to newcomers are read more strictly" in words


@pytest.mark.usefixtures("world")
def test_how_it_works_says_who_sees_what_is_held_and_what_is_read_first(
    client: CheckingClient,
) -> None:
    words = client.page("/how-this-place-works").text
    assert (
        "nobody sees it but you, the moderators and, where it is an introduction, the mentors"
        in words
    )
    assert "newcomers come first, then those who have waited longest" in words


@pytest.mark.parametrize("who", ["newcomer", "member", "mentor", "moderator"])
def test_the_settings_are_for_admins(
    app: Flask, world: World, client: CheckingClient, who: str
) -> None:
    sign_in(app, client, everyone(world)[who])
    token = client.token("/categories/hello/new")
    assert client.get(SETTINGS).status_code == 403
    category_id = categories_in_order()[0].id
    for part in ("name", "rules", "categories", f"categories/{category_id}"):
        response = client.post(f"{SETTINGS}/{part}", data={"csrf_token": token, "name": "Mine"})
        assert response.status_code == 403, part
    db.session.rollback()
    assert db.session.get_one(Community, 1).name == "Lindenhof"


def test_a_visitor_is_asked_to_sign_in(world: World, client: CheckingClient) -> None:
    assert client.get(SETTINGS).location == "/sign-in?next=/admin/community"


def test_the_name_is_changed(admin: CheckingClient) -> None:
    fields = {"community_name": "Birkenhof", "tagline": ""}
    response = admin.submit(SETTINGS, fields, form=f"{SETTINGS}/name")
    assert (response.status_code, response.location) == (303, SETTINGS)
    assert "Birkenhof" in admin.get("/").text


def test_a_name_is_needed(admin: CheckingClient) -> None:
    fields = {"community_name": " ", "tagline": "Kept as it was typed"}
    response = admin.submit(SETTINGS, fields, form=f"{SETTINGS}/name")
    assert response.status_code == 400
    page = parse(response.text)[0]
    assert page.find(id="tagline")["value"] == "Kept as it was typed"
    assert page.find(id="rule_1_title")["value"] == RULES[0][0], "the other forms stay as they were"


def test_rules_are_reworded_moved_retired_and_added(admin: CheckingClient) -> None:
    before = current_rules()
    fields: dict[str, str | bool] = {
        "rule_1_text": "Reworded.",
        "rule_1_position": "3",
        "rule_2_away": True,
        "rule_3_title": "Bring cake",
        "rule_3_text": "Where there is some.",
        "rule_3_position": "1",
        "substance": "wording",
    }
    response = admin.submit(SETTINGS, fields, form=f"{SETTINGS}/rules")
    assert response.status_code == 303
    db.session.rollback()
    now = current_rules()
    assert [(rule.title, rule.text) for rule in now] == [
        ("Bring cake", "Where there is some."),
        (RULES[0][0], "Reworded."),
    ]
    assert not {rule.id for rule in now} & {rule.id for rule in before}
    # One was retired and one is new, whatever it was called: only what was meant is told.
    assert "meant to change only the wording or the order" in admin.get("/rules").text


@pytest.mark.usefixtures("world")
def test_half_a_rule_is_not_saved(admin: CheckingClient) -> None:
    fields = {"rule_1_text": "", "rule_2_text": "A change that must not get lost."}
    response = admin.submit(SETTINGS, fields, form=f"{SETTINGS}/rules")
    assert response.status_code == 400
    assert "This rule needs its words, too." in response.text
    assert "A change that must not get lost." in response.text
    db.session.rollback()
    assert [rule.text for rule in current_rules()] == [text for _, text in RULES]


def test_two_admins_do_not_overwrite_each_other(
    app: Flask, world: World, admin: CheckingClient, new_client: Callable[[], CheckingClient]
) -> None:
    form = f"{SETTINGS}/rules"
    other = sign_in(app, new_client(), world.person(Role.ADMIN))
    on_screen = {
        field["name"]: field.get("value")
        for field in other.page(SETTINGS).find("form", action=form).find_all("input")
        if field.get("type") not in {"checkbox", "radio"}
    }
    world.clock.advance(minutes=1)  # type: ignore[attr-defined]
    first = {"rule_1_text": "The first admin's words.", "substance": "wording"}
    admin.submit(SETTINGS, first, form=form)
    late = "The second admin's words, which are long enough that nobody wants to lose them at all."
    response = other.post(
        form, data=on_screen | {"rule_1_text": late, "rule_2_text": "Kept.", "substance": "wording"}
    )
    assert response.status_code == 409
    assert "which are long enough" in response.text
    db.session.rollback()
    assert current_rules()[0].text == "The first admin's words."


def test_categories_are_added_and_renamed(admin: CheckingClient) -> None:
    added = admin.submit(
        SETTINGS,
        {"new-name": "Garden", "new-description": "Weeds too."},
        form=f"{SETTINGS}/categories",
    )
    assert added.status_code == 303
    db.session.rollback()
    garden = categories_in_order()[-1]
    assert (garden.name, garden.slug) == ("Garden", "garden")
    renamed = admin.submit(
        SETTINGS,
        {f"category-{garden.id}-name": "The allotment"},
        form=f"{SETTINGS}/categories/{garden.id}",
    )
    assert renamed.status_code == 303
    assert "The allotment" in admin.get("/categories/garden").text


def test_what_comes_after_the_last_place_can_still_be_changed(admin: CheckingClient) -> None:
    form = f"{SETTINGS}/categories"
    admin.submit(SETTINGS, {"new-name": "Attic", "new-position": "99"}, form=form)
    admin.submit(SETTINGS, {"new-name": "Roof"}, form=form)
    db.session.rollback()
    roof = categories_in_order()[-1]
    assert roof.name == "Roof"
    own = {f"category-{roof.id}-description": "Stars."}
    assert admin.submit(SETTINGS, own, form=f"{form}/{roof.id}").status_code == 303


def test_a_name_that_is_taken_is_explained_at_its_field(admin: CheckingClient) -> None:
    hello = categories_in_order()[0]
    name = f"category-{hello.id}-name"
    response = admin.submit(
        SETTINGS, {name: "Daily life"}, form=f"{SETTINGS}/categories/{hello.id}"
    )
    assert response.status_code == 400
    page = parse(response.text)[0]
    assert page.find(id=name)["value"] == "Daily life"
    assert "of that name already" in page.find(id=f"{name}-error").text
    taken = admin.submit(SETTINGS, {"new-name": "HELLO"}, form=f"{SETTINGS}/categories")
    assert taken.status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"rule_1_id": "x", "rule_1_position": "first"},
        {"rule_1_position": "-4"},
        {"rule_1_position": "9" * 40},
        {"seen": "yesterday", "substance": "wording"},
    ],
)
def test_wrong_types_are_answered_kindly(admin: CheckingClient, fields: dict[str, str]) -> None:
    response = admin.submit(SETTINGS, fields, form=f"{SETTINGS}/rules")
    assert response.status_code in {400, 409}
    db.session.rollback()
    assert [rule.text for rule in current_rules()] == [text for _, text in RULES]


@pytest.mark.parametrize(
    ("who", "way_on"), [("visitor", "/join"), ("newcomer", "/home"), ("member", None)]
)
def test_whoever_has_read_how_it_works_finds_the_next_step(
    app: Flask, world: World, client: CheckingClient, who: str, way_on: str | None
) -> None:
    if who != "visitor":
        sign_in(app, client, everyone(world)[who])
    buttons = client.page("/how-this-place-works").find("main").find_all("a")
    led_to = [one["href"] for one in buttons if "button" in one.get("class").split()]
    assert led_to[:1] == ([way_on] if way_on else [])
