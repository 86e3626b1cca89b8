"""Mails what people were told in the forum. The rows are what is due; the worker sends, and each failure is its own.

A mail names who did what and leads to the forum. It holds no text of any post and no title: what is out of sight by
the time it is read can't be called back from somebody's letter box. What a moderator wrote to its reader is in it: they
have a right to that even where they can't sign in.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import case, exists, func, or_, select, update
from sqlalchemy.orm import Session

from forum.accounts.models import Block, User
from forum.accounts.people import load_actor
from forum.community.queries import community_info
from forum.config import Settings
from forum.database import alias_of, db, transaction
from forum.each_alone import each_alone
from forum.leaving.models import Departure
from forum.mail import compose, one_by_one, stops_every_letter
from forum.notifications.lines import InboxLine
from forum.notifications.mail_topics import (
    ALWAYS,
    TO_THE_SHUT_OUT,
    TOPIC_OF,
    URGENT,
    MailTopic,
)
from forum.notifications.models import MailSwitchedOff, Notification, NotificationKind
from forum.notifications.places import place_of
from forum.notifications.queries import lines_to_mail
from forum.sanctions.kinds import Restriction
from forum.sanctions.lookup import restriction_of
from forum.wiring import Services

log = structlog.get_logger(__name__)

# How long after a try that failed the next one is made; after the last it is given up, unless it is the server that is
# away: then every so long as the last of these, until nobody would want to read of it any more.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=2),
)
AWAY_AT_MOST = timedelta(days=2)
# A worker that took lines and was killed: after this, another one may take them.
CLAIM_LASTS = timedelta(minutes=5)
# Much may happen at once. One letter with many lines is read, many letters are not.
AT_MOST_EVERY = timedelta(minutes=10)
PEOPLE_AT_ONCE = 200
LINES_IN_A_MAIL = 10
# Whoever else sees it on somebody's phone learns neither who nor why.
URGENT_SUBJECT = "Somebody may need you soon. Please look in on them."


@dataclass(frozen=True, kw_only=True)
class _Claimed:
    to: str
    display_name: str
    restriction: Restriction | None
    ids: Sequence[int]


def send_due_notifications(
    services: Services, settings: Settings, in_between: Callable[[], None] = lambda: None
) -> None:
    """Mail what is due, one letter per person. One that fails stays due and stops no other.

    Args:
        services: the mailer and the clock.
        settings: of the forum.
        in_between: called after each letter (`forum.mail.one_by_one`).
    """

    def send(user_id: int) -> bool:
        goes_on = True
        with each_alone("notification_mail_broke", user_id=user_id):
            goes_on = _send_to(user_id, services, settings)
        return goes_on  # noqa: RET504  # not assigned where that failed

    one_by_one(_due_people(services.clock.now()), send, in_between)


def _send_to(user_id: int, services: Services, settings: Settings) -> bool:
    """Write to one person. Whether the next one may be written to."""
    claimed = _claim(user_id, services.clock.now())
    if claimed is None:
        return True
    # As the inbox would tell it: whoever may only read along is led to no box that is closed.
    reader = replace(load_actor(user_id), restriction=claimed.restriction)
    lines = sorted(lines_to_mail(reader, claimed.ids), key=_rank)
    if not lines:
        _settle(claimed.ids, mailed_at=None)
        return True
    try:
        services.mailer.send(
            compose(
                sender=settings.mail_from,
                to=claimed.to,
                subject=_subject(lines),
                body=_body(claimed.display_name, lines, settings),
                of=f"notifications {claimed.ids}",
            )
        )
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("notification_mail_failed", user_id=user_id, kind=type(error).__name__)
        server_is_away = stops_every_letter(error)
        _try_again(claimed.ids, services.clock.now(), server_is_away=server_is_away)
        return not server_is_away
    _settle(claimed.ids, mailed_at=services.clock.now())
    return True


def _rank(line: InboxLine) -> tuple[bool, bool]:
    """Nothing stands before somebody who may be in need, and nothing else before somebody's first answer."""
    return line.kind not in URGENT, line.kind is not NotificationKind.FIRST_REPLY


def _due_people(now: datetime) -> Sequence[int]:
    """To whom something is due, those first who may be needed soon: they wait for no earlier letter either."""
    urgent = Notification.kind.in_(sorted(URGENT))
    lately = alias_of(Notification, "lately")
    had_one = exists().where(
        lately.user_id == Notification.user_id, lately.mailed_at > now - AT_MOST_EVERY
    )
    return db.session.scalars(
        select(Notification.user_id)
        .join(User, User.id == Notification.user_id)
        .where(Notification.mail_due_at <= now, ~User.is_example, or_(urgent, ~had_one))
        .group_by(Notification.user_id)
        .order_by(func.min(case((urgent, 0), else_=1)), func.min(Notification.mail_due_at))
        .limit(PEOPLE_AT_ONCE)
    ).all()


def _claim(user_id: int, now: datetime) -> _Claimed | None:
    """Take a person's lines for mailing; None if there is none to be mailed any more."""
    with transaction() as session:
        user = session.get_one(User, user_id)
        departure = session.get(Departure, user_id)
        restriction = restriction_of(session, user_id, now)
        off = _switched_off(session, user_id) | _kept_back(restriction)
        blocked = set(session.scalars(select(Block.blocked_id).where(Block.blocker_id == user_id)))
        due = session.scalars(
            select(Notification)
            .where(Notification.user_id == user_id, Notification.mail_due_at <= now)
            .order_by(Notification.id)
            .with_for_update(skip_locked=True)
        ).all()
        taken = []
        for line in due:
            # What they have read in the forum is no news.
            kind = NotificationKind(line.kind)
            wanted = line.read_at is None and TOPIC_OF[kind] not in off
            # Whom they have blocked since reaches them no more, unless somebody may be in need.
            wanted = wanted and (line.actor_id not in blocked or kind in URGENT)
            # Whoever has left gets one mail, which says so.
            wanted = wanted and (departure is None or kind is NotificationKind.LEAVING)
            line.mail_due_at = now + CLAIM_LASTS if wanted else None
            if wanted:
                line.mail_attempts += 1
                taken.append(line.id)
        if not taken:
            return None
        name = user.display_name if departure is None else departure.display_name or ""
        return _Claimed(to=user.email, display_name=name, restriction=restriction, ids=taken)


def _switched_off(session: Session, user_id: int) -> frozenset[MailTopic]:
    rows = session.scalars(select(MailSwitchedOff.topic).where(MailSwitchedOff.user_id == user_id))
    return frozenset(map(MailTopic, rows)) - ALWAYS


def _kept_back(restriction: Restriction | None) -> frozenset[MailTopic]:
    shut_out = restriction is not None and restriction.shuts_out
    return frozenset(MailTopic) - TO_THE_SHUT_OUT if shut_out else frozenset()


def _settle(ids: Collection[int], mailed_at: datetime | None) -> None:
    with transaction() as session:
        session.execute(
            update(Notification)
            .where(Notification.id.in_(ids))
            .values(mailed_at=mailed_at, mail_due_at=None)
        )


def _try_again(ids: Collection[int], now: datetime, *, server_is_away: bool) -> None:
    with transaction() as session:
        for line in session.scalars(select(Notification).where(Notification.id.in_(ids))):
            tried = line.mail_attempts
            is_waited_for = server_is_away and now < line.created_at + AWAY_AT_MOST
            if tried <= len(RETRY_AFTER) or is_waited_for:
                line.mail_due_at = now + RETRY_AFTER[min(tried, len(RETRY_AFTER)) - 1]
            else:
                line.mail_due_at = None
                log.error("notification_mail_given_up", notification_id=line.id)


def _subject(lines: Sequence[InboxLine]) -> str:
    if lines[0].kind in URGENT:
        return URGENT_SUBJECT
    if len(lines) == 1 or lines[0].kind == NotificationKind.FIRST_REPLY:
        return lines[0].sentence
    return f"{len(lines)} things are new for you"


def told_in_full(line: InboxLine, base: str) -> str:
    """One line in full: what, how it came about, what it means, in whose words, which rule, and what one can do."""
    rule = f"{line.rule.name}. {line.rule.text}" if line.rule is not None else ""
    note = "\n".join(f"> {words}" for words in line.note.splitlines())
    signed = f"Signed: {line.signature}" if line.signature else ""
    parts = (line.sentence, line.how, line.means, note, signed, rule, line.next_step)
    places = [f"{base}/{place_of(line) or 'inbox'}"]
    if line.answer_in is not None:
        places.append(f"Answer back: {base}/threads/{line.answer_in}/reply?answers={line.post_id}")
    return "\n".join([*(part for part in parts if part), *places])


def _body(display_name: str, lines: Sequence[InboxLine], settings: Settings) -> str:
    community = community_info()
    place = community.name if community is not None else "The forum"
    # Only from the settings: a link built from what a request says could lead anywhere.
    base = settings.base_url.rstrip("/")
    told = "\n\n".join(told_in_full(line, base) for line in lines[:LINES_IN_A_MAIL])
    more = len(lines) - LINES_IN_A_MAIL
    rest = f"\n\nAnd {more} more in your inbox:\n{base}/inbox" if more > 0 else ""
    return f"""Hello {display_name},

{told}{rest}

Choose which mails you get: {base}/account/mails

{place}
"""
