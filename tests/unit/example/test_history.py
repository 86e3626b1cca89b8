"""How the example's posts came to where they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.conversations.lifecycle import PostAction, PostState, next_state
from forum.example.data import Example, ExamplePost, ExampleThread, read_example
from forum.example.history import Flagged, Moved, Sent, graduations, history, was_held

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def example() -> Example:
    return read_example()


def test_every_post_walks_a_legal_way_to_where_it_ends(example: Example) -> None:
    ways: dict[tuple[str, int], list[Moved]] = {}
    for happening in history(example, graduations(example, NOW), NOW):
        if isinstance(happening, Moved):
            ways.setdefault((happening.thread.key, happening.index), []).append(happening)
    posts = {(t.key, i): post for t in example.threads for i, post in enumerate(t.posts)}
    assert set(ways) == set(posts)
    for place, moves in ways.items():
        state = PostState.SUBMITTED
        for moved in moves:
            state = next_state(state, moved.action)
        assert state is posts[place].state, place


def test_it_is_told_in_order_and_nothing_lies_in_the_future(example: Example) -> None:
    told = history(example, graduations(example, NOW), NOW)
    times = [happening.at for happening in told]
    assert times == sorted(times)
    assert times[-1] <= NOW
    sent = set()
    for happening in told:
        if isinstance(happening, Moved | Flagged):
            index = happening.index if isinstance(happening, Moved) else 0
            assert (happening.thread.key, index) in sent
        elif isinstance(happening, Sent):
            answers = happening.post.answers
            assert answers is None or (happening.thread.key, answers) in sent
            sent.add((happening.thread.key, happening.index))


def test_every_name_that_is_mentioned_exists(example: Example) -> None:
    people = {person.key: person for person in example.people}
    categories = {category.key for category in example.categories}
    for thread in example.threads:
        assert thread.category in categories
        assert thread.welcome_by is None or "mentor" in people[thread.welcome_by].roles
        for post in thread.posts:
            assert NOW - post.age >= NOW - people[post.author].joined_ago, (thread.key, post.author)
            if post.ruling is not None:
                assert "moderator" in people[post.ruling.by].roles
                assert post.ruling.by != post.author


def test_people_graduate_by_the_rule_and_staff_from_the_start(example: Example) -> None:
    graduated = graduations(example, NOW)
    appeared = [
        post.author
        for thread in example.threads
        for post in thread.posts
        if post.state is PostState.PUBLISHED
    ]
    for person in example.people:
        by_rule = appeared.count(person.key) >= 3 or person.joined_ago >= timedelta(days=14)
        assert (person.key in graduated) == (by_rule or bool(person.roles)), person.key
    assert len(example.people) - len(graduated) >= 4, "there should be newcomers to greet"


def a_post(state: PostState, **scores: float) -> ExamplePost:
    return ExamplePost(
        author="a",
        age=timedelta(seconds=2),
        text="Hello",
        answers=None,
        state=state,
        scores=scores,
        ruling=None,
    )


@pytest.mark.parametrize(
    ("post", "held"),
    [
        (a_post(PostState.PUBLISHED), False),
        (a_post(PostState.HELD, insult=0.6), True),
        (a_post(PostState.DECLINED, insult=0.01), True),
        (a_post(PostState.CHANGES_REQUESTED, insult=0.6), True),
        (a_post(PostState.CHANGES_REQUESTED, insult=0.05), False),
        (a_post(PostState.HIDDEN, insult=0.9), False),
        (a_post(PostState.WITHDRAWN, insult=0.9), False),
    ],
)
def test_what_was_held(post: ExamplePost, *, held: bool) -> None:
    assert was_held(post) is held


def test_a_post_of_this_moment_was_screened_by_now() -> None:
    thread = ExampleThread(
        key="t",
        category="c",
        title="T",
        posts=[a_post(PostState.PUBLISHED)],
        welcome_by=None,
        welcome_reason="",
    )
    told = history(Example(people=[], categories=[], threads=[thread]), {}, NOW)
    assert [type(happening) for happening in told] == [Sent, Moved]
    assert isinstance(told[1], Moved)
    assert told[1].action is PostAction.PASS
    assert told[0].at < told[1].at <= NOW
