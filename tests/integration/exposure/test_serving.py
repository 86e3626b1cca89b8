"""What a moderator is served: not too much, not two severe ones in a row, and nothing that they asked not to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Post, ScreeningResult
from forum.database import db, transaction
from forum.errors import InvalidInputError, NotAllowedError, NotFoundError
from forum.exposure import commands
from forum.exposure.dose import Stage, Step
from forum.exposure.ledger import LastRead, reading_of
from forum.exposure.models import Exposure, Pause
from forum.exposure.queries import left_alone, own_days, sums_of_days
from forum.moderation import reading
from forum.moderation.claims import claim, claim_next, release
from forum.moderation.models import ReviewItem
from forum.moderation.order import in_order, put_off, wants
from forum.moderation.profiles import waiting_of
from forum.moderation.ranking import DISTRESS, Gravity, is_put_off, rank
from forum.moderation.report_commands import Concern, report_person
from forum.moderation.reporting import ReportReason
from forum.welcome.models import WelcomeSettings
from tests.factories import UNKIND, everyone
from tests.integration.exposure.conftest import BOUNDS
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out
from tests.integration.privately.talking import two
from tests.support.statements import statements


def waits(scene: Scene, gravity: Gravity, label: str | None = None) -> int:
    """One more held post by somebody else, so grave, and about that."""
    post = scene.world.reply(scene.world.person(), scene.thread, UNKIND)
    found = scene.world.open_item(post)
    assert found is not None
    with transaction() as session:
        item = session.get_one(ReviewItem, found.id)
        item.gravity, item.label = gravity, label
        return item.id


def item_id(scene: Scene, post: Post) -> int:
    db.session.rollback()
    found = scene.world.open_item(post)
    assert found is not None
    return found.id


def handle(scene: Scene, moderator: Actor, number: int) -> None:
    """Decide on what one has open."""
    db.session.rollback()
    post = db.session.get_one(Post, db.session.get_one(ReviewItem, number).post_id)
    carry_out(scene.world, moderator, post, "approve")


def rows(moderator: Actor) -> list[tuple[str, int]]:
    """What a moderator has read, in points."""
    db.session.rollback()
    found = db.session.query(Exposure).filter_by(moderator_id=moderator.id).order_by(Exposure.id)
    return [(row.step, row.points) for row in found]


def stage(scene: Scene, moderator: Actor) -> Stage:
    db.session.rollback()
    return reading_of(db.session(), moderator.id, scene.world.clock.now()).pace.stage


def use_up(scene: Scene, moderator: Actor) -> None:
    """A day's budget is read."""
    with transaction() as session:
        session.add(
            Exposure(
                moderator_id=moderator.id,
                day=scene.world.clock.now().date(),
                at=scene.world.clock.now() - timedelta(hours=2),
                step=Step.OPENED,
                person_id=scene.ana.id,
                points=20,
            )
        )


def test_opening_counts_once_and_deciding_counts_what_was_not_opened(scene: Scene) -> None:
    first, other = item_id(scene, scene.post), waits(scene, Gravity.ORDINARY)
    for _ in range(3):
        claim(scene.mira, first, scene.world.clock)

    assert rows(scene.mira) == [("opened", 3)]
    handle(scene, scene.mira, first)
    handle(scene, scene.mira, other)

    assert rows(scene.mira) == [("opened", 3), ("opened", 3)]
    assert rows(scene.jo) == []


def test_another_day_counts_anew_by_the_communitys_clock(scene: Scene) -> None:
    with transaction() as session:
        session.add(WelcomeSettings(id=1, time_zone="Pacific/Auckland"))
    number = item_id(scene, scene.post)
    # Half past eleven in the evening there.
    scene.world.clock.advance(hours=-0.5)  # type: ignore[attr-defined]
    claim(scene.mira, number, scene.world.clock)
    scene.world.clock.advance(minutes=20)  # type: ignore[attr-defined]
    claim(scene.mira, number, scene.world.clock)
    assert len(rows(scene.mira)) == 1

    scene.world.clock.advance(minutes=20)  # type: ignore[attr-defined]
    claim(scene.mira, number, scene.world.clock)

    assert len(rows(scene.mira)) == 2
    assert [one.points for one in own_days(scene.mira)] == [3, 3]


def test_no_two_severe_ones_in_a_row_while_others_wait(scene: Scene) -> None:
    severe, other = waits(scene, Gravity.SEVERE), waits(scene, Gravity.SEVERE)
    served = []
    for _ in range(3):
        number = claim_next(scene.mira, scene.world.clock)
        assert number is not None
        served.append(number)
        handle(scene, scene.mira, number)

    assert served == [severe, item_id_of_first(scene), other]


def item_id_of_first(scene: Scene) -> int:
    return db.session.query(ReviewItem.id).filter_by(post_id=scene.post.id).one()[0]


def test_after_an_hour_the_worst_comes_first_again(scene: Scene) -> None:
    severe, other = waits(scene, Gravity.SEVERE), waits(scene, Gravity.SEVERE)
    assert claim_next(scene.mira, scene.world.clock) == severe
    handle(scene, scene.mira, severe)
    scene.world.clock.advance(hours=1)  # type: ignore[attr-defined]

    assert claim_next(scene.mira, scene.world.clock) == other


def test_whoever_asks_again_has_not_decided_yet(scene: Scene) -> None:
    severe = waits(scene, Gravity.SEVERE)

    assert claim_next(scene.mira, scene.world.clock) == severe
    assert claim_next(scene.mira, scene.world.clock) == severe


def test_the_database_serves_as_the_rule_does(scene: Scene) -> None:
    now = scene.world.clock.now()
    with transaction() as session:
        for gravity in Gravity:
            for newcomer in (True, False):
                for hours in (0, 1, 25):
                    session.add(
                        ReviewItem(
                            person_id=scene.ana.id,
                            about_id=scene.ana.id,
                            gravity=gravity,
                            from_newcomer=newcomer,
                            opened_at=now - timedelta(hours=hours),
                            closed_at=now,
                        )
                    )
    severe = db.session.query(ReviewItem.id).filter_by(gravity=Gravity.SEVERE).first()
    for after_severe in (True, False):
        for open_id in (None, severe[0] if severe else None):
            last = LastRead(item_id=open_id, is_severe=after_severe)
            items = db.session.query(ReviewItem).order_by(*put_off(last), *in_order(now)).all()
            by_rule = sorted(
                (
                    is_put_off(waiting_of(item), after_severe=after_severe, open_id=open_id),
                    rank(waiting_of(item), now).place,
                )
                for item in items
            )

            assert [item.id for item in items] == [place[-1] for _, place in by_rule]


def test_nobody_is_served_what_they_asked_not_to_be(scene: Scene) -> None:
    threat = waits(scene, Gravity.SEVERE, "threat")
    opt_out(scene, scene.mira, "threat")
    handle(scene, scene.jo, item_id(scene, scene.post))

    assert claim_next(scene.mira, scene.world.clock) is None
    assert claim_next(scene.jo, scene.world.clock) == threat
    release(scene.jo, threat)
    # Whoever wants to can still open it.
    claim(scene.mira, threat, scene.world.clock)


def opt_out(scene: Scene, moderator: Actor, *labels: str) -> None:
    wanted = commands.ReadingChoices(budget=None, opted_out=labels, keys_on=True)
    commands.save_choices(moderator, wanted, scene.world.clock)


def test_what_nobody_is_left_for_is_counted_and_not_who_asked(scene: Scene) -> None:
    waits(scene, Gravity.SEVERE, "threat")
    waits(scene, Gravity.URGENT, DISTRESS)
    opt_out(scene, scene.mira, "threat", DISTRESS)
    assert left_alone() == []

    opt_out(scene, scene.jo, "threat")

    assert [(one.what, one.items) for one in left_alone()] == [("Threats and wishes of harm", 1)]


def test_whoever_alone_is_left_is_not_left_for_their_own(scene: Scene) -> None:
    opt_out(scene, scene.mira, "threat")
    number = waits(scene, Gravity.SEVERE, "threat")
    assert left_alone() == []
    with transaction() as session:
        session.get_one(ReviewItem, number).about_id = scene.jo.id

    assert [one.items for one in left_alone()] == [1]


def test_what_two_moderators_said_to_each_other_is_left_if_there_are_no_others(
    scene: Scene,
) -> None:
    pair = two(scene.world, mo=scene.mira, nia=scene.jo)
    pair.report(scene.mira, pair.say(scene.jo, UNKIND))
    assert [(one.what, one.items) for one in left_alone()] == [
        ("Said in private between the only two moderators", 1)
    ]

    scene.world.person(Role.MODERATOR, name="Kim")

    assert left_alone() == []


def test_what_was_said_in_private_is_a_text_beside_the_profile(scene: Scene) -> None:
    pair = two(scene.world)
    private = pair.report(pair.nia, pair.say(pair.mo, UNKIND)).id
    told = Concern(reason=ReportReason.UNSURE)
    report_person(pair.nia, pair.mo.id, told, scene.world.clock)
    profile = db.session.query(ReviewItem).filter_by(person_id=pair.mo.id).one().id

    for number in (private, profile, item_id(scene, scene.post)):
        claim(scene.mira, number, scene.world.clock)

    assert [one.texts for one in own_days(scene.mira)] == [3]


def test_a_held_post_is_about_the_worst_that_holds_it(scene: Scene) -> None:
    item = db.session.get_one(ReviewItem, item_id(scene, scene.post))

    assert item.label == "insult"
    assert [reason.label for reason in item.reasons] == ["insult"]


def test_a_pause_is_offered_taken_and_ended(narrow: Scene) -> None:
    for _ in range(2):
        number = waits(narrow, Gravity.ORDINARY)
        claim(narrow.mira, number, narrow.world.clock)
    assert stage(narrow, narrow.mira) is Stage.FREE
    claim(narrow.mira, item_id(narrow, narrow.post), narrow.world.clock)
    assert stage(narrow, narrow.mira) is Stage.OFFERED
    narrow.world.clock.advance(minutes=1)  # type: ignore[attr-defined]
    until = commands.take_pause(narrow.mira, narrow.world.clock)

    assert until == narrow.world.clock.now() + timedelta(minutes=20)
    assert stage(narrow, narrow.mira) is Stage.PAUSED
    assert claim_next(narrow.mira, narrow.world.clock) is None
    # What was open is still open.
    assert db.session.query(ReviewItem).filter_by(claimed_by_id=narrow.mira.id).count() == 1
    commands.go_on(narrow.mira, narrow.world.clock)

    assert stage(narrow, narrow.mira) is Stage.FREE
    assert claim_next(narrow.mira, narrow.world.clock) is not None
    assert db.session.query(Pause).count() == 2


def test_at_the_budget_the_pause_is_insisted_on_and_takes_nothing_away(narrow: Scene) -> None:
    mine, next_one = item_id(narrow, narrow.post), waits(narrow, Gravity.HURTFUL)
    claim(narrow.mira, mine, narrow.world.clock)
    use_up(narrow, narrow.mira)

    assert stage(narrow, narrow.mira) is Stage.RESTING
    assert claim_next(narrow.mira, narrow.world.clock) is None
    with pytest.raises(reading.RestError, match="until 00:00 on 5 May"):
        claim(narrow.mira, next_one, narrow.world.clock, take_over=True)
    # What is open stays open, can be kept for longer, and is decided on.
    claim(narrow.mira, mine, narrow.world.clock)
    handle(narrow, narrow.mira, mine)
    # Others go on.
    assert claim_next(narrow.jo, narrow.world.clock) == next_one


def test_what_may_be_urgent_can_be_opened_on_any_day(narrow: Scene) -> None:
    urgent = waits(narrow, Gravity.URGENT, DISTRESS)
    use_up(narrow, narrow.mira)

    assert claim_next(narrow.mira, narrow.world.clock) is None
    claim(narrow.mira, urgent, narrow.world.clock)


def test_the_next_day_begins_anew(narrow: Scene) -> None:
    use_up(narrow, narrow.mira)
    narrow.world.clock.advance(days=1)  # type: ignore[attr-defined]

    assert claim_next(narrow.mira, narrow.world.clock) is not None


def test_more_cannot_be_chosen_in_the_evening_of_a_hard_day(narrow: Scene) -> None:
    use_up(narrow, narrow.mira)
    more = commands.ReadingChoices(budget=40, opted_out=(), keys_on=True)
    commands.save_choices(narrow.mira, more, narrow.world.clock)
    assert stage(narrow, narrow.mira) is Stage.RESTING
    narrow.world.clock.advance(days=1)  # type: ignore[attr-defined]
    db.session.rollback()

    now = narrow.world.clock.now()
    assert reading_of(db.session(), narrow.mira.id, now).budget == 40


@pytest.mark.parametrize("budget", [4, 41])
def test_nobody_chooses_outside_the_bounds(narrow: Scene, budget: int) -> None:
    wanted = commands.ReadingChoices(budget=budget, opted_out=(), keys_on=True)

    with pytest.raises(InvalidInputError, match="from 5 to 40"):
        commands.save_choices(narrow.mira, wanted, narrow.world.clock)


@pytest.mark.parametrize("wrong", [{"least": 0}, {"usual": 4}, {"usual": 41}, {"most": 5_000}])
def test_bounds_hold_the_usual(scene: Scene, wrong: dict[str, int]) -> None:
    admin = everyone(scene.world)["admin"]

    with pytest.raises(InvalidInputError):
        commands.set_bounds(admin, replace(BOUNDS, **wrong), scene.world.clock)


@pytest.mark.parametrize("who", ["visitor", "newcomer", "member", "mentor", "admin"])
def test_only_moderators_read(scene: Scene, who: str) -> None:
    actor, clock = everyone(scene.world)[who], scene.world.clock
    wanted = commands.ReadingChoices(budget=None, opted_out=(), keys_on=True)

    for attempt in (
        lambda: commands.take_pause(actor, clock),
        lambda: commands.go_on(actor, clock),
        lambda: commands.save_choices(actor, wanted, clock),
        lambda: reading.uncover_item(actor, item_id(scene, scene.post), clock),
        lambda: reading.uncover_post(actor, scene.post.id, clock),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


@pytest.mark.parametrize("who", ["newcomer", "member", "mentor", "moderator"])
def test_only_admins_set_bounds(scene: Scene, who: str) -> None:
    with pytest.raises(NotAllowedError):
        commands.set_bounds(everyone(scene.world)[who], BOUNDS, scene.world.clock)


def test_revealing_counts_the_rest(scene: Scene) -> None:
    number = item_id(scene, scene.post)
    result = db.session.get_one(ReviewItem, number).revision_id
    assert result is not None
    say_it_is_severe(result)
    claim(scene.mira, number, scene.world.clock)
    assert rows(scene.mira) == [("opened", 1)]

    for _ in range(2):
        reading.uncover_item(scene.mira, number, scene.world.clock)

    assert rows(scene.mira) == [("opened", 1), ("revealed", 9)]


def say_it_is_severe(revision_id: int) -> None:
    """The screener finds the newest words very hurtful."""
    with transaction() as session:
        for result in session.query(ScreeningResult).filter_by(revision_id=revision_id):
            session.add(
                ScreeningResult(
                    **{
                        column.name: getattr(result, column.name)
                        for column in ScreeningResult.__table__.columns
                        if column.name not in {"id", "scores"}
                    },
                    scores={"severe_toxicity": 0.95},
                )
            )


def test_ones_own_and_what_is_not_there_cannot_be_revealed(scene: Scene) -> None:
    own = scene.world.reply(scene.mira, scene.thread, UNKIND)

    for number in (item_id(scene, own), 4_711):
        with pytest.raises(NotFoundError):
            reading.uncover_item(scene.mira, number, scene.world.clock)
    with pytest.raises(NotFoundError):
        reading.uncover_post(scene.mira, 4_711, scene.world.clock)


def test_admins_see_sums_and_only_where_they_tell_of_nobody(scene: Scene) -> None:
    admin = everyone(scene.world)["admin"]
    number = item_id(scene, scene.post)
    for moderator in (scene.mira, scene.jo):
        claim(moderator, number, scene.world.clock, take_over=True)
    assert [one.points for one in sums_of_days(admin)] == [None]
    db.session.rollback()

    claim(everyone(scene.world)["moderator"], number, scene.world.clock, take_over=True)

    assert [one.points for one in sums_of_days(admin)] == [9]


def test_serving_asks_the_database_as_often_however_long_the_queue_is(scene: Scene) -> None:
    opt_out(scene, scene.mira, "threat")
    asked = []
    for _ in range(2):
        with statements(db.engine) as seen:
            number = claim_next(scene.mira, scene.world.clock)
        assert number is not None
        asked.append(len(seen))
        release(scene.mira, number)
        for _ in range(5):
            waits(scene, Gravity.SEVERE, "insult")

    assert asked[0] == asked[1]
    db.session.rollback()
    assert db.session.query(ReviewItem).filter(wants(["insult"])).count() == 0
