from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.accounts.profile import ProfileWords, save_profile
from forum.appeals.commands import About, Judgement, judge, make_appeal
from forum.appeals.rules import AppealState
from forum.conversations import commands
from forum.conversations.models import Post
from forum.conversations.submission import screen_revision
from forum.database import db
from forum.leaving.commands import leave
from forum.leaving.rules import Words
from forum.moderation.models import ReviewItem
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.screened_fields.commands import take_back
from forum.screened_fields.models import FieldRevision
from forum.screening import Audience, Finding, State, ThresholdSet
from forum.screening.verdict import Span
from forum.welcome.commands import set_welcome_flag
from tests.factories import KIND, UNKIND
from tests.integration.accounts.people import PASSWORD, actor_of, make_account
from tests.integration.moderation.deciding import carry_out
from tests.integration.sanctions.giving import give
from tests.support.html import Element
from tests.web.moderation.conftest import Desk


def screener_says(desk: Desk, monkeypatch: pytest.MonkeyPatch, **words: Any) -> None:
    before = desk.world.screener.screen
    monkeypatch.setattr(desk.world.screener, "screen", lambda sent: replace(before(sent), **words))


def insult(*spans: tuple[int, int]) -> Finding:
    return Finding(
        check="toxicity",
        label="insult",
        score=0.84,
        threshold=0.5,
        holds=True,
        window=0,
        spans=tuple(Span(start=start, end=end) for start, end in spans),
        explanation="The model reads this as an insult: 0.84.",
    )


def address(desk: Desk, post: Post) -> str:
    item = desk.world.open_item(desk.world.fresh(post))
    assert item is not None
    return f"/review/{item.id}"


def section(page: Element, heading: str) -> Element:
    """The card under a heading."""
    title = next(one for one in page.find_all("h2") if one.text == heading)
    assert title.parent is not None
    return title.parent


def test_the_post_is_shown_as_it_will_be_read(desk: Desk) -> None:
    page = desk.client.page(desk.item)

    assert page.find("h1").text == "A newcomer’s introduction"
    body = section(page, "The post")
    # What was typed as HTML is text.
    assert f"I am <b>Ana</b>. {UNKIND}" in body.text
    assert not body.find_all("b")


def test_where_it_stands_and_to_whom_it_speaks(desk: Desk) -> None:
    desk.world.clock.advance(days=2)  # type: ignore[attr-defined]
    hers = desk.world.reply(desk.ana, desk.thread, "I keep bees.")
    desk.world.clock.advance(days=2)  # type: ignore[attr-defined]
    post = desk.world.reply(desk.world.person(name="Bo"), desk.thread, UNKIND, answers=hers)
    # A moderator’s session does not last that long.
    page = desk.enter(desk.mira).page(address(desk, post))
    where = section(page, "Where it stands")

    assert page.find("h1").text == "An answer to a newcomer"
    assert "Bo" in where.text
    assert "Joined just now. 0 posts published, 0 others held." in where.text
    assert "A newcomer, joined 4 days ago." in where.text
    assert "I keep bees." in section(page, "The post it answers").find("blockquote").text
    assert where.find("a", href=f"/threads/{desk.thread.id}-say-hello").text == "Say hello"


def test_the_authors_record(desk: Desk) -> None:
    for text, action in [("One", "approve"), ("Two", "decline")]:
        carry_out(
            desk.world, desk.jo, desk.world.reply(desk.ana, desk.thread, f"{text} {UNKIND}"), action
        )
    desk.world.reply(desk.ana, desk.thread)

    where = section(desk.client.page(desk.item), "Where it stands").text

    assert "2 posts published, 2 others held, 1 approved by a person, 1 turned down." in where


def test_one_that_was_held_later_is_not_said_to_have_been_before(desk: Desk) -> None:
    desk.world.reply(desk.ana, desk.thread, f"Later. {UNKIND}")

    where = section(desk.client.page(desk.item), "Where it stands").text

    assert "0 posts published, 1 other held." in where


def test_what_staff_have_said_to_the_author_and_what_holds_now(desk: Desk) -> None:
    world = desk.world
    for kind, other in (("warning", {}), ("silence", {"days": 7}), ("warning", {})):
        give(world, desk.jo, desk.ana, kind, **other)

    where = section(desk.client.page(desk.item), "Where it stands")

    assert "They were warned twice and asked to read along once." in where.text
    assert "Now they read along and can’t post, until 11 May 2026, 12:00" in where.text


def test_what_was_put_right_is_not_held_against_the_author(desk: Desk) -> None:
    """Neither a decision nor a sanction that an appeal has overturned."""
    world = desk.world
    other = world.reply(desk.ana, desk.thread, f"Another. {UNKIND}")
    decision = carry_out(world, desk.jo, other, "decline")
    warning = give(world, desk.jo, desk.ana, "warning")
    before = section(desk.client.page(desk.item), "Where it stands").text
    assert "1 turned down." in before
    assert "They were warned once." in before
    for about in (About(decision_id=decision), About(sanction_id=warning)):
        number = make_appeal(desk.ana, about, "I was quoting.", world.clock)
        overturned = Judgement(outcome=AppealState.OVERTURNED, answer="You are right.")
        judge(desk.mira, number, overturned, world.clock)

    after = section(desk.client.page(desk.item), "Where it stands").text

    assert "turned down" not in after
    assert "They were" not in after


def test_what_the_model_thought_is_said_to_be_that(desk: Desk) -> None:
    thought = section(desk.client.page(desk.item), "What the automatic screen thought").text

    assert "This is the model’s view." in thought
    assert "Rough or hurtful strong sign, 91 of 100" in thought
    assert "Insult strong sign, 84 of 100; over the limit of 50" in thought
    assert "It may sound insulting." in thought
    assert "by the model scripted 1. The limits of scripted, which decide, set it aside" in thought
    assert "tried out" not in thought


@pytest.mark.parametrize(
    ("limit", "said"), [(0.95, "let it pass"), (0.5, "set it aside for a person")]
)
def test_what_the_limits_would_have_said_that_are_only_tried_out(
    desk: Desk, limit: float, said: str
) -> None:
    limits = {audience: {"toxicity": limit, "insult": limit} for audience in Audience}
    tried = ThresholdSet(name="2027-01 gentler", state=State.SHADOW, limits=limits, note="")
    post = desk.world.sent_reply(desk.world.person(name="Bo"), desk.thread, UNKIND)
    revision = desk.world.revision(post)
    screen_revision(desk.world.screener, revision.id, desk.world.clock, tried)

    thought = section(desk.client.page(address(desk, post)), "What the automatic screen thought")

    assert "The limits of scripted, which decide, set it aside for a person." in thought.text
    assert (
        f"The limits of 2027-01 gentler, which were only being tried out, would have {said}."
        in thought.text
    )


def test_the_words_that_drove_the_score_are_marked_and_escaped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"👋 <script>alert(1)</script> {UNKIND}"
    screener_says(desk, monkeypatch, findings=(insult((2, 10), (28, 34)),))
    post = desk.world.reply(desk.world.person(name="Bo"), desk.thread, text)

    marked = section(
        desk.client.page(address(desk, post)), "The words that the screen pointed at"
    ).find("blockquote")

    assert marked.text == text
    assert [mark.text for mark in marked.find_all("mark")] == [text[2:10], text[28:34]]


@pytest.mark.parametrize(
    ("label", "score", "folded"),
    [
        ("threat", 0.8, True),
        ("severe_toxicity", 0.95, True),
        ("identity_attack", 0.8, True),
        ("threat", 0.79, False),
        ("insult", 0.99, False),
    ],
)
def test_a_text_that_may_be_hard_to_read_is_covered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, label: str, score: float, folded: bool
) -> None:
    screener_says(desk, monkeypatch, scores={label: score}, findings=(insult((0, 6)),))
    post = desk.world.reply(desk.world.person(name="Bo"), desk.thread, UNKIND)

    page = desk.client.page(address(desk, post))

    shown = [one for one in page.find_all("p", "blockquote") if UNKIND in one.text]
    assert len(shown) == (0 if folded else 2)
    assert ("The post is covered" in page.text) == folded


def test_a_change_stands_beside_what_readers_see(desk: Desk) -> None:
    carry_out(desk.world, desk.jo, desk.post, "approve")
    new = commands.NewVersion(text=f"Now this. {UNKIND}", title=None, based_on=1)
    commands.revise(desk.ana, desk.post.id, new, desk.world.clock)
    desk.world.screen()
    page = desk.client.page(desk.item)

    assert page.find("h1").text == "A newcomer’s change to a post that readers see"
    assert "Now this." in section(page, "The change").text
    assert "I am <b>Ana</b>" in section(page, "What readers see now").text
    hints = section(page, "Your decision").text
    assert "The earlier version was left as it was." in hints


def test_what_was_decided_before_is_shown_with_its_words(desk: Desk) -> None:
    carry_out(desk.world, desk.jo, desk.post, "request_changes")
    new = commands.NewVersion(text=f"Changed. {UNKIND}", title=None, based_on=1)
    commands.revise(desk.ana, desk.post.id, new, desk.world.clock)
    desk.world.screen()

    before = section(desk.client.page(desk.item), "Decided before").text

    assert "Sent back with a request for changes by Jo" in before
    assert "(version 1)" in before
    assert "Please say it without the last sentence." in before


def test_each_action_shows_what_its_author_will_read(desk: Desk) -> None:
    form = section(desk.client.page(desk.item), "Your decision")
    offered = {
        field["value"]: form.find(id=field["aria-describedby"]).text
        for field in form.find_all("input", type="radio")
    }

    assert offered == {
        "approve": "A moderator read your post, and it is published now.",
        "request_changes": "A moderator read your post and asks you for a change.",
        "decline": "A moderator read your post and decided not to publish it.",
    }


def test_an_item_that_was_handled_says_by_whom(desk: Desk) -> None:
    path = desk.item
    carry_out(desk.world, desk.jo, desk.post, "approve")

    page = desk.client.page(path)

    assert "Already handled by Jo: approved." in page.text
    assert [form["action"] for form in page.find("main").find_all("form")] == ["/review/next"]
    assert page.find_all("a", href=f"/posts/{desk.post.id}/moderate")


@pytest.mark.parametrize("how", ["withdrawn", "revised"])
def test_an_item_whose_post_went_back_to_its_author_shows_nothing_of_it(
    desk: Desk, how: str
) -> None:
    path = desk.item
    if how == "withdrawn":
        commands.withdraw(desk.ana, desk.post.id, desk.world.clock)
    else:
        new = commands.NewVersion(text="Kind words.", title=None, based_on=1)
        commands.revise(desk.ana, desk.post.id, new, desk.world.clock)

    answer = desk.client.get(path)

    said = {"withdrawn": "has taken this post back", "revised": "has sent newer words"}[how]
    assert said in answer.text
    assert UNKIND not in answer.text
    assert f"/posts/{desk.post.id}/moderate" not in answer.text


def profile_item(desk: Desk, person: Actor) -> str:
    desk.world.screen()
    item = db.session.query(ReviewItem).filter_by(person_id=person.id, closed_at=None).one()
    return f"/review/{item.id}"


def say_of_oneself(desk: Desk, biography: str) -> None:
    words = ProfileWords(display_name="Ana", biography=biography)
    save_profile(desk.ana, words, desk.world.clock)


def test_what_somebody_wanted_to_say_of_themselves_and_took_back(desk: Desk) -> None:
    say_of_oneself(desk, UNKIND)
    path = profile_item(desk, desk.ana)
    field = db.session.query(FieldRevision).one()
    take_back(desk.ana, field.id, desk.world.clock)

    assert "Its author has taken this back." in desk.client.get(path).text


def test_newer_words_take_the_place_of_what_somebody_had_wanted_to_say(desk: Desk) -> None:
    say_of_oneself(desk, UNKIND)
    path = profile_item(desk, desk.ana)
    say_of_oneself(desk, "I keep bees.")

    assert "has sent newer words" in desk.client.get(path).text


def test_what_was_to_be_said_about_a_welcome_that_is_over(desk: Desk) -> None:
    lena, bo = (desk.world.person(Role.MENTOR, name=name) for name in ("Lena", "Bo"))
    thread, clock = desk.world.thread(desk.world.person()), desk.world.clock
    set_welcome_flag(lena, thread.id, flagged=True, reason=UNKIND, clock=clock)
    path = profile_item(desk, lena)
    set_welcome_flag(bo, thread.id, flagged=False, reason="", clock=clock)

    assert "The welcome that it was about is over." in desk.client.get(path).text


def test_a_post_in_the_queue_is_moderated_in_the_queue(desk: Desk) -> None:
    assert desk.client.get(f"/posts/{desk.post.id}/moderate").location == desk.item


def test_a_published_post_with_a_waiting_change_leads_to_it(desk: Desk) -> None:
    carry_out(desk.world, desk.jo, desk.post, "approve")
    new = commands.NewVersion(text=f"Now this. {UNKIND}", title=None, based_on=1)
    commands.revise(desk.ana, desk.post.id, new, desk.world.clock)
    desk.world.screen()
    page = desk.client.page(f"/posts/{desk.post.id}/moderate")
    offered = [field["value"] for field in page.find_all("input", type="radio")]

    assert page.find("main").find_all("a", href=desk.item)
    assert offered == ["hide", "remove"]
    assert "Now this." not in page.text


def test_an_answer_to_something_that_is_gone(desk: Desk) -> None:
    hers = desk.world.reply(desk.ana, desk.thread, "I keep bees.")
    post = desk.world.reply(desk.world.person(name="Bo"), desk.thread, UNKIND, answers=hers)
    commands.withdraw(desk.ana, hers.id, desk.world.clock)
    db.session.rollback()

    answered = section(desk.client.page(address(desk, post)), "The post it answers").text

    assert "It is no longer on show." in answered
    assert "I keep bees." not in answered


def test_no_link_leads_to_a_page_about_somebody_who_has_left(desk: Desk) -> None:
    made = make_account(desk.client.application, desk.world.clock.now(), username="lea")
    db.session.rollback()
    lea = actor_of(made.token, desk.world.clock.now())
    post = desk.world.reply(lea, desk.thread, KIND)
    report_post(desk.jo, post.id, Concern(reason=ReportReason.UNKIND), desk.world.clock)
    item = desk.world.open_item(post)
    assert item is not None
    page = desk.client.page(f"/review/{item.id}")
    assert page.find_all("a", href="/people/lea/notes")

    leave(lea, Words.LEFT, PASSWORD, desk.world.clock)

    page = desk.client.page(f"/review/{item.id}")
    assert "Somebody who left" in page.text
    assert not [a for a in page.find_all("a") if a["href"].endswith("/notes")]


def test_the_words_come_before_all_that_is_known_of_them(desk: Desk) -> None:
    """On a phone, everything that stands before them is in the way."""
    page = desk.client.page(desk.item).find("main").text

    assert page.index(UNKIND) < page.index("To your decision") < page.index("Where it stands")
