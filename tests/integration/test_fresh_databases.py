"""Each test has a database of its own. Where one is used again, nobody can tell it from a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import create_engine, inspect, text

from forum.app import create_app
from forum.database import db
from tests.conftest import close, make_settings, services_for
from tests.factories import UNKIND, World
from tests.support.clock import FakeClock
from tests.support.databases import Databases
from tests.support.mail import Outbox


def contents(url: str) -> Mapping[str, object]:
    """Every row of every table."""
    engine = create_engine(url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        found = {
            name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}"))))
            for name in names
        }
    engine.dispose()
    return found


def use(url: str, folder: Path) -> int:
    """Let somebody begin a thread in which somebody is unkind. Returns the number of the unkind post."""
    folder.mkdir()
    clock = FakeClock()
    app = create_app(make_settings(folder, url), services_for(clock, Outbox()))
    with app.app_context():
        world = World(clock=clock)
        world.set_up()
        post_id = world.reply(world.person(), world.thread(world.newcomer()), UNKIND).id
        db.session.remove()
    close(app)
    return post_id


def test_a_database_that_is_used_again_holds_nothing_of_before_and_counts_from_one(
    databases: Databases, tmp_path: Path
) -> None:
    new = databases.create(tmp_path)
    untouched = contents(new)
    numbers = [use(new, tmp_path / "first")]
    assert contents(new) != untouched
    databases.drop(new)
    for name in ("second", "third"):
        again = databases.create(tmp_path)
        assert contents(again) == untouched
        numbers.append(use(again, tmp_path / name))
        databases.drop(again)
    assert numbers == [2, 2, 2]


def test_a_database_whose_tables_were_changed_is_not_used_again(
    databases: Databases, tmp_path: Path
) -> None:
    changed = databases.create(tmp_path)
    engine = create_engine(changed)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE clock_steps"))
    engine.dispose()
    databases.drop(changed)
    again = databases.create(tmp_path)
    assert "clock_steps" in contents(again)
    databases.drop(again)
