"""The first set-up, and who wins when two people do it at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Role, User, UserRole, UserSession
from forum.accounts.passwords import check_password
from forum.accounts.sessions import find_session
from forum.audit.models import AuditEntry
from forum.community.commands import FIRST_CATEGORIES, Founding, add_first_categories, set_up
from forum.community.models import Community, Rule, SetupLink
from forum.community.rulebook import default_rules
from forum.community.setup import is_setup_link, make_setup_link
from forum.conversations.models import Category
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.example.loader import ExampleLoader
from tests.support.clock import FakeClock

PASSWORD = "orchard lantern seventeen"


def founding(username: str = "ana", **changes: str) -> Founding:
    values = {
        "community_name": f"The house of {username}",
        "tagline": "Come in.",
        "display_name": username.capitalize(),
        "username": username,
        "email": f"{username}@example.org",
        "password": PASSWORD,
    }
    return Founding(**(values | changes), rules=default_rules())


def new_token(clock: FakeClock) -> str:
    link = make_setup_link("https://forum.test/", clock.now())
    assert link is not None
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc) == ("https", "forum.test")
    return parts.path.removeprefix("/setup/")


def count(what: type) -> int:
    return db.session.scalar(select(func.count()).select_from(what)) or 0


def test_only_the_hash_of_a_link_is_kept(app: Flask, clock: FakeClock) -> None:
    with app.app_context():
        token = new_token(clock)
        kept = db.session.scalars(select(SetupLink.token_hash)).one()
        assert token not in kept
        assert is_setup_link(token)
        assert not is_setup_link(kept)
        assert not is_setup_link("")


def test_it_makes_everything_in_one_go(app: Flask, clock: FakeClock) -> None:
    with app.app_context():
        new_token(clock)
        token = new_token(clock)
        signed_in = set_up(token, founding(), add_first_categories, clock)
        community = db.session.get_one(Community, 1)
        assert community.name == "The house of ana"
        assert count(Rule) == len(default_rules())
        assert count(Category) == len(FIRST_CATEGORIES)
        admin = db.session.scalars(select(User)).one()
        assert check_password(PASSWORD, admin.password_hash)
        assert {held.role for held in admin.roles} == set(Role)
        actor = find_session(signed_in, clock.now())
        assert actor is not None
        assert actor.awake().is_admin
        assert not actor.is_admin, "the role rests until there is a second factor"
        assert count(SetupLink) == 0, "every link is void now"
        assert make_setup_link("https://forum.test", clock.now()) is None
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "community.changed")
        ).one()
        assert (entry.actor_id, entry.detail) == (admin.id, {"what": "set_up"})


def test_it_can_begin_with_the_example(app: Flask, clock: FakeClock) -> None:
    with app.app_context():
        example = ExampleLoader()
        set_up(new_token(clock), founding(), example.tell, clock)
        example.decide()
        assert count(Category) == 5
        assert (
            db.session.scalar(select(func.count()).select_from(User).where(User.is_example))
            == count(User) - 1
        )


@pytest.mark.parametrize(
    "changes", [{"password": "short"}, {"username": "Not A Name"}, {"email": "nowhere"}]
)
def test_what_cannot_be_taken_changes_nothing(
    app: Flask, clock: FakeClock, changes: dict[str, str]
) -> None:
    with app.app_context():
        token = new_token(clock)
        with pytest.raises(InvalidInputError) as raised:
            set_up(token, founding(**changes), add_first_categories, clock)
        assert raised.value.field in changes
        assert (count(Community), count(Rule), count(User), count(Category)) == (0, 0, 0, 0)
        assert is_setup_link(token), "the link is still good"


def test_a_link_that_nobody_made_opens_nothing(app: Flask, clock: FakeClock) -> None:
    with app.app_context():
        with pytest.raises(NotFoundError):
            set_up("made-up", founding(), add_first_categories, clock)
        assert count(Community) == 0


def test_the_second_one_hears_that_somebody_was_faster(app: Flask, clock: FakeClock) -> None:
    with app.app_context():
        token = new_token(clock)
        set_up(token, founding("ana"), add_first_categories, clock)
        with pytest.raises(ConflictError, match="just been set up"):
            set_up(token, founding("ben"), add_first_categories, clock)
        assert db.session.scalars(select(User.username)).all() == ["ana"]


def test_of_two_at_the_same_moment_one_wins(app: Flask, clock: FakeClock) -> None:
    with app.app_context():
        tokens = {"ana": new_token(clock), "ben": new_token(clock)}
    together = threading.Barrier(2)
    outcomes: dict[str, str] = {}

    def begin(name: str) -> Callable[[], None]:
        def act() -> None:
            with app.app_context():
                together.wait()
                try:
                    set_up(tokens[name], founding(name), add_first_categories, clock)
                    outcomes[name] = "won"
                except ConflictError:
                    outcomes[name] = "was slower"

        return act

    people = [threading.Thread(target=begin(name)) for name in tokens]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=30)
    assert sorted(outcomes.values()) == ["was slower", "won"]
    with app.app_context():
        winner = next(name for name, outcome in outcomes.items() if outcome == "won")
        assert db.session.get_one(Community, 1).name == f"The house of {winner}"
        assert db.session.scalars(select(User.username)).all() == [winner]
        assert count(Rule) == len(default_rules())
        assert count(UserRole) == 3
        assert count(UserSession) == 1
