"""What belongs into a person's copy of their data, as a table: one section, one query.

Each query names its columns, so that nothing gets in by itself: no secret that opens an account, nothing that staff
noted for each other, and of other people only the name under which this person met them. A test knows every table, and
asks whoever adds one whether it belongs here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from forum.own_data import of_account, of_posts, of_welcome

Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the copy.

    Attributes:
        key: its name in the file.
        what: the same in plain words, for the page.
        query: reads it; takes the person's number.
    """

    key: str
    what: str
    query: Callable[[int], Query]


SECTIONS: Sequence[Section] = (
    Section(key="account", what="your account", query=of_account.account),
    Section(key="rules", what="which versions of the rules you accepted", query=of_account.rules),
    Section(key="roles", what="your roles", query=of_account.roles),
    Section(key="signed_in", what="where you were signed in", query=of_account.places),
    Section(key="passkeys", what="the names of your passkeys", query=of_account.passkeys),
    Section(
        key="authenticator_apps", what="that you use an authenticator app", query=of_account.apps
    ),
    Section(
        key="recovery_codes", what="when recovery codes were made and used", query=of_account.codes
    ),
    Section(key="posts", what="every version of every post of yours", query=of_posts.posts),
    Section(key="screened", what="what the automatic screen said of them", query=of_posts.screened),
    Section(key="decisions", what="what was decided about them, and why", query=of_posts.decisions),
    Section(
        key="sanctions", what="what staff said about how you take part", query=of_posts.sanctions
    ),
    Section(key="appeals", what="second looks that you asked for", query=of_posts.appeals),
    Section(key="reports", what="what you told moderators", query=of_posts.reports),
    Section(
        key="names_and_words",
        what="your names and what you said of yourself",
        query=of_posts.fields,
    ),
    Section(
        key="text_decisions",
        what="what was decided about them, and about what you said in private",
        query=of_posts.text_decisions,
    ),
    Section(
        key="thanks_given", what="which posts you gave thanks for", query=of_posts.thanks_given
    ),
    Section(
        key="thanks_received", what="who thanked you for a post", query=of_posts.thanks_received
    ),
    Section(key="drafts", what="your drafts", query=of_posts.drafts),
    Section(
        key="private_conversations", what="your private conversations", query=of_welcome.private
    ),
    Section(
        key="mentorships", what="whose mentee or mentor you were", query=of_welcome.mentorships
    ),
    Section(key="waits", what="how long your posts waited for an answer", query=of_welcome.waits),
    Section(key="survey", what="what you told us at the start", query=of_welcome.survey),
    Section(key="praise", what="praise that you were sent", query=of_welcome.praise),
    Section(key="mentoring", what="your settings as a mentor", query=of_welcome.mentoring),
    Section(key="saved_replies", what="your saved replies", query=of_welcome.saved_replies),
    Section(key="blocks", what="whom you have blocked", query=of_account.blocks),
    Section(
        key="hidden_from_me", what="what you have hidden from yourself", query=of_account.hides
    ),
    Section(key="inbox", what="lines in your inbox", query=of_account.inbox),
    Section(
        key="mails_switched_off", what="mails that you do not want", query=of_account.mails_off
    ),
    Section(key="nudges", what="when we asked before you sent something", query=of_posts.nudges),
    Section(key="reading", what="your settings for moderating", query=of_account.reading),
    Section(
        key="exposure", what="how much you have read as a moderator", query=of_account.exposure
    ),
)
