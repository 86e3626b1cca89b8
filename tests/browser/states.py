"""Brings about, beside the example community, every state in which a post can be."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select, update

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import load_actor
from forum.accounts.profile import ProfileWords, save_profile
from forum.appeals.commands import About, make_appeal
from forum.calibration.found_out import figures_of, parity_until
from forum.calibration.models import WeeklyReport
from forum.calibration.running import run_due_backtests
from forum.calibration.tuning import FEWEST_POSTS, ask_backtest, start_draft
from forum.community.accepting import note_acceptance
from forum.community.models import Community
from forum.community.queries import current_rules
from forum.community.rule_commands import NewVersion, change_rules
from forum.community.rulebook import RuleDraft
from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db, transaction
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place
from forum.forecasts.commands import ask_forecast
from forum.forecasts.running import run_due_forecasts
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.reply_texts import NewText, keep_text
from forum.moderation.report_commands import Concern
from forum.moderation.reporting import ReportReason
from forum.moderation.text_models import TextDecision
from forum.moderation.thread_commands import lock_thread
from forum.own_words.commands import add_word
from forum.own_words.rules import Effect, WordDraft
from forum.privately.commands import NewMessage, end, send
from forum.privately.deciding import PrivateRuling, decide_on_private
from forum.privately.models import PrivateMessage
from forum.privately.reporting import PrivateConcern, report_private
from forum.sanctions.commands import Measure, give_sanction
from forum.sanctions.kinds import SanctionKind
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.screening import bundled_sets
from forum.thresholds.commands import take_bundled
from forum.thresholds.models import ThresholdRow
from forum.transparency.figures import weeks_until
from forum.welcome.desk_commands import add_note
from forum.welcome.models import Mentorship
from forum.welcome.openers import keep_opener
from tests.browser.forum import CLOCK, actor_of, joined
from tests.factories import UNKIND, LowScreener, World

HELLO = """Hello. I am Teo, I am 52, and I drive the early bus in a town you have never heard of.

My wife died in March. At home it is very quiet now, so I thought I would look for people who talk."""
ANSWER = """Welcome, Teo. I am so sorry about your wife. March is not long ago.

The quiet is the hardest part, many of us here know it. What did the two of you talk about on an ordinary evening?"""
# One word, and as long as a name may be: no page is to be as wide as it.
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorffsnoa"
OPENER = "Welcome. I am glad that you found us, and sorry for what brought you here."
CRY = "Some nights I don't want to be here any more."
HARSH = "Come on, Teo. A bus driver who can’t find the stop for good moods?"
WARM = "I am glad that you told me. I am here tonight, until late. Do you want to tell me more?"
ASKING = (
    "Thank you for writing. Could you take out the sentence about the neighbour? She may read here."
)
REASON = "This speaks of the person and not of what was said. You are welcome to answer again."


@dataclass(frozen=True, kw_only=True)
class Known:
    """Whom to ask for which page: usernames by what they have to show."""

    fresh: str
    answered: str
    submitted: str
    edit_waiting: str
    edit_held: str
    edit_returned: str
    edit_declined: str
    removed: str
    asked: str
    in_private: tuple[str, ...]


def bring_about() -> Known:
    """Make them. Needs an app context of a forum with the example community, and no worker."""
    world = World(clock=CLOCK)
    welcome = db.session.scalars(
        select(Thread).where(Thread.welcome_flagged_at.is_not(None)).order_by(Thread.id)
    ).first()
    assert welcome is not None
    moderator = actor_of("owen_b")
    joined("mina", "Mina Alder")
    teo = joined("teo", "Teo Marsh")
    hello = world.reply(teo, welcome, HELLO)
    world.reply(actor_of("marisol"), welcome, ANSWER, answers=hello)
    keep_draft(
        teo, Place(thread_id=welcome.id), "", "On an ordinary evening we played cards,", CLOCK
    )
    _edit(world, "sam_r", UNKIND)
    _edit(world, "leilani", UNKIND)
    world.decide(moderator, _latest("leilani"), "request_changes", note=ASKING)
    _edit(world, "hank", UNKIND)
    world.decide(moderator, _latest("hank"), "decline", note=REASON, rule=world.rule_id())
    _decline_words_of("hank", moderator)
    world.decide(moderator, _latest("linh"), "remove", note=REASON, rule=world.rule_id())
    _edit(world, "grace_o", "Better words than mine of yesterday.", read=False)
    _speak_to("hank", moderator, SanctionKind.WARNING)
    _speak_to("linh", moderator, SanctionKind.SILENCE)
    _speak_to("stormy_m", moderator, SanctionKind.PRE_MODERATE)
    keep_opener(actor_of("ada"), "A loss", OPENER, CLOCK)
    keep_text(moderator, NewText(title="Somebody who may read here", text=ASKING), CLOCK)
    noa = joined("noa", LONG_NAME)
    world.reply(
        noa, welcome, f"Hello, I am Noa. My whole name is {LONG_NAME * 3}, and nobody can say it."
    )
    add_note(actor_of("ada"), noa.id, "Reads a lot and writes little. Don't hurry her.", CLOCK)
    _hold_just_so(welcome)
    _close_a_thread(moderator)
    lou = joined("lou", "Lou")
    world.sent_reply(
        lou, welcome, "Hi. I am Lou. I have been reading for an hour and I am nervous."
    )
    _ask_again("linh")
    _tune_the_screen(actor_of("ada"))
    _reckon_mentors(actor_of("ada"))
    muppet = WordDraft(term="muppet*", effect=Effect.NOTE, exceptions=("Muppet Show",))
    add_word(actor_of("ada"), muppet, CLOCK)
    in_private = _in_private(teo)
    _change_the_rules()
    return Known(
        fresh="mina",
        answered="teo",
        submitted="lou",
        edit_waiting="grace_o",
        edit_held="sam_r",
        edit_returned="leilani",
        edit_declined="hank",
        removed="linh",
        asked="ines",
        in_private=in_private,
    )


def _change_the_rules() -> None:
    """In substance. Everybody has accepted that by now, but one who has not been here since."""
    ines, ada = joined("ines", "Ines Pardo"), actor_of("ada")
    first, *others = current_rules()
    new = [
        RuleDraft(
            id=first.id, title=first.title, text=f"{first.text} That holds for pictures, too."
        ),
        *(RuleDraft(id=rule.id, title=rule.title, text=rule.text) for rule in others[:-1]),
        RuleDraft(
            title="Faces are asked for", text="Show a photograph of somebody only if they agreed."
        ),
    ]
    said = "Photographs are new here: whoever can be seen on one has to have agreed to it."
    community = db.session.get_one(Community, 1)
    seen = community.rules_changed_at.isoformat()
    change_rules(
        ada, NewVersion(drafts=new, in_substance=True, what_changed=said, seen=seen), CLOCK
    )
    with transaction() as session:
        for user_id in session.scalars(select(User.id).where(User.id != ines.id)).all():
            note_acceptance(session, user_id, CLOCK.now())


def _in_private(teo: Actor) -> tuple[str, ...]:
    """A newcomer cries for help in private and is answered; another tells of what was said, and ends it. All four."""
    people = []
    for person in (teo, actor_of("dee")):
        found = select(Mentorship).where(
            Mentorship.newcomer_id == person.id, Mentorship.ended_at.is_(None)
        )
        mentorship = db.session.scalars(found).one()
        number, mentor_id = mentorship.id, mentorship.primary_id
        mentor = load_actor(mentor_id)
        people += [person.username, mentor.username]
        if person == teo:
            cry = NewMessage(text=CRY, submission_key=str(uuid.uuid4()), calls_for_help=True)
            send(teo, number, cry, CLOCK)
            send(mentor, number, NewMessage(text=WARM, submission_key=str(uuid.uuid4())), CLOCK)
            _take_down(teo, mentor, number)
        else:
            said = select(PrivateMessage.id).where(PrivateMessage.author_id == mentor_id)
            about = db.session.scalars(said.order_by(PrivateMessage.id)).first()
            concern = Concern(reason=ReportReason.UNSURE, words="Is this meant for me?")
            told = PrivateConcern(concern=concern, message_id=about, shown=())
            report_private(person, number, told, CLOCK)
            end(person, number, CLOCK)
    return tuple(people)


def _take_down(told_by: Actor, said_by: Actor, number: int) -> None:
    """Something that a mentor said is reported and taken down, and they ask for a second look."""
    harsh = NewMessage(text=HARSH, submission_key=str(uuid.uuid4()))
    about = send(said_by, number, harsh, CLOCK)
    concern = Concern(reason=ReportReason.UNKIND, words="I had told you how it is at home.")
    told = PrivateConcern(concern=concern, message_id=about, shown=())
    report_private(told_by, number, told, CLOCK)
    item = select(ReviewItem.id).where(
        ReviewItem.private_id == number, ReviewItem.closed_at.is_(None)
    )
    world = World(clock=CLOCK)
    ruling = PrivateRuling(
        action=ModeratorAction.REMOVE, rule_id=world.rule_id(), note="Please be gentle with Teo."
    )
    decide_on_private(actor_of("owen_b"), db.session.scalars(item).one(), ruling, CLOCK)
    world.let_out()
    decided = select(TextDecision.id).where(TextDecision.private_id == number)
    made = About(text_decision_id=db.session.scalars(decided).one())
    make_appeal(said_by, made, "We joke like that, the two of us. I have asked him.", CLOCK)


def _decline_words_of(username: str, moderator: Actor) -> None:
    """What they say of themselves is not shown to others."""
    person, world = actor_of(username), World(clock=CLOCK)
    save_profile(person, ProfileWords(display_name=person.display_name, biography=UNKIND), CLOCK)
    world.screen()
    held = select(FieldRevision.id).where(
        FieldRevision.author_id == person.id, FieldRevision.state == "held"
    )
    item = select(ReviewItem.id).where(
        ReviewItem.person_id == person.id, ReviewItem.closed_at.is_(None)
    )
    ruling = FieldRuling(
        field_id=db.session.scalars(held).one(),
        action=FieldAction.DECLINE,
        rule_id=world.rule_id(),
        note=REASON,
    )
    decide_on_field(moderator, db.session.scalars(item).one(), ruling, CLOCK)


def _hold_just_so(welcome: Thread) -> None:
    """An introduction is held with scores so low that a mentor may answer it."""
    world = World(clock=CLOCK, screener=LowScreener())
    world.reply(joined("nell", "Nell Frost"), welcome, f"Hello, I am Nell. {UNKIND}")


def _close_a_thread(moderator: Actor) -> None:
    """The latest ordinary thread takes no new answers."""
    ordinary = select(Thread.id).where(Thread.welcome_flagged_at.is_(None))
    thread_id = db.session.scalars(ordinary.order_by(Thread.id.desc())).first()
    assert thread_id is not None
    lock_thread(moderator, thread_id, "It has gone in circles for a week. Let it rest.", CLOCK)


def let_look_again(username: str) -> None:
    """Appeals go to nobody of the example community, since nobody signs in as them. Here somebody does."""
    with transaction() as session:
        session.execute(update(User).where(User.username == username).values(is_example=False))


def _ask_again(username: str) -> None:
    """They ask that somebody else look at the removal of their post; of their sanction they could ask as well."""
    let_look_again("nokuthula")
    person = actor_of(username)
    decided = (
        select(Decision.id)
        .join(Post, Post.id == Decision.post_id)
        .where(Post.author_id == person.id, Decision.action == "remove")
    )
    about = About(decision_id=db.session.scalars(decided).one())
    make_appeal(person, about, "I meant the weather, not her. Please read it again.", CLOCK)


def _tune_the_screen(admin: Actor) -> None:
    """A live set, a draft with a back-test that is done and one that is due, and a report on last week."""
    take_bundled(bundled_sets(), CLOCK)
    live = db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()
    draft = start_draft(admin, live, "2026-12 gentler", "Holds fewer of our jokes.", CLOCK)
    ask_backtest(admin, draft, FEWEST_POSTS, CLOCK)
    run_due_backtests(CLOCK)
    ask_backtest(admin, draft, FEWEST_POSTS, CLOCK)
    now = CLOCK.now()
    week = weeks_until(now, 2)[0]
    figures, parity = figures_of(week).as_json(), parity_until(now).as_json()
    with transaction() as session:
        session.add(WeeklyReport(monday=week.monday, made_at=now, figures=figures, parity=parity))


def _reckon_mentors(admin: Actor) -> None:
    """A forecast that is done, and one that is due."""
    ask_forecast(admin, CLOCK)
    run_due_forecasts(CLOCK)
    ask_forecast(admin, CLOCK)


def _speak_to(username: str, moderator: Actor, kind: SanctionKind) -> None:
    give_sanction(
        moderator,
        actor_of(username).id,
        Measure(kind=kind, note=REASON, days=7, rule_id=World(clock=CLOCK).rule_id()),
        CLOCK,
    )


def _latest(username: str) -> Post:
    """The newest post of theirs that everybody can read."""
    return db.session.scalars(
        select(Post)
        .where(Post.author_id == actor_of(username).id, Post.state == "published", ~Post.is_opening)
        .order_by(Post.id.desc())
    ).first()  # type: ignore[return-value]  # the example's people all have some


def _edit(world: World, username: str, text: str, *, read: bool = True) -> None:
    post = _latest(username)
    new = commands.NewVersion(text=text, title=None, based_on=post.latest_number)
    commands.revise(actor_of(username), post.id, new, CLOCK)
    if read:
        world.screen()
