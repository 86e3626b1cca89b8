"""What a person does with a second factor, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyotp import TOTP

from forum.accounts.actor import Actor
from forum.accounts.attempts import Caller
from forum.accounts.second_factor import commands
from forum.accounts.second_factor.apps import propose
from forum.accounts.second_factor.half_sign_ins import find
from forum.accounts.second_factor.passkeys import Owner, ask_for_known, ask_for_new
from forum.accounts.second_factor.questions import new_question
from forum.accounts.second_factor.relying_party import RelyingParty
from forum.accounts.second_factor.renewing import propose_renewal
from forum.accounts.second_factor.sealing import Sealer
from forum.accounts.second_factor.second_step import Comer, finish_with_code, finish_with_passkey
from forum.accounts.signing_in import Credentials, HalfWayIn, SignedInAs, sign_in
from tests.integration.accounts.people import PASSWORD, Account, actor_of
from tests.support.authenticator import Authenticator
from tests.support.clock import FakeClock

HERE = Caller(network="203.0.113.7")
PARTY = RelyingParty(name="forum.test", origin="https://forum.test")


@dataclass
class Person:
    """Somebody with a password, and what they have set up. Use it inside an app context."""

    account: Account
    clock: FakeClock
    sealer: Sealer
    secret: str = ""
    codes: Sequence[str] = ()
    token: str = ""
    device: Authenticator = field(default_factory=Authenticator)

    def __post_init__(self) -> None:
        self.token = self.account.token

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def actor(self) -> Actor:
        return actor_of(self.token, self.clock.now())

    def set_up_app(self) -> commands.SetUp:
        proposal = propose(self.id, self.sealer)
        code = TOTP(proposal.secret).at(self.clock.now())
        done = commands.add_app(self.actor, proposal.sealed, code, self.sealer, self.clock)
        self.secret = proposal.secret
        return self._has(done)

    def set_up_passkey(self, name: str = "my phone") -> commands.SetUp:
        question = new_question(self.id, self.sealer)
        owner = Owner(handle=b"h" * 32, username="ana", display_name="Ana")
        options = ask_for_new(PARTY, "Lindenhof", owner, question.challenge, [])
        made = commands.MadePasskey(
            party=PARTY, question=question.sealed, answer=self.device.make(options), name=name
        )
        return self._has(commands.add_passkey(self.actor, made, self.sealer, self.clock))

    def new_codes(self, proposal: str = "") -> Sequence[str]:
        """Make new recovery codes, as a page proposes them or as one did before."""
        proposed = proposal or propose_renewal(self.id, self.sealer)
        return commands.renew_codes(self.actor, proposed, self.sealer, self.clock)

    def code(self) -> str:
        return TOTP(self.secret).at(self.clock.now())

    def password(self, typed: str = PASSWORD) -> SignedInAs | HalfWayIn:
        credentials = Credentials(name=self.account.username, password=typed)
        return sign_in(credentials, self.id, HERE, "", self.clock)

    def half_way(self) -> str:
        """Type the password; the token for the second step."""
        half = self.password()
        assert isinstance(half, HalfWayIn)
        return half.token

    def show_code(self, token: str, typed: str, caller: Caller = HERE) -> SignedInAs:
        comer = Comer(token=token, caller=caller)
        return finish_with_code(comer, typed, self.sealer, self.clock)

    def question(self, token: str) -> str:
        return ask_for_known(PARTY, find(token, self.clock.now()).challenge, [])

    def show_passkey(self, token: str, answer: str) -> SignedInAs:
        return finish_with_passkey(Comer(token=token, caller=HERE), answer, PARTY, self.clock)

    def _has(self, done: commands.SetUp) -> commands.SetUp:
        self.token = done.token
        self.codes = done.codes or self.codes
        return done
