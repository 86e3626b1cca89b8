"""From what happened in a community to what its forecast takes for granted. Pure.

Where there is too little to go by, the model's own guess stands in, and `stands_on` says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from forum.welcome.hours import usual_hours
from forum.welcome.pairing import Weight
from forum.welcome.replyclock import Goal
from forum.welcome.simulation.assumptions import HOURS_A_DAY, HOURS_A_WEEK, Assumptions, Habit
from forum.words import counted

OVER = timedelta(days=90)
FEWEST_NEWCOMERS, FEWEST_POSTS, FEWEST_CALLS = 30, 20, 20
# A run stays short enough for a worker that has other things to do.
MOST_A_DAY, MOST_NEWCOMERS, FEWEST_DAYS = 50.0, 1_200, 14
LEAST_A_DAY = 0.2
# Who comes within this time after a call has followed it.
_HEEDED_WITHIN = timedelta(hours=2)
_DAY = timedelta(days=1)
_SETTLE_DAYS = 14
# Every hour counts a little, so that none is ruled out by a small sample.
_A_LITTLE = 0.5
_MOST_MODERATORS = 10


@dataclass(frozen=True, kw_only=True)
class Call:
    """A mentor was called for somebody. `by_them` says whether it was they who answered; None while nobody has."""

    mentor_id: int
    at: datetime
    answered_at: datetime | None
    by_them: bool


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What a community's own rows tell. Moments are in UTC, `first_posts` one for each newcomer.

    `posts` are the mentors' own, by mentor; `weights` and `rooms` what each of those who take newcomers asked for.
    `since` is when counting began.
    """

    since: datetime
    now: datetime
    zone: ZoneInfo
    goal: Goal
    first_posts: Sequence[datetime]
    posts: Mapping[int, Sequence[datetime]]
    calls: Sequence[Call]
    weights: Sequence[Weight]
    rooms: Sequence[int]
    moderators: int

    @property
    def mentors(self) -> int:
        """How many take newcomers."""
        return len(self.weights)

    @property
    def days(self) -> float:
        """Over how many days was counted."""
        return max(1.0, (self.now - self.since) / _DAY)


def assumptions(seen: Observed) -> Assumptions:
    """What a forecast takes for granted. Its night is one of simulated time, which is the community's own."""
    given = Assumptions(mentors=max(1, seen.mentors))
    a_day = min(MOST_A_DAY, max(LEAST_A_DAY, len(seen.first_posts) / seen.days))
    if len(seen.first_posts) >= FEWEST_NEWCOMERS:
        given = replace(given, arrivals=_hours_of_the_week(seen))
    if habits := _habits(seen):
        given = replace(given, habits=habits)
    if (heeds := _heeds(seen)) is not None:
        given = replace(given, heeds=heeds[0], heeds_after=heeds[1])
    if seen.weights:
        given = replace(given, weights=seen.weights, most_mentees=int(median(seen.rooms)))
    night = seen.goal.night
    return replace(
        given,
        newcomers_per_day=a_day,
        moderators=min(_MOST_MODERATORS, seen.moderators),
        days=max(FEWEST_DAYS, min(90, int(MOST_NEWCOMERS / a_day))),
        settle_days=_SETTLE_DAYS,
        goal=replace(seen.goal, night=night and replace(night, zone=ZoneInfo("UTC"))),
    )


def stands_on(seen: Observed) -> Iterator[str]:
    """What a forecast stands on, sentence by sentence: what was counted, and what is only guessed."""
    count, a_day = len(seen.first_posts), len(seen.first_posts) / seen.days
    if count >= FEWEST_NEWCOMERS:
        yield f"{count} newcomers wrote for the first time, {a_day:.1f} a day. The hours of the week are theirs."
    else:
        few = f"Only {counted(count, 'newcomer')}" if count else "No newcomer"
        yield (
            f"{few} wrote for the first time, so the hours at which people come are a guess: "
            "mostly in the evening and at the weekend. Take the numbers as an example, not as advice."
        )
    if a_day > MOST_A_DAY:
        yield f"To keep it short it reckons with {MOST_A_DAY:g} newcomers a day. You have more."
    if a_day < LEAST_A_DAY:
        yield "So few come that it reckons with one newcomer in five days."
    yield _of_mentors(seen)
    yield _of_calls(seen)
    yield "How long people stay away, give up or stop being mentors is a guess, the same for every community."


def numbers_to_try(given: Assumptions, mentors: int) -> Sequence[int]:
    """Numbers of mentors to set side by side, today's among them; none so small that a run would only pile up work."""
    least = given.newcomers_per_day / 5
    some = [number for number in (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 30, 40) if number >= least]
    today = {mentors} if 0 < mentors <= 60 and mentors >= least else set()
    return sorted({*some[:10], *today})


def _hours_of_the_week(seen: Observed) -> Sequence[float]:
    at_hours = Counter(
        local.weekday() * HOURS_A_DAY + local.hour
        for local in (moment.astimezone(seen.zone) for moment in seen.first_posts)
    )
    return [at_hours[hour] + _A_LITTLE for hour in range(HOURS_A_WEEK)]


def _habits(seen: Observed) -> Sequence[Habit]:
    """The habits of each mentor who has written enough. Posts within an hour are one time of looking in."""
    return [
        _habit(moments, seen)
        for _, moments in sorted(seen.posts.items())
        if len(moments) >= FEWEST_POSTS
    ]


def _habit(moments: Collection[datetime], seen: Observed) -> Habit:
    looks = {
        moment.astimezone(seen.zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
        for moment in moments
    }
    hours = Counter(moment.astimezone(seen.zone).hour for moment in looks)
    return Habit(
        hours=[float(hours[hour]) for hour in range(HOURS_A_DAY)],
        # Days off and times away are taken from this again.
        looks_in=len(looks) / seen.days / _PRESENT,
    )


_GUESS = Assumptions()
_PRESENT = (1 - _GUESS.day_off) * (1 - _GUESS.gone_days / _GUESS.gone_every_days)


def _informative(seen: Observed) -> Sequence[Call]:
    """Calls in a mentor's usual hours of which one knows what they did: nobody else was faster."""
    usual = {who: usual_hours(moments, seen.zone) for who, moments in seen.posts.items()}
    return [
        call
        for call in seen.calls
        if call.at.astimezone(seen.zone).hour in usual.get(call.mentor_id, ())
        and (call.by_them or (call.answered_at or seen.now) - call.at >= _HEEDED_WITHIN)
    ]


def _heeds(seen: Observed) -> tuple[float, float] | None:
    """How often mentors follow a call, and after how many minutes; None where there are too few to say."""
    calls = _informative(seen)
    if len(calls) < FEWEST_CALLS:
        return None
    minutes = [
        (call.answered_at - call.at) / timedelta(minutes=1)
        for call in calls
        if call.by_them and call.answered_at is not None
    ]
    soon = [one for one in minutes if one < _HEEDED_WITHIN / timedelta(minutes=1)]
    if not soon:
        return 0.0, _GUESS.heeds_after
    return len(soon) / len(calls), max(1.0, median(soon) - _GUESS.answer_minutes)


def _of_mentors(seen: Observed) -> str:
    known = len(_habits(seen))
    if not known:
        return "The mentors have written too little, so their hours, and how often they look in, are a guess."
    who = "one mentor" if known == 1 else f"{known} mentors"
    return f"The hours, and how often somebody looks in, are those of {who}. Further mentors are taken to be like them."


def _of_calls(seen: Observed) -> str:
    heeds = _heeds(seen)
    if heeds is None:
        return "Too few mentors were called in their usual hours to say how soon they come, so that is a guess."
    return (
        f"Mentors who were called in one of their usual hours came for {heeds[0] * 100:.0f} % of the calls "
        "within two hours."
    )
