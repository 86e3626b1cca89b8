"""Real forums for tests in a browser. A module that needs a community takes `forum`, its tests share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser.forum import (
    RunningForum,
    forum_in_this_process,
    found,
    running_forum,
    settings_of,
)
from tests.support.browser import Visits
from tests.support.databases import Databases

#: Their tests wait for the worker's minute, and for the seconds in which a decision can be undone.
WAITING = ("test_walk.py", "test_welcome.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with those that mostly wait: the other process works meanwhile, and at the end nobody waits alone."""
    items.sort(key=lambda item: item.path.name not in WAITING)


@pytest.fixture(scope="module")
def run_forum(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], RunningForum]]:
    """Starts forums on databases, without a worker; both end with the module."""
    with ExitStack() as stack:

        def run(url: str) -> RunningForum:
            stack.callback(databases.drop, url)
            return stack.enter_context(running_forum(tmp_path_factory.mktemp("forum"), url))

        yield run


@pytest.fixture(scope="module")
def new_forum(
    run_forum: Callable[[str], RunningForum],
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[], RunningForum]:
    """Starts forums that have not been set up."""
    return lambda: run_forum(databases.create(tmp_path_factory.mktemp("database")))


@pytest.fixture(scope="session")
def example_url(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makes databases with the example community. It is loaded once, which takes as long as a test in a browser."""

    def fill() -> tuple[str, None]:
        folder = tmp_path_factory.mktemp("example")
        url = databases.create(folder)
        with forum_in_this_process(settings_of(folder, url)) as app:
            found(app)
        return url, None

    return lambda: databases.create_filled(tmp_path_factory.mktemp("database"), "example", fill)[0]


@pytest.fixture(scope="module")
def example_forum(
    run_forum: Callable[[str], RunningForum], example_url: Callable[[], str]
) -> RunningForum:
    """A forum with the example community, without a worker."""
    return run_forum(example_url())


@pytest.fixture(scope="module")
def forum(example_forum: RunningForum) -> RunningForum:
    """The forum that the tests of a module share. A module may override this fixture."""
    return example_forum


@pytest.fixture
def visits(browser: Browser, forum: RunningForum) -> Iterator[Visits]:
    """Opens pages of the forum; the test fails if the browser complained of anything."""
    made = Visits(browser, forum.url)
    yield made
    made.close()
    assert made.complaints == []
