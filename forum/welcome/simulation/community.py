"""What stands at a moment of a run: who is there, who looks after whom, and who waits."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import simpy

from forum.accounts.standing import POSTS_TO_GRADUATE, TIME_TO_GRADUATE
from forum.welcome.absence import acting_mentor
from forum.welcome.carrying import COUNTED_OVER, have_done_plenty
from forum.welcome.pairing import Candidate
from forum.welcome.replyclock import Stage, desk_stages
from forum.welcome.simulation.arrivals import Newcomer
from forum.welcome.simulation.assumptions import MINUTE, Assumptions, hour_of
from forum.welcome.simulation.draws import stream
from forum.welcome.simulation.people import FIRST_MODERATOR, Seat
from forum.welcome.simulation.rules import Matched, Rule, backup_for, match

_SEED_BITS = 31
_GRADUATES_AFTER = TIME_TO_GRADUATE / MINUTE


@dataclass(kw_only=True)
class Wait:
    """A newcomer's post and the wait for its answer. `number` counts a newcomer's posts from 0.

    `called_up_to` is who was called last. Once all mentors were, whoever looks in sees it, also who was away then.
    """

    newcomer: Newcomer
    number: int
    started_at: float
    answered: simpy.Event
    called: set[int] = field(default_factory=set)
    called_up_to: Stage = Stage.MENTOR
    is_taken: bool = False
    answered_at: float | None = None
    by: int | None = None


@dataclass(kw_only=True)
class Mentee:
    """A newcomer whom somebody looks after."""

    newcomer: Newcomer
    matched: Matched
    posts: int = 0

    def has_graduated(self, now: float) -> bool:
        """Whether they have become a member; in a run nothing is ever taken down."""
        return self.posts >= POSTS_TO_GRADUATE or now - self.newcomer.at >= _GRADUATES_AFTER


@dataclass(kw_only=True)
class Community:
    """The people of a run. Nothing here lets time pass."""

    rule: Rule
    given: Assumptions
    seats: Sequence[Seat]
    vacant: set[int] = field(default_factory=set)
    mentees: dict[int, Mentee] = field(default_factory=dict)
    waits: list[Wait] = field(default_factory=list)
    answered_at: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def mentors(self) -> Sequence[Seat]:
        """Every mentor's place, taken or vacant."""
        return [seat for seat in self.seats if seat.number < FIRST_MODERATOR]

    @property
    def moderators(self) -> Sequence[Seat]:
        """Every moderator."""
        return [seat for seat in self.seats if seat.number >= FIRST_MODERATOR]

    def here(self, now: float) -> set[int]:
        """Mentors who are not away, as far as the forum knows."""
        return {
            seat.number
            for seat in self.mentors
            if seat.number not in self.vacant and not seat.is_away(now)
        }

    def had_plenty(self, now: float) -> set[int]:
        """Mentors who have answered so many of late that others are called before them."""
        since = now - COUNTED_OVER / MINUTE
        return have_done_plenty(
            {who: len(times) - bisect(times, since) for who, times in self.answered_at.items()},
            {seat.number: seat.weight for seat in self.mentors if seat.number not in self.vacant},
        )

    def candidates(self, now: float) -> Sequence[Candidate]:
        """Every mentor with their open work, as `forum.welcome.on_duty` counts it."""
        here = self.here(now)
        waiting, quiet = self.open_work(now)
        return [
            Candidate(
                mentor_id=seat.number,
                weight=seat.weight,
                most_mentees=self.given.most_mentees,
                is_away=seat.number not in here,
                waiting=waiting[seat.number],
                quiet=quiet[seat.number],
                usual_hours=seat.usual_hours,
            )
            for seat in self.mentors
            if seat.number not in self.vacant
        ]

    def open_work(self, now: float) -> tuple[Counter[int], Counter[int]]:
        """How many wait for each mentor who is here, and how many are quiet."""
        here = self.here(now)
        who_waits = {wait.newcomer.number for wait in self.waits}
        waiting, quiet = Counter[int](), Counter[int]()
        for number, mentee in list(self.mentees.items()):
            if mentee.has_graduated(now):
                del self.mentees[number]
                continue
            acting = acting_mentor(mentee.matched.primary, mentee.matched.backup, here)
            if acting is not None:
                (waiting if number in who_waits else quiet)[acting] += 1
        return waiting, quiet

    def meet(self, newcomer: Newcomer, now: float) -> None:
        """A newcomer's post has appeared: they get a mentor if they have none and somebody takes them."""
        if newcomer.number in self.mentees:
            return
        matched = match(
            self.rule,
            self.candidates(now),
            hour=hour_of(now),
            seed=self._seed("pair", newcomer.number),
        )
        if matched is not None:
            self.mentees[newcomer.number] = Mentee(newcomer=newcomer, matched=matched)

    def has_written(self, newcomer: Newcomer) -> None:
        """One more post of theirs has appeared."""
        mentee = self.mentees.get(newcomer.number)
        if mentee is not None:
            mentee.posts += 1

    def who_answers(self, newcomer: Newcomer, here: set[int], stage: Stage) -> Sequence[int]:
        """Whom the reply clock calls first, and the backup whom it calls next."""
        mentee = self.mentees.get(newcomer.number)
        if mentee is None:
            return []
        who = mentee.matched
        if stage is Stage.BACKUP:
            return [who.backup] if who.backup is not None and who.backup in here else []
        acting = acting_mentor(who.primary, who.backup, here)
        return [acting] if acting is not None else []

    def theirs(self, number: int, now: float) -> Callable[[Wait], bool]:
        """Tells whether a wait is one for this person: they were called, or it stands on their desk."""
        here = self.here(now)
        for_all = desk_stages(has_done_plenty=number in self.had_plenty(now))

        def is_theirs(wait: Wait) -> bool:
            if number in wait.called:
                return True
            if number < FIRST_MODERATOR and wait.called_up_to in for_all:
                return True
            mentee = self.mentees.get(wait.newcomer.number)
            if mentee is None:
                return False
            who = mentee.matched
            return number in {who.primary, acting_mentor(who.primary, who.backup, here)}

        return is_theirs

    def leave(self, number: int, now: float) -> None:
        """A mentor leaves: each mentee goes to their backup, or to whom the rule finds."""
        self.vacant.add(number)
        for mentee in [*self.mentees.values()]:
            who = mentee.matched
            if number not in {who.primary, who.backup}:
                continue
            seed = self._seed("again", mentee.newcomer.number, number)
            them, hour = self.candidates(now), hour_of(now)
            if who.primary == number:
                self._move_up(mentee, seed, now)
            else:
                backup = backup_for(self.rule, who.primary, them, hour=hour, seed=seed)
                mentee.matched = Matched(primary=who.primary, backup=backup)

    def _move_up(self, mentee: Mentee, seed: int, now: float) -> None:
        them, hour = self.candidates(now), hour_of(now)
        backup = mentee.matched.backup
        if backup is not None and backup in self.here(now):
            second = backup_for(self.rule, backup, them, hour=hour, seed=seed)
            mentee.matched = Matched(primary=backup, backup=second)
        elif (found := match(self.rule, them, hour=hour, seed=seed)) is not None:
            mentee.matched = found
        else:
            del self.mentees[mentee.newcomer.number]

    def _seed(self, *name: object) -> int:
        return stream(self.given.seed, *name).getrandbits(_SEED_BITS)
