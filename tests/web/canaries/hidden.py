"""What is hidden, who may find it, and the community in which all of it stands at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.models import Category, Post, Thread
from forum.conversations.submission import screen_revision
from forum.database import db, transaction
from tests.factories import KIND, World, everyone

MODERATOR = "moderator"


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Where a canary sits.

    Attributes:
        numbers: what stands in the addresses that have to do with it, by the name of the part.
        insiders: whoever has to do with it, by a word for them. They are asked for by that word, whatever their role.
    """

    numbers: Mapping[str, object]
    insiders: Mapping[str, Actor]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kind of hidden thing: how it comes about, and who finds it.

    Attributes:
        what: names it where a test fails.
        plant: writes the canary that it is given, and brings it to its place.
        found_by: the kinds of people, and the insiders, who have to find it somewhere. Nobody else may.
        only_at: the one address at which somebody of `found_by` may find it, where that matters.
    """

    what: str
    plant: Callable[[Community, str], Planted]
    found_by: frozenset[str]
    only_at: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who opens pages: what they are called, what kind of person they are, and what they have to do with."""

    name: str
    kind: str
    actor: Actor


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """A row of the table, and where it was planted."""

    row: Row
    canary: str
    planted: Planted

    def sees(self, person: Person) -> str | None:
        """The word of `found_by` that lets somebody find it; None for whoever may not."""
        name = person.name if person.name in self.planted.insiders else person.kind
        return name if name in self.row.found_by else None

    def only_at(self, word: str) -> str | None:
        """The one address at which they may; None where it does not matter."""
        address = self.row.only_at.get(word)
        return None if address is None else address.format_map(self.planted.numbers)


class Community:
    """A community in which everything is hidden that can be. Strangers have to do with none of it.

    What is screened is screened by itself: other things wait meanwhile, and have to.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = world.clock
        self.strangers = everyone(world)
        self.host = world.person(Role.MENTOR, name="Host")
        self.decider = world.person(Role.MODERATOR, name="Decider")
        self.insiders: dict[str, Actor] = {}

    def insider(self, name: str, *roles: Role, newcomer: bool = False) -> Actor:
        """Somebody who has to do with what is hidden; the same person for the same words."""
        if name not in self.insiders:
            self.insiders[name] = self.world.person(*roles, newcomer=newcomer, name="Author")
        return self.insiders[name]

    @cached_property
    def meeting(self) -> Thread:
        """A thread in which everybody meets everybody."""
        return self.thread()

    def thread(self, *, welcome: bool = False) -> Thread:
        """A thread that everybody sees."""
        post = self.send(self.host, KIND, opens="A thread")
        self.screen(post)
        with transaction() as session:
            thread = session.get_one(Thread, post.thread_id)
            if welcome:
                thread.welcome_flagged_by_id = self.host.id
                thread.welcome_flagged_at = self.clock.now()
        return db.session.get_one(Thread, post.thread_id)

    def send(
        self, author: Actor, text: str, *, thread: Thread | None = None, opens: str = ""
    ) -> Post:
        """A post that waits for the screener: a reply, or the first of a thread with this title."""
        sent = commands.NewPost(text=text, submission_key=str(uuid.uuid4()))
        if thread is not None:
            post_id = commands.reply(author, thread.id, sent, self.clock)
        else:
            category = db.session.query(Category).order_by(Category.position).first()
            assert category is not None
            post_id = commands.start_thread(author, category.id, opens, sent, self.clock)
        return db.session.get_one(Post, post_id)

    def screen(self, post: Post) -> Post:
        """Have the screener read what waits of one post, and nothing else."""
        screen_revision(self.world.screener, self.world.revision(post).id, self.clock)
        return self.world.fresh(post)
