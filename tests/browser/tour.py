"""A tour of every page: each address that can be opened, as each kind of person, with real numbers in it.

A page on which everything was seen before, on a page of its kind, is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forum.accounts.models import Passkey, PasswordReset, User
from forum.accounts.resets import LINK_LIFETIME
from forum.accounts.tokens import hash_token, new_token
from forum.appeals.models import Appeal
from forum.calibration.models import Backtest, WeeklyReport
from forum.community.models import RulesVersion
from forum.conversations.models import Category, Post, Thread
from forum.database import db, transaction
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.step_models import ReplyText
from forum.own_words.models import OwnWord
from forum.privately.models import PrivateConversation, PrivateMessage
from forum.sanctions.models import Sanction
from forum.thresholds.models import ThresholdRow
from forum.welcome.models import Mentorship, SavedReply
from tests.browser.forum import CLOCK, actor_of, session_cookie
from tests.browser.states import Known

VISITOR = ""
HOST = "127.0.0.1"
# What a page asks in its own time, and what only leads on.
CONVERSATIONS = ("conversations.", "welcome.", "newcomers.", "notifications.", "privately.")
TAG = re.compile(r'<([a-z0-9]+)(?:[^>]*?\sclass="([^"]*)")?')
# The second step is met on the way in: tests/browser/test_second_factor.py looks at it.
NO_PAGES = frozenset(
    {"static", "conversations.post_state", "measures.export", "accounts.second_step"}
)
# These are met before there is a community.
NOT_SET_UP = frozenset({"community.setup", "community.not_set_up"})
# What an address alone does not show: further pages, filters that find nothing, places where nothing is.
FURTHER = (
    "/nothing-here",
    "/inbox/read",
    "/people/nobody_here",
    "/sign-in?next=/home",
    "/inbox?page=2",
    "/search?q=afraid",
    "/search?q=afraid&page=2",
    "/search?q=zzzz",
    "/search?q=%3F",
    "/search?q=I+want+to+die&order=newest",
    f"/search?q={'x' * 201}",
    "/people/marisol/speak-to?look_in=1",
    "/admin/people?q=zzzz",
    "/admin/people?role=mentor",
    "/admin/audit?page=2",
    "/admin/audit?action=post.decline",
    "/admin/audit?person=nobody_here",
)
Values = Mapping[str, Sequence[object]]


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A page to look at. `person` is a username, empty for a visitor; `kind` the view, or an error's status."""

    person: str
    path: str
    kind: str

    def __str__(self) -> str:
        return f"{self.person or 'visitor'} {self.path}"


def tour(app: Flask, known: Known) -> Sequence[Stop]:
    """Every page, for the kinds of person that meet it in a form of its own."""
    stops = []
    seen: dict[str, set[str]] = defaultdict(set)
    for person, rules in _people(app, known):
        client = app.test_client()
        with app.app_context():
            if person != VISITOR:
                client.set_cookie(*session_cookie(person), domain=HOST, secure=True)
            paths = list(_paths(app, rules, _values(person)))
        for path in paths:
            response = client.get(path, base_url=f"https://{HOST}", follow_redirects=True)
            kind = _kind(app, response)
            parts = _parts(kind, response.text)
            if not parts <= seen[kind]:
                seen[kind] |= parts
                stops.append(Stop(person=person, path=path, kind=kind))
    return stops


def endpoints(app: Flask) -> set[str]:
    """Every page of a forum that has been set up, by the name of its view."""
    return {rule.endpoint for rule in _pages(app)} - NOT_SET_UP


def _people(app: Flask, known: Known) -> Iterator[tuple[str, Sequence[Rule]]]:
    everything = list(_pages(app))
    of_conversations = [rule for rule in everything if rule.endpoint.startswith(CONVERSATIONS)]
    of_posts = [rule for rule in everything if "/posts/" in rule.rule]
    of_appeals = [rule for rule in everything if rule.endpoint.startswith("appeals.")]
    for person in (VISITOR, known.fresh, "nokuthula", "ada"):
        yield person, everything
    for person in (known.answered, "marisol"):
        yield person, of_conversations
    states = (known.edit_waiting, known.edit_held, known.edit_returned, known.edit_declined)
    authors = ("quentin", "jo_lynn", "elspeth", "stormy_m", "yuki", "owen_b")
    for person in (known.submitted, known.removed, *states, *authors):
        yield person, of_posts
    own = ("privately.", "sanctions.standing", "appeals.about_text")
    in_private = [rule for rule in everything if rule.endpoint.startswith(own)]
    for person in dict.fromkeys(known.in_private):
        yield person, in_private
    for person in (known.removed, known.edit_declined):
        yield person, of_appeals
    asked = ("community.what_changed", "conversations.thread")
    yield known.asked, [rule for rule in everything if rule.endpoint in asked]


def _pages(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES:
            yield rule


def _paths(app: Flask, rules: Sequence[Rule], values: Values) -> Iterator[str]:
    adapter = app.url_map.bind(HOST)
    for rule in rules:
        names = sorted(rule.arguments)
        for chosen in product(*(values[name] for name in names)):
            yield adapter.build(rule.endpoint, dict(zip(names, chosen, strict=True)))
    if any(rule.endpoint == "conversations.front" for rule in rules):
        thread_id, answered = values["thread_id"][0], values["answered"][0]
        yield from FURTHER
        yield f"/threads/{thread_id}?page=2"
        yield f"/threads/{thread_id}/reply?answers={answered}"


def _values(person: str) -> dict[str, Sequence[object]]:
    """Real values for what stands in an address."""
    welcome = select(Thread.id).where(Thread.welcome_flagged_at.is_not(None)).order_by(Thread.id)
    ordinary = select(Thread.id).where(Thread.welcome_flagged_at.is_(None)).order_by(Thread.id)
    closed = select(Thread.id).where(Thread.locked_at.is_not(None))
    first_welcome = db.session.scalars(welcome).first()
    first_ordinary = db.session.scalars(ordinary).first()
    by_newcomer = select(Post.id).where(
        Post.thread_id == first_welcome, Post.by_newcomer, Post.state == "published"
    )
    messages = select(PrivateMessage.id).order_by(PrivateMessage.id)
    return {
        "thread_id": (first_welcome, first_ordinary, db.session.scalars(closed).one()),
        "post_id": _posts(person),
        "item_id": db.session.scalars(select(ReviewItem.id)).all(),
        "answered": db.session.scalars(by_newcomer.order_by(Post.id)).all(),
        "decision_id": db.session.scalars(select(Decision.id)).all(),
        "message_id": db.session.scalars(messages.limit(2)).all(),
        "conversation_id": db.session.scalars(select(PrivateConversation.id)).all(),
        "appeal_id": db.session.scalars(select(Appeal.id)).all(),
        "sanction_id": db.session.scalars(select(Sanction.id)).all(),
        "set_id": db.session.scalars(select(ThresholdRow.id)).all(),
        "test_id": db.session.scalars(select(Backtest.id)).all(),
        "monday": db.session.scalars(select(WeeklyReport.monday)).all(),
        "user_id": tuple(actor_of(name).id for name in ("ada", "marisol", "mina", "teo")),
        "text_id": db.session.scalars(select(ReplyText.id)).all(),
        "opener_id": db.session.scalars(select(SavedReply.id)).all(),
        "username": ("ada", "marisol", "mina", "nokuthula", *_mentee(person)),
        "slug": (db.session.scalars(select(Category.slug).order_by(Category.position)).first(),),
        "token": ("x", _reset_token()),
        "number": db.session.scalars(select(RulesVersion.number)).all(),
        "word_id": db.session.scalars(select(OwnWord.id)).all(),
        "passkey_id": _passkeys(person),
    }


def _mentee(person: str) -> Sequence[str]:
    """A newcomer whom this person looks after, if there is one."""
    if person == VISITOR:
        return ()
    newcomers = (
        select(User.username)
        .join(Mentorship, Mentorship.newcomer_id == User.id)
        .where(
            Mentorship.primary_id == actor_of(person).id,
            Mentorship.ended_at.is_(None),
            User.graduated_at.is_(None),
        )
        .order_by(User.id)
    )
    return db.session.scalars(newcomers.limit(1)).all()


def _passkeys(person: str) -> Sequence[int]:
    """The person's own passkey; whoever has none looks at somebody's."""
    own = select(Passkey.id).join(User, User.id == Passkey.user_id).where(User.username == person)
    anybodys = select(Passkey.id).order_by(Passkey.id).limit(1)
    return db.session.scalars(own).all() or db.session.scalars(anybodys).all()


def _posts(person: str) -> Sequence[int]:
    """One of this person's posts of each kind; whoever has none, and a visitor, looks at any."""
    if person == VISITOR:
        published = select(Post.id).where(Post.state == "published").order_by(Post.id)
        return db.session.scalars(published.limit(1)).all()
    # Of several that are alike the newest is looked at.
    own = db.session.execute(
        select(Post.id, Post.state, Post.is_opening, Post.latest_number, Post.shown_number)
        .where(Post.author_id == actor_of(person).id)
        .order_by(Post.id)
    )
    kinds = {
        (row.state, row.is_opening, row.latest_number == row.shown_number): row.id for row in own
    }
    others = select(Post.state, Post.id).where(Post.author_id != actor_of(person).id)
    of_others = {row.state: row.id for row in db.session.execute(others.order_by(Post.id))}
    return [*kinds.values(), *of_others.values()]


def _reset_token() -> str:
    """A link for a new password, as the worker mails it."""
    token = new_token()
    with transaction() as session:
        session.add(
            PasswordReset(
                user_id=actor_of("marisol").id,
                asked_at=CLOCK.now(),
                mailed_at=CLOCK.now(),
                token_hash=hash_token(token),
                expires_at=CLOCK.now() + LINK_LIFETIME,
            )
        )
    return token


def _kind(app: Flask, response: TestResponse) -> str:
    """The view that answered in the end, or the status where none did."""
    if response.status_code >= 400:
        return str(response.status_code)
    adapter = app.url_map.bind(HOST)
    view = adapter.match(response.request.path)[0]
    return " ".join([str(view), *re.findall(r'data-post-state="(\w+)"', response.text)])


def _parts(kind: str, page: str) -> set[str]:
    """What a page is made of: tags with their classes. The frame round it is looked at on the front page."""
    inner = page if kind == "conversations.front" else page.partition("<main")[2]
    return {
        "".join(found) for found in TAG.findall(re.sub(r"<svg.*?</svg>", "", inner, flags=re.S))
    }
