"""Every table that holds something of people is forgotten after a period, or says here why it stays.

Whoever adds a table decides for how long what is in it is kept: with a `Kind` in `forum.keeping.periods`, for a fixed
time, or for as long as what it belongs to. What stays is told under /what-we-keep (`KEPT_ON`).
"""

from __future__ import annotations

import pytest

from forum.keeping.periods import PERIODS, Kind
from forum.keeping.staying import FIXED, KEPT_ON
from forum.models import metadata

# Rows that go, or words in them.
FORGOTTEN: dict[str, set[Kind]] = {
    "attempts": {Kind.ATTEMPTS},
    "decided_phrases": {Kind.FINGERPRINTS},
    "drafts": {Kind.DRAFTS},
    "field_revisions": {Kind.FIELDS},
    "mentee_notes": {Kind.MENTOR_NOTES},
    "notifications": {Kind.INBOX},
    "nudges": {Kind.NUDGES},
    "password_resets": {Kind.RESETS},
    "post_revisions": {
        Kind.DECLINED,
        Kind.REMOVED,
        Kind.RETURNED,
        Kind.WITHDRAWN,
        Kind.VERSIONS,
    },
    "reports": {Kind.REPORTS},
    "review_steps": {Kind.STEPS},
    "staff_notes": {Kind.STAFF_NOTES},
    "user_sessions": {Kind.SESSIONS},
}
# Kinds that are no table's: files in a folder.
NO_TABLE = {Kind.MAIL_FILES}
# After a time that nobody chooses; `FIXED` tells it, but for what lasts seconds.
FIXED_TIME = {
    "exposures": "What a moderator has read, in points, and their pauses",
    "half_sign_ins": "That you have typed your password and not yet shown your second step",
    "pauses": "What a moderator has read, in points, and their pauses",
}
# What stays, under the words with which /what-we-keep tells of it.
STAYS: dict[str, str] = {
    "appeals": "Appeals, and what staff said to somebody about how they take part",
    "sanctions": "Appeals, and what staff said to somebody about how they take part",
    "rules_acceptances": "Which version of our rules you accepted, and when",
    "audit_entries": "The log of what staff and the forum did",
    "backtests": "What admins tried out in numbers, and when moderators closed or moved a thread",
    "rescorings": "What admins tried out in numbers, and when moderators closed or moved a thread",
    "forecasts": "What admins tried out in numbers, and when moderators closed or moved a thread",
    "thread_steps": "What admins tried out in numbers, and when moderators closed or moved a thread",
    "decisions": "Decisions, and what a moderator wrote to an author",
    "held_back": "Decisions, and what a moderator wrote to an author",
    "review_items": "Decisions, and what a moderator wrote to an author",
    "review_reasons": "Decisions, and what a moderator wrote to an author",
    "shown_messages": "Decisions, and what a moderator wrote to an author",
    "text_decisions": "Decisions, and what a moderator wrote to an author",
    "undo_windows": "Decisions, and what a moderator wrote to an author",
    "posts": "Posts that are on show",
    "post_transitions": "Posts that are on show",
    "threads": "Posts that are on show",
    "private_conversations": "What mentor and mentee write each other in private",
    "private_messages": "What mentor and mentee write each other in private",
    "rescored": "What the automatic screen scored",
    "screening_results": "What the automatic screen scored",
    "departures": "That somebody has left, and when",
    "clock_steps": "Who was whose mentor, and how long newcomers waited for an answer",
    "mentorships": "Who was whose mentor, and how long newcomers waited for an answer",
    "praises": "Who was whose mentor, and how long newcomers waited for an answer",
    "reply_clocks": "Who was whose mentor, and how long newcomers waited for an answer",
    "authenticator_apps": "Your account, and what you have chosen or written for yourself in it",
    "blocks": "Your account, and what you have chosen or written for yourself in it",
    "hides": "Your account, and what you have chosen or written for yourself in it",
    "mails_switched_off": "Your account, and what you have chosen or written for yourself in it",
    "mentee_stars": "Your account, and what you have chosen or written for yourself in it",
    "mentor_settings": "Your account, and what you have chosen or written for yourself in it",
    "newcomer_surveys": "Your account, and what you have chosen or written for yourself in it",
    "passkeys": "Your account, and what you have chosen or written for yourself in it",
    "reading_settings": "Your account, and what you have chosen or written for yourself in it",
    "recovery_codes": "Your account, and what you have chosen or written for yourself in it",
    "saved_replies": "Your account, and what you have chosen or written for yourself in it",
    "snoozes": "Your account, and what you have chosen or written for yourself in it",
    "thanks": "Your account, and what you have chosen or written for yourself in it",
    "user_roles": "Your account, and what you have chosen or written for yourself in it",
    "users": "Your account, and what you have chosen or written for yourself in it",
}
# The community's own, or the machine's: nothing of a person's but who of staff changed it.
NOT_OF_PEOPLE = {
    "audit_head",
    "categories",
    "community",
    "exposure_bounds",
    "heartbeats",
    "help_lines",
    "keeping_periods",
    "keeping_sweeps",
    "own_words",
    "reply_texts",
    "rules",
    "rules_in_versions",
    "rules_versions",
    "setup_links",
    "threshold_sets",
    "weekly_reports",
    "welcome_settings",
}
DECIDED = (set(FORGOTTEN), set(FIXED_TIME), set(STAYS), NOT_OF_PEOPLE)


def test_somebody_has_decided_on_every_table() -> None:
    undecided = set(metadata.tables) - set().union(*DECIDED)
    assert not undecided, f"for how long is it kept? {sorted(undecided)}"


def test_nothing_is_listed_that_is_not_there() -> None:
    assert set().union(*DECIDED) <= set(metadata.tables)


def test_each_table_is_in_one_list() -> None:
    assert sum(map(len, DECIDED)) == len(set().union(*DECIDED))


def test_every_kind_is_of_some_table() -> None:
    assert set().union(*FORGOTTEN.values()) | NO_TABLE == set(Kind) == set(PERIODS)


def test_the_public_page_tells_of_all_that_stays() -> None:
    assert set(STAYS.values()) <= {one.what for one in KEPT_ON}
    assert set(FIXED_TIME.values()) == {one.what for one in FIXED}


@pytest.mark.parametrize("table", sorted(NOT_OF_PEOPLE))
def test_what_is_said_not_to_be_of_people_names_nobody_but_staff(table: str) -> None:
    of_staff = {"added_by_id", "removed_by_id", "changed_by_id"}
    people = {
        column.name
        for column in metadata.tables[table].columns
        for key in column.foreign_keys
        if key.column.table.name == "users"
    }
    assert people <= of_staff
