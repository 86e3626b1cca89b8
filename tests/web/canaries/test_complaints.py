"""What is said where somebody finds what they may not, or does not find what they have to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from forum.accounts.actor import Actor
from tests.web.canaries.crawl import Sighting, complaints
from tests.web.canaries.hidden import Community, Hidden, Person, Planted, Row

PEOPLE = (
    Person(name="author", kind="member", actor=Actor()),
    Person(name="member", kind="member", actor=Actor()),
    Person(name="moderator", kind="moderator", actor=Actor()),
    Person(name="about whom it is", kind="moderator", actor=Actor()),
)
INSIDERS = {"author": Actor(), "about whom it is": Actor()}
ITEM = "/review/7"


def never(community: Community, canary: str) -> Planted:
    raise AssertionError("nothing is planted here")


def said(found: Sequence[tuple[str, str]], only_at: Mapping[str, str]) -> Sequence[str]:
    """What is said of these finds, of something that its author and moderators have to find."""
    row = Row(
        what="words",
        plant=never,
        found_by=frozenset({"author", "moderator"}),
        only_at=only_at,
    )
    planted = Planted(numbers={"item_id": 7}, insiders=INSIDERS)
    hidden = Hidden(row=row, canary="zq7canary00", planted=planted)
    return complaints([hidden], PEOPLE, {Sighting("zq7canary00", *one) for one in found})


@pytest.mark.parametrize("only_at", [{}, {"moderator": "/review/{item_id}"}])
def test_nothing_where_those_find_it_who_have_to(only_at: Mapping[str, str]) -> None:
    assert said([("author", "/home"), ("moderator", ITEM)], only_at) == []


def test_whoever_finds_what_they_may_not() -> None:
    found = [("author", "/home"), ("moderator", ITEM), ("member", "/threads/1")]
    assert said(found, {}) == ["member finds: words, at /threads/1"]


def test_whoever_does_not_find_what_they_have_to() -> None:
    assert said([("moderator", ITEM)], {}) == ["author does not find: words"]


def test_a_moderator_whom_it_is_about_is_no_moderator_here() -> None:
    found = [("author", "/home"), ("moderator", ITEM), ("about whom it is", ITEM)]
    assert said(found, {}) == [f"about whom it is finds: words, at {ITEM}"]


def test_whoever_finds_it_elsewhere_than_they_may() -> None:
    found = [("author", "/home"), ("moderator", ITEM), ("moderator", "/review")]
    only_at = {"moderator": "/review/{item_id}"}
    assert said(found, only_at) == ["moderator finds: words, at /review"]
