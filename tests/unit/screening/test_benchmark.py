from __future__ import annotations

import pytest

from forum.screening.benchmark.posts import FORTY, SHORT, mixed
from forum.screening.benchmark.report import lines
from forum.screening.benchmark.speed import Figure, in_turns, multiply_adds


def test_the_posts_have_the_lengths_that_they_are_named_for() -> None:
    assert len(SHORT.split()) == 20
    assert len(FORTY.split()) == 40


def test_mixed_posts_are_many_short_ones_and_a_few_long_ones() -> None:
    posts = mixed(256)
    lengths = sorted(len(post.split()) for post in posts)

    assert len(set(posts)) == 256
    assert lengths[0] == 6
    assert lengths[-1] == 380
    assert lengths[128] < 30
    assert posts == mixed(256)


def test_multiply_adds_are_counted_as_on_paper() -> None:
    # One layer, one token: four squares, two wide products, and two sums over one token.
    assert multiply_adds(tokens=1, layers=1, hidden=4, wide=16) == 4 * 16 + 2 * 64 + 8
    # The last of two layers: keys and values of three tokens, everything else of the first.
    first, last = 3 * (64 + 128 + 24), 3 * 32 + 32 + 128 + 24
    assert multiply_adds(tokens=3, layers=2, hidden=4, wide=16) == first + last


def test_works_take_turns() -> None:
    done: list[str] = []
    times = in_turns(2, lambda: done.append("a"), lambda: done.append("b"), each=2)

    assert "".join(done) == "ab" + "aabb" * 2
    assert len(times) == 2


@pytest.mark.parametrize(
    ("value", "at_least", "reached"), [(5, True, True), (3, True, False), (3, False, True)]
)
def test_a_goal_is_said_to_be_reached_or_not(value: float, at_least: bool, reached: bool) -> None:
    figure = Figure(name="speed", value=value, unit="×", goal=4, at_least=at_least)
    [line] = lines([figure])

    assert figure.reached is reached
    assert line.endswith("yes" if reached else "NO")
