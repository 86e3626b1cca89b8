"""What the forum knows of a person is in their copy of it, or somebody has said here why it is not.

Whoever adds a table decides: a section in `forum.own_data.sections`, or a reason.
"""

from __future__ import annotations

from sqlalchemy.sql import visitors
from sqlalchemy.sql.schema import Column, Table

from forum.models import metadata
from forum.own_data.sections import SECTIONS, Query

# Of people, and not in their copy.
LEFT_OUT = {
    "departures": "who has left is signed in nowhere, and of whoever comes back there is no row any more",
    "attempts": "counted under a scrambled form of a network, which is nobody's name",
    "audit_entries": "says who did what and holds nobody's words; what concerns a person they were told",
    "backtests": "what an admin asked, in numbers",
    "clock_steps": "who was called for whom: it is about the one who waited, whose waits are in their copy",
    "community": "the community's own",
    "decided_phrases": "numbers that hold no words",
    "forecasts": "what an admin asked, in numbers",
    "half_sign_ins": "lasts minutes",
    "mentee_notes": "what mentors note for each other about somebody",
    "mentee_stars": "marks on other people",
    "own_words": "the community's own list",
    "password_resets": "that a link was asked for; forgotten after some days",
    "rescored": "what another model would have said, tried out by admins",
    "pauses": "when a moderator rested; forgotten after some days",
    "post_transitions": "how a post came to where it stands, which its state and the decisions say",
    "private_conversations": "how far each has read; the words are in private_messages",
    "reply_texts": "the community's own texts for decisions",
    "review_items": "moderators' work",
    "review_reasons": "moderators' work",
    "review_steps": "moderators' work",
    "shown_messages": "which private words a report showed, which are in private_messages",
    "snoozes": "when a mentor wants to be reminded",
    "staff_notes": "what moderators note for each other",
    "thread_steps": "what moderators did to a thread; its starter was told",
}
NOT_OF_PEOPLE = {
    "audit_head",
    "exposure_bounds",
    "heartbeats",
    "help_lines",
    "keeping_periods",
    "keeping_sweeps",
    "rescorings",
    "rules_in_versions",
    "rules_versions",
    "setup_links",
    "threshold_sets",
    "weekly_reports",
    "welcome_settings",
}
# What opens an account, or lets somebody be found out.
SECRETS = {
    "challenge",
    "code_hash",
    "credential_id",
    "last_step",
    "password_hash",
    "public_key",
    "sealed_secret",
    "submission_key",
    "token_hash",
    "words_key",
}


def queries() -> list[Query]:
    return [section.query(1) for section in SECTIONS]


def tables() -> set[str]:
    found = set()
    for query in queries():
        for part in visitors.iterate(query):
            if isinstance(part, Table):
                found.add(part.name)
    return found


def test_every_table_is_in_the_copy_or_somebody_said_why_not() -> None:
    undecided = set(metadata.tables) - tables() - set(LEFT_OUT) - NOT_OF_PEOPLE
    assert not undecided, f"does it belong into a person's copy? {sorted(undecided)}"


def test_nothing_is_said_of_a_table_that_is_in_it_or_is_not_there() -> None:
    said = set(LEFT_OUT) | NOT_OF_PEOPLE
    assert not said & tables()
    assert said <= set(metadata.tables)


def test_nothing_that_opens_an_account_is_in_it() -> None:
    for query in queries():
        for column in query.selected_columns:
            for part in visitors.iterate(column):
                if isinstance(part, Column):
                    assert part.name not in SECRETS, part


def test_every_section_has_a_name_of_its_own() -> None:
    assert len({section.key for section in SECTIONS}) == len(SECTIONS)
    assert len({section.what for section in SECTIONS}) == len(SECTIONS)
