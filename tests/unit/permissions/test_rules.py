"""Who may do what, as a table: a letter for each kind of person who may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.lifecycle import PostState
from forum.errors import NotAllowedError, NotFoundError, RulesToAcceptError, SilencedError
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.permissions.rules import Subject
from forum.permissions.subjects import (
    AppealFacts,
    DecidedFacts,
    HeldFacts,
    PersonFacts,
    PostFacts,
    PrivateFacts,
    SanctionFacts,
    ThreadFacts,
)
from forum.sanctions.kinds import Restriction, SanctionKind
from forum.screening import Standing

SOMEBODY = 1
OWN = 2


def person(*roles: Role, standing: Standing = Standing.MEMBER) -> Actor:
    return Actor(user_id=OWN, roles=frozenset(roles), standing=standing)


PEOPLE = {
    "v": Actor(),
    "n": person(standing=Standing.NEWCOMER),
    "m": person(),
    "t": person(Role.MENTOR),
    "r": person(Role.MODERATOR),
    "a": person(Role.ADMIN),
}
ALL_SIGNED_IN = "nmtra"


def post(state: str, *, own: bool = False, thread_is_open: bool = True) -> PostFacts:
    return PostFacts(
        author_id=OWN if own else SOMEBODY, state=PostState(state), thread_is_open=thread_is_open
    )


def thread(*, is_open: bool = True) -> ThreadFacts:
    return ThreadFacts(author_id=SOMEBODY, is_open=is_open, is_locked=False)


def sanction(kind: str = "", *, whom: str = "member", own: bool = False) -> SanctionFacts:
    return SanctionFacts(
        person_id=OWN if own else SOMEBODY,
        roles=frozenset({whom} - {"member"}),
        kind=SanctionKind(kind) if kind else None,
    )


def appeal(*, own: bool = False, judge: bool = False) -> AppealFacts:
    return AppealFacts(
        appellant_id=OWN if own else SOMEBODY, judges=frozenset({OWN} if judge else {3})
    )


def private(*, own: bool = False, author: int | None = None) -> PrivateFacts:
    return PrivateFacts(newcomer_id=OWN if own else SOMEBODY, mentor_id=3, author_id=author)


# v visitor, n newcomer, m member, t mentor, r moderator, a admin
TABLE: list[tuple[Action, Subject, str]] = [
    (Action.START_THREAD, None, ALL_SIGNED_IN),
    (Action.REPLY, thread(), ALL_SIGNED_IN),
    (Action.REPLY, thread(is_open=False), ""),
    (Action.THANK, post("published"), ALL_SIGNED_IN),
    (Action.THANK, post("published", own=True), ""),
    (Action.THANK, post("withdrawn"), ""),
    (Action.TAKE_THANKS_BACK, None, ALL_SIGNED_IN),
    (Action.REVISE_POST, post("published", own=True), ALL_SIGNED_IN),
    (Action.REVISE_POST, post("held", own=True), ALL_SIGNED_IN),
    (Action.REVISE_POST, post("published"), ""),
    (Action.WITHDRAW_POST, post("held", own=True), ALL_SIGNED_IN),
    (Action.WITHDRAW_POST, post("published"), ""),
    (Action.SEE_OWN_HOME, None, ALL_SIGNED_IN),
    (Action.ANSWER_SURVEY, None, ALL_SIGNED_IN),
    (Action.SEE_INBOX, None, ALL_SIGNED_IN),
    (Action.ACCEPT_RULES, None, ALL_SIGNED_IN),
    (Action.MANAGE_OWN_ACCOUNT, None, ALL_SIGNED_IN),
    (Action.EDIT_PROFILE, None, ALL_SIGNED_IN),
    (Action.BLOCK_PERSON, PersonFacts(person_id=SOMEBODY), ALL_SIGNED_IN),
    (Action.BLOCK_PERSON, PersonFacts(person_id=OWN), ""),
    (Action.HAVE_MENTOR, None, "n"),
    (Action.END_MENTORSHIP, None, ALL_SIGNED_IN),
    (Action.VOUCH, PersonFacts(person_id=SOMEBODY), "t"),
    (Action.VOUCH, PersonFacts(person_id=OWN), ""),
    (Action.FLAG_WELCOME_THREAD, thread(), "t"),
    (Action.FLAG_WELCOME_THREAD, thread(is_open=False), ""),
    (Action.SEE_MENTORS_DESK, None, "t"),
    (Action.PRAISE, None, "t"),
    (Action.KEEP_MENTEE_NOTES, None, "t"),
    (Action.READ_PRIVATELY, private(own=True), ALL_SIGNED_IN),
    (Action.READ_PRIVATELY, private(), ""),
    (Action.WRITE_PRIVATELY, private(own=True), ALL_SIGNED_IN),
    (Action.WRITE_PRIVATELY, private(), ""),
    (Action.END_PRIVATELY, private(own=True), ALL_SIGNED_IN),
    (Action.END_PRIVATELY, private(), ""),
    (Action.REPORT, private(own=True, author=3), ALL_SIGNED_IN),
    (Action.REPORT, private(own=True, author=OWN), ""),
    (Action.REPORT, private(author=3), ""),
    (Action.WELCOME_HELD, HeldFacts(author_id=SOMEBODY, is_light=True), "t"),
    (Action.WELCOME_HELD, HeldFacts(author_id=SOMEBODY, is_light=False), ""),
    (Action.WELCOME_HELD, HeldFacts(author_id=SOMEBODY, is_light=True, is_blocked=True), ""),
    (Action.WELCOME_HELD, HeldFacts(author_id=OWN, is_light=True), ""),
    (Action.WELCOME_HELD, None, ""),
    (Action.REPORT, post("published"), ALL_SIGNED_IN),
    (Action.REPORT, post("published", own=True), ""),
    (Action.REPORT, post("published", thread_is_open=False), "r"),
    (Action.REPORT, post("held"), "r"),
    (Action.REPORT, PersonFacts(person_id=SOMEBODY), ALL_SIGNED_IN),
    (Action.REPORT, PersonFacts(person_id=OWN), ""),
    (Action.SEE_REVIEW_QUEUE, None, "r"),
    (Action.DECIDE_ON_PROFILE, PersonFacts(person_id=SOMEBODY), "r"),
    (Action.DECIDE_ON_PROFILE, PersonFacts(person_id=OWN), ""),
    (Action.DECIDE_ON_PRIVATE, private(), "r"),
    (Action.DECIDE_ON_PRIVATE, private(own=True), ""),
    (Action.DECIDE_ON_POST, post("held"), "r"),
    (Action.DECIDE_ON_POST, post("published"), "r"),
    (Action.DECIDE_ON_POST, post("held", own=True), ""),
    (Action.DECIDE_ON_POST, post("submitted"), ""),
    (Action.DECIDE_ON_POST, post("withdrawn"), ""),
    (Action.KEEP_REPLY_TEXTS, None, "ra"),
    (Action.MODERATE_THREAD, thread(), "r"),
    (Action.MODERATE_THREAD, thread(is_open=False), ""),
    (Action.KEEP_STAFF_NOTES, post("held"), "r"),
    (Action.KEEP_STAFF_NOTES, post("published"), "ra"),
    (Action.KEEP_STAFF_NOTES, post("published", own=True), ""),
    (Action.KEEP_STAFF_NOTES, PersonFacts(person_id=SOMEBODY), "ra"),
    (Action.KEEP_STAFF_NOTES, PersonFacts(person_id=OWN), ""),
    (Action.UNDO_DECISION, DecidedFacts(by_id=OWN), "r"),
    (Action.UNDO_DECISION, DecidedFacts(by_id=OWN, as_mentor=True), "tr"),
    (Action.UNDO_DECISION, DecidedFacts(by_id=SOMEBODY), ""),
    (Action.UNDO_DECISION, None, ""),
    (Action.SEE_OWN_STANDING, None, ALL_SIGNED_IN),
    (Action.SEE_SANCTIONS, None, "ra"),
    (Action.GIVE_SANCTION, sanction(), "ra"),
    (Action.GIVE_SANCTION, sanction("suspend"), "ra"),
    (Action.GIVE_SANCTION, sanction("ban"), "a"),
    (Action.GIVE_SANCTION, sanction("message", own=True), ""),
    (Action.GIVE_SANCTION, sanction("message", whom="moderator"), "a"),
    (Action.GIVE_SANCTION, sanction("message", whom="admin"), ""),
    (Action.GIVE_SANCTION, None, ""),
    (Action.LIFT_SANCTION, sanction("silence"), "ra"),
    (Action.LIFT_SANCTION, sanction("ban"), "a"),
    (Action.LIFT_SANCTION, sanction("silence", own=True), ""),
    (Action.SEE_APPEALS, None, "ra"),
    (Action.MAKE_APPEAL, appeal(own=True), ALL_SIGNED_IN),
    (Action.MAKE_APPEAL, appeal(), ""),
    (Action.MAKE_APPEAL, None, ""),
    (Action.JUDGE_APPEAL, appeal(judge=True), "ra"),
    (Action.JUDGE_APPEAL, appeal(), ""),
    (Action.READ_AUDIT_LOG, None, "a"),
    (Action.MANAGE_ROLES, None, "a"),
    (Action.RESET_SECOND_FACTOR, None, "a"),
    (Action.MANAGE_COMMUNITY, None, "a"),
    (Action.SEE_MEASURES, None, "a"),
    (Action.EDIT_OWN_WORDS, None, "ra"),
    (Action.TUNE_THRESHOLDS, None, "a"),
    (Action.SEE_SCREENING_REPORTS, None, "a"),
    (Action.SEE_NUDGE_FIGURES, None, "a"),
]


@pytest.mark.parametrize(("action", "subject", "allowed"), TABLE)
def test_who_may(action: Action, subject: Subject, allowed: str) -> None:
    assert "".join(key for key, who in PEOPLE.items() if can(who, action, subject)) == allowed


@pytest.mark.parametrize("kind", ["pre_moderate", "silence", "suspend", "ban"])
def test_whoever_is_silenced_reads_and_takes_back_and_does_not_post(kind: str) -> None:
    asked = replace(PEOPLE["r"], restriction=Restriction(kind=SanctionKind(kind), until=None))
    own = post("published", own=True)
    may_post = kind == "pre_moderate"

    assert can(asked, Action.REPLY, thread()) == may_post
    assert can(asked, Action.START_THREAD) == may_post
    assert can(asked, Action.REVISE_POST, own) == may_post
    assert can(asked, Action.WITHDRAW_POST, own)
    if not may_post:
        with pytest.raises(SilencedError):
            require(asked, Action.REPLY, thread())


# What waits until somebody has accepted rules that have changed in substance. Nothing else does.
WAITS_FOR_THE_RULES = {
    Action.START_THREAD,
    Action.REPLY,
    Action.THANK,
    Action.REVISE_POST,
    Action.EDIT_PROFILE,
    Action.WRITE_PRIVATELY,
    Action.WELCOME_HELD,
}


@pytest.mark.parametrize(("action", "subject", "allowed"), TABLE)
def test_rules_to_accept_hold_back_what_is_said_to_others_and_nothing_else(
    action: Action, subject: Subject, allowed: str
) -> None:
    for key, who in PEOPLE.items():
        asked = replace(who, has_rules_to_accept=key != "v")
        expected = key in allowed and (key == "v" or action not in WAITS_FOR_THE_RULES)
        assert can(asked, action, subject) == expected, key
        if key in allowed and not expected:
            with pytest.raises(RulesToAcceptError):
                require(asked, action, subject)


# What nobody does who is asked to read along only: they change nothing for others and send them nothing.
NOT_WHILE_SILENCED = WAITS_FOR_THE_RULES | {
    Action.VOUCH,
    Action.FLAG_WELCOME_THREAD,
    Action.PRAISE,
    Action.KEEP_MENTEE_NOTES,
}


@pytest.mark.parametrize(("action", "subject", "allowed"), TABLE)
def test_whoever_is_silenced_changes_nothing_for_others_and_goes_on_with_the_rest(
    action: Action, subject: Subject, allowed: str
) -> None:
    for key, who in PEOPLE.items():
        if key not in allowed:
            continue
        asked = replace(who, restriction=Restriction(kind=SanctionKind.SILENCE, until=None))
        assert can(asked, action, subject) == (action not in NOT_WHILE_SILENCED), key
        if action in NOT_WHILE_SILENCED:
            with pytest.raises(NotAllowedError):
                require(asked, action, subject)


def test_whoever_is_silenced_hears_of_that_and_not_of_rules() -> None:
    restriction = Restriction(kind=SanctionKind.SILENCE, until=None)
    asked = replace(PEOPLE["m"], has_rules_to_accept=True, restriction=restriction)

    with pytest.raises(SilencedError):
        require(asked, Action.REPLY, thread())


def test_the_table_above_has_every_action() -> None:
    assert {action for action, _, _ in TABLE} == set(Action)


def test_what_one_may_not_see_is_not_there() -> None:
    with pytest.raises(NotFoundError):
        require(PEOPLE["m"], Action.DECIDE_ON_POST, post("held"))


def test_what_one_may_see_but_not_touch_is_refused_openly() -> None:
    with pytest.raises(NotAllowedError):
        require(PEOPLE["m"], Action.DECIDE_ON_POST, post("published"))
