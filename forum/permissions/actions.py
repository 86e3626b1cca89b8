"""Everything that needs a permission."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What somebody wants to do."""

    START_THREAD = "start_thread"
    REPLY = "reply"
    REVISE_POST = "revise_post"
    WITHDRAW_POST = "withdraw_post"
    SEE_OWN_HOME = "see_own_home"
    ANSWER_SURVEY = "answer_survey"
    SEE_INBOX = "see_inbox"
    MANAGE_OWN_ACCOUNT = "manage_own_account"
    BLOCK_PERSON = "block_person"
    HAVE_MENTOR = "have_mentor"
    END_MENTORSHIP = "end_mentorship"
    VOUCH = "vouch"
    SEE_OWN_STANDING = "see_own_standing"
    FLAG_WELCOME_THREAD = "flag_welcome_thread"
    SEE_MENTORS_DESK = "see_mentors_desk"
    REPORT = "report"
    SEE_REVIEW_QUEUE = "see_review_queue"
    DECIDE_ON_POST = "decide_on_post"
    KEEP_STAFF_NOTES = "keep_staff_notes"
    GIVE_SANCTION = "give_sanction"
    MAKE_APPEAL = "make_appeal"
    SEE_APPEALS = "see_appeals"
    JUDGE_APPEAL = "judge_appeal"
    SEE_SANCTIONS = "see_sanctions"
    LIFT_SANCTION = "lift_sanction"
    DECIDE_ON_PROFILE = "decide_on_profile"
    READ_AUDIT_LOG = "read_audit_log"
    MANAGE_ROLES = "manage_roles"
    RESET_SECOND_FACTOR = "reset_second_factor"
    MANAGE_COMMUNITY = "manage_community"
    SEE_MEASURES = "see_measures"
    TUNE_THRESHOLDS = "tune_thresholds"
    SEE_SCREENING_REPORTS = "see_screening_reports"
    SEE_NUDGE_FIGURES = "see_nudge_figures"
