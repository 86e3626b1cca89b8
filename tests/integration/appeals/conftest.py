from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.commands import About, Judgement, judge, make_appeal
from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.moderation.commands import decide
from tests.factories import KIND, UNKIND, World
from tests.integration.moderation.deciding import carry_out, ruling
from tests.support.clock import FakeClock

HOW_I_SEE_IT = "I was quoting what was said to me."
ANSWER = "You are right: it was a quotation. We are sorry."


@dataclass(frozen=True)
class Case:
    """Mira decides, Jo looks again, Ada is an admin; Ana is the author."""

    world: World
    clock: FakeClock
    mira: Actor
    jo: Actor
    ada: Actor
    ana: Actor
    thread: Thread

    def decided(self, action: str) -> tuple[Post, int]:
        """A post of Ana's on which Mira has decided; `edit …` means a change to it."""
        if action.startswith("edit "):
            post = self.with_held_change()
            action = action.removeprefix("edit ")
        else:
            held = action in {"decline", "request_changes"}
            post = self.world.reply(self.ana, self.thread, UNKIND if held else KIND)
        return post, carry_out(self.world, self.mira, post, action)

    def with_held_change(self) -> Post:
        """A post of Ana's that everybody reads, with a change to it that waits for a person."""
        post = self.world.reply(self.ana, self.thread, KIND)
        new = commands.NewVersion(text=f"Changed. {UNKIND}", title=None, based_on=1)
        commands.revise(self.ana, post.id, new, self.clock)
        self.world.screen()
        return post

    def on_show(self, post: Post, action: str) -> int:
        """Mira decides on what readers see of a post, whatever else of it waits."""
        seen = self.world.revision(post, self.world.fresh(post).shown_number)
        sent = replace(ruling(self.world, post, action), revision_id=seen.id)
        return decide(self.mira, post.id, sent, self.clock)

    def appeal(self, action: str = "decline") -> tuple[Post, int]:
        """Ana asks for a second look."""
        post, decision_id = self.decided(action)
        return post, self.ask(decision_id)

    def ask(self, decision_id: int) -> int:
        return make_appeal(self.ana, About(decision_id=decision_id), HOW_I_SEE_IT, self.clock)

    def judge(self, by: Actor, appeal_id: int, outcome: str = "overturned") -> None:
        judge(by, appeal_id, Judgement(outcome=AppealState(outcome), answer=ANSWER), self.clock)

    def state(self, appeal_id: int) -> str:
        db.session.rollback()
        return db.session.get_one(Appeal, appeal_id).state


@pytest.fixture
def case(world: World, clock: FakeClock) -> Case:
    mira = world.person(Role.MODERATOR, name="Mira")
    return Case(
        world=world,
        clock=clock,
        mira=mira,
        jo=world.person(Role.MODERATOR, name="Jo"),
        ada=world.person(Role.ADMIN, name="Ada"),
        ana=world.newcomer("Ana"),
        thread=world.thread(world.person(Role.MENTOR, name="Mo"), welcome=True),
    )
