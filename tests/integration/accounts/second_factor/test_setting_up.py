"""Setting up a second factor, giving it up, and an admin who takes a lost one away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine

from forum.accounts.actor import VISITOR
from forum.accounts.confirmation import NotConfirmedError
from forum.accounts.models import (
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    Role,
    UserRole,
)
from forum.accounts.resets import ask_for_reset, reset_password, send_due_resets
from forum.accounts.second_factor import commands
from forum.accounts.second_factor.apps import propose
from forum.accounts.second_factor.queries import second_factor_page
from forum.accounts.second_factor.renewing import propose_renewal
from forum.accounts.second_factor.sealing import Sealer
from forum.accounts.second_factor.taking_away import take_away, take_away_as_operator
from forum.accounts.sessions import find_session
from forum.accounts.signing_in import HalfWayIn, SignedInAs
from forum.audit.models import AuditEntry
from forum.config import Settings
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.notifications.mailing import send_due_notifications
from forum.notifications.models import Notification
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.wiring import Services
from tests.integration.accounts.people import OTHER_PASSWORD, Account, actor_of, make_account
from tests.integration.accounts.second_factor.steps import HERE, Person
from tests.support.clock import FakeClock
from tests.support.mail import Outbox
from tests.support.statements import statements


def told(user_id: int) -> list[str]:
    db.session.rollback()
    rows = db.session.query(Notification).filter_by(user_id=user_id).order_by(Notification.id)
    return [row.kind for row in rows]


def logged() -> list[tuple[int | None, str]]:
    db.session.rollback()
    rows = db.session.query(AuditEntry).filter_by(action="person.second_factor")
    return [(row.actor_id, row.detail["change"]) for row in rows.order_by(AuditEntry.id)]


def test_the_first_factor_comes_with_ten_codes_and_ends_other_sessions(
    ana: Person, clock: FakeClock
) -> None:
    elsewhere = ana.password()
    assert isinstance(elsewhere, SignedInAs)
    here = ana.token
    done = ana.set_up_app()
    assert len(done.codes) == 10
    assert find_session(elsewhere.token, clock.now()) is None
    assert find_session(here, clock.now()) is None, "the session goes on under a new token"
    assert find_session(done.token, clock.now()) is not None
    assert told(ana.id) == ["app_added"]
    assert logged() == [(ana.id, "app_added")]


def test_a_further_factor_brings_no_new_codes(ana: Person) -> None:
    ana.set_up_app()
    assert ana.set_up_passkey().codes == ()
    page = second_factor_page(ana.id)
    assert (page.is_on, page.has_one_factor, page.codes_left) == (True, False, 10)
    assert [one.name for one in page.passkeys] == ["my phone"]


def test_a_new_app_takes_the_place_of_the_old_one(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    old = ana.secret
    ana.set_up_app()
    assert ana.secret != old
    assert db.session.query(AuthenticatorApp).count() == 1
    clock.advance(minutes=1)
    ana.show_code(ana.half_way(), ana.code())


def test_the_same_form_sent_twice_gives_the_same_codes_and_is_told_once(
    ana: Person, sealer: Sealer
) -> None:
    proposal = propose(ana.id, sealer)
    ana.secret = proposal.secret
    done = commands.add_app(ana.actor, proposal.sealed, ana.code(), sealer, ana.clock)
    ana.token = done.token
    again = commands.add_app(ana.actor, proposal.sealed, ana.code(), sealer, ana.clock)
    assert again == done
    assert len(done.codes) == 10
    assert told(ana.id) == ["app_added"]


def test_codes_that_others_have_replaced_are_not_given_again(ana: Person, sealer: Sealer) -> None:
    proposal = propose(ana.id, sealer)
    ana.secret = proposal.secret
    done = commands.add_app(ana.actor, proposal.sealed, ana.code(), sealer, ana.clock)
    ana.token = done.token
    ana.new_codes()
    with pytest.raises(ConflictError, match="set up already"):
        commands.add_app(ana.actor, proposal.sealed, ana.code(), sealer, ana.clock)


def test_what_brought_no_codes_says_that_it_is_done(ana: Person, sealer: Sealer) -> None:
    ana.set_up_passkey()
    proposal = propose(ana.id, sealer)
    ana.secret = proposal.secret
    done = commands.add_app(ana.actor, proposal.sealed, ana.code(), sealer, ana.clock)
    ana.token = done.token
    with pytest.raises(ConflictError, match="set up already"):
        commands.add_app(ana.actor, proposal.sealed, ana.code(), sealer, ana.clock)
    with pytest.raises(ConflictError, match="set up already"):
        ana.set_up_passkey()


def test_a_code_that_does_not_fit_sets_nothing_up(ana: Person, sealer: Sealer) -> None:
    proposal = propose(ana.id, sealer)
    with pytest.raises(InvalidInputError, match="newest six digits"):
        commands.add_app(ana.actor, proposal.sealed, "123", sealer, ana.clock)
    assert not second_factor_page(ana.id).is_on


@pytest.mark.parametrize("sealed", ["", "x", "somebody else's"])
def test_only_what_was_proposed_to_oneself_is_taken(
    ana: Person, sealer: Sealer, sealed: str
) -> None:
    if sealed == "somebody else's":
        sealed = propose(ana.id + 1, sealer).sealed
    with pytest.raises(commands.TooLateError):
        commands.add_app(ana.actor, sealed, "123456", sealer, ana.clock)


def test_giving_up_the_last_factor_takes_the_codes_along(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    ana.set_up_passkey()
    ana.token = commands.remove_app(ana.actor, clock)
    assert second_factor_page(ana.id).codes_left == 10
    [passkey] = second_factor_page(ana.id).passkeys
    ana.token = commands.remove_passkey(ana.actor, passkey.id, clock)
    page = second_factor_page(ana.id)
    assert (page.is_on, page.codes_left) == (False, 0)
    assert told(ana.id) == ["app_added", "passkey_added", "app_removed", "passkey_removed"]
    assert isinstance(ana.password(), SignedInAs)
    with pytest.raises(NotFoundError):
        commands.remove_app(ana.actor, clock)
    with pytest.raises(NotFoundError):
        commands.remove_passkey(ana.actor, passkey.id, clock)
    with pytest.raises(NotFoundError):
        ana.new_codes()


def test_staff_who_give_it_up_rest_until_they_have_one_again(ana: Person, clock: FakeClock) -> None:
    with transaction() as session:
        session.add(UserRole(user_id=ana.id, role=Role.MODERATOR, given_at=clock.now()))
    ana.set_up_app()
    assert ana.actor.roles == {Role.MODERATOR}
    ana.token = commands.remove_app(ana.actor, clock)
    resting = ana.actor
    assert not resting.roles
    assert resting.resting == {Role.MODERATOR}
    ana.set_up_passkey()
    assert can(ana.actor, Action.SEE_REVIEW_QUEUE)


def test_new_codes_take_the_place_of_the_old_ones(ana: Person) -> None:
    ana.set_up_app()
    new = ana.new_codes()
    assert told(ana.id)[-1] == "codes_renewed"
    assert not set(new) & set(ana.codes)
    with pytest.raises(InvalidInputError):
        ana.show_code(ana.half_way(), ana.codes[0])
    ana.show_code(ana.half_way(), new[0])


def test_a_form_that_arrives_twice_makes_new_codes_once(ana: Person, sealer: Sealer) -> None:
    """Whichever answer the browser shows, and whichever came first: what the person writes down opens."""
    ana.set_up_app()
    proposal = propose_renewal(ana.id, sealer)
    shown = ana.new_codes(proposal)
    ana.show_code(ana.half_way(), shown[0])
    assert ana.new_codes(proposal) == shown
    with pytest.raises(InvalidInputError):
        ana.show_code(ana.half_way(), shown[0])
    ana.show_code(ana.half_way(), shown[1])
    assert told(ana.id).count("codes_renewed") == 1


def test_codes_that_were_replaced_do_not_come_back(ana: Person, sealer: Sealer) -> None:
    """A page that is loaded again in an older window, after somebody saw what it had shown."""
    ana.set_up_app()
    proposal = propose_renewal(ana.id, sealer)
    seen_by_somebody = ana.new_codes(proposal)
    kept = ana.new_codes()

    with pytest.raises(commands.TooLateError):
        ana.new_codes(proposal)

    with pytest.raises(InvalidInputError):
        ana.show_code(ana.half_way(), seen_by_somebody[0])
    ana.show_code(ana.half_way(), kept[0])


@pytest.mark.parametrize("proposal", ["x", "somebody else's"])
def test_only_codes_that_were_proposed_to_oneself_are_made(
    ana: Person, sealer: Sealer, proposal: str
) -> None:
    ana.set_up_app()
    if proposal == "somebody else's":
        proposal = propose_renewal(ana.id + 1, sealer)
    with pytest.raises(commands.TooLateError):
        ana.new_codes(proposal)
    assert second_factor_page(ana.id).codes_left == 10
    ana.show_code(ana.half_way(), ana.codes[0])


def test_the_passkey_of_somebody_else_is_not_there(app: Flask, ana: Person) -> None:
    ana.set_up_passkey()
    ben = make_account(app, ana.clock.now(), username="ben")
    [passkey] = second_factor_page(ana.id).passkeys
    with pytest.raises(NotFoundError):
        commands.remove_passkey(actor_of(ben.token, ana.clock.now()), passkey.id, ana.clock)
    assert db.session.query(Passkey).count() == 1


ACTS: dict[str, Callable[[Person], object]] = {
    "set up an app": lambda ana: ana.set_up_app(),
    "set up a passkey": lambda ana: ana.set_up_passkey(),
    "remove the app": lambda ana: commands.remove_app(ana.actor, ana.clock),
    "remove a passkey": lambda ana: commands.remove_passkey(ana.actor, 1, ana.clock),
    "make new codes": lambda ana: ana.new_codes(),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_every_change_asks_for_the_password_again_after_a_while(
    ana: Person, clock: FakeClock, act: Callable[[Person], object]
) -> None:
    clock.advance(minutes=15)
    with pytest.raises(NotConfirmedError):
        act(ana)


def test_a_visitor_has_nothing_to_set_up(sealer: Sealer, clock: FakeClock) -> None:
    with pytest.raises(NotAllowedError):
        commands.add_app(VISITOR, "x", "123456", sealer, clock)
    with pytest.raises(NotAllowedError):
        commands.renew_codes(VISITOR, "x", sealer, clock)


# ---------------------------------------------------------------------------------- taken away


def test_an_admin_takes_a_lost_factor_away(
    ada: Account, ana: Person, clock: FakeClock, settings: Settings, outbox: Outbox
) -> None:
    ana.set_up_app()
    ana.set_up_passkey()
    admin = actor_of(ada.token, clock.now())
    take_away(admin, ana.id, clock)
    assert find_session(ana.token, clock.now()) is None
    assert isinstance(ana.password(), SignedInAs)
    assert db.session.query(RecoveryCode).count() == 0
    assert told(ana.id)[-1] == "factor_taken_away"
    assert logged()[-1] == (ada.id, "factor_taken_away")
    send_due_notifications(Services(mailer=outbox, clock=clock), settings)
    letter = outbox.messages[-1]
    assert letter["To"] == "ana@example.org"
    assert "took the second step of your account away" in str(letter.get_content())
    with pytest.raises(ConflictError, match="nothing to take away"):
        take_away(admin, ana.id, clock)
    with pytest.raises(NotFoundError):
        take_away(admin, 4_711, clock)


def test_nobody_else_takes_it_away(app: Flask, ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    ria = make_account(app, clock.now(), Role.MODERATOR, username="ria")
    for actor in (VISITOR, ana.actor, actor_of(ria.token, clock.now())):
        with pytest.raises(NotAllowedError):
            take_away(actor, ana.id, clock)


def test_an_admin_has_typed_the_password_lately(
    ada: Account, ana: Person, clock: FakeClock
) -> None:
    ana.set_up_app()
    clock.advance(minutes=15)
    with pytest.raises(NotConfirmedError):
        take_away(actor_of(ada.token, clock.now()), ana.id, clock)


def test_an_admin_who_is_none_any_more_takes_nothing_away(
    ada: Account, ana: Person, clock: FakeClock
) -> None:
    ana.set_up_app()
    admin = actor_of(ada.token, clock.now())
    with transaction() as session:
        session.query(UserRole).filter_by(user_id=ada.id).delete()
    with pytest.raises(NotAllowedError):
        take_away(admin, ana.id, clock)
    assert second_factor_page(ana.id).is_on


def test_the_operator_takes_it_away_from_the_command_line(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    begun = ana.half_way()
    take_away_as_operator("ana", clock)
    assert isinstance(ana.password(), SignedInAs)
    assert begun
    assert logged()[-1] == (None, "factor_taken_away")
    with pytest.raises(ConflictError):
        take_away_as_operator("ana", clock)
    with pytest.raises(NotFoundError, match="nobody called ben"):
        take_away_as_operator("ben", clock)


def test_a_page_from_before_it_was_taken_away_sets_it_up_once_more(
    ana: Person, sealer: Sealer, clock: FakeClock
) -> None:
    proposal = propose(ana.id, sealer)
    ana.secret = proposal.secret
    before = commands.add_app(ana.actor, proposal.sealed, ana.code(), sealer, clock)
    take_away_as_operator("ana", clock)
    signed_in = ana.password()
    assert isinstance(signed_in, SignedInAs)
    ana.token = signed_in.token
    clock.advance(minutes=1)
    done = commands.add_app(ana.actor, proposal.sealed, ana.code(), sealer, clock)
    assert find_session(done.token, clock.now()) is not None
    assert find_session(before.token, clock.now()) is None


# --------------------------------------------------------------------------------------- mails


def test_a_used_recovery_code_is_told_by_mail(
    ana: Person, clock: FakeClock, settings: Settings, outbox: Outbox
) -> None:
    ana.set_up_app()
    ana.show_code(ana.half_way(), ana.codes[0])
    send_due_notifications(Services(mailer=outbox, clock=clock), settings)
    assert "A recovery code was used" in str(outbox.messages[0].get_content())
    assert told(ana.id)[-1] == "code_used"


# ---------------------------------------------------------------------------- beside the rest


def test_a_new_password_by_mail_does_not_skip_the_second_step(
    ana: Person, clock: FakeClock, settings: Settings, outbox: Outbox
) -> None:
    ana.set_up_app()
    clock.advance(seconds=30)
    ask_for_reset("ana@example.org", HERE, clock)
    send_due_resets(Services(mailer=outbox, clock=clock), settings)
    words = str(outbox.messages[-1].get_content())
    token = words.partition("/reset-password/")[2].split()[0]
    reset_password(token, OTHER_PASSWORD, clock)
    assert isinstance(ana.password(OTHER_PASSWORD), HalfWayIn)


def test_to_know_whether_staff_may_act_costs_no_further_query(
    ana: Person, ada: Account, clock: FakeClock
) -> None:
    engine: Engine = db.engine
    db.session.rollback()
    with statements(engine) as seen:
        find_session(ada.token, clock.now())
    assert len(seen) == 1
