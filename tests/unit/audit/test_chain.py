"""The chain of the log: whatever is done to an entry, its place is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.audit.chain import NOTHING_BEFORE, Content, Head, Link, problems, seal

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LENGTH = 6


def content(number: int) -> Content:
    return Content(
        at=NOON + timedelta(minutes=number),
        actor_id=number % 3 or None,
        action="post.approve",
        subject_kind="post",
        subject_id=number,
        detail={"before": "held", "after": "published"},
    )


def sealed(number: int, what: Content, previous: str) -> Link:
    return Link(number=number, content=what, previous=previous, seal=seal(number, what, previous))


def chain(length: int = LENGTH) -> list[Link]:
    links: list[Link] = []
    for number in range(1, length + 1):
        links.append(sealed(number, content(number), links[-1].seal if links else NOTHING_BEFORE))
    return links


def head_of(links: Sequence[Link]) -> Head:
    return Head(number=links[-1].number, seal=links[-1].seal) if links else Head()


def changed(links: list[Link], at: int, *, seal_anew: bool = False) -> list[Link]:
    link = links[at - 1]
    other = replace(link.content, actor_id=99)
    new = sealed(at, other, link.previous) if seal_anew else replace(link, content=other)
    return [*links[: at - 1], new, *links[at:]]


def without(links: list[Link], *numbers: int) -> list[Link]:
    return [link for link in links if link.number not in numbers]


def swapped(links: list[Link], one: int, other: int) -> list[Link]:
    numbers = {one: other, other: one}
    moved = [replace(link, number=numbers.get(link.number, link.number)) for link in links]
    return sorted(moved, key=lambda link: link.number)


def put_in(links: list[Link]) -> list[Link]:
    return [*links, sealed(len(links) + 1, content(77), links[-1].seal)]


def written_anew(links: list[Link], since: int) -> list[Link]:
    new = links[: since - 1]
    for link in links[since - 1 :]:
        new.append(sealed(link.number, replace(link.content, actor_id=99), head_of(new).seal))
    return new


TAMPERED: dict[str, tuple[Callable[[list[Link]], list[Link]], list[str]]] = {
    "one changed": (lambda log: changed(log, 3), ["Entry 3 was changed after it was written."]),
    "the first changed": (
        lambda log: changed(log, 1),
        ["Entry 1 was changed after it was written."],
    ),
    "the last changed": (
        lambda log: changed(log, LENGTH),
        [f"Entry {LENGTH} was changed after it was written."],
    ),
    "one changed and sealed anew": (
        lambda log: changed(log, 3, seal_anew=True),
        ["Entry 3 was changed after it was written."],
    ),
    "the last changed and sealed anew": (
        lambda log: changed(log, LENGTH, seal_anew=True),
        [f"Entry {LENGTH} was changed after it was written."],
    ),
    "two changed": (
        lambda log: changed(changed(log, 2), 5),
        ["Entry 2 was changed after it was written.", "Entry 5 was changed after it was written."],
    ),
    "one taken out": (lambda log: without(log, 4), ["Entry 4 is missing."]),
    "the first taken out": (lambda log: without(log, 1), ["Entry 1 is missing."]),
    "two taken out": (
        lambda log: without(log, 2, 4),
        ["Entry 2 is missing.", "Entry 4 is missing."],
    ),
    "the end cut off": (
        lambda log: without(log, 5, 6),
        ["The log ends with entry 4, and has to go on to entry 6."],
    ),
    "all taken out": (lambda log: [], ["The log ends with entry 0, and has to go on to entry 6."]),
    "two neighbours swapped": (
        lambda log: swapped(log, 2, 3),
        [
            "Entry 2 was moved: it was written as entry 3.",
            "Entry 3 was moved: it was written as entry 2.",
        ],
    ),
    "two far apart swapped": (
        lambda log: swapped(log, 2, 5),
        [
            "Entry 2 was moved: it was written as entry 5.",
            "Entry 5 was moved: it was written as entry 2.",
        ],
    ),
    "one put in at the end": (put_in, ["Entry 7 was not written by the forum."]),
    "all from the third on written anew": (
        lambda log: written_anew(log, 3),
        [f"Entry {LENGTH} was changed after it was written."],
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_whatever_is_done_to_an_entry_is_named(how: str) -> None:
    tamper, told = TAMPERED[how]
    log = chain()

    found = problems(tamper(log), head_of(log))

    assert [str(problem) for problem in found] == told


@pytest.mark.parametrize("length", [0, 1, LENGTH])
def test_a_log_that_nobody_touched_is_in_order(length: int) -> None:
    log = chain(length)

    assert problems(log, head_of(log)) == []
    assert problems(log, head_of(log), head_of(log)) == []


def test_a_log_that_was_written_anew_to_its_end_is_found_by_what_was_noted_before() -> None:
    log = chain()
    noted = head_of(log[:4])
    forged = written_anew(log, 3)

    assert problems(forged, head_of(forged)) == []
    assert [str(problem) for problem in problems(forged, head_of(forged), noted)] == [
        "Entry 4 is not the one whose seal was noted down: the log was written anew."
    ]


def test_a_log_that_is_shorter_than_it_was_is_found_by_what_was_noted_before() -> None:
    log = chain()

    assert [str(problem) for problem in problems(log[:4], head_of(log[:4]), head_of(log))] == [
        "The log ends with entry 4, and has to go on to entry 6."
    ]


def test_a_log_whose_head_is_gone_says_so() -> None:
    assert [str(problem) for problem in problems(chain(), None)] == [
        "The log’s own note of its newest entry is gone; the last one found is entry 6."
    ]


@given(at=st.integers(1, LENGTH), field=st.sampled_from(sorted(Content.__dataclass_fields__)))
def test_every_part_of_an_entry_is_sealed(at: int, field: str) -> None:
    log = chain()
    others = {
        "at": NOON - timedelta(microseconds=1),
        "actor_id": 98,
        "action": "post.decline",
        "subject_kind": "person",
        "subject_id": None,
        "detail": {"before": "held"},
    }
    link = log[at - 1]
    log[at - 1] = replace(link, content=replace(link.content, **{field: others[field]}))  # type: ignore[arg-type]

    assert [problem.number for problem in problems(log, head_of(chain()))] == [at]


def test_where_a_moment_was_read_does_not_matter() -> None:
    elsewhere = NOON.astimezone(datetime.now().astimezone().tzinfo)

    assert seal(1, replace(content(1), at=NOON), "") == seal(
        1, replace(content(1), at=elsewhere), ""
    )


@pytest.mark.parametrize("noted", ["", "7", "x:00", "7:xyz", "-1:" + "0" * 64, "7:" + "0" * 62])
def test_a_note_that_is_none_is_refused(noted: str) -> None:
    with pytest.raises(ValueError, match="not a number and a seal"):
        Head.parse(noted)


def test_a_note_can_be_read_again() -> None:
    head = head_of(chain())

    assert Head.parse(f" {head}\n") == head
