"""What may be replaced, built in one place and passed in."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask, current_app

from forum.clock import Clock, SystemClock
from forum.config import Settings
from forum.mail import Mailer, build_mailer
from forum.screening_desk.asking import Asking, AsksScreener, NobodyThere


@dataclass(frozen=True, kw_only=True)
class Services:
    """The forum's outside world. Tests pass their own."""

    mailer: Mailer
    clock: Clock = field(default_factory=SystemClock)
    screening_desk: AsksScreener = field(default_factory=NobodyThere)


def build_services(settings: Settings) -> Services:
    """The real ones."""
    return Services(
        mailer=build_mailer(settings),
        screening_desk=Asking(
            settings.screening_desk, settings.secret_key, settings.screening_ask_seconds
        ),
    )


def services(app: Flask | None = None) -> Services:
    """The services of the running app."""
    found: Services = (app or current_app).extensions["hearth.services"]
    return found


def settings(app: Flask | None = None) -> Settings:
    """The settings of the running app."""
    found: Settings = (app or current_app).extensions["hearth.settings"]
    return found


def clock() -> Clock:
    """The running app's clock."""
    return services().clock
