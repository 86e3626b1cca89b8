"""The table of who may do what. Each action needs all of its predicates; each predicate is one plain question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from forum.accounts.actor import Actor
from forum.permissions.actions import Action
from forum.permissions.subjects import PersonFacts, PostFacts, ThreadFacts
from forum.permissions.visibility import may_see_post

Subject = PersonFacts | PostFacts | ThreadFacts | None
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


def admin(actor: Actor, subject: Subject) -> bool:
    """Runs the site."""
    return actor.is_admin


def author(actor: Actor, subject: Subject) -> bool:
    """It is their own."""
    if subject is None or isinstance(subject, PersonFacts):
        return False
    return actor.is_signed_in and subject.author_id == actor.user_id


def not_author(actor: Actor, subject: Subject) -> bool:
    """It is somebody else's: nobody decides on their own case."""
    return subject is not None and not author(actor, subject)


def somebody_else(actor: Actor, subject: Subject) -> bool:
    """It is another person."""
    return isinstance(subject, PersonFacts) and subject.person_id != actor.user_id


def sees_it(actor: Actor, subject: Subject) -> bool:
    """Nobody acts on what they can't see."""
    if isinstance(subject, PersonFacts):
        return True
    if isinstance(subject, ThreadFacts):
        return subject.is_open
    return isinstance(subject, PostFacts) and may_see_post(actor, subject)


RULES: Mapping[Action, tuple[Predicate, ...]] = MappingProxyType(
    {
        Action.START_THREAD: (signed_in,),
        Action.REPLY: (signed_in, sees_it),
        Action.REVISE_POST: (signed_in, author),
        Action.WITHDRAW_POST: (signed_in, author),
        Action.SEE_OWN_HOME: (signed_in,),
        # Who has become a member may still change and delete what they told as a newcomer.
        Action.ANSWER_SURVEY: (signed_in,),
        Action.SEE_INBOX: (signed_in,),
        Action.MANAGE_OWN_ACCOUNT: (signed_in,),
        # Anybody may block anybody, a mentor or a moderator included, and need not say why.
        Action.BLOCK_PERSON: (signed_in, somebody_else),
        Action.HAVE_MENTOR: (newcomer,),
        # Whoever has become a member may have stayed with their mentor, and may leave.
        Action.END_MENTORSHIP: (signed_in,),
        # Whose mentor they are is asked where it is done.
        Action.VOUCH: (mentor, somebody_else),
        # Welcome threads are where newcomers are led to: those who answer there choose them.
        Action.FLAG_WELCOME_THREAD: (mentor, sees_it),
        Action.SEE_MENTORS_DESK: (mentor,),
        Action.SEE_REVIEW_QUEUE: (moderator,),
        Action.DECIDE_ON_POST: (moderator, not_author, sees_it),
        Action.READ_AUDIT_LOG: (admin,),
        Action.MANAGE_ROLES: (admin,),
        Action.MANAGE_COMMUNITY: (admin,),
        Action.SEE_NUDGE_FIGURES: (admin,),
    }
)
