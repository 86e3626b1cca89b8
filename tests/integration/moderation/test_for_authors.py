"""What an author is told of the decisions on their post, of the reasons for a hold, and of the usual wait."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from forum.appeals.reversing import reverse
from forum.community.models import Rule
from forum.conversations import commands
from forum.database import transaction
from forum.moderation.queries import (
    decisions_for_author,
    hold_reasons_for_author,
    usual_wait,
    why_held,
)
from forum.moderation.waits import FEWEST_WAITS
from tests.factories import KIND, RULES, UNKIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import WORDS, carry_out
from tests.support.clock import FakeClock


def test_before_a_decision_there_is_nothing_to_tell(scene: Scene) -> None:
    assert decisions_for_author(scene.post.id) == []


def test_every_decision_is_told_the_newest_first(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "request_changes")
    carry_out(scene.world, scene.jo, scene.post, "decline")

    declined, sent_back = decisions_for_author(scene.post.id)
    assert sent_back.sentence == "A moderator read your post and asks you for a change."
    assert (sent_back.rule, sent_back.note) == (None, WORDS)
    assert declined.sentence == "A moderator read your post and decided not to publish it."
    assert declined.rule is not None
    assert (declined.rule.number, declined.rule.title, declined.rule.text) == (1, *RULES[0])
    assert not declined.by_automation


def test_who_the_moderator_was_is_not_told(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "decline")

    told = str([asdict(one) for one in decisions_for_author(scene.post.id)])
    assert "Mira" not in told
    assert scene.mira.username not in told


def test_a_rule_that_was_reworded_keeps_the_words_it_had(scene: Scene, clock: FakeClock) -> None:
    carry_out(scene.world, scene.mira, scene.post, "decline")
    with transaction() as session:
        session.get_one(Rule, scene.world.rule_id()).retired_at = clock.now()

    (told,) = decisions_for_author(scene.post.id)
    assert told.rule is not None
    assert (told.rule.number, told.rule.title) == (None, RULES[0][0])


def test_a_decision_about_a_change_says_so(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    new = commands.NewVersion(text=f"More. {UNKIND}", title=None, based_on=1)
    commands.revise(scene.ana, scene.post.id, new, scene.world.clock)
    scene.world.screen()
    assert hold_reasons_for_author(scene.post.id) == ["It may sound insulting."]
    carry_out(scene.world, scene.mira, scene.post, "decline")

    newest, first = decisions_for_author(scene.post.id)
    assert "earlier version" in newest.sentence
    assert first.sentence == "A moderator read your post, and it is published now."


def test_why_a_post_is_held_in_kind_words(scene: Scene) -> None:
    assert hold_reasons_for_author(scene.post.id) == ["It may sound insulting."]


def test_why_a_post_waits_that_could_not_be_read(scene: Scene) -> None:
    scene.world.screener.fail_with = RuntimeError("broken")
    post = scene.world.sent_reply(scene.ana, scene.thread)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            scene.world.screen()
    scene.world.screen()

    assert why_held(post.id) == "unread"
    assert hold_reasons_for_author(post.id) == []


def test_a_post_that_is_not_held_has_no_reasons(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")

    assert hold_reasons_for_author(scene.post.id) == []
    assert hold_reasons_for_author(4_711) == []


# ---------------------------------------------------------------------------------- usual wait


def decided_after(scene: Scene, clock: FakeClock, *minutes: int) -> None:
    """One held post for each number, decided on that many minutes later."""
    for wait in minutes:
        post = scene.world.reply(scene.ana, scene.thread, f"{wait} {clock.now()} {UNKIND}")
        clock.advance(minutes=wait)
        carry_out(scene.world, scene.mira, post, "approve")


def test_too_few_decisions_say_nothing(scene: Scene, clock: FakeClock) -> None:
    decided_after(scene, clock, *[10] * (FEWEST_WAITS - 1))

    assert usual_wait() is None


def test_the_middle_and_nine_in_ten(scene: Scene, clock: FakeClock) -> None:
    decided_after(scene, clock, 2, 4, 6, 8, 10, 12, 14, 16, 18, 300)

    wait = usual_wait()
    assert wait is not None
    assert wait.middle == timedelta(minutes=11)
    assert wait.nine_in_ten == timedelta(minutes=18)
    assert wait.words == "11 minutes, 9 times in 10 no more than 18 minutes"


def test_only_the_last_month_counts(scene: Scene, clock: FakeClock) -> None:
    decided_after(scene, clock, *[600] * FEWEST_WAITS)
    clock.advance(days=31)
    assert usual_wait() is None
    decided_after(scene, clock, *[5] * FEWEST_WAITS)

    wait = usual_wait()
    assert wait is not None
    assert wait.nine_in_ten == timedelta(minutes=5)


def test_a_change_that_was_put_right_later_had_not_waited_until_then(
    scene: Scene, clock: FakeClock
) -> None:
    decided_after(scene, clock, *[10] * FEWEST_WAITS)
    post = scene.world.reply(scene.ana, scene.thread, KIND)
    new = commands.NewVersion(text=f"Changed. {UNKIND}", title=None, based_on=1)
    commands.revise(scene.ana, post.id, new, clock)
    scene.world.screen()
    clock.advance(minutes=10)
    declined = carry_out(scene.world, scene.mira, post, "decline")
    clock.advance(days=5)
    reverse(scene.jo, declined, "We were wrong.", clock)
    scene.world.let_out()

    wait = usual_wait()
    assert wait is not None
    assert wait.nine_in_ten == timedelta(minutes=10)


def test_a_decision_outside_the_queue_is_no_wait(scene: Scene, clock: FakeClock) -> None:
    decided_after(scene, clock, *[10] * FEWEST_WAITS)
    post = scene.world.reply(scene.ana, scene.thread)
    clock.advance(days=20)
    carry_out(scene.world, scene.mira, post, "remove")

    wait = usual_wait()
    assert wait is not None
    assert wait.nine_in_ten == timedelta(minutes=10)
