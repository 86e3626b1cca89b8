"""What the pages of those who look again show: frozen values, so that a template never triggers a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.people import PersonView
from forum.appeals.rules import AppealState
from forum.community.citing import CitedRule
from forum.moderation.desk_pages import Desk
from forum.moderation.pages import Claim


@dataclass(frozen=True, kw_only=True)
class AppealRow:
    """An appeal in the list of staff."""

    id: int
    what: str
    by: PersonView
    state: str
    is_open: bool
    made_at: datetime
    waits: str
    may_judge: bool


@dataclass(frozen=True, kw_only=True)
class AppealList:
    """What waits, the longest wait first, and what was settled of late."""

    waiting: Sequence[AppealRow]
    settled: Sequence[AppealRow]


@dataclass(frozen=True, kw_only=True)
class JudgePage:
    """An appeal in front of staff.

    `texts` is what was decided on, None where it is a sanction, out of this person's sight, or covered: then
    `is_covered`. `is_post` is whether it is a post, and not a name, say. `is_private` is whether it was said in
    private: then nobody reads anything of it but who looks again, and only until they have. `decided_by` is only there
    once the appeal is settled. `stands` is whether the decision still has an effect, `waits_for_post` whether one on a
    change will again when its post is shown again, and `may_stand_again` whether it may for any reason. While it waits
    for this person, `item_id` is its item in the queue, `claim` who has it open and `ranked` why it stands where it
    does; `desk` is what moderators did with it so far, and what else than answer can be done.
    """

    id: int
    item_id: int | None
    claim: Claim | None
    ranked: str
    desk: Desk | None
    what: str
    by: PersonView
    words: str
    made_at: datetime
    title: str | None
    texts: Sequence[str] | None
    is_covered: bool
    is_post: bool
    is_private: bool
    thread_id: int | None
    rule: CitedRule | None
    note: str
    decided_at: datetime
    ends_at: datetime | None
    state: AppealState
    state_words: str
    stands: bool
    waits_for_post: bool
    may_stand_again: bool
    may_judge: bool
    are_stand_ins: bool
    answer: str
    settled_at: datetime | None
    settled_by: PersonView | None
    decided_by: PersonView | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is AppealState.OPEN
