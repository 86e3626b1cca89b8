"""Lets time pass: newcomers come, clocks run out, people are called, look in, answer, and leave."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import simpy

from forum.welcome.replyclock import OTHERS, Stage, call_at, next_stage
from forum.welcome.simulation.arrivals import Newcomer, draw_newcomers
from forum.welcome.simulation.assumptions import DAY, MINUTE, MONDAY, Assumptions, moment
from forum.welcome.simulation.community import Community, Wait
from forum.welcome.simulation.draws import about, stream
from forum.welcome.simulation.figures import Outcome, Recorder
from forum.welcome.simulation.people import Seat, draw_seats
from forum.welcome.simulation.rules import Rule

_SAMPLED_EVERY = 6 * 60.0

_Process = Iterator[Any]


def simulate(rule: Rule, given: Assumptions) -> Outcome:
    """One run under a rule. The same assumptions give the same newcomers and the same habits for every rule."""
    running = _Run(rule, given, draw_newcomers(given), draw_seats(given))
    return running.to_its_end()


class _Run:
    def __init__(
        self,
        rule: Rule,
        given: Assumptions,
        newcomers: Sequence[Newcomer],
        seats: Sequence[Seat],
    ) -> None:
        self._rule, self._given, self._newcomers = rule, given, newcomers
        self._env = simpy.Environment()
        self._people = Community(rule=rule, given=given, seats=seats)
        self._seat = {seat.number: seat for seat in seats}
        self._recorder = Recorder(rule, given, self._people.mentors)

    def to_its_end(self) -> Outcome:
        self._start(self._arrivals())
        for seat in self._people.seats:
            self._start(self._looks(seat))
        self._start(self._leaving())
        self._start(self._samples())
        self._env.run(until=self._given.ends)
        return self._recorder.outcome()

    def _start(self, process: _Process) -> None:
        self._env.process(process)  # type: ignore[arg-type]  # a generator, told as an iterator

    # ---------------------------------------------------------------------------------- newcomers

    def _arrivals(self) -> _Process:
        for newcomer in self._newcomers:
            yield self._env.timeout(newcomer.at - self._env.now)
            self._start(self._takes_part(newcomer))

    def _takes_part(self, newcomer: Newcomer) -> _Process:
        first = self._write(newcomer, 0)
        yield first.answered | self._env.timeout(newcomer.patience)
        if first.answered_at is None:
            # The post stays and may be answered; its author comes no more.
            self._recorder.gave_up(newcomer)
            return
        for number, after in enumerate(newcomer.again_after, start=1):
            yield self._env.timeout(after)
            yield self._write(newcomer, number).answered

    def _write(self, newcomer: Newcomer, number: int) -> Wait:
        now = self._env.now
        self._people.meet(newcomer, now)
        self._people.has_written(newcomer)
        wait = Wait(newcomer=newcomer, number=number, started_at=now, answered=self._env.event())
        self._people.waits.append(wait)
        self._recorder.began(wait)
        self._start(self._clock(wait))
        return wait

    # -------------------------------------------------------------------------------------- calls

    def _clock(self, wait: Wait) -> _Process:
        """Call one after the other until somebody has answered; where a stage has nobody, at once the next."""
        if self._rule is Rule.POOL:
            # Nobody is called. Whoever looks in sees everybody who waits.
            wait.called_up_to = Stage.ALL_MENTORS
            return
        stage: Stage | None = Stage.MENTOR
        others = False
        while stage is not None and wait.answered_at is None:
            called = self._call(wait, stage)
            others = others or (called and stage in OTHERS)
            stage = next_stage(stage) if self._rule is Rule.HEARTH else None
            if stage is not None and (called or (others and stage is Stage.ALL_MENTORS)):
                due = call_at(moment(wait.started_at), stage, self._given.goal)
                minutes = (due - MONDAY) / MINUTE
                yield self._env.timeout(max(0.0, minutes - self._env.now))

    def _call(self, wait: Wait, stage: Stage) -> bool:
        new = sorted(set(self._whom(wait, stage)) - wait.called)
        wait.called.update(new)
        for number in new:
            self._start(self._heeds(self._seat[number], wait))
        return bool(new)

    def _whom(self, wait: Wait, stage: Stage) -> Collection[int]:
        now = self._env.now
        here = self._people.here(now)
        wait.called_up_to = stage
        if stage is Stage.MENTORS:
            return here - self._people.had_plenty(now)
        if stage is Stage.ALL_MENTORS:
            return here
        if stage is Stage.MODERATORS:
            return [seat.number for seat in self._people.moderators]
        return self._people.who_answers(wait.newcomer, here, stage)

    # ------------------------------------------------------------------------------------ answers

    def _heeds(self, seat: Seat, wait: Wait) -> _Process:
        """Somebody who was called by mail, in one of their hours, may come for this one post."""
        draw = stream(self._given.seed, "heeds", seat.number, wait.newcomer.number, wait.number)
        heeds, after = draw.random() < self._given.heeds, about(draw, self._given.heeds_after)
        if not heeds or not seat.is_reachable(self._env.now):
            return
        yield self._env.timeout(after)
        if not wait.is_taken and seat.number not in self._people.vacant:
            yield from self._answer(seat, wait)

    def _looks(self, seat: Seat) -> _Process:
        for look in seat.looks:
            yield self._env.timeout(max(0.0, look.at - self._env.now))
            until = max(look.at, self._env.now) + look.minutes
            # Whoever looks in takes at least one look at what waits.
            while (wait := self._next_for(seat)) is not None:
                yield from self._answer(seat, wait)
                if self._env.now >= until:
                    break

    def _next_for(self, seat: Seat) -> Wait | None:
        """Of those whom they were called for, the one who has waited longest."""
        if seat.number in self._people.vacant:
            return None
        is_theirs = self._people.theirs(seat.number, self._env.now)
        waits = (wait for wait in self._people.waits if not wait.is_taken and is_theirs(wait))
        return next(waits, None)

    def _answer(self, seat: Seat, wait: Wait) -> _Process:
        wait.is_taken = True
        draw = stream(self._given.seed, "answers", seat.number, wait.newcomer.number, wait.number)
        yield self._env.timeout(about(draw, self._given.answer_minutes))
        wait.answered_at, wait.by = self._env.now, seat.number
        self._people.waits.remove(wait)
        self._people.answered_at[seat.number].append(self._env.now)
        self._recorder.answered(wait)
        wait.answered.succeed()

    # ------------------------------------------------------------------------------------- leaving

    def _leaving(self) -> _Process:
        """Each midnight some leave: by chance, and more likely where too many wait for them."""
        given = self._given
        lots = {
            seat.number: stream(given.seed, "leaves", seat.number) for seat in self._people.mentors
        }
        while True:
            yield self._env.timeout(DAY)
            waiting, _ = self._people.open_work(self._env.now)
            for number, lot in lots.items():
                too_much = waiting[number] >= given.overwhelmed_at
                chance = given.leaves_overwhelmed if too_much else given.leaves_daily
                if lot.random() < chance and number not in self._people.vacant:
                    self._start(self._leaves(number))

    def _leaves(self, number: int) -> _Process:
        self._recorder.left(self._env.now)
        self._people.leave(number, self._env.now)
        yield self._env.timeout(self._given.successor_after_days * DAY)
        self._people.vacant.discard(number)

    def _samples(self) -> _Process:
        while True:
            yield self._env.timeout(_SAMPLED_EVERY)
            now = self._env.now
            self._recorder.sample(now, self._people.here(now), *self._people.open_work(now))
