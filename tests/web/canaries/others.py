"""What staff tell each other, drafts, and what is said in private."""

from __future__ import annotations

from functools import partial

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.commands import About, Judgement, judge, make_appeal
from forum.appeals.rules import AppealState
from forum.conversations.models import Post
from forum.database import db
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place
from forum.moderation.note_commands import note_on_person, note_on_post
from forum.moderation.options import ModeratorAction
from forum.moderation.step_commands import Step, take_step
from forum.moderation.text_models import TextDecision
from forum.privately.commands import end
from forum.privately.deciding import PrivateRuling, decide_on_private
from forum.welcome.models import Mentorship
from tests.factories import UNKIND
from tests.integration.privately.talking import Two, pair
from tests.web.canaries import posts
from tests.web.canaries.hidden import MODERATOR, Community, Planted, Row

# ----------------------------------------------------------------------- what staff tell each other

STAFF = "a moderator whom a note is about"


def tell_staff(about: str, community: Community, canary: str) -> Planted:
    """A moderator says something to others about a post of another moderator, or about them."""
    writer = community.insider("a moderator who writes notes", Role.MODERATOR)
    author = community.insider(STAFF, Role.MODERATOR)
    post = db.session.query(Post).filter_by(author_id=author.id).one_or_none()
    if post is None:
        post = community.screen(community.send(author, UNKIND, thread=community.meeting))
    item = community.world.open_item(post)
    assert item is not None
    if about == "post":
        note_on_post(writer, post.id, canary, community.clock)
    elif about == "person":
        note_on_person(writer, author.id, canary, community.clock)
    else:
        step = Step(action=ModeratorAction.SECOND_OPINION, words=canary)
        take_step(writer, item.id, step, community.clock)
    return Planted(numbers=posts.numbers(community, post), insiders={STAFF: author})


NOTES = (
    Row(
        what="note of staff, post",
        plant=partial(tell_staff, "post"),
        found_by=frozenset({MODERATOR}),
    ),
    # An admin who reads no queue speaks to people all the same, and finds what is known of them.
    Row(
        what="note of staff, person",
        plant=partial(tell_staff, "person"),
        found_by=frozenset({MODERATOR, "admin"}),
    ),
    Row(
        what="note of staff, step",
        plant=partial(tell_staff, "step"),
        found_by=frozenset({MODERATOR}),
    ),
)

# ------------------------------------------------------------------------------------------- drafts

DRAFTER = "whoever has begun to write"


def begin(where: str, community: Community, canary: str) -> Planted:
    """A newcomer keeps a draft."""
    author = community.insider(DRAFTER, newcomer=True)
    thread = community.meeting
    post = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    if where == "change":
        post = community.screen(community.send(author, "A post.", thread=thread))
    place = {
        "reply": Place(thread_id=thread.id),
        "answer": Place(thread_id=thread.id, answers_id=post.id),
        "thread": Place(category_id=thread.category_id),
        "change": Place(changes_id=post.id),
    }[where]
    title = canary if where == "thread" else ""
    keep_draft(author, place, title, f"{canary} words", community.clock)
    numbers = posts.numbers(community, post)
    numbers |= {"user_id": author.id, "username": author.username}
    return Planted(numbers=numbers, insiders={DRAFTER: author})


DRAFTS = tuple(
    Row(what=f"draft, {where}", plant=partial(begin, where), found_by=frozenset({DRAFTER}))
    for where in ("reply", "answer", "thread", "change")
)

# ----------------------------------------------------------------------------- what is said in private

MENTOR = "the mentor of private words"


def _talk(community: Community, mentee: str, mentor: Actor) -> Two:
    """The conversation of a mentee and their mentor; the same one for the same two."""
    nia = community.insider(mentee, newcomer=True)
    known = db.session.query(Mentorship).filter_by(newcomer_id=nia.id, primary_id=mentor.id).first()
    number = known.id if known is not None else pair(community.world, nia, mentor)
    return Two(community.world, nia, mentor, number)


def _numbers(both: Two, **others: int) -> dict[str, object]:
    nia = both.nia
    return {
        "conversation_id": both.id,
        "user_id": nia.id,
        "username": nia.username,
        **others,
    }


def say(state: str, community: Community, canary: str) -> Planted:
    """Both say it, and both have begun to say it again."""
    mentee = f"the mentee of private words ({state})"
    both = _talk(community, mentee, community.insider(MENTOR, Role.MENTOR))
    for who in (both.nia, both.mo):
        both.say(who, f"{canary} once")
        keep_draft(who, Place(private_id=both.id), "", f"{canary} once more", community.clock)
    message_id = both.say(both.nia, canary, calls_for_help=True)
    if state == "closed":
        end(both.nia, both.id, community.clock)
    numbers = _numbers(both, message_id=message_id)
    return Planted(numbers=numbers, insiders={mentee: both.nia, MENTOR: both.mo})


REPORTED = "reported"
REPORTER = f"the mentee of private words ({REPORTED})"


def report(community: Community, canary: str) -> Planted:
    """The mentor says it, and their mentee tells moderators. More was said, and stays between the two."""
    both = _talk(community, REPORTER, community.insider(MENTOR, Role.MENTOR))
    message_id = both.say(both.mo, canary)
    item = both.report(both.nia, message_id)
    numbers = _numbers(both, message_id=message_id, item_id=item.id)
    return Planted(numbers=numbers, insiders={REPORTER: both.nia, MENTOR: both.mo})


PRIVATE = (
    *(
        Row(
            what=f"private words, {state}",
            plant=partial(say, state),
            found_by=frozenset({f"the mentee of private words ({state})", MENTOR}),
        )
        for state in ("open", "closed", REPORTED)
    ),
    Row(
        what="private words, which were reported",
        plant=report,
        found_by=frozenset({REPORTER, MENTOR, MODERATOR}),
        only_at={MODERATOR: "/review/{item_id}/private"},
    ),
)

# -------------------------------------------------------------- a second look at what was said in private

TOLD_US, FIRST, AGAIN = "the mentor who told us of it", "who decided first", "who looks again"


def appeal(outcome: str, community: Community, canary: str) -> Planted:
    """What a mentee said is taken down, with a note; they ask for a second look, and may have their answer."""
    mentee = f"who asks for a second look ({outcome})"
    told_us = community.insider(TOLD_US, Role.MENTOR, Role.MODERATOR)
    first, again = (community.insider(who, Role.MODERATOR) for who in (FIRST, AGAIN))
    both = _talk(community, mentee, told_us)
    before = both.say(both.nia, "Hello to you.")
    message_id = both.say(both.nia, f"{canary} said")
    both.say(both.nia, "Sleep well.")
    item = both.report(both.mo, message_id, before)
    ruling = PrivateRuling(
        action=ModeratorAction.REMOVE, rule_id=community.world.rule_id(), note=f"{canary} note"
    )
    decide_on_private(first, item.id, ruling, community.clock)
    community.world.let_out()
    decision = db.session.query(TextDecision).filter_by(private_id=both.id).one()
    about = About(text_decision_id=decision.id)
    appeal_id = make_appeal(both.nia, about, f"{canary} asked", community.clock)
    if outcome != "open":
        judgement = Judgement(outcome=AppealState(outcome), answer=f"{canary} answer")
        judge(again, appeal_id, judgement, community.clock)
    numbers = _numbers(
        both,
        message_id=message_id,
        item_id=item.id,
        decision_id=decision.id,
        appeal_id=appeal_id,
    )
    insiders = {mentee: both.nia, TOLD_US: told_us, FIRST: first, AGAIN: again}
    return Planted(numbers=numbers, insiders=insiders)


def _second_look(outcome: str, *others: str) -> Row:
    return Row(
        what=f"second look at private words, {outcome}",
        plant=partial(appeal, outcome),
        found_by=frozenset({f"who asks for a second look ({outcome})", *others}),
        only_at=dict.fromkeys(others, "/appeals/{appeal_id}"),
    )


SECOND_LOOKS = (_second_look("open", AGAIN, MODERATOR), _second_look("upheld"))

ROWS = (*NOTES, *DRAFTS, *PRIVATE, *SECOND_LOOKS)
