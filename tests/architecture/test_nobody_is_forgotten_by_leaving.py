"""Every column that names a person says what becomes of it when that person leaves.

Either the row goes (`forum.leaving.account.ROWS_THAT_GO`), or its words do, or a number stays in place of a name, with
the reason here. Whoever adds a column that points at `users` decides which.
"""

from __future__ import annotations

from sqlalchemy import JSON, String

from forum.leaving.account import ROWS_THAT_GO
from forum.models import metadata

ROWS_GO = {f"{column.class_.__tablename__}.{column.key}" for column in ROWS_THAT_GO}

# The row stays, without a name; its words are erased, with all posts or with everything else.
WORDS_GO = {
    "appeals.appellant_id",
    "departures.user_id",
    "field_revisions.author_id",
    "nudges.author_id",
    "posts.author_id",
    "praises.mentor_id",
    "private_messages.author_id",
    "reports.reporter_id",
    "threads.author_id",
    "threads.welcome_flagged_by_id",
}
# The row is somebody else's, or of how the place was run. It holds a number, and no word of whoever has left.
A_NUMBER_STAYS = {
    # Somebody else's account, and how they came to it.
    "mentorships.backup_id": "who was whose mentor",
    "mentorships.newcomer_id": "who was whose mentor",
    "mentorships.primary_id": "who was whose mentor",
    "clock_steps.by_id": "how long newcomers waited",
    "clock_steps.called_id": "how long newcomers waited",
    "reply_clocks.newcomer_id": "how long newcomers waited",
    "reply_clocks.stopped_by_id": "how long newcomers waited",
    "praises.newcomer_id": "that a mentor was glad of something",
    "notifications.actor_id": "a line in somebody else's inbox, which goes after its period",
    "private_conversations.ended_by_id": "why a conversation is closed",
    "user_roles.given_by_id": "who has given a role to somebody else",
    # What was decided, and by whom: they have to answer for it.
    "appeals.settled_by_id": "who has looked again",
    "audit_entries.actor_id": "the log, which nobody can change",
    "decisions.decided_by_id": "who has decided",
    "field_revisions.settled_by_id": "who has decided",
    "post_transitions.actor_id": "the history of a post, which nobody can change",
    "review_items.about_id": "what the queue was about",
    "review_items.asked_by_id": "who waits for a second opinion",
    "review_items.claimed_by_id": "let go of with the role",
    "review_items.closed_by_id": "who has decided",
    "review_items.decided_by_id": "who has decided",
    "review_items.first_for_id": "let go of with the role",
    "review_items.person_id": "what the queue was about",
    "review_items.with_id": "what the queue was about",
    "sanctions.given_by_id": "who has decided",
    "sanctions.lifted_by_id": "who has decided",
    "sanctions.person_id": "what is in force stays in force",
    "text_decisions.about_id": "what was decided",
    "text_decisions.decided_by_id": "who has decided",
    "undo_windows.by_id": "who has decided",
    "exposures.person_id": "what a moderator has read, which goes after 90 days",
    # How the place is run.
    "backtests.asked_by_id": "what admins tried out in numbers",
    "forecasts.asked_by_id": "what admins tried out in numbers",
    "own_words.added_by_id": "the community's own words",
    "own_words.removed_by_id": "the community's own words",
    "rules_acceptances.user_id": "when which rules were accepted, which nobody can change",
    "rules_versions.changed_by_id": "who has changed the rules",
    "reply_texts.changed_by_id": "texts that staff keep for each other",
    "rescorings.asked_by_id": "what admins tried out in numbers",
}
# Words of staff in office, or about somebody: they stay with what was decided, or go after their period.
WORDS_STAY = {
    "review_steps.by_id": "why something was passed on; goes some time after it is settled",
    "staff_notes.by_id": "what staff tell each other; goes after its period",
    "staff_notes.person_id": "what staff tell each other; goes after its period",
    "thread_steps.by_id": "why a thread was closed, which everybody reads there",
}
DECIDED = (ROWS_GO, WORDS_GO, set(A_NUMBER_STAYS), set(WORDS_STAY))


def columns_of_people() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "users" for key in column.foreign_keys)
    }


def test_somebody_has_decided_on_every_column_that_names_a_person() -> None:
    undecided = columns_of_people() - set().union(*DECIDED)
    assert not undecided, f"what becomes of it when they leave? {sorted(undecided)}"


def test_nothing_is_listed_that_is_not_there() -> None:
    assert set().union(*DECIDED) <= columns_of_people()


def test_each_column_is_in_one_list() -> None:
    assert sum(map(len, DECIDED)) == len(set().union(*DECIDED))


def test_what_is_said_to_be_erased_has_words_that_could_be() -> None:
    for name in WORDS_GO:
        table = metadata.tables[name.partition(".")[0]]
        assert any(isinstance(column.type, String | JSON) for column in table.columns), name


def test_of_the_account_itself_everything_is_decided() -> None:
    goes = {"username", "display_name", "email", "password_hash", "biography"}
    # Counted in figures without a name: who joined, who became a member, who was still here after a week.
    stays = {
        "id",
        "joined_at",
        "graduated_at",
        "last_seen_at",
        "published_posts",
        "is_example",
    }
    assert {column.name for column in metadata.tables["users"].columns} == goes | stays
