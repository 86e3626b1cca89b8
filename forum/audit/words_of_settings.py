"""The audit log's words about how the community is set up: its limits, lists, texts and periods."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.audit.phrase import THE_COMMAND_LINE, THE_FORUM, Detail, Phrase, Says, by

_COMMUNITY = {
    "set_up": "set the community up",
    "name": "changed the community’s name",
    "rules": "changed the rules",
    "categories": "changed the categories",
    "signature": "changed under whose name moderators decide",
    "help_lines": "changed the help lines",
    "help_line_tried": "tried a help line, and it is right",
    "reading": "changed how much moderators may read in a day",
    "welcome": "changed how soon newcomers shall be answered",
}


def _community(detail: Detail, _: str) -> str:
    if detail.get("in_substance"):
        return f"changed the rules in substance (version {detail.get('version')}); people are asked to accept them"
    if detail.get("version"):
        return f"changed the wording of the rules (version {detail.get('version')})"
    return _COMMUNITY.get(str(detail.get("what")), "changed the community’s settings")


_FORGOTTEN = {
    "declined": "texts of declined posts",
    "removed": "texts of removed posts",
    "returned": "texts of posts that went back to their authors",
    "withdrawn": "texts of posts that were taken back",
    "versions": "earlier versions of posts",
    "drafts": "drafts",
    "reports": "words of reporters",
    "staff_notes": "notes of staff",
    "steps": "reasons for passing something on",
    "mentor_notes": "notes of mentors",
    "fields": "earlier names and words about oneself",
    "fingerprints": "fingerprints of texts that were decided on",
    "nudges": "questions before sending",
    "inbox": "read lines of inboxes",
    "mail_files": "mails in the folder",
    "sessions": "ended sign-ins",
    "resets": "requests for a new password",
    "attempts": "counted attempts",
}


def _forgotten(detail: Detail, _: str) -> str:
    what = _FORGOTTEN.get(str(detail.get("kind")), "things")
    return f"forgot what had been kept long enough: {what}, {detail.get('count', 0)} in all"


def _keeping(detail: Detail, _: str) -> str:
    what = _FORGOTTEN.get(str(detail.get("kind")), "things")
    days, before = detail.get("days", 0), detail.get("before", 0)
    return f"changed how many days are kept: {what}, {days} instead of {before}"


def _limits(words: str) -> Says:
    return lambda detail, _: words.format(detail.get("name", ""))


def _rescoring(detail: Detail, _: str) -> str:
    model, posts = detail.get("model", "another model"), detail.get("posts", 0)
    return f"had {posts} decided posts read again by {model}; it decides nothing"


def _backtest(detail: Detail, _: str) -> str:
    return f"tried the limits {detail.get('name', '')} on {detail.get('posts', 0)} decided posts"


def _limits_untried(detail: Detail, _: str) -> str:
    return (
        f"did without the trial of the limits {detail.get('name', '')}: {detail.get('because', '')}"
    )


def _limits_live(detail: Detail, _: str) -> str:
    return f"let the limits {detail.get('name', '')} decide from now on"


def _limits_shadow(detail: Detail, _: str) -> str:
    return f"tries the limits {detail.get('name', '')} out; they change nothing"


OF_SETTINGS: Mapping[str, Phrase] = MappingProxyType(
    {
        "text.saved": Phrase(
            label="Saved text written or changed",
            says=lambda detail, _: f"saved the text “{detail.get('name', '')}” for other staff",
        ),
        "text.retired": Phrase(
            label="Saved text retired",
            says=lambda detail, _: f"retired the saved text “{detail.get('name', '')}”",
        ),
        "thresholds.draft": Phrase(
            label="Limits of the screen drafted",
            says=_limits("drafted the limits {}"),
            role="admin",
        ),
        "thresholds.edited": Phrase(
            label="Draft of limits changed", says=_limits("changed the draft {}"), role="admin"
        ),
        "thresholds.backtest": Phrase(
            label="Limits of the screen back-tested", says=_backtest, role="admin"
        ),
        "thresholds.rescoring": Phrase(
            label="Decided posts read again", says=_rescoring, role="admin"
        ),
        "thresholds.live": Phrase(
            label="Limits of the screen changed", says=_limits_live, nobody=THE_FORUM
        ),
        "thresholds.untried": Phrase(
            label="Limits of the screen: no trial", says=_limits_untried, nobody=THE_COMMAND_LINE
        ),
        "thresholds.shadow": Phrase(
            label="Limits of the screen tried out", says=_limits_shadow, nobody=THE_FORUM
        ),
        "community.forecast": by(
            "asked how many mentors the community needs", "Mentors reckoned", "admin"
        ),
        "words.added": by("put a word on the community’s list", "Word put on the list"),
        "words.changed": by("changed a word on the community’s list", "Word on the list changed"),
        "words.removed": by("took a word off the community’s list", "Word taken off the list"),
        "keeping.forgotten": Phrase(label="Forgotten by the forum", says=_forgotten),
        "keeping.changed": Phrase(label="Periods of keeping changed", says=_keeping, role="admin"),
        "community.changed": Phrase(
            label="Community changed", says=_community, role="admin", nobody=THE_COMMAND_LINE
        ),
    }
)
