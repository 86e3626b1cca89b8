"""Real forums for tests in a browser. A module that needs a community takes `forum`, its tests share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser.forum import RunningForum, running_forum
from tests.support.browser import Visits
from tests.support.databases import Databases


@pytest.fixture(scope="module")
def new_forum(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], RunningForum]]:
    """Starts forums that have not been set up, without a worker; they end with the module."""
    with ExitStack() as stack:

        def start() -> RunningForum:
            folder = tmp_path_factory.mktemp("forum")
            url = databases.create(folder)
            stack.callback(databases.drop, url)
            return stack.enter_context(running_forum(folder, url))

        yield start


@pytest.fixture(scope="module")
def forum(new_forum: Callable[[], RunningForum]) -> RunningForum:
    """A forum with the example community, without a worker. A module may override this fixture."""
    made = new_forum()
    made.found()
    return made


@pytest.fixture
def visits(browser: Browser, forum: RunningForum) -> Iterator[Visits]:
    """Opens pages of the forum; the test fails if the browser complained of anything."""
    made = Visits(browser, forum.url)
    yield made
    made.close()
    assert made.complaints == []
