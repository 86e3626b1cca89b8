"""Nia and her mentor Mo, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.factories import World, sign_in
from tests.integration.privately.talking import Two, two
from tests.support.client import CheckingClient


@pytest.fixture
def both(world: World) -> Two:
    return two(world)


@pytest.fixture
def nia(app: Flask, both: Two, new_client: Callable[[], CheckingClient]) -> CheckingClient:
    return sign_in(app, new_client(), both.nia)


@pytest.fixture
def mo(app: Flask, both: Two, new_client: Callable[[], CheckingClient]) -> CheckingClient:
    return sign_in(app, new_client(), both.mo)
