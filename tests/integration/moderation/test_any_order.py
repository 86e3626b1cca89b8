"""Whatever people do to posts, in whatever order: what holds all the time.

A hypothesis state machine lets authors, readers, moderators and judges do everything that there is to do, allowed or
not, on a real database, while moderators open items, leave them to others, lose their role and get it again. After
each step nothing invisible is read by anybody, every decision has an author and a reason, the queue holds what waits
for a person, only moderators have anything of it open, and nothing is left of what was undone or put right.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from jinja2 import BytecodeCache
from sqlalchemy import func, select

from forum.accounts.models import Role, User
from forum.accounts.people import load_actor
from forum.accounts.roles import change_role_as_operator
from forum.app import create_app
from forum.appeals.commands import (
    About,
    Judgement,
    judge,
    make_appeal,
    withdraw_appeal,
)
from forum.appeals.expiring import expire_moot_appeals
from forum.appeals.models import Appeal
from forum.appeals.reversing import reverse
from forum.appeals.rules import AppealState
from forum.conversations import commands
from forum.conversations.lifecycle import PostState, RevisionOutcome
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.thread_queries import posts_in_thread, thread_view
from forum.database import db
from forum.errors import ForumError
from forum.moderation.claims import claim, claim_next
from forum.moderation.commands import decide, target_of
from forum.moderation.holding import CLAIM_LASTS, is_still
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.options import (
    CITES_A_RULE,
    MODERATORS_ACTIONS,
    NEEDS_WORDS,
    ModeratorAction,
    available_actions,
)
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.step_commands import Step, take_step
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow, not_undone
from tests.conftest import close, make_settings, services_for
from tests.factories import KIND, UNKIND, World, everyone, sign_in
from tests.integration.moderation.deciding import ruling
from tests.support import thrift
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.databases import Databases
from tests.support.mail import Outbox

EXAMPLES = 8
STEPS = 40
AUTHORS = ("newcomer", "member", "moderator")
STAFF = ("moderator", "second", "admin")
EVERYBODY = (*AUTHORS, "visitor", "mentor", "second", "admin")
# What is tried, the more often the more of it there is.
ATTEMPTS = (
    *["decide as offered"] * 6,
    *["revise", "report"] * 2,
    *["appeal", "judge", "undo", "decide and undo", "second look", "put right"] * 2,
    *["decide", "withdraw", "take back", "time passes", "look"],
)
# Whose role comes and goes, one at a time.
COMES_AND_GOES = ("moderator", "second")
SEEN_BY_MODERATORS = {
    PostState.HELD,
    PostState.CHANGES_REQUESTED,
    PostState.PUBLISHED,
    PostState.HIDDEN,
    PostState.DECLINED,
    PostState.REMOVED,
}
WAITS_FOR_A_PERSON = {PostState.HELD, PostState.HIDDEN}
NewWorld = Callable[[ExitStack], tuple[Flask, World]]


@pytest.fixture
def new_world(databases: Databases, tmp_path: Path, template_cache: BytecodeCache) -> NewWorld:
    """Opens communities on fresh databases; each is closed with the stack that it is given."""

    def make(stack: ExitStack) -> tuple[Flask, World]:
        folder = tmp_path / uuid.uuid4().hex
        folder.mkdir()
        url = databases.create(folder)
        stack.callback(databases.drop, url)
        clock = FakeClock()
        app = create_app(make_settings(folder, url), services_for(clock, Outbox()))
        stack.callback(close, app)
        app.testing, app.test_client_class = True, CheckingClient
        thrift.share_templates(app, template_cache)
        stack.enter_context(app.app_context())
        thrift.share_statements(db.engine)
        world = World(clock=clock)
        world.set_up()
        return app, world

    return make


def canary(number: int, version: int) -> str:
    """What stands in one version of one post, and nowhere else."""
    return f"zq{number}v{version}canary"


def text_of(number: int, version: int, *, unkind: bool) -> str:
    return f"{canary(number, version)}. {UNKIND if unkind else KIND}"


class AnyOrder(RuleBasedStateMachine):
    """Everybody tries anything. `done` says how often the forum let them."""

    done: ClassVar[Counter[str]] = Counter()

    def __init__(self, new_world: NewWorld) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.app, self.world = new_world(self._stack)
        assert isinstance(self.world.clock, FakeClock)
        self.clock: FakeClock = self.world.clock
        self.people = everyone(self.world) | {"second": self.world.person(Role.MODERATOR)}
        self.thread_id = self.world.thread(self.people["mentor"], welcome=True).id
        self.posts: list[int] = []
        # How a post stood before a decision, by the decision's number.
        self.before: dict[int, object] = {}

    def teardown(self) -> None:
        self._stack.close()

    @initialize(unkind=st.lists(st.booleans(), min_size=len(AUTHORS), max_size=len(AUTHORS)))
    def everybody_writes(self, unkind: list[bool]) -> None:
        for number, author in enumerate(AUTHORS):
            thread = db.session.get_one(Thread, self.thread_id)
            words = text_of(number, 1, unkind=unkind[number])
            self.posts.append(self.world.sent_reply(self.people[author], thread, words).id)
        self.world.screen()

    @rule(
        what=st.sampled_from(ATTEMPTS),
        number=st.integers(min_value=0, max_value=len(AUTHORS) - 1),
        by_right=st.sampled_from([True, True, False]),
        who=st.sampled_from(EVERYBODY),
        staff=st.sampled_from(STAFF),
        which=st.integers(min_value=0, max_value=11),
    )
    def somebody_tries(
        self, what: str, number: int, by_right: bool, who: str, staff: str, which: int
    ) -> None:
        """`by_right`: it is tried by the author, or by one of the staff, whose matter it is."""
        author, judging = (AUTHORS[number], staff) if by_right else (who, who)
        match what:
            case "revise":
                self.revise(author, number, unkind=which % 2 == 0, read=which % 3 > 0)
            case "withdraw":
                self.withdraw(author, number)
            case "report":
                self.report(who, number)
            case "appeal":
                self.appeal(author, number)
            case "put right":
                self.put_right(judging, number)
            case "look":
                self.look_at_pages(who)
                self.share_the_work(number, which)
            case "decide":
                self.decide(who, number, MODERATORS_ACTIONS[which % len(MODERATORS_ACTIONS)])
            case _:
                self.staff_tries(what, judging, number, which, by_right=by_right)

    def share_the_work(self, number: int, which: int) -> None:
        """Who has what open, and who leaves it to others: everybody tries, and whoever may not is turned away."""
        for who in (AUTHORS[number], *STAFF):
            self.leave_to_others(who, number)
        for who in (*STAFF, AUTHORS[number]):
            self.open(who, number, take_over=which % 3 == 0)

    def staff_tries(self, what: str, who: str, number: int, which: int, *, by_right: bool) -> None:
        """And time passes."""
        match what:
            case "decide as offered":
                if offered := self.offered(who, number):
                    self.decide(who, number, offered[which % len(offered)])
            case "decide and undo":
                if offered := self.offered(who, number):
                    self.decide(who, number, offered[which % len(offered)])
                    self.undo(who, number)
            case "second look":
                self.appeal(AUTHORS[number], number)
                # Whoever may not, is turned away, and the next one tries.
                for whoever, appeal_id in product((who, *STAFF), self.open_appeals()):
                    self.answer("judge", whoever, appeal_id, grant=which % 2 > 0)
            case "undo":
                self.undo(self.last_decided(number) if by_right else who, number)
            case "take back" | "judge":
                for appeal_id in self.open_appeals()[:1]:
                    self.answer(what, who, appeal_id, grant=which % 3 > 0)
            case _:
                self.share_the_work(number, which)
                self.clock.advance(minutes=11, days=(0, 1, 31)[which % 3])
                self.world.let_out()
                expire_moot_appeals(self.clock)
                self.world.screen()
                self.change_role(COMES_AND_GOES[which % 2])

    @contextmanager
    def trying(self, what: str) -> Iterator[list[str]]:
        """It may be refused, and may go wrong in no other way. What it yields is filled where it was done."""
        done: list[str] = []
        try:
            yield done
        except ForumError:
            db.session.rollback()
        else:
            done.append(what)
            self.done[what] += 1

    # ------------------------------------------------------------------------ what people try

    def revise(self, who: str, number: int, *, unkind: bool, read: bool) -> None:
        version = self.post(number).latest_number
        words = text_of(number, version + 1, unkind=unkind)
        new = commands.NewVersion(text=words, title=None, based_on=version)
        with self.trying("revise") as done:
            commands.revise(self.people[who], self.posts[number], new, self.clock)
        assert not done or who == AUTHORS[number]
        if read:
            self.world.screen()

    def withdraw(self, who: str, number: int) -> None:
        with self.trying("withdraw") as done:
            commands.withdraw(self.people[who], self.posts[number], self.clock)
        assert not done or who == AUTHORS[number]

    def report(self, who: str, number: int) -> None:
        is_read = self.post(number).state == PostState.PUBLISHED
        concern = Concern(reason=ReportReason.UNKIND)
        with self.trying("report") as done:
            report_post(self.people[who], self.posts[number], concern, self.clock)
        assert not done or (is_read and who not in {AUTHORS[number], "visitor"})

    def decide(self, who: str, number: int, action: ModeratorAction) -> None:
        """What is offered can be done, and nothing else can."""
        offered, before = self.offered(who, number), self.standing(number)
        with self.trying(f"{action}") as done:
            post = self.post(number)
            sent = ruling(self.world, post, action)
            is_free = self.is_free(who, number)
            decision_id = decide(self.people[who], post.id, sent, self.clock)
            self.before[decision_id] = before
        assert bool(done) == (action in offered and is_free)
        assert not done or (self.people[who].is_moderator and who != AUTHORS[number])

    def undo(self, who: str, number: int) -> None:
        newest = select(UndoWindow.id).where(UndoWindow.post_id == self.posts[number])
        window_id = db.session.scalar(newest.order_by(UndoWindow.id.desc()).limit(1))
        if window_id is None:
            return
        window = db.session.get_one(UndoWindow, window_id)
        by_id, decision_id, was_undone = window.by_id, window.decision_id, window.ended_how
        with self.trying("undo") as done:
            undo(self.people[who], window_id, self.clock)
        if done and was_undone is None:
            assert self.people[who].user_id == by_id
            assert decision_id is not None
            assert self.standing(number) == self.before[decision_id]

    def open(self, who: str, number: int, *, take_over: bool) -> None:
        """One of two has it, and nobody but a moderator."""
        item_id, is_free = self.item_of(number), self.is_free(who, number)
        if item_id is None:
            return
        with self.trying("open") as done:
            claim(self.people[who], item_id, self.clock, take_over=take_over)
        may = self.people[who].is_moderator and who != AUTHORS[number]
        assert bool(done) == (may and (is_free or take_over))

    def leave_to_others(self, who: str, number: int) -> None:
        """Then it is served to them no more today, and to others it is."""
        item_id = self.item_of(number)
        if item_id is None:
            return
        with self.trying("leave to others") as done:
            left = Step(action=ModeratorAction.SKIP, words="I know them.")
            take_step(self.people[who], item_id, left, self.clock)
        if done:
            assert self.people[who].is_moderator
            assert who != AUTHORS[number]
            assert claim_next(self.people[who], self.clock) != item_id

    def change_role(self, otherwise: str) -> None:
        """Somebody gets it back, or whoever has something open loses it; what they may do follows at once."""
        db.session.rollback()
        held = set(db.session.scalars(select(ReviewItem.claimed_by_id)))
        gone = [one for one in COMES_AND_GOES if not self.people[one].is_moderator]
        busy = [one for one in COMES_AND_GOES if self.people[one].user_id in held]
        whose = next(iter((*gone, *busy, otherwise)))
        before = self.people[whose]
        with self.trying("role"):
            change_role_as_operator(
                before.username, Role.MODERATOR, self.clock, given=not before.is_moderator
            )
        self.people[whose] = load_actor(before.id)

    def put_right(self, who: str, number: int) -> None:
        """Nobody has to ask for it: whoever sees that a decision was wrong can lead back."""
        made = select(Decision).where(Decision.post_id == self.posts[number], not_undone())
        newest = db.session.scalar(made.order_by(Decision.id.desc()).limit(1))
        if newest is None:
            return
        wrong, revision_id, before = newest.id, newest.revision_id, self.standing(number)
        with self.trying("put right") as done:
            reverse(self.people[who], wrong, "It should have been there.", self.clock)
        if done:
            assert self.people[who].is_moderator
            assert who != AUTHORS[number]
            by = db.session.scalars(select(Decision).where(Decision.reverses_id == wrong)).all()
            self.before[by[-1].id] = before
            self.nothing_is_left_of_it(number, revision_id)

    def appeal(self, who: str, number: int) -> None:
        newest = select(func.max(Decision.id)).where(Decision.post_id == self.posts[number])
        decision_id = db.session.scalar(newest)
        if decision_id is None:
            return
        with self.trying("appeal") as done:
            make_appeal(self.people[who], About(decision_id=decision_id), "I meant it.", self.clock)
        assert not done or who == AUTHORS[number]

    def answer(self, what: str, who: str, appeal_id: int, *, grant: bool) -> None:
        about = db.session.get_one(Appeal, appeal_id)
        appellant_id, decision_id = about.appellant_id, about.decision_id
        first = db.session.get_one(Decision, decision_id)
        decided_by, post_id, revision_id = first.decided_by_id, first.post_id, first.revision_id
        if what == "take back":
            with self.trying(what) as done:
                withdraw_appeal(self.people[who], appeal_id, self.clock)
            assert not done or self.people[who].user_id == appellant_id
            return
        outcome = AppealState.OVERTURNED if grant else AppealState.UPHELD
        with self.trying(f"{outcome}") as done:
            judgement = Judgement(outcome=outcome, answer="We have looked again.")
            judge(self.people[who], appeal_id, judgement, self.clock)
        if done:
            assert self.people[who].user_id not in {decided_by, appellant_id}
        if done and grant:
            self.nothing_is_left_of_it(self.posts.index(post_id), revision_id)

    def look_at_pages(self, who: str) -> None:
        client = self.app.test_client()
        assert isinstance(client, CheckingClient)
        if self.people[who].is_signed_in:
            sign_in(self.app, client, self.people[who])
        paths = ["/", "/inbox", f"/threads/{self.thread_id}", "/people/person1"]
        paths += [f"/posts/{post_id}" for post_id in self.posts]
        shown = "".join(client.get(path, follow_redirects=True).text for path in paths)
        for number in range(len(AUTHORS)):
            for secret in self.hidden_from(who, number, self.post(number)):
                assert secret not in shown, f"{who} reads {secret}"

    # --------------------------------------------------------------------- what always holds

    @invariant()
    def nobody_reads_what_they_may_not(self) -> None:
        posts = [self.post(number) for number in range(len(self.posts))]
        published = {post.id for post in posts if post.state == PostState.PUBLISHED}
        for who in EVERYBODY:
            view = thread_view(self.people[who], self.thread_id)
            shown = posts_in_thread(self.people[who], view, 1, str).items
            words = " ".join(str(post.html) for post in shown)
            for number, post in enumerate(posts):
                for secret in self.hidden_from(who, number, post):
                    assert secret not in words, f"{who} reads {secret}"
            assert published <= {post.id for post in shown}

    @invariant()
    def every_decision_has_an_author_and_a_reason(self) -> None:
        for made in db.session.scalars(select(Decision)):
            assert made.decided_by_id is not None
            assert made.decided_by_id != db.session.get_one(Post, made.post_id).author_id
            assert made.note or made.action not in NEEDS_WORDS
            assert made.rule_id is not None or made.action not in CITES_A_RULE

    @invariant()
    def the_queue_holds_what_waits_for_a_person(self) -> None:
        for number in range(len(self.posts)):
            post = self.post(number)
            items = Counter(is_edit for is_edit, _ in self.open_items(post.id))
            if post.state in WAITS_FOR_A_PERSON:
                assert items[False] == 1
            elif post.state != PostState.PUBLISHED:
                assert not items
            elif self.world.revision(post).outcome == RevisionOutcome.HELD:
                assert items[True] == 1

    @invariant()
    def only_moderators_have_something_open(self) -> None:
        db.session.rollback()
        moderators = {one.user_id for one in self.people.values() if one.is_moderator}
        for item in db.session.scalars(select(ReviewItem).where(ReviewItem.closed_at.is_(None))):
            assert item.claimed_by_id in moderators | {None}
            assert item.first_for_id in moderators | {None}
            assert item.claimed_by_id != item.about_id

    @invariant()
    def numbers_say_what_is_there(self) -> None:
        posts = [self.post(number) for number in range(len(self.posts))]
        authors = [post.author_id for post in posts if post.state == PostState.PUBLISHED]
        assert db.session.get_one(Thread, self.thread_id).reply_count == len(authors)
        for post in posts:
            counted = db.session.get_one(User, post.author_id).published_posts
            assert counted == authors.count(post.author_id)

    def nothing_is_left_of_it(self, number: int, revision_id: int) -> None:
        """A decision that was put right: readers read the very words, and nobody is asked about them."""
        post, revision = self.post(number), db.session.get_one(PostRevision, revision_id)
        assert (post.state, post.shown_number) == (PostState.PUBLISHED, revision.number)
        assert revision.outcome in {RevisionOutcome.APPROVED, RevisionOutcome.PASSED}
        assert revision_id not in {about for _, about in self.open_items(post.id)}

    # ---------------------------------------------------------------------------- how it stands

    def post(self, number: int) -> Post:
        db.session.rollback()
        return db.session.get_one(Post, self.posts[number])

    def standing(self, number: int) -> object:
        """All that a decision can change."""
        post = self.post(number)
        outcomes = select(PostRevision.number, PostRevision.outcome).where(
            PostRevision.post_id == post.id
        )
        return (
            post.state,
            post.shown_number,
            post.latest_number,
            sorted(map(tuple, db.session.execute(outcomes))),
            sorted(self.open_items(post.id)),
        )

    def last_decided(self, number: int) -> str:
        """Who decided last; anybody where nobody did."""
        made = select(Decision.decided_by_id).where(Decision.post_id == self.posts[number])
        by_id = db.session.scalar(made.order_by(Decision.id.desc()).limit(1))
        return next((who for who in STAFF if self.people[who].user_id == by_id), "mentor")

    def open_items(self, post_id: int) -> Sequence[tuple[bool, int | None]]:
        """What waits in the queue about a post: whether it is an edit, and which version is in question."""
        found = select(ReviewItem.is_edit, ReviewItem.revision_id).where(
            ReviewItem.post_id == post_id, ReviewItem.closed_at.is_(None)
        )
        return [(row.is_edit, row.revision_id) for row in db.session.execute(found)]

    def item_of(self, number: int) -> int | None:
        """What waits in the queue of a post, None where nothing does."""
        item = self.world.open_item(self.post(number))
        return item.id if item is not None else None

    def is_free(self, who: str, number: int) -> bool:
        """Whether nobody else has it open."""
        item = self.world.open_item(self.post(number))
        if item is None or item.claimed_by_id in {None, self.people[who].user_id}:
            return True
        return not is_still(item.claimed_until, CLAIM_LASTS, self.clock.now())

    def open_appeals(self) -> Sequence[int]:
        db.session.rollback()
        found = select(Appeal.id).where(Appeal.state == AppealState.OPEN).order_by(Appeal.id)
        return db.session.scalars(found).all()

    def offered(self, who: str, number: int) -> Sequence[ModeratorAction]:
        """What the page offers them."""
        post = self.post(number)
        item = self.world.open_item(post)
        if item is not None and item.revision_id is not None:
            revision = db.session.get_one(PostRevision, item.revision_id)
        else:
            revision = self.world.revision(post, post.shown_number or post.latest_number)
        offered = available_actions(self.people[who], target_of(post, item, revision))
        return [action for action in offered if action in MODERATORS_ACTIONS]

    def hidden_from(self, who: str, number: int, post: Post) -> Sequence[str]:
        """What of a post this person must find nowhere."""
        versions = set(range(1, post.latest_number + 1))
        if who == AUTHORS[number]:
            return []
        if post.state == PostState.PUBLISHED:
            versions -= {post.shown_number or 0}
        if self.people[who].is_moderator and post.state in SEEN_BY_MODERATORS:
            # They read what a person has had to look at; what waits for the screener is its author's alone.
            waiting = select(PostRevision.number).where(
                PostRevision.post_id == post.id, PostRevision.outcome == RevisionOutcome.WAITING
            )
            versions &= set(db.session.scalars(waiting))
        return [canary(number, version) for version in sorted(versions)]


def test_what_holds_whatever_people_do_in_whatever_order(new_world: NewWorld) -> None:
    AnyOrder.done.clear()
    run_state_machine_as_test(
        lambda: AnyOrder(new_world),  # type: ignore[arg-type]  # whatever makes one will do
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            # The same each time, since it is asked below what it came to.
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    wanted = {"revise", "withdraw", "report", "undo", "appeal", "overturned", "upheld", "put right"}
    wanted |= {"open", "leave to others", "role"}
    assert wanted | {"approve", "decline", "hide", "remove"} <= set(AnyOrder.done), AnyOrder.done
