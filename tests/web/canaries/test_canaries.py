"""What only some may read appears nowhere to anybody else.

Everything that can be hidden is hidden in one community, each under a string that stands nowhere else. Then every
address of the forum is opened by every kind of person and by whoever has to do with it, and the strings are looked for
in body and headers. Something new that is hidden is one more row of a table (`posts`, `texts`, `others`).
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests.factories import World
from tests.support.client import CheckingClient
from tests.web.canaries import others, posts, texts
from tests.web.canaries.crawl import Crawl, complaints, plant
from tests.web.canaries.hidden import Community

ROWS = (posts.PUBLISHED, *posts.ROWS, *texts.ROWS, *others.ROWS)


def test_what_is_hidden_is_found_by_those_who_may_and_nobody_else(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    community = Community(world)
    hidden = plant(community, ROWS)
    crawl = Crawl(app=app, new_client=new_client, community=community, hidden=hidden)

    sightings = crawl.sightings()

    assert complaints(hidden, tuple(crawl.people()), sightings) == []
