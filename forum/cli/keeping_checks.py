"""What the doctor looks at of what is kept: whether it is forgotten in time, and whether there are copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask

from forum.backups.copying import can_copy
from forum.backups.making import newest
from forum.backups.put_aside import all_put_aside, days_aside
from forum.cli.found import Check, Found, attention, ok
from forum.community.queries import community_info
from forum.keeping.applying import Behind, what_is_behind
from forum.keeping.periods import BEHIND_AFTER, PERIODS, in_words
from forum.keeping.queries import last_sweep
from forum.leaving.queries import count_not_erased
from forum.wiring import services
from forum.wiring import settings as settings_of

OLD_BACKUP = timedelta(days=2)


def keeping_checks(app: Flask) -> Sequence[tuple[str, Check]]:
    """What can be asked of a database with all its tables."""
    return (
        ("housekeeping", lambda: housekeeping(app)),
        ("people who left", lambda: people_who_left(app)),
        ("backups", lambda: backups(app)),
        ("put aside", lambda: put_aside(app)),
    )


def housekeeping(app: Flask) -> Found:
    """Whether what has been kept long enough is forgotten; if not, what."""
    swept_at, info, clock = last_sweep(), community_info(), services(app).clock
    since = swept_at or (info.set_up_at if info is not None else None)
    if since is None or abs(clock.now() - since) < BEHIND_AFTER:
        return ok("done within the last two days" if swept_at else "nothing to do yet")
    done = f"last done to its end on {swept_at:%Y-%m-%d}" if swept_at else "never done to its end"
    behind = what_is_behind(clock, settings_of(app).mail_dir)
    left = "; ".join(_in_words(one) for one in behind) or "nothing, as far as can be seen"
    return attention(
        f"{done}; what should be forgotten and is still there: {left}",
        "Is a worker running? What it printed (forgetting_failed, with the kind) says what stood in the way.",
    )


def _in_words(behind: Behind) -> str:
    why = f": {behind.because}" if behind.because else ""
    return f"{PERIODS[behind.kind].what} ({behind.kind}{why})"


def people_who_left(app: Flask) -> Found:
    """Whether what was of those who have left is erased."""
    count = count_not_erased(services(app).clock.now() - BEHIND_AFTER)
    if not count:
        return ok("erased in time")
    return attention(
        f"{count} not erased, though their time to come back was over two days ago",
        "Is a worker running? What it printed (erasing_failed) says what stood in the way.",
    )


def put_aside(app: Flask) -> Found:
    """Whether words that were erased lie on in what a backup has replaced."""
    settings, now = settings_of(app), services(app).clock.now()
    found = all_put_aside(settings.backup_folder)
    if not found:
        return ok("nothing")
    days, oldest = days_aside(settings.backups_kept), found[0]
    number = "one folder" if len(found) == 1 else f"{len(found)} folders, the oldest"
    what = (
        f"{number} of {oldest.at:%Y-%m-%d}, with what stood here before a backup was brought back, and words in it "
        "that people may have erased since"
    )
    by_hand = " ".join(f"'{one.path}'" for one in found)
    if now - oldest.at < timedelta(days=days) + OLD_BACKUP:
        return ok(f"{what}; the worker deletes it after {in_words(days)}, or now: rm -r {by_hand}")
    return attention(what, f"Is a worker running? It should be gone. Delete it: rm -r {by_hand}")


def backups(app: Flask) -> Found:
    """Whether there is a copy for the day when something breaks."""
    settings, now = settings_of(app), services(app).clock.now()
    latest = newest(settings.backup_folder, now)
    if latest is not None and now - latest < OLD_BACKUP:
        return ok(f"the newest is of {latest:%Y-%m-%d %H:%M} UTC, in {settings.backup_folder}")
    info = community_info()
    if latest is None and (info is None or now - info.set_up_at < OLD_BACKUP):
        return ok("none yet, and the forum is new")
    found = f"the newest is of {latest:%Y-%m-%d}" if latest is not None else "there is none"
    if not can_copy(settings):
        mend = "Install PostgreSQL's client (pg_dump), or copy the database in a way of your own."
    elif not settings.backups_kept:
        mend = "Make one: forum backup make. With FORUM_BACKUPS_KEPT=7 the worker makes one a day."
    else:
        mend = "Is a worker running? What it printed (backup_failed) says what stood in the way. Or: forum backup make"
    return attention(found, mend)
