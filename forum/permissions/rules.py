"""The table of who may do what. Each action needs all of its predicates; each predicate is one plain question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from forum.accounts.actor import Actor
from forum.permissions.actions import Action
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
from forum.permissions.visibility import may_see_post
from forum.sanctions.kinds import NEEDS_ADMIN

Subject = (
    AppealFacts
    | DecidedFacts
    | HeldFacts
    | PersonFacts
    | PostFacts
    | PrivateFacts
    | SanctionFacts
    | ThreadFacts
    | None
)
Predicate = Callable[[Actor, Subject], bool]


def signed_in(actor: Actor, subject: Subject) -> bool:
    """Has an account."""
    return actor.is_signed_in


def mentor(actor: Actor, subject: Subject) -> bool:
    """Has been flagged as mentor."""
    return actor.is_mentor


def newcomer(actor: Actor, subject: Subject) -> bool:
    """Has not graduated yet."""
    return actor.is_newcomer


def moderator(actor: Actor, subject: Subject) -> bool:
    """Reads the review queue."""
    return actor.is_moderator


def staff(actor: Actor, subject: Subject) -> bool:
    """Moderator or admin."""
    return actor.is_moderator or actor.is_admin


def admin(actor: Actor, subject: Subject) -> bool:
    """Runs the site."""
    return actor.is_admin


def author(actor: Actor, subject: Subject) -> bool:
    """It is their own."""
    if not isinstance(subject, (HeldFacts, PostFacts, PrivateFacts, ThreadFacts)):
        return False
    return actor.is_signed_in and subject.author_id == actor.user_id


def not_author(actor: Actor, subject: Subject) -> bool:
    """It is somebody else's: nobody decides on their own case."""
    return subject is not None and not author(actor, subject)


def somebody_else(actor: Actor, subject: Subject) -> bool:
    """It is another person."""
    if not isinstance(subject, (PersonFacts, SanctionFacts)):
        return False
    return subject.person_id != actor.user_id


def not_locked(actor: Actor, subject: Subject) -> bool:
    """No moderator has closed the thread for new answers."""
    return not (isinstance(subject, ThreadFacts) and subject.is_locked)


def may_speak(actor: Actor, subject: Subject) -> bool:
    """Nobody has asked them to be silent for a while."""
    return not actor.is_silenced


def accepts_rules(actor: Actor, subject: Subject) -> bool:
    """The rules have not changed in substance since they accepted them."""
    return not actor.has_rules_to_accept


def outranks(actor: Actor, subject: Subject) -> bool:
    """A colleague is an admin's matter, and an admin nobody's: the role is taken first, which keeps the last one."""
    if not isinstance(subject, SanctionFacts) or subject.is_admin:
        return False
    return actor.is_admin or not subject.is_staff


def of_their_rank(actor: Actor, subject: Subject) -> bool:
    """What has no end is an admin's decision."""
    if not isinstance(subject, SanctionFacts):
        return False
    return actor.is_admin or subject.kind not in NEEDS_ADMIN


def not_own(actor: Actor, subject: Subject) -> bool:
    """It is neither something of theirs, nor they themselves."""
    return somebody_else(actor, subject) or (
        not isinstance(subject, PersonFacts) and not_author(actor, subject)
    )


def appellant(actor: Actor, subject: Subject) -> bool:
    """It was decided about them."""
    return isinstance(subject, AppealFacts) and subject.appellant_id == actor.user_id


def decided_it(actor: Actor, subject: Subject) -> bool:
    """They decided it themselves: a second person reverses a decision, and does not undo it."""
    return isinstance(subject, DecidedFacts) and actor.user_id == subject.by_id


def in_the_same_role(actor: Actor, subject: Subject) -> bool:
    """They still have the role in which they decided."""
    if not isinstance(subject, DecidedFacts):
        return False
    return actor.is_moderator or (subject.as_mentor and actor.is_mentor)


def in_good_standing(actor: Actor, subject: Subject) -> bool:
    """Nothing restricts what they write."""
    return actor.restriction is None


def held_lightly(actor: Actor, subject: Subject) -> bool:
    """A held introduction that a mentor's welcome may publish, by somebody who wants to hear from them."""
    return isinstance(subject, HeldFacts) and subject.is_light and not subject.is_blocked


def another_judge(actor: Actor, subject: Subject) -> bool:
    """They may look again: somebody else decided first, and it is not about them."""
    return isinstance(subject, AppealFacts) and actor.user_id in subject.judges


def one_of_the_two(actor: Actor, subject: Subject) -> bool:
    """It is said between them and one other, and nobody else reads it: no moderator, and no admin."""
    return isinstance(subject, PrivateFacts) and actor.user_id in {
        subject.newcomer_id,
        subject.mentor_id,
    }


def none_of_the_two(actor: Actor, subject: Subject) -> bool:
    """Whoever is part of it judges nothing of it."""
    return isinstance(subject, PrivateFacts) and not one_of_the_two(actor, subject)


def sees_it(actor: Actor, subject: Subject) -> bool:
    """Nobody acts on what they can't see."""
    if isinstance(subject, (PersonFacts, SanctionFacts)):
        return True
    if isinstance(subject, HeldFacts):
        return actor.is_mentor and held_lightly(actor, subject)
    if isinstance(subject, DecidedFacts):
        return decided_it(actor, subject) or actor.is_moderator
    if isinstance(subject, AppealFacts):
        return appellant(actor, subject) or staff(actor, None)
    if isinstance(subject, PrivateFacts):
        return one_of_the_two(actor, subject)
    if isinstance(subject, ThreadFacts):
        return subject.is_open
    return isinstance(subject, PostFacts) and may_see_post(actor, subject)


RULES: Mapping[Action, tuple[Predicate, ...]] = MappingProxyType(
    {
        # What is said to others waits until they know the rules. Reading, reporting, appealing, blocking, taking words
        # back and whatever concerns their own account never does; nor does the work of moderators, so that nobody
        # who was hurt waits for it.
        Action.START_THREAD: (signed_in, may_speak, accepts_rules),
        Action.REPLY: (signed_in, sees_it, not_locked, may_speak, accepts_rules),
        # It says something to somebody, even if without a word.
        Action.THANK: (signed_in, not_author, sees_it, may_speak, accepts_rules),
        Action.TAKE_THANKS_BACK: (signed_in,),
        Action.REVISE_POST: (signed_in, author, may_speak, accepts_rules),
        Action.WITHDRAW_POST: (signed_in, author),
        Action.SEE_OWN_HOME: (signed_in,),
        # Who has become a member may still change and delete what they told as a newcomer.
        Action.ANSWER_SURVEY: (signed_in,),
        Action.SEE_INBOX: (signed_in,),
        Action.ACCEPT_RULES: (signed_in,),
        Action.MANAGE_OWN_ACCOUNT: (signed_in,),
        # A profile is read by everybody, like a post.
        Action.EDIT_PROFILE: (signed_in, may_speak, accepts_rules),
        # Anybody may block anybody, a mentor or a moderator included, and need not say why.
        Action.BLOCK_PERSON: (signed_in, somebody_else),
        Action.HAVE_MENTOR: (newcomer,),
        # Whoever has become a member may have stayed with their mentor, and may leave.
        Action.END_MENTORSHIP: (signed_in,),
        # Whose mentor they are is asked where it is done.
        Action.VOUCH: (mentor, somebody_else, may_speak),
        Action.SEE_OWN_STANDING: (signed_in,),
        # Welcome threads are where newcomers are led to: those who answer there choose them.
        Action.FLAG_WELCOME_THREAD: (mentor, sees_it, may_speak),
        Action.SEE_MENTORS_DESK: (mentor,),
        Action.PRAISE: (mentor, may_speak),
        # Other mentors read them.
        Action.KEEP_MENTEE_NOTES: (mentor, may_speak),
        Action.READ_PRIVATELY: (signed_in, one_of_the_two),
        Action.WRITE_PRIVATELY: (signed_in, one_of_the_two, may_speak, accepts_rules),
        Action.END_PRIVATELY: (signed_in, one_of_the_two),
        # A mentor's answer to a newcomer's held introduction publishes both; what may be grave stays with moderators.
        Action.WELCOME_HELD: (
            mentor,
            in_good_standing,
            not_author,
            held_lightly,
            accepts_rules,
        ),
        Action.REPORT: (signed_in, not_own, sees_it),
        Action.SEE_REVIEW_QUEUE: (moderator,),
        Action.DECIDE_ON_POST: (moderator, not_author, sees_it),
        Action.KEEP_REPLY_TEXTS: (staff,),
        # Closing it for new answers, or moving it.
        Action.MODERATE_THREAD: (moderator, not_author, sees_it),
        # What staff tell each other of somebody is read and written by staff, and never by whom it is about.
        Action.KEEP_STAFF_NOTES: (staff, not_own, sees_it),
        Action.UNDO_DECISION: (in_the_same_role, decided_it),
        Action.GIVE_SANCTION: (staff, somebody_else, outranks, of_their_rank),
        Action.MAKE_APPEAL: (signed_in, appellant),
        Action.SEE_APPEALS: (staff,),
        Action.JUDGE_APPEAL: (staff, another_judge),
        Action.SEE_SANCTIONS: (staff,),
        Action.LIFT_SANCTION: (staff, somebody_else, outranks, of_their_rank),
        Action.DECIDE_ON_PROFILE: (moderator, somebody_else),
        # They see no more of it than one of the two has chosen to show them.
        Action.DECIDE_ON_PRIVATE: (moderator, none_of_the_two),
        Action.READ_AUDIT_LOG: (admin,),
        Action.MANAGE_ROLES: (admin,),
        Action.RESET_SECOND_FACTOR: (admin,),
        Action.MANAGE_COMMUNITY: (admin,),
        Action.SEE_MEASURES: (admin,),
        # Whoever reads what is held knows which words are missing, or hold too much.
        Action.EDIT_OWN_WORDS: (staff,),
        Action.TUNE_THRESHOLDS: (admin,),
        Action.SEE_SCREENING_REPORTS: (admin,),
        Action.SEE_NUDGE_FIGURES: (admin,),
    }
)
