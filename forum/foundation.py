"""What the web, the worker and every command stand on: logs, database, services, wake-ups, who is told what.

It knows no page. `forum/app.py` puts them on top; whoever shows none is there in half the time.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from forum import (
    logs,
    models,  # noqa: F401  # every table has to be known before the first query
)
from forum.config import ROOT, Settings
from forum.database import db, engine_options
from forum.dispatcher import Listener
from forum.jobs import Jobs
from forum.reactions import build_dispatcher
from forum.wiring import Services, build_services


def lay_foundation(
    settings: Settings,
    services: Services | None = None,
    *,
    community_changed: Sequence[Listener] = (),
) -> Flask:
    """The forum without its pages.

    Args:
        settings: what the operator has set.
        services: built from the settings if not given.
        community_changed: whoever remembers something of the community, such as its name.
    """
    app = Flask(
        "forum", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    logs.configure(settings)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
    )
    db.init_app(app)
    jobs = Jobs(settings)
    app.extensions["hearth.settings"] = settings
    app.extensions["hearth.services"] = services or build_services(settings)
    app.extensions["hearth.jobs"] = jobs
    app.extensions["hearth.events"] = build_dispatcher(jobs, community_changed=community_changed)
    return app
