"""Reading one post for review: the text, where it stands, to whom it speaks, and what was said of it before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.community.models import Rule
from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.conversations.models import Post, PostRevision, PostTransition, Thread
from forum.database import db
from forum.errors import NotFoundError
from forum.moderation.listing import is_introduction, reason_kinds, spoken_to
from forum.moderation.models import Decision, ReviewItem, ReviewReason
from forum.moderation.options import ABOUT_WHAT_IS_ON_SHOW, Target, available_actions
from forum.moderation.pages import (
    AnsweredPost,
    AuthorRecord,
    HandledItem,
    LabelScore,
    ModelsView,
    PastDecision,
    Place,
    ReviewPage,
    Version,
)
