"""The admins' page of measures: pictures with tables, and a file that is safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role, User
from forum.database import db, transaction
from tests.factories import World, everyone, sign_in
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.statements import statements

PATH = "/admin/measures"


@pytest.fixture
def admin(app: Flask, world: World, client: CheckingClient) -> CheckingClient:
    return sign_in(app, client, world.person(Role.ADMIN))


def welcome(world: World, clock: FakeClock, number: int) -> None:
    """Newcomers who say hello, are answered half an hour later, and answer back."""
    mentor = world.person(Role.MENTOR, name="Mo")
    thread = world.thread(mentor, welcome=True)
    for _ in range(number):
        ana = world.newcomer()
        hello = world.reply(ana, thread)
        clock.advance(minutes=30)
        answer = world.reply(mentor, thread, answers=hello)
        world.reply(ana, thread, answers=answer)


def test_an_empty_forum_has_an_honest_page(admin: CheckingClient) -> None:
    page = admin.page(PATH)
    assert "Nobody is a mentor yet" in page.text
    pictures = page.find_all("svg", role="img")
    assert len(pictures) == 6
    for picture in pictures:
        assert picture.find("title").text
        assert picture.find("desc").text


def test_what_happened_stands_in_the_tables(
    world: World, admin: CheckingClient, clock: FakeClock
) -> None:
    welcome(world, clock, 2)
    tables = admin.page(PATH).find_all("table")
    weeks, _, mentors, _ = [
        [[cell.text for cell in row.find_all("th", "td")] for row in one.find_all("tr")]
        for one in tables
    ]
    assert weeks[1][1:] == ["2", "100 %", "30 minutes", "30 minutes", "100 %"]
    assert mentors[1] == ["Mo", "0", "2", "25", "2"]


def test_who_came_with_a_role_was_never_new(world: World, admin: CheckingClient) -> None:
    """As whoever has founded the place."""
    world.newcomer()
    with transaction() as session:
        session.query(User).update({User.graduated_at: None})
    cohorts = admin.page(PATH).find_all("table")[1]
    joined = [row.find_all("td")[0].text for row in cohorts.find_all("tr")[1:]]
    assert joined[0] == "1"


def test_the_file_says_the_same_and_holds_no_formula(
    world: World, admin: CheckingClient, clock: FakeClock
) -> None:
    welcome(world, clock, 1)
    with transaction() as session:
        session.query(User).filter_by(display_name="Mo").one().display_name = "=1+1"
    response = admin.get(f"{PATH}.csv")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="measures.csv"'
    rows = list(csv.reader(io.StringIO(response.text)))
    assert rows[0] == ["by", "of", "measure", "value"]
    assert ["mentor", "'=1+1", "answered_in_28_days", "1"] in rows
    assert [row[3] for row in rows if row[2] == "conversation_rate"][-1] == "1"
    assert not [row for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_only_admins_see_it(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    for kind, person in everyone(world).items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        expected = {"admin": 200, "visitor": 302}.get(kind, 403)
        for path in (PATH, f"{PATH}.csv"):
            assert client.get(path).status_code == expected


def test_the_number_of_queries_stays_the_same(
    world: World, admin: CheckingClient, clock: FakeClock
) -> None:
    def asked() -> int:
        with statements(db.engine) as seen:
            assert admin.get(PATH).status_code == 200
        return len(seen)

    welcome(world, clock, 1)
    asked()
    before = asked()
    welcome(world, clock, 4)
    asked()  # notes that the admin was here, since time has passed
    assert asked() == before
    assert before <= 14
