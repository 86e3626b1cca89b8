"""The application factory: a short list of named steps."""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from forum import models  # noqa: F401  # every table has to be known before the first query
from forum.accounts.views import blueprint as accounts
from forum.appeals.views import blueprint as appeals
from forum.calibration.views.reports import blueprint as calibration
from forum.calibration.views.rescorings import blueprint as rescorings
from forum.calibration.views.sets import blueprint as thresholds
from forum.community.views import blueprint as community
from forum.config import ROOT, Settings, load
from forum.conversations.views import blueprint as conversations
from forum.database import db, engine_options
from forum.drafts.views import blueprint as drafts
from forum.exposure.views import blueprint as exposure
from forum.forecasts.views import blueprint as forecasts
from forum.helplines.views import blueprint as helplines
from forum.jobs import Jobs
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
from forum.reactions import build_dispatcher
from forum.sanctions.views import blueprint as sanctions
from forum.transparency.views import blueprint as transparency
from forum.trying.views import blueprint as trying
from forum.web import actor, errors, limits, logging, security, templating
from forum.web.addresses import RowNumber
from forum.web.community import current_community, forget_community
from forum.welcome.views import blueprint as welcome
from forum.wiring import Services, build_services

_BLUEPRINTS = (
    conversations,
    drafts,
    welcome,
    newcomers,
    privately,
    accounts,
    community,
    measures,
    forecasts,
    moderation,
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
    app = Flask(
        "forum", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    logging.configure(settings)
    app.url_map.converters["int"] = RowNumber
    security.configure(app, settings)
    _connect(app, settings, services)
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


def _connect(app: Flask, settings: Settings, services: Services | None) -> None:
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
        # A form may stay open over a long day; the token in it is bound to the session anyway.
        WTF_CSRF_TIME_LIMIT=12 * 3_600,
        WTF_CSRF_SSL_STRICT=False,
    )
    db.init_app(app)
    jobs = Jobs(settings)
    app.extensions["hearth.settings"] = settings
    app.extensions["hearth.services"] = services or build_services(settings)
    app.extensions["hearth.jobs"] = jobs
    app.extensions["hearth.events"] = build_dispatcher(jobs, community_changed=forget_community)


def _set_up_first() -> ResponseReturnValue | None:
    """Until there is a community, every page leads to the one that says how to make it."""
    if request.endpoint in _BEFORE_SET_UP or current_community() is not None:
        return None
    return redirect(url_for("community.not_set_up"))
