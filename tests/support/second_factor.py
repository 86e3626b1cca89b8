"""An authenticator app, and setting it up through the pages as a person without JavaScript does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pyotp import TOTP

from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.html import Element, parse

APP_PAGE = "/account/second-step/app"


@dataclass(frozen=True)
class App:
    """An app that knows the secret, and the recovery codes that were shown with it."""

    secret: str
    recovery_codes: Sequence[str] = ()

    def code(self, now: datetime) -> str:
        """What it shows now."""
        return TOTP(self.secret).at(now)


def secret_on(page: Element) -> str:
    """The secret as the page shows it in words."""
    [shown] = page.find_all("code", _class="secret")
    return shown.text.replace(" ", "")


def set_up_app(client: CheckingClient, now: datetime, path: str = APP_PAGE) -> App:
    """Open the page, give the app its secret, and type what it shows."""
    page = client.page(path)
    app = App(secret_on(page))
    form = choose_form(page)
    answer = client.post(form["action"], data=fill_in(form, {"code": app.code(now)}))
    assert answer.status_code in {200, 303}, answer.text
    codes = [one.text for one in parse(answer.text)[0].find_all("code")] if answer.text else []
    return App(app.secret, [code for code in codes if code.count("-") == 3])
