"""The admins' page of measures, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from forum.measures.export import as_csv
from forum.measures.pages import MeasuresPage
from forum.measures.queries import measures_page
from forum.measures.wording import hours, percent_or_nothing, plain
from forum.nudges.outcomes import NudgeOutcome
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.web.actor import current_actor
from forum.wiring import clock
from forum.words import how_long

blueprint = Blueprint("measures", __name__)

_HEAD = ("by", "of", "measure", "value")
_IN_WORDS = {
    NudgeOutcome.EDITED: "changed and sent",
    NudgeOutcome.SENT_TO_REVIEW: "given to a person",
    NudgeOutcome.CANCELLED: "let go",
    NudgeOutcome.SENT_UNCHANGED: "sent as it was",
}


@blueprint.get("/admin/measures")
def page() -> ResponseReturnValue:
    """How newcomers fare, how mentors cope, and what came of nudges."""
    require(current_actor(), Action.SEE_MEASURES)
    return render_template(
        "measures/measures.html",
        page=measures_page(clock().now()),
        percent=percent_or_nothing,
        how_long=how_long,
        outcomes=list(_IN_WORDS.values()),
    )


@blueprint.get("/admin/measures.csv")
def export() -> ResponseReturnValue:
    """The same figures as a file: one line for each, so that any spreadsheet can turn them about."""
    require(current_actor(), Action.SEE_MEASURES)
    found = measures_page(clock().now())
    response = Response(as_csv(_HEAD, _lines(found)), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="measures.csv"'
    return response


def _lines(found: MeasuresPage) -> Iterator[Sequence[str]]:
    for week in found.weeks:
        name = week.week.monday.isoformat()
        yield "week", name, "first_posts", str(week.first_posts)
        yield "week", name, "welcomed_within_goal", plain(week.welcomed_within_goal)
        yield "week", name, "time_to_first_reply_p50_hours", plain(hours(week.p50))
        yield "week", name, "time_to_first_reply_p95_hours", plain(hours(week.p95))
        yield "week", name, "conversation_rate", plain(week.conversation_rate)
    for cohort in found.cohorts:
        name = cohort.week.monday.isoformat()
        yield "cohort", name, "newcomers", str(cohort.newcomers)
        yield "cohort", name, "graduation_rate", plain(cohort.graduation_rate)
        yield "cohort", name, "retention_d7", plain(cohort.retention_d7)
        yield "cohort", name, "retention_d28", plain(cohort.retention_d28)
    for nudge in found.nudges:
        name = nudge.week.monday.isoformat()
        yield "week", name, "nudges_shown", str(nudge.shown)
        for outcome, count in zip(NudgeOutcome, nudge.outcomes, strict=True):
            yield "week", name, f"nudge_{outcome}", str(count)
    for mentor in found.mentors:
        yield "mentor", mentor.name, "mentees_waiting", str(mentor.waiting)
        yield "mentor", mentor.name, "mentees_quiet", str(mentor.quiet)
        yield "mentor", mentor.name, "answered_in_28_days", str(mentor.answered)
