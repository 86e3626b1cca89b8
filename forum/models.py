"""Every table of the forum, for migrations and for anything that needs the whole metadata."""

from __future__ import annotations

from forum.accounts import models as accounts
from forum.appeals import models as appeals
from forum.audit import models as audit
from forum.calibration import models as calibration
from forum.community import models as community
from forum.conversations import models as conversations
from forum.database import Base
from forum.drafts import models as drafts
from forum.exposure import models as exposure
from forum.forecasts import models as forecasts
from forum.heartbeat import Heartbeat
from forum.helplines import models as helplines
from forum.keeping import models as keeping
from forum.leaving import models as leaving
from forum.moderation import models as moderation
from forum.moderation import similar
from forum.moderation import step_models as steps
from forum.moderation import text_models as texts
from forum.moderation.undo import models as undo
from forum.notifications import models as notifications
from forum.nudges import models as nudges
from forum.own_words import models as own_words
from forum.privately import models as privately
from forum.sanctions import models as sanctions
from forum.screened_fields import models as screened_fields
from forum.thanks import models as thanks
from forum.thresholds import models as thresholds
from forum.welcome import models as welcome

metadata = Base.metadata

__all__ = [
    "Heartbeat",
    "accounts",
    "appeals",
    "audit",
    "calibration",
    "community",
    "conversations",
    "drafts",
    "exposure",
    "forecasts",
    "helplines",
    "keeping",
    "leaving",
    "metadata",
    "moderation",
    "notifications",
    "nudges",
    "own_words",
    "privately",
    "sanctions",
    "screened_fields",
    "similar",
    "steps",
    "texts",
    "thanks",
    "thresholds",
    "undo",
    "welcome",
]
