"""The audit log's entries as sentences. Every kind of entry is here; one that is not is still shown, plainly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Detail = Mapping[str, Any]

THE_SCREEN = "The automatic screen"
THE_FORUM = "The forum"
THE_COMMAND_LINE = "Somebody at the command line"


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """How an entry is told.

    `label` names the kind in a list to choose from. `says` completes the actor's name; "{it}" stands for what it is
    about. `role` is what the actor acted as: the permission for the act rests on it. `nobody` stands where no person
    acted.
    """

    label: str
    says: Callable[[Detail], str]
    role: str = ""
    nobody: str = THE_FORUM


def _plain(words: str) -> Callable[[Detail], str]:
    return lambda detail: words


def _by(words: str, label: str, role: str = "", nobody: str = THE_FORUM) -> Phrase:
    return Phrase(label=label, says=_plain(words), role=role, nobody=nobody)


def _welcome_flag(detail: Detail) -> str:
    return "made {it} a welcome thread" if detail.get("flagged") else "ended the welcome in {it}"


def _role(detail: Detail) -> str:
    role = detail.get("role", "")
    return f"made {{it}} {role}" if detail.get("given") else f"took the role of {role} from {{it}}"


_SANCTION = {
    "message": "wrote to {it}",
    "warning": "warned {it}",
    "pre_moderate": "had the posts of {it} read first",
    "silence": "asked {it} to read along only",
    "suspend": "signed {it} out for a while",
    "ban": "closed the account of {it}",
}
_LIFTED = {
    "warning": "took a warning of {it} back",
    "pre_moderate": "ended that the posts of {it} are read first",
    "silence": "let {it} post again",
    "suspend": "let {it} sign in again",
    "ban": "opened the account of {it} again",
}


def _sanction(detail: Detail) -> str:
    return _SANCTION.get(str(detail.get("kind")), "spoke to {it}")


def _lifted(detail: Detail) -> str:
    return _LIFTED.get(str(detail.get("kind")), "ended a sanction of {it}")


def _password(detail: Detail) -> str:
    by_mail = detail.get("by_reset")
    return "set a new password through a mailed link" if by_mail else "changed their password"


_SECOND_FACTOR = {
    "app_added": "set up an authenticator app",
    "app_removed": "gave up their authenticator app",
    "passkey_added": "set up a passkey",
    "passkey_removed": "gave up a passkey",
    "codes_renewed": "made new recovery codes",
    "code_used": "signed in with a recovery code",
    "factor_taken_away": "took the second step at sign-in away from {it}",
}


def _second_factor(detail: Detail) -> str:
    return _SECOND_FACTOR.get(str(detail.get("change")), "changed the second step of {it}")


_UNDONE = {
    "approve": "approved it",
    "request_changes": "asked for a change",
    "decline": "declined it",
    "hide": "took it out of sight",
    "restore": "put it back on show",
    "remove": "took it down",
    "keep": "left it as it is",
    "settle": "took care of it",
}


def _undone(of: str) -> Callable[[Detail], str]:
    def says(detail: Detail) -> str:
        done = _UNDONE.get(str(detail.get("undone")), "decided on it")
        return f"took back within seconds, before anybody was told, that they had {done}: {of}"

    return says


_COMMUNITY = {
    "set_up": "set the community up",
    "name": "changed the community’s name",
    "rules": "changed the rules",
    "categories": "changed the categories",
    "help_lines": "changed the help lines",
    "reading": "changed how much moderators may read in a day",
    "welcome": "changed how soon newcomers shall be answered",
}


def _community(detail: Detail) -> str:
    return _COMMUNITY.get(str(detail.get("what")), "changed the community’s settings")


_FORGOTTEN = {
    "declined": "texts of declined posts",
    "removed": "texts of removed posts",
    "returned": "texts of posts that went back to their authors",
    "withdrawn": "texts of posts that were taken back",
    "versions": "earlier versions of posts",
    "drafts": "drafts",
    "reports": "words of reporters",
    "inbox": "read lines of inboxes",
    "mail_files": "mails in the folder",
    "sessions": "ended sign-ins",
    "resets": "requests for a new password",
    "attempts": "counted attempts",
}


def _forgotten(detail: Detail) -> str:
    what = _FORGOTTEN.get(str(detail.get("kind")), "things")
    return f"forgot what had been kept long enough: {what}, {detail.get('count', 0)} in all"


def _keeping(detail: Detail) -> str:
    what = _FORGOTTEN.get(str(detail.get("kind")), "things")
    days, before = detail.get("days", 0), detail.get("before", 0)
    return f"changed how many days are kept: {what}, {days} instead of {before}"


def _limits(words: str) -> Callable[[Detail], str]:
    return lambda detail: words.format(detail.get("name", ""))


def _field(before: str, after: str = "") -> Callable[[Detail], str]:
    """{it} is whose text it was; the text itself is not in the log."""
    return lambda detail: f"{before} {_FIELDS.get(str(detail.get('kind')), 'a text')}{after}"


_FIELDS = {
    "username": "a user name",
    "display_name": "a name",
    "biography": "what somebody says of themselves",
    "introduction": "a mentor’s introduction",
    "welcome_reason": "the words about a welcome thread",
}


def _backtest(detail: Detail) -> str:
    return f"tried the limits {detail.get('name', '')} on {detail.get('posts', 0)} decided posts"


def _limits_untried(detail: Detail) -> str:
    return (
        f"did without the trial of the limits {detail.get('name', '')}: {detail.get('because', '')}"
    )


def _limits_live(detail: Detail) -> str:
    return f"let the limits {detail.get('name', '')} decide from now on"


def _limits_shadow(detail: Detail) -> str:
    return f"tries the limits {detail.get('name', '')} out; they change nothing"


PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "post.approve": _by("approved {it}", "Approved a post", "moderator"),
        "post.request_changes": _by(
            "asked for a change to {it}", "Asked for a change", "moderator"
        ),
        "post.decline": _by("declined {it}", "Declined a post", "moderator"),
        "post.hide": _by("took {it} out of sight", "Took a post out of sight", "moderator"),
        "post.restore": _by("put {it} back on show", "Put a post back on show", "moderator"),
        "post.remove": _by("took {it} down", "Took a post down", "moderator"),
        "post.keep": _by("left {it} as it is", "Left a reported post", "moderator"),
        "post.report": _by("reported {it}", "Reported a post"),
        "person.report": _by("reported the profile of {it}", "Reported a profile"),
        "person.keep": _by(
            "left the profile of {it} as it is", "Left a reported profile", "moderator"
        ),
        "person.settle": _by(
            "took care of what was said of the profile of {it}",
            "Took care of a profile",
            "moderator",
        ),
        "post.skip": _by("put {it} aside for others", "Put a post aside", "moderator"),
        "post.second_opinion": _by(
            "asked for a second opinion on {it}", "Asked for a second opinion", "moderator"
        ),
        "post.escalate": _by(
            "asked the admins to look at {it}", "Handed a post to the admins", "moderator"
        ),
        "post.note": _by("wrote a note for staff about {it}", "Note on a post"),
        "person.skip": _by(
            "put the profile of {it} aside for others", "Put a profile aside", "moderator"
        ),
        "person.second_opinion": _by(
            "asked for a second opinion on the profile of {it}",
            "Asked for a second opinion on a profile",
            "moderator",
        ),
        "person.escalate": _by(
            "asked the admins to look at the profile of {it}",
            "Handed a profile to the admins",
            "moderator",
        ),
        "person.note": _by("wrote a note for staff about {it}", "Note on a person"),
        "post.undo": Phrase(label="Took a decision back", says=_undone("{it}"), role="moderator"),
        "person.undo": Phrase(
            label="Took back what was said of a profile",
            says=_undone("the profile of {it}"),
            role="moderator",
        ),
        "private.report": _by("reported something in {it}", "Reported private words"),
        "private.keep": _by(
            "left what {it} had said in private", "Left reported private words", "moderator"
        ),
        "private.remove": _by(
            "took down what {it} had said in private", "Took private words down", "moderator"
        ),
        "private.settle": _by(
            "took care of what {it} had said in private",
            "Took care of private words",
            "moderator",
        ),
        "edit.approve": _by("approved a change to {it}", "Approved an edit", "moderator"),
        "edit.request_changes": _by(
            "asked for another change to {it}", "Asked for another edit", "moderator"
        ),
        "edit.decline": _by("declined a change to {it}", "Declined an edit", "moderator"),
        "post.pass": _by("read {it} and published it", "Screen: published", nobody=THE_SCREEN),
        "post.hold": _by(
            "set {it} aside for a person to read", "Screen: set aside", nobody=THE_SCREEN
        ),
        "edit.pass": _by(
            "read a change to {it} and published it", "Screen: edit published", nobody=THE_SCREEN
        ),
        "edit.hold": _by(
            "set a change to {it} aside for a person to read",
            "Screen: edit set aside",
            nobody=THE_SCREEN,
        ),
        "post.revise": _by("sent a new version of {it}", "Author: new version"),
        "post.withdraw": _by("took {it} back", "Author: took a post back"),
        "text.saved": Phrase(
            label="Saved text written or changed",
            says=lambda detail: f"saved the text “{detail.get('name', '')}” for other staff",
        ),
        "text.retired": Phrase(
            label="Saved text retired",
            says=lambda detail: f"retired the saved text “{detail.get('name', '')}”",
        ),
        "thread.lock": _by(
            "closed {it} for new answers", "Closed a thread for answers", "moderator"
        ),
        "thread.unlock": _by("opened {it} for answers again", "Opened a thread again", "moderator"),
        "thread.move": _by("moved {it} to another category", "Moved a thread", "moderator"),
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
        "field.decline": Phrase(
            label="Declined a name or profile",
            says=_field("declined", " of {it}"),
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
        "person.joined": _by("joined", "Somebody joined"),
        "person.graduated": _by("counts {it} as a member from now on", "Newcomer became a member"),
        "person.role": Phrase(
            label="Role given or taken", says=_role, role="admin", nobody=THE_COMMAND_LINE
        ),
        "appeal.made": _by("asked for a second look", "Appeal made"),
        "appeal.upheld": _by(
            "looked again at a decision about {it}: it stands", "Appeal: it stands"
        ),
        "appeal.overturned": _by(
            "looked again at a decision about {it} and put it right", "Appeal: put right"
        ),
        "appeal.withdrawn": _by("took an appeal back", "Appeal taken back"),
        "appeal.expired": _by(
            "closed an appeal of {it}: its matter had changed by itself", "Appeal closed by itself"
        ),
        "person.sanction": Phrase(label="Sanction given", says=_sanction),
        "person.sanction_lifted": Phrase(label="Sanction ended early", says=_lifted),
        "person.laid_down": Phrase(
            label="Role laid down",
            says=lambda detail: f"laid down the role of {detail.get('role', '')}",
        ),
        "person.password": Phrase(
            label="Password changed", says=_password, nobody=THE_COMMAND_LINE
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
        "thresholds.live": Phrase(
            label="Limits of the screen changed", says=_limits_live, nobody=THE_FORUM
        ),
        "thresholds.untried": Phrase(
            label="Limits of the screen: no trial", says=_limits_untried, nobody=THE_COMMAND_LINE
        ),
        "thresholds.shadow": Phrase(
            label="Limits of the screen tried out", says=_limits_shadow, nobody=THE_FORUM
        ),
        "community.forecast": Phrase(
            label="Mentors reckoned",
            says=lambda _: "asked how many mentors the community needs",
            role="admin",
        ),
        "words.added": _by("put a word on the community’s list", "Word put on the list"),
        "words.changed": _by("changed a word on the community’s list", "Word on the list changed"),
        "words.removed": _by("took a word off the community’s list", "Word taken off the list"),
        "person.second_factor": Phrase(
            label="Second step at sign-in changed", says=_second_factor, nobody=THE_COMMAND_LINE
        ),
        "keeping.forgotten": Phrase(label="Forgotten by the forum", says=_forgotten),
        "keeping.changed": Phrase(label="Periods of keeping changed", says=_keeping, role="admin"),
        "community.changed": Phrase(
            label="Community changed", says=_community, role="admin", nobody=THE_COMMAND_LINE
        ),
    }
)


def sentence(action: str, detail: Detail, actor: str | None, it: str) -> str:
    """An entry in words.

    Args:
        action: as in the entry.
        detail: as in the entry.
        actor: the name of the person who did it, None for the forum itself.
        it: what it is about, in words: "post 17 by Ana".
    """
    phrase = PHRASES.get(action)
    if phrase is None:
        return f"{actor or THE_FORUM}: {action} ({it})."
    # A mentor decides on a held introduction by answering it.
    acted_as = "mentor" if detail.get("by_mentor") else phrase.role
    role = f" ({acted_as})" if acted_as and actor else ""
    return f"{actor or phrase.nobody}{role} {phrase.says(detail).format(it=it)}."
