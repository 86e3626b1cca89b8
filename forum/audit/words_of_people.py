"""The audit log's words about people: their roles, sanctions and appeals, how they sign in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.audit.phrase import THE_COMMAND_LINE, Detail, Phrase, by, undone


def _role(detail: Detail, it: str) -> str:
    role = detail.get("role", "")
    return f"made {it} {role}" if detail.get("given") else f"took the role of {role} from {it}"


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


def _sanction(detail: Detail, it: str) -> str:
    return _SANCTION.get(str(detail.get("kind")), "spoke to {it}").format(it=it)


def _lifted(detail: Detail, it: str) -> str:
    return _LIFTED.get(str(detail.get("kind")), "ended a sanction of {it}").format(it=it)


def _password(detail: Detail, _: str) -> str:
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


def _second_factor(detail: Detail, it: str) -> str:
    says = _SECOND_FACTOR.get(str(detail.get("change")), "changed the second step of {it}")
    return says.format(it=it)


OF_PEOPLE: Mapping[str, Phrase] = MappingProxyType(
    {
        "person.report": by("reported the profile of {it}", "Reported a profile"),
        "person.keep": by(
            "left the profile of {it} as it is", "Left a reported profile", "moderator"
        ),
        "person.settle": by(
            "took care of what was said of the profile of {it}",
            "Took care of a profile",
            "moderator",
        ),
        "person.skip": by(
            "put the profile of {it} aside for others", "Put a profile aside", "moderator"
        ),
        "person.second_opinion": by(
            "asked for a second opinion on the profile of {it}",
            "Asked for a second opinion on a profile",
            "moderator",
        ),
        "person.escalate": by(
            "asked the admins to look at the profile of {it}",
            "Handed a profile to the admins",
            "moderator",
        ),
        "person.note": by("wrote a note for staff about {it}", "Note on a person"),
        "person.undo": Phrase(
            label="Took back what was said of a profile",
            says=undone("the profile of {it}"),
            role="moderator",
        ),
        "person.joined": by("joined", "Somebody joined"),
        "person.leaving": by("left", "Somebody left"),
        "person.came_back": by("came back in time, and has not left", "Somebody came back"),
        "person.left": by(
            "erased what was of {it}, whose time to come back was over", "Account erased"
        ),
        "person.graduated": by("counts {it} as a member from now on", "Newcomer became a member"),
        "person.role": Phrase(
            label="Role given or taken", says=_role, role="admin", nobody=THE_COMMAND_LINE
        ),
        "appeal.made": by("asked for a second look", "Appeal made"),
        "appeal.upheld": by(
            "looked again at a decision about {it}: it stands", "Appeal: it stands"
        ),
        "appeal.overturned": by(
            "looked again at a decision about {it} and put it right", "Appeal: put right"
        ),
        "appeal.skip": by("put {it} aside for others", "Put an appeal aside", "moderator"),
        "appeal.withdrawn": by("took an appeal back", "Appeal taken back"),
        "appeal.expired": by(
            "closed an appeal of {it}: its matter had changed meanwhile", "Appeal closed by itself"
        ),
        "appeal.reopened": by(
            "opened an appeal of {it} again, which had closed too soon", "Appeal opened again"
        ),
        "person.sanction": Phrase(label="Sanction given", says=_sanction),
        "person.sanction_lifted": Phrase(label="Sanction ended early", says=_lifted),
        "person.laid_down": Phrase(
            label="Role laid down",
            says=lambda detail, _: f"laid down the role of {detail.get('role', '')}",
        ),
        "person.password": Phrase(
            label="Password changed", says=_password, nobody=THE_COMMAND_LINE
        ),
        "person.own_data": by("took a copy of their own data", "Copy of own data taken"),
        "person.second_factor": Phrase(
            label="Second step at sign-in changed", says=_second_factor, nobody=THE_COMMAND_LINE
        ),
    }
)
