"""Somebody who joins goes by a name that the forum made until theirs has been read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.commands import NewPerson, join
from forum.accounts.models import User
from forum.accounts.signing_in import find_account
from forum.database import db
from forum.errors import InvalidInputError
from tests.factories import World


class TestJoining:
    NEW = NewPerson(
        username="lena",
        display_name="Lena",
        email="lena@example.org",
        password="four plain words here",
        accepts_rules=True,
    )

    def test_nobody_sees_a_name_that_has_not_been_read(self, world: World) -> None:
        user_id = join(self.NEW, "test", world.clock).user_id
        user = db.session.get_one(User, user_id)
        assert (user.username, user.display_name) == (f"newcomer-{user_id}", f"Newcomer {user_id}")
        world.screen()
        user = db.session.get_one(User, user_id)
        assert (user.username, user.display_name) == ("lena", "Lena")

    def test_they_sign_in_with_the_user_name_that_they_chose(self, world: World) -> None:
        user_id = join(self.NEW, "test", world.clock).user_id
        assert find_account("lena") == user_id
        world.screen()
        assert find_account("lena") == user_id

    def test_nobody_else_can_take_a_user_name_that_waits(self, world: World) -> None:
        join(self.NEW, "test", world.clock)
        with pytest.raises(InvalidInputError) as refused:
            join(replace(self.NEW, email="other@example.org"), "test", world.clock)
        assert refused.value.field == "username"

    def test_sending_the_form_twice_makes_one_account(self, world: World) -> None:
        first = join(self.NEW, "test", world.clock).user_id
        assert join(self.NEW, "test", world.clock).user_id == first

    def test_nobody_can_choose_a_name_like_those_that_the_forum_makes(self, world: World) -> None:
        with pytest.raises(InvalidInputError):
            join(replace(self.NEW, username="newcomer-7"), "test", world.clock)
        with pytest.raises(InvalidInputError):
            join(replace(self.NEW, display_name="Newcomer 7"), "test", world.clock)
