"""Sessions in the database: found, noted, ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from forum.accounts.actor import VISITOR
from forum.accounts.models import Role, User, UserRole, UserSession
from forum.accounts.own_sessions import list_sessions, sign_out_of
from forum.accounts.sessions import (
    end_all_sessions,
    end_session,
    find_session,
    renew_session,
    start_session,
)
from forum.accounts.tokens import hash_token, new_token
from forum.database import db, transaction
from forum.errors import NotAllowedError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import can
from tests.factories import World
from tests.integration.accounts.people import Account, actor_of, live_sessions, make_account
from tests.support.clock import FakeClock
from tests.support.statements import statements


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    with app.app_context():
        yield


def count_statements(token: str, clock: FakeClock) -> int:
    db.session.rollback()
    with statements(db.engine) as asked:
        assert find_session(token, clock.now()) is not None
    return len(asked)


def test_a_token_is_256_random_bits_and_only_its_hash_is_kept(ana: Account) -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)
    [kept] = live_sessions(ana.id)
    assert kept.token_hash == hash_token(ana.token)
    assert ana.token not in str(vars(kept))


def test_who_carries_the_token(ana: Account, clock: FakeClock) -> None:
    actor = actor_of(ana.token, clock.now())
    assert (actor.user_id, actor.username, actor.display_name) == (ana.id, "ana", "Ana")
    assert actor.is_newcomer
    assert actor.session_id == live_sessions(ana.id)[0].id


def test_all_roles_come_along(app: Flask, world: World, clock: FakeClock) -> None:
    mona = make_account(app, clock.now(), *Role, username="mona")
    actor = actor_of(mona.token, clock.now())
    assert actor.roles == {"mentor", "moderator", "admin"}
    assert not actor.is_newcomer
    assert can(actor, Action.MANAGE_ROLES)


@pytest.mark.parametrize("token", ["", "x", "None", "\x00", "\ud800", "a" * 100_000, "' OR 1=1"])
def test_nobody_carries_any_other_token(ana: Account, clock: FakeClock, token: str) -> None:
    assert find_session(token, clock.now()) is None
    assert find_session(hash_token(ana.token), clock.now()) is None


def test_one_query_however_many_roles_and_sessions(
    app: Flask, world: World, clock: FakeClock, ana: Account
) -> None:
    mona = make_account(app, clock.now(), *Role, username="mona")
    with transaction() as session:
        for _ in range(20):
            start_session(session, mona.id, "", clock.now())
    assert count_statements(ana.token, clock) == count_statements(mona.token, clock)


def test_a_visit_is_noted_once_in_five_minutes(ana: Account, clock: FakeClock) -> None:
    began = clock.now()
    before = count_statements(ana.token, clock)
    clock.advance(minutes=4, seconds=59)
    assert count_statements(ana.token, clock) == before
    assert live_sessions(ana.id)[0].last_used_at == began

    clock.advance(seconds=1)
    actor_of(ana.token, clock.now())

    assert live_sessions(ana.id)[0].last_used_at == clock.now()
    assert db.session.get_one(User, ana.id).last_seen_at == clock.now()
    assert count_statements(ana.token, clock) == before


def test_a_member_who_comes_by_stays_signed_in_for_ninety_days(
    ana: Account, clock: FakeClock
) -> None:
    for _ in range(8):
        clock.advance(days=11)
        assert find_session(ana.token, clock.now()) is not None
    clock.advance(days=2)
    assert find_session(ana.token, clock.now()) is None


def test_a_member_who_stays_away_for_thirty_days_signs_in_again(
    ana: Account, clock: FakeClock
) -> None:
    clock.advance(days=30)
    assert find_session(ana.token, clock.now()) is None


def test_staff_sign_in_again_after_a_night(app: Flask, world: World, clock: FakeClock) -> None:
    ria = make_account(app, clock.now(), Role.MODERATOR, username="ria")
    clock.advance(hours=11)
    assert find_session(ria.token, clock.now()) is not None
    clock.advance(hours=12)
    assert find_session(ria.token, clock.now()) is None


def test_somebody_who_becomes_staff_is_held_to_it_at_once(ana: Account, clock: FakeClock) -> None:
    clock.advance(days=8)
    assert find_session(ana.token, clock.now()) is not None
    with transaction() as session:
        session.add(UserRole(user_id=ana.id, role=Role.MODERATOR, given_at=clock.now()))
    assert find_session(ana.token, clock.now()) is None


def test_an_ended_session_is_over_with_the_next_request(ana: Account, clock: FakeClock) -> None:
    [kept] = live_sessions(ana.id)
    with transaction() as session:
        end_session(session, ana.id, kept.id, clock.now())
    assert find_session(ana.token, clock.now()) is None


def test_ending_all_but_one(ana: Account, clock: FakeClock) -> None:
    [kept] = live_sessions(ana.id)
    with transaction() as session:
        other = start_session(session, ana.id, "", clock.now())
        end_all_sessions(session, ana.id, now=clock.now(), except_id=kept.id)
    assert find_session(ana.token, clock.now()) is not None
    assert find_session(other, clock.now()) is None


def test_nobody_ends_the_session_of_somebody_else(
    app: Flask, world: World, ana: Account, clock: FakeClock
) -> None:
    ben = make_account(app, clock.now(), username="ben")
    [anas] = live_sessions(ana.id)
    with pytest.raises(NotFoundError):
        sign_out_of(actor_of(ben.token, clock.now()), anas.id, clock)
    assert find_session(ana.token, clock.now()) is not None


def test_a_visitor_ends_nothing(ana: Account, clock: FakeClock) -> None:
    [anas] = live_sessions(ana.id)
    with pytest.raises(NotAllowedError):
        sign_out_of(VISITOR, anas.id, clock)


def test_a_renewed_session_goes_on_under_the_new_token_only(ana: Account, clock: FakeClock) -> None:
    clock.advance(minutes=2)
    [kept] = live_sessions(ana.id)
    with transaction() as session:
        token = renew_session(session, kept.id, clock.now())
    assert find_session(ana.token, clock.now()) is None
    assert actor_of(token, clock.now()).session_id == kept.id
    assert db.session.get_one(UserSession, kept.id).confirmed_at == clock.now()


def test_an_ended_session_is_not_renewed(ana: Account, clock: FakeClock) -> None:
    [kept] = live_sessions(ana.id)
    with transaction() as session:
        end_session(session, ana.id, kept.id, clock.now())
    with pytest.raises(NotFoundError), transaction() as session:
        renew_session(session, kept.id, clock.now())


def test_the_list_shows_ones_own_places_that_still_count(
    app: Flask, world: World, ana: Account, clock: FakeClock
) -> None:
    make_account(app, clock.now(), username="ben")
    clock.advance(days=29)
    with transaction() as session:
        ended = start_session(session, ana.id, "Ended/1", clock.now())
        phone = start_session(session, ana.id, "Chrome/1 Android\nX: y", clock.now())
    me = actor_of(phone, clock.now())
    ended_id = actor_of(ended, clock.now()).session_id
    assert ended_id is not None
    sign_out_of(me, ended_id, clock)

    places = list_sessions(me, clock.now())

    assert [(place.device, place.is_current) for place in places] == [
        ("Chrome on Android", True),
        ("Firefox on Linux", False),
    ]
    clock.advance(days=2)
    assert len(list_sessions(me, clock.now())) == 1
