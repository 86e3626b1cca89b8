"""The audit log's words about texts: posts and their edits, threads, private words, names and profiles."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.audit.phrase import THE_SCREEN, Detail, Phrase, Says, by, undone


def _welcome_flag(detail: Detail, it: str) -> str:
    return f"made {it} a welcome thread" if detail.get("flagged") else f"ended the welcome in {it}"


_FIELDS = {
    "username": "a user name",
    "display_name": "a name",
    "biography": "what somebody says of themselves",
    "introduction": "a mentor’s introduction",
    "welcome_reason": "the words about a welcome thread",
}


def _field(before: str, after: str = "") -> Says:
    """{it} is whose text it was; the text itself is not in the log."""

    def says(detail: Detail, it: str) -> str:
        what = _FIELDS.get(str(detail.get("kind")), "a text")
        return f"{before} {what}{after.format(it=it)}"

    return says


OF_TEXTS: Mapping[str, Phrase] = MappingProxyType(
    {
        "post.approve": by("approved {it}", "Approved a post", "moderator"),
        "post.request_changes": by("asked for a change to {it}", "Asked for a change", "moderator"),
        "post.decline": by("declined {it}", "Declined a post", "moderator"),
        "post.hide": by("took {it} out of sight", "Took a post out of sight", "moderator"),
        "post.restore": by("put {it} back on show", "Put a post back on show", "moderator"),
        "post.remove": by("took {it} down", "Took a post down", "moderator"),
        "post.keep": by("left {it} as it is", "Left a reported post", "moderator"),
        "post.report": by("reported {it}", "Reported a post"),
        "post.skip": by("put {it} aside for others", "Put a post aside", "moderator"),
        "post.second_opinion": by(
            "asked for a second opinion on {it}", "Asked for a second opinion", "moderator"
        ),
        "post.escalate": by(
            "asked the admins to look at {it}", "Handed a post to the admins", "moderator"
        ),
        "post.note": by("wrote a note for staff about {it}", "Note on a post"),
        "post.undo": Phrase(label="Took a decision back", says=undone("{it}"), role="moderator"),
        "private.report": by("reported something in {it}", "Reported private words"),
        "private.keep": by(
            "left what {it} had said in private", "Left reported private words", "moderator"
        ),
        "private.remove": by(
            "took down what {it} had said in private", "Took private words down", "moderator"
        ),
        "private.settle": by(
            "took care of what {it} had said in private",
            "Took care of private words",
            "moderator",
        ),
        "private.skip": by(
            "put something said in {it} aside for others", "Put private words aside", "moderator"
        ),
        "private.undo": Phrase(
            label="Took back a decision on private words", says=undone("{it}"), role="moderator"
        ),
        "edit.approve": by("approved a change to {it}", "Approved an edit", "moderator"),
        "edit.request_changes": by(
            "asked for another change to {it}", "Asked for another edit", "moderator"
        ),
        "edit.decline": by("declined a change to {it}", "Declined an edit", "moderator"),
        "post.pass": by("read {it} and published it", "Screen: published", nobody=THE_SCREEN),
        "post.hold": by(
            "set {it} aside for a person to read", "Screen: set aside", nobody=THE_SCREEN
        ),
        "edit.pass": by(
            "read a change to {it} and published it", "Screen: edit published", nobody=THE_SCREEN
        ),
        "edit.hold": by(
            "set a change to {it} aside for a person to read",
            "Screen: edit set aside",
            nobody=THE_SCREEN,
        ),
        "post.revise": by("sent a new version of {it}", "Author: new version"),
        "post.withdraw": by("took {it} back", "Author: took a post back"),
        "thread.lock": by(
            "closed {it} for new answers", "Closed a thread for answers", "moderator"
        ),
        "thread.unlock": by("opened {it} for answers again", "Opened a thread again", "moderator"),
        "thread.move": by("moved {it} to another category", "Moved a thread", "moderator"),
        "field.pass": Phrase(
            label="Screen: name or profile shown",
            says=_field("read", " of {it} and let it be shown"),
            nobody=THE_SCREEN,
        ),
        "field.hold": Phrase(
            label="Screen: name or profile set aside",
            says=_field("set", " of {it} aside for a person to read"),
            nobody=THE_SCREEN,
        ),
        "field.approve": Phrase(
            label="Approved a name or profile",
            says=_field("approved", " of {it}"),
            role="moderator",
        ),
        "field.request_changes": Phrase(
            label="Asked for another user name",
            says=_field("asked for another in place of", " of {it}"),
            role="moderator",
        ),
        "field.decline": Phrase(
            label="Declined a name or profile",
            says=_field("declined", " of {it}"),
            role="moderator",
        ),
        "field.restore": Phrase(
            label="Put a decision on a name or profile right",
            says=_field("put right that a moderator had declined", " of {it}"),
            role="moderator",
        ),
        "field.withdraw": Phrase(
            label="Author: took a name or profile back", says=_field("took back", " of {it}")
        ),
        "field.replace": Phrase(
            label="Author: wrote a name or profile anew",
            says=_field("wrote", " of {it} anew"),
        ),
        "thread.welcome_flag": Phrase(
            label="Welcome flag given or taken", says=_welcome_flag, role="mentor"
        ),
    }
)
