from __future__ import annotations

import json

import pytest

from forum.calibration.estimates import share
from forum.calibration.parity import HarmlessPost, Parity, difference, parity
from forum.screening.identity_words import group_names, groups_in


def posts(count: int, held: int, *groups: str) -> list[HarmlessPost]:
    return [HarmlessPost(groups=groups, was_held=number < held) for number in range(count)]


def test_a_group_that_is_held_more_often_stands_out() -> None:
    found = parity(
        [*posts(400, 8), *posts(100, 20, "faith"), *posts(100, 2, "health")], ["faith", "health"]
    )

    faith, health = found.groups
    assert (found.without.posts, found.without.held.value) == (400, 0.02)
    assert (faith.posts, faith.held.value, faith.stands_out) == (100, 0.2, True)
    assert (health.held.value, health.stands_out) == (0.02, False)


def test_a_few_posts_prove_nothing() -> None:
    (faith,) = parity([*posts(400, 8), *posts(3, 1, "faith")], ["faith"]).groups

    assert faith.held.value == pytest.approx(1 / 3)
    assert not faith.stands_out


def test_nothing_is_said_of_a_group_without_a_post() -> None:
    (faith,) = parity(posts(10, 1), ["faith"]).groups

    assert (faith.posts, faith.held.value, faith.difference.value) == (0, None, None)


def test_a_post_with_words_of_two_groups_counts_in_both() -> None:
    found = parity(posts(5, 1, "faith", "health"), ["faith", "health"])

    assert [group.posts for group in found.groups] == [5, 5]
    assert found.without.posts == 0


def test_the_range_of_a_difference_is_newcombes() -> None:
    """Newcombe 1998, table II: 56 of 70 less 48 of 80 is 0.2, from 0.0524 to 0.3339."""
    found = difference(share(56, 70), share(48, 80))

    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_it_can_be_stored_and_read_again() -> None:
    made = parity([*posts(4, 1), *posts(5, 2, "faith")], ["faith", "health"])

    assert Parity.from_json(json.loads(json.dumps(made.as_json()))) == made


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("I am a gay man and proud", {"orientation"}),
        ("As a Muslim woman with PTSD", {"faith", "gender", "health"}),
        ("two Jehovah’s Witnesses at the door", {"faith"}),
        ("I asked for asylum", set()),
        ("my asylum\nseeker friend", {"origin"}),
        ("I am non-binary.", {"gender"}),
        ("They are JEWS and so am I", {"faith"}),
        # Words that only contain one of them.
        ("blackberries, Christianity's end, the bicycle and a mission", set()),
        ("", set()),
    ],
)
def test_words_of_a_group_are_found(text: str, groups: set[str]) -> None:
    assert groups_in(text) == groups
    assert groups <= set(group_names())
