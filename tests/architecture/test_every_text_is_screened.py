"""Every column that holds words is screened, or says here why not.

What one person writes and another reads is read by the screener first. Whoever adds a column with text decides which of
these it is.
"""

from __future__ import annotations

from sqlalchemy import String

from forum.models import metadata

# Screened before others see it: posts with their titles by `forum.conversations`, the rest by `forum.screened_fields`.
SCREENED = {
    "field_revisions.text",
    "post_revisions.html",
    "post_revisions.text",
    "post_revisions.title",
}
# What readers see of that: written once it has passed.
SHOWN_ONCE_READ = {
    "mentor_settings.introduction",
    # Only the screened version on show, and its opening post is out of sight until then.
    "threads.title",
    "threads.welcome_reason",
    "users.biography",
    "users.display_name",
    "users.username",
}
# Nobody but whoever wrote it reads it.
FOR_ITS_AUTHOR_ALONE = {
    # What they were called while others still saw it: put back if they come back in time.
    "departures.biography",
    "departures.display_name",
    "departures.username",
    "drafts.text",
    "drafts.title",
    "newcomer_surveys.addressed_as",
    "passkeys.name",
    "praises.skipped_because",
    "saved_replies.text",
    "saved_replies.title",
    "users.email",
}
# Those who run the place speak for it: nobody screens the operator.
BY_ADMINS = {
    "categories.description",
    "categories.name",
    "categories.slug",
    "community.name",
    "community.signed_by",
    "community.tagline",
    "community.team_name",
    "help_lines.contact",
    "help_lines.countries",
    "help_lines.name",
    "help_lines.place",
    "help_lines.url",
    "help_lines.words",
    "own_words.term",
    "rules.text",
    "rules.title",
    "rules_versions.what_changed",
    "threshold_sets.name",
    "threshold_sets.note",
    "welcome_settings.time_zone",
}
# A person's act, in the log with their name: it can be appealed, and must not wait for a machine.
BY_STAFF_IN_OFFICE = {
    "appeals.answer",
    "decisions.note",
    "reply_texts.text",
    "reply_texts.title",
    "sanctions.lifted_because",
    "sanctions.note",
    "text_decisions.note",
    "thread_steps.reason",
    "threads.lock_reason",
}
# Words for staff, or for mentors among themselves. They quote what hurt somebody: to hold them would silence that.
TO_STAFF_AND_MENTORS = {
    "appeals.words",
    "mentee_notes.text",
    "reports.words",
    "review_steps.words",
    "staff_notes.words",
}
# Between two people who know each other here, and can report or block each other: no machine reads along.
PRIVATE = {
    "private_messages.html",
    "private_messages.text",
}
# Sentences that the forum itself makes up, from a few that stand in the code.
BY_THE_FORUM = {
    "clock_steps.why",
    "mentorships.chosen_because",
    "review_reasons.explanation",
}
# No words that somebody chose: keys, hashes, states, and names of kinds, models and machines.
MACHINE = {
    "attempts.key",
    "audit_entries.action",
    "audit_entries.previous_seal",
    "audit_entries.seal",
    "audit_entries.subject_kind",
    "audit_head.seal",
    "authenticator_apps.sealed_secret",
    "decisions.action",
    "departures.address_key",
    "departures.words",
    "exposures.step",
    "drafts.key",
    "drafts.place",
    "half_sign_ins.token_hash",
    "heartbeats.model",
    "heartbeats.name",
    "mails_switched_off.topic",
    "mentor_settings.weight",
    "notifications.detail",
    "nudges.draft_key",
    "nudges.place",
    "nudges.words_key",
    "own_words.effect",
    "password_resets.token_hash",
    "post_transitions.action",
    "post_transitions.after",
    "post_transitions.before",
    "posts.submission_key",
    "private_messages.submission_key",
    "recovery_codes.code_hash",
    "rescorings.model_name",
    "rescorings.model_version",
    "rescorings.problem",
    "reply_texts.action",
    "reports.reason",
    "review_items.label",
    "review_reasons.label",
    "review_steps.action",
    "screening_results.addressed_to",
    "screening_results.model_name",
    "screening_results.model_version",
    "screening_results.threshold_set",
    "screening_results.written_by",
    "setup_links.token_hash",
    "text_decisions.action",
    "thread_steps.action",
    "undo_windows.action",
    "user_roles.role",
    "user_sessions.token_hash",
    "user_sessions.user_agent",
    "users.password_hash",
}
# The same, wherever a column has this name.
STATES = {"closed_as", "ended_how", "kind", "outcome", "stage", "state", "stopped_why"}
DECIDED = (
    SCREENED,
    SHOWN_ONCE_READ,
    FOR_ITS_AUTHOR_ALONE,
    BY_ADMINS,
    BY_STAFF_IN_OFFICE,
    TO_STAFF_AND_MENTORS,
    PRIVATE,
    BY_THE_FORUM,
    MACHINE,
)


def texts() -> set[str]:
    """Every column that can hold words."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and column.name not in STATES
    }


def test_somebody_has_decided_on_every_text() -> None:
    undecided = texts() - set().union(*DECIDED)
    assert not undecided, f"screened, or why not? {sorted(undecided)}"


def test_nothing_is_listed_that_is_not_there() -> None:
    assert set().union(*DECIDED) <= texts()


def test_each_text_is_in_one_list() -> None:
    assert sum(map(len, DECIDED)) == len(set().union(*DECIDED))
