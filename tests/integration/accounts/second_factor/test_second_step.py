"""The second step of signing in: what opens, once, and what does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from forum.accounts.attempts import Caller
from forum.accounts.commands import change_password
from forum.accounts.housekeeping import forget_begun_sign_ins
from forum.accounts.models import AuthenticatorApp, HalfSignIn, Passkey, RecoveryCode, UserSession
from forum.accounts.second_factor.half_sign_ins import SignInOverError
from forum.accounts.second_factor.sealing import Sealer
from forum.accounts.sessions import find_session
from forum.accounts.signing_in import SignedInAs
from forum.accounts.tokens import hash_token
from forum.database import db, transaction
from forum.errors import InvalidInputError, TooManyAttemptsError
from tests.integration.accounts.people import OTHER_PASSWORD, PASSWORD
from tests.integration.accounts.second_factor.steps import Person
from tests.support.clock import FakeClock


def sessions() -> int:
    db.session.rollback()
    return db.session.query(UserSession).filter_by(revoked_at=None).count()


def test_without_one_the_password_is_enough_and_staff_would_rest(
    ana: Person, clock: FakeClock
) -> None:
    signed_in = ana.password()
    assert isinstance(signed_in, SignedInAs)
    db.session.rollback()
    kept = db.session.query(UserSession).filter_by(token_hash=hash_token(signed_in.token)).one()
    assert kept.verified_at is None


def test_with_one_the_password_alone_signs_nobody_in(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    before = sessions()
    token = ana.half_way()
    assert sessions() == before
    assert find_session(token, clock.now()) is None


def test_password_and_code_sign_in(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    clock.advance(seconds=30)
    signed_in = ana.show_code(ana.half_way(), ana.code())
    assert find_session(signed_in.token, clock.now()) is not None
    db.session.rollback()
    kept = db.session.query(UserSession).filter_by(token_hash=hash_token(signed_in.token)).one()
    assert kept.verified_at == clock.now()


def test_the_code_that_set_the_app_up_is_used(ana: Person) -> None:
    ana.set_up_app()
    with pytest.raises(InvalidInputError, match="used before"):
        ana.show_code(ana.half_way(), ana.code())


def test_a_code_that_was_used_is_refused_like_a_wrong_one(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    clock.advance(seconds=30)
    code = ana.code()
    ana.show_code(ana.half_way(), code)
    with pytest.raises(InvalidInputError) as again:
        ana.show_code(ana.half_way(), code)
    with pytest.raises(InvalidInputError) as wrong:
        ana.show_code(ana.half_way(), "000000" if code != "000000" else "111111")
    assert again.value.message == wrong.value.message


def test_two_who_show_the_same_code_at_once(app: Flask, ana: Person, clock: FakeClock) -> None:
    """Somebody looked over her shoulder and was as fast as she was."""
    ana.set_up_app()
    clock.advance(seconds=30)
    code, tokens = ana.code(), [ana.half_way(), ana.half_way()]

    def show(token: str) -> bool:
        with app.app_context():
            try:
                ana.show_code(token, code)
            except InvalidInputError:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(show, tokens)) == [False, True]


def test_a_begun_sign_in_opens_once_and_for_ten_minutes(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    clock.advance(seconds=30)
    token = ana.half_way()
    ana.show_code(token, ana.code())
    clock.advance(seconds=30)
    with pytest.raises(SignInOverError):
        ana.show_code(token, ana.code())
    late = ana.half_way()
    clock.advance(minutes=10)
    with pytest.raises(SignInOverError):
        ana.show_code(late, ana.code())
    forget_begun_sign_ins(clock.now())
    assert db.session.query(HalfSignIn).count() == 0


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "a" * 10_000])
def test_nobody_has_begun_with_any_other_token(ana: Person, token: str) -> None:
    ana.set_up_app()
    ana.half_way()
    with pytest.raises(SignInOverError):
        ana.show_code(token, ana.code())


def test_a_new_password_ends_what_was_begun_with_the_old_one(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    clock.advance(seconds=30)
    begun = ana.half_way()
    change_password(ana.actor, PASSWORD, OTHER_PASSWORD, clock)
    with pytest.raises(SignInOverError):
        ana.show_code(begun, ana.code())


def test_guessing_has_to_wait_longer_and_longer(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    clock.advance(minutes=1)
    token = ana.half_way()
    for _ in range(5):
        with pytest.raises(InvalidInputError):
            ana.show_code(token, "not a code")
    with pytest.raises(TooManyAttemptsError):
        ana.show_code(token, ana.code())
    clock.advance(seconds=2)
    ana.show_code(token, ana.code())


def test_guessing_from_many_networks_is_counted_together(ana: Person, clock: FakeClock) -> None:
    ana.set_up_app()
    clock.advance(minutes=1)
    token = ana.half_way()
    for number in range(10):
        with pytest.raises(InvalidInputError):
            ana.show_code(token, "not a code", Caller(network=f"203.0.113.{number}"))
    with pytest.raises(TooManyAttemptsError):
        ana.show_code(token, ana.code(), Caller(network="198.51.100.1"))
    hers = Caller(network="198.51.100.2", device_id="hers")
    ana.show_code(token, ana.code(), hers)  # her own browser does not wait for strangers


def test_a_recovery_code_opens_once(ana: Person) -> None:
    ana.set_up_app()
    first, second = ana.codes[:2]
    ana.show_code(ana.half_way(), first.upper().replace("-", " "))
    with pytest.raises(InvalidInputError, match="used before"):
        ana.show_code(ana.half_way(), first)
    ana.show_code(ana.half_way(), second)


def test_the_recovery_code_of_somebody_else_opens_nothing(ana: Person) -> None:
    ana.set_up_app()
    with transaction() as session:
        code = session.query(RecoveryCode).order_by(RecoveryCode.id).first()
        assert code is not None
        code.code_hash = hash_token("somebodyelses")
    with pytest.raises(InvalidInputError):
        ana.show_code(ana.half_way(), ana.codes[0])


def test_a_passkey_opens(ana: Person, clock: FakeClock) -> None:
    ana.set_up_passkey()
    token = ana.half_way()
    signed_in = ana.show_passkey(token, ana.device.answer(ana.question(token)))
    assert find_session(signed_in.token, clock.now()) is not None
    db.session.rollback()
    kept = db.session.query(Passkey).one()
    assert (kept.sign_count, kept.last_used_at) == (1, clock.now())


def test_the_answer_of_a_passkey_is_good_for_one_sign_in(ana: Person) -> None:
    ana.set_up_passkey()
    token, other = ana.half_way(), ana.half_way()
    answer = ana.device.answer(ana.question(token))
    with pytest.raises(InvalidInputError):
        ana.show_passkey(other, answer)
    ana.show_passkey(token, answer)
    with pytest.raises(SignInOverError):
        ana.show_passkey(token, answer)


@pytest.mark.parametrize("answer", ["x", "{}", "[" * 15_000])
def test_what_no_passkey_said_opens_nothing(ana: Person, answer: str) -> None:
    ana.set_up_passkey()
    with pytest.raises(InvalidInputError):
        ana.show_passkey(ana.half_way(), answer)


def test_a_copy_of_the_database_gives_neither_secret_nor_codes_away(
    ana: Person, sealer: Sealer
) -> None:
    ana.set_up_app()
    db.session.rollback()
    app = db.session.query(AuthenticatorApp).one()
    assert ana.secret not in app.sealed_secret
    kept = {code.code_hash for code in db.session.query(RecoveryCode)}
    assert not kept & set(ana.codes)


def test_with_another_secret_key_the_app_is_refused_and_a_recovery_code_opens(
    ana: Person, clock: FakeClock
) -> None:
    ana.set_up_app()
    clock.advance(seconds=30)
    token = ana.half_way()
    ana.sealer = Sealer("the operator has chosen another key")
    with pytest.raises(InvalidInputError):
        ana.show_code(token, ana.code())
    ana.show_code(token, ana.codes[0])
