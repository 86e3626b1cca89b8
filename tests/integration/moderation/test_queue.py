"""The queue follows the posts: one open item for what waits, none for what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forum.accounts.actor import Actor
from forum.conversations import commands
from forum.database import db
from forum.moderation.claims import claim_next
from forum.moderation.commands import decide
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.models import ReviewItem, ReviewReason
from forum.moderation.order import Part
from forum.moderation.queries import count_open_items
from forum.moderation.queue_pages import QueueRow
from forum.moderation.ranking import ReasonKind
from forum.moderation.report_commands import Concern, report_person, report_post
from forum.moderation.reporting import ReportReason
from forum.screening import Finding
from tests.factories import KIND, UNKIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out, decisions, ruling


def revise(scene: Scene, text: str) -> None:
    post = scene.world.fresh(scene.post)
    new = commands.NewVersion(text=text, title=None, based_on=post.latest_number)
    commands.revise(scene.ana, post.id, new, scene.world.clock)


def screener_says(scene: Scene, monkeypatch: pytest.MonkeyPatch, **words: Any) -> None:
    """From now on the screener's verdicts have these values."""
    before = scene.world.screener.screen
    monkeypatch.setattr(scene.world.screener, "screen", lambda sent: replace(before(sent), **words))


def items(scene: Scene) -> list[tuple[int, bool, bool]]:
    """Every item of the post: number of its version, whether it is an edit, whether it is open."""
    db.session.rollback()
    found = db.session.query(ReviewItem).filter_by(post_id=scene.post.id).order_by(ReviewItem.id)
    return [
        (item.revision.number if item.revision else 0, item.is_edit, item.closed_at is None)
        for item in found
    ]


def rows(actor: Actor, part: Part = Part.ALL, person: str = "") -> list[QueueRow]:
    """What this person finds in the queue."""
    return list(queue_page(actor, Wanted(part=part, person=person), 1, str).items.items)


def test_a_held_post_is_an_item_with_its_reason(scene: Scene) -> None:
    assert items(scene) == [(1, False, True)]
    reason = db.session.query(ReviewReason).one()
    assert (reason.kind, reason.explanation) == (ReasonKind.SCREENING, "It may sound insulting.")


def test_a_post_that_passes_is_none(scene: Scene) -> None:
    before = count_open_items()
    scene.world.reply(scene.ana, scene.thread, KIND)

    assert count_open_items() == before


def test_newer_words_take_the_place_of_older_ones(scene: Scene) -> None:
    revise(scene, f"{UNKIND} Truly.")
    assert items(scene) == [(1, False, False)]
    scene.world.screen()
    assert items(scene) == [(1, False, False), (2, False, True)]
    revise(scene, KIND)
    scene.world.screen()

    assert items(scene) == [(1, False, False), (2, False, False)]
    assert scene.world.fresh(scene.post).state == "published"


def test_what_is_taken_back_does_not_wait(scene: Scene) -> None:
    commands.withdraw(scene.ana, scene.post.id, scene.world.clock)

    assert items(scene) == [(1, False, False)]
    assert count_open_items() == 0


@pytest.mark.parametrize("action", ["approve", "request_changes", "decline"])
def test_what_is_decided_does_not_wait(scene: Scene, action: str) -> None:
    carry_out(scene.world, scene.mira, scene.post, action)

    assert items(scene) == [(1, False, False)]


def test_an_edit_waits_by_itself_and_only_its_newest_version(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    revise(scene, f"Again. {UNKIND}")
    scene.world.screen()
    assert items(scene)[1:] == [(2, True, True)]
    revise(scene, f"Once more. {UNKIND}")
    scene.world.screen()

    assert items(scene)[1:] == [(2, True, False), (3, True, True)]


@pytest.mark.parametrize(
    ("action", "still_waits"), [("hide", True), ("remove", False), ("withdraw", False)]
)
def test_the_edit_of_a_post_that_goes_away(scene: Scene, action: str, still_waits: bool) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    revise(scene, f"Again. {UNKIND}")
    scene.world.screen()
    if action == "withdraw":
        commands.withdraw(scene.ana, scene.post.id, scene.world.clock)
    else:
        on_show = scene.world.revision(scene.post, 1).id
        sent = replace(ruling(scene.world, scene.post, action), revision_id=on_show)
        decide(scene.mira, scene.post.id, sent, scene.world.clock)
        # The decision is not about the change that waits.
        assert decisions(scene.post)[-1].item_id is None

    # What is out of sight waits as well, until somebody has decided.
    hidden = [(1, False, True)] if action == "hide" else []
    assert items(scene)[1:] == [(2, True, still_waits), *hidden]


def test_a_screener_that_fails_leaves_it_to_a_person(scene: Scene) -> None:
    scene.world.screener.fail_with = RuntimeError("broken")
    post = scene.world.sent_reply(scene.ana, scene.thread)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            scene.world.screen()
    scene.world.screen()

    item = scene.world.open_item(post)
    assert item is not None
    assert [reason.kind for reason in item.reasons] == [ReasonKind.SCREENER_FAILED]
    assert (
        rows(scene.mira)[-1].because == "Held because it could not be read by the automatic screen."
    )


def test_a_long_explanation_ends_with_a_whole_sentence(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "The model reads this as an insult. " * 3
    one = Finding(
        check="toxicity", label="insult", score=0.9, threshold=0.5, holds=True, window=0,
        spans=(), explanation=sentence.strip(),
    )  # fmt: skip
    screener_says(scene, monkeypatch, findings=(one,) * 6)
    post = scene.world.reply(scene.ana, scene.thread, f"Two. {UNKIND}")

    item = scene.world.open_item(post)
    assert item is not None
    explanation = item.reasons[0].explanation
    assert explanation.endswith(".")
    assert len(explanation) == 3 * len(sentence) - 1


# ------------------------------------------------------------------------------------- the order


def test_newcomers_come_first_and_then_whoever_has_waited_longest(scene: Scene) -> None:
    world, clock = scene.world, scene.world.clock
    wanted = ["Ana"]
    for name, newcomer in [("Bo", False), ("Cy", True), ("Di", False), ("Ed", True)]:
        clock.advance(minutes=5)  # type: ignore[attr-defined]
        world.reply(world.person(name=name, newcomer=newcomer), scene.thread, UNKIND)
    clock.advance(minutes=5)  # type: ignore[attr-defined]
    found = rows(scene.mira)

    wanted = ["Ana", "Cy", "Ed", "Bo", "Di"]
    assert [row.author.display_name for row in found] == wanted
    assert [row.waits for row in found] == [
        "25 minutes", "15 minutes", "5 minutes", "20 minutes", "10 minutes",
    ]  # fmt: skip
    assert [row.what for row in found][::3] == ["A newcomer’s introduction", "An answer"]


def test_the_worst_comes_before_newcomers(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    threat = Finding(
        check="toxicity", label="threat", score=0.9, threshold=0.5, holds=True, window=0,
        spans=(), explanation="It may sound like a threat.",
    )  # fmt: skip
    screener_says(scene, monkeypatch, findings=(threat,))
    scene.world.reply(scene.world.person(name="Bo"), scene.thread, UNKIND)

    assert [(row.author.display_name, row.ranked) for row in rows(scene.mira)] == [
        ("Bo", "Stands high, because it may be severe."),
        (
            "Ana",
            (
                "Stands above the middle, because it may hurt somebody; "
                "before others like it: a newcomer wrote it."
            ),
        ),
    ]


def test_ones_own_is_neither_served_nor_listed(scene: Scene) -> None:
    own = scene.world.reply(scene.mira, scene.thread, UNKIND)
    assert scene.world.open_item(own) is not None
    carry_out(scene.world, scene.jo, scene.post, "approve")

    assert claim_next(scene.mira, scene.world.clock) is None
    assert rows(scene.mira) == []
    item = scene.world.open_item(own)
    assert item is not None
    assert claim_next(scene.jo, scene.world.clock) == item.id
    assert count_open_items(scene.mira) == 0


def test_parts_of_the_queue_and_how_much_is_in_each(scene: Scene) -> None:
    world, reader = scene.world, scene.world.person()
    shown = world.reply(world.person(name="Bo"), scene.thread)
    concern = Concern(reason=ReportReason.UNKIND)
    report_post(reader, shown.id, concern, world.clock)
    report_person(reader, scene.ana.id, concern, world.clock)
    edited = world.reply(world.person(name="Cy"), scene.thread)
    new = commands.NewVersion(text=UNKIND, title=None, based_on=1)
    commands.revise(replace(scene.ana, user_id=edited.author_id), edited.id, new, world.clock)
    world.screen()

    counts = queue_page(scene.mira, Wanted(), 1, str).counts
    assert counts == {
        "all": 4, "held": 1, "edits": 1, "reports": 1, "profiles": 1, "newcomers": 1,
        "escalated": 0, "asked": 0, "appeals": 0, "waits": 0,
    }  # fmt: skip
    for part, number in counts.items():
        assert len(rows(scene.mira, part)) == number, part
    assert [row.author.display_name for row in rows(scene.mira, Part.REPORTS)] == ["Bo"]
    assert [row.author.display_name for row in rows(scene.mira, person="an")] == ["Ana", "Ana"]
    assert rows(scene.mira, Part.EDITS, "an") == []
    assert rows(scene.mira, person="100%_") == []


def test_who_has_it_open_is_said_to_others(scene: Scene) -> None:
    claim_next(scene.mira, scene.world.clock)

    assert [row.read_by for row in rows(scene.mira)] == [None]
    (row,) = rows(scene.jo)
    assert row.read_by is not None
    assert row.read_by.display_name == "Mira"


def test_a_title_that_may_be_hard_to_read_is_not_in_the_list(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    screener_says(scene, monkeypatch, scores={"toxicity": 0.9, "threat": 0.8})
    scene.world.thread(scene.world.person(name="Bo"), title="Hard words", text=UNKIND)
    scene.world.reply(scene.world.person(name="Cy"), scene.thread, UNKIND)

    titles = {row.author.display_name: row.thread_title for row in rows(scene.mira)}
    # A reply stands in a thread whose title everybody sees.
    assert titles == {"Ana": "A thread", "Bo": "", "Cy": "A thread"}
