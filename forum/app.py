"""The application factory: a short list of named steps."""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from forum.accounts.views import blueprint as accounts
from forum.appeals.views import blueprint as appeals
from forum.audit.views import blueprint as audit
from forum.calibration.views.reports import blueprint as calibration
from forum.calibration.views.rescorings import blueprint as rescorings
from forum.calibration.views.sets import blueprint as thresholds
from forum.community.views import blueprint as community
from forum.config import Settings, load
from forum.conversations.views import blueprint as conversations
from forum.drafts.views import blueprint as drafts
from forum.exposure.views import blueprint as exposure
from forum.forecasts.views import blueprint as forecasts
from forum.foundation import lay_foundation
from forum.helplines.views import blueprint as helplines
from forum.keeping.views import blueprint as keeping
from forum.leaving.views import blueprint as leaving
from forum.measures.views import blueprint as measures
from forum.moderation.views import blueprint as moderation
from forum.newcomers.views import blueprint as newcomers
from forum.notifications.views import blueprint as notifications
from forum.nudges.views import blueprint as nudges
from forum.own_data.views import blueprint as own_data
from forum.own_words.views import blueprint as own_words
from forum.privately.views import blueprint as privately
from forum.sanctions.views import blueprint as sanctions
from forum.search.views import blueprint as search
from forum.thanks.views import blueprint as thanks
from forum.transparency.views import blueprint as transparency
from forum.trying.views import blueprint as trying
from forum.web import actor, errors, limits, security, templating
from forum.web.addresses import RowNumber
from forum.web.community import current_community, forget_community
from forum.welcome.views import blueprint as welcome
from forum.wiring import Services

_BLUEPRINTS = (
    conversations,
    search,
    thanks,
    drafts,
    welcome,
    newcomers,
    privately,
    accounts,
    community,
    measures,
    forecasts,
    moderation,
    audit,
    exposure,
    notifications,
    nudges,
    sanctions,
    appeals,
    trying,
    helplines,
    keeping,
    own_data,
    leaving,
    transparency,
    calibration,
    rescorings,
    thresholds,
    own_words,
)
_BEFORE_SET_UP = frozenset({"static", "community.setup", "community.not_set_up"})


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The forum.

    Args:
        settings: read from the environment if not given.
        services: built from the settings if not given.

    Raises:
        SettingsError: the settings can't be used.
    """
    settings = settings or load()
    app = lay_foundation(settings, services, community_changed=[forget_community])
    app.url_map.converters["int"] = RowNumber
    app.jinja_environment = templating.Templates
    security.configure(app, settings)
    # Before the check of the form's token: a request from another site is not even looked at.
    errors.init_app(app)
    security.init_app(app, settings)
    actor.init_app(app)
    CSRFProtect(app)
    limits.init_app(app, settings)
    templating.init_app(app)
    app.before_request(_set_up_first)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _set_up_first() -> ResponseReturnValue | None:
    """Until there is a community, every page leads to the one that says how to make it."""
    if request.endpoint in _BEFORE_SET_UP or current_community() is not None:
        return None
    return redirect(url_for("community.not_set_up"))
