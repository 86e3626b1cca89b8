"""What stands on an item's page, whatever it is about. Frozen values, so that a template never triggers a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.people import PersonView
from forum.community.citing import CitedRule
from forum.conversations.lifecycle import PostState
from forum.moderation.desk_pages import Desk
from forum.moderation.marks import Piece
from forum.moderation.options import NEEDS_WORDS, ModeratorAction
from forum.moderation.post_pages import ModelsView, Place, Version
from forum.moderation.similar import SimilarDecision
from forum.screened_fields.kinds import FieldKind


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Who has an item open: this person (`is_mine`), `by` somebody else, or nobody. `until` is when that runs out."""

    is_mine: bool
    by: PersonView | None
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class ToldUs:
    """A report as moderators read it. `record` says in words what came of the same person's earlier ones."""

    id: int
    by: PersonView | None
    reason: str
    words: str
    at: datetime
    record: str


@dataclass(frozen=True, kw_only=True)
class AuthorRecord:
    """The author, and how their posts fared: how many were held, approved after that, declined or removed.

    `of_others` says that the post that the page is about does not count; the others may be older or newer.
    `were` completes "They were …" with what staff have said to them, and `now` completes "Now …" with the strictest of
    it that is in force, until `now_until`; empty where there is nothing.
    """

    person: PersonView
    published: int
    held: int
    approved: int
    turned_down: int
    of_others: bool
    were: str
    now: str
    now_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class PastDecision:
    """What was decided on this post before, for other moderators.

    `stands` is whether it still keeps the post from readers, and only reversing it leads back. `reverses` is whether it
    put an earlier decision right. While it `is_appealed` nobody is named.
    """

    id: int
    done: str
    by: PersonView | None
    is_appealed: bool
    number: int
    reverses: bool
    rule: CitedRule | None
    note: str
    at: datetime
    stands: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """A post in front of a moderator, with everything that helps to decide.

    `item_id` is None where it is not in the queue; `waits_with` names an item of its edit that waits beside it.
    `actions` are the decisions there are; empty where this person may not decide. `heard` says for each of them what
    its author will read. `may_speak_to` is whether this person may speak to its author as staff.
    `is_covered` is whether the words may be hard to read, and this person has not asked to see them today.
    `calls_for_help` is whether its author may hurt themselves, `may_answer` whether this person can answer the post.
    """

    post_id: int
    item_id: int | None
    waits_with: int | None
    what: str
    because: str
    ranked: str
    claim: Claim | None
    opened_at: datetime | None
    waits: str
    state: PostState
    author: AuthorRecord
    place: Place
    version: Version
    on_show: Version | None
    screening: ModelsView | None
    reports: Sequence[ToldUs]
    decisions: Sequence[PastDecision]
    similar: Sequence[SimilarDecision]
    last_decision_id: int | None
    actions: Sequence[ModeratorAction]
    heard: Mapping[ModeratorAction, str]
    is_own: bool
    desk: Desk
    may_speak_to: bool
    on_thread: Sequence[ModeratorAction]
    is_covered: bool
    calls_for_help: bool
    may_answer: bool

    @property
    def is_edit(self) -> bool:
        """Whether this is a change to a post that readers see."""
        return self.on_show is not None

    @property
    def heard_as_hints(self) -> Mapping[str, str]:
        """What the author will read, by the form's values."""
        return {action.value: words for action, words in self.heard.items()}

    @property
    def needs_a_reason(self) -> bool:
        """Whether any of the actions is one that its author has to be given a reason for."""
        return any(action in NEEDS_WORDS for action in self.actions)


@dataclass(frozen=True, kw_only=True)
class WaitingText:
    """A name, or another short text, that a person has to read. `because` says why, in words.

    `text` is cut where the screener marked it.
    `on_show` is what others see instead meanwhile; empty where they see nothing. `by_screen` is whether the automatic
    screen would not have shown it. `can_be_had` is False of a user name that nobody can have.
    """

    id: int
    kind: FieldKind
    whose: str
    text: Sequence[Piece]
    on_show: str
    because: str
    by_screen: bool
    can_be_had: bool
    actions: Sequence[ModeratorAction]
    at: datetime

    @property
    def has_marks(self) -> bool:
        """Whether the screener pointed at any words."""
        return any(piece.marked for piece in self.text)


@dataclass(frozen=True, kw_only=True)
class PastText:
    """What was decided on a name, or another short text, before. `words` says what it is: "The name of Ana".

    `stands` is whether the decision still keeps it from others, so that it could be put right.
    """

    id: int
    words: str
    done: str
    by: PersonView | None
    is_appealed: bool
    rule: CitedRule | None
    note: str
    at: datetime
    stands: bool


@dataclass(frozen=True, kw_only=True)
class ProfilePage:
    """A person's profile in front of a moderator: what of it waits to be read, and what readers told us of it.

    `actions` are about what readers told us; they come after the texts. Their words may be covered. `past` is what was
    decided on texts of theirs before. `calls_for_help` is whether they may hurt themselves.
    """

    item_id: int
    person: PersonView
    biography: str
    because: str
    ranked: str
    claim: Claim
    waits: str
    record: AuthorRecord
    texts: Sequence[WaitingText]
    past: Sequence[PastText]
    reports: Sequence[ToldUs]
    actions: Sequence[ModeratorAction]
    desk: Desk
    may_speak_to: bool
    is_covered: bool
    calls_for_help: bool


@dataclass(frozen=True, kw_only=True)
class PrivateItem:
    """An item on what was said in private. It has a page of its own, which shows no more than was chosen for it."""

    item_id: int


@dataclass(frozen=True, kw_only=True)
class AppealItem:
    """An item on an appeal. It has a page of its own, which says who may decide on it."""

    item_id: int
    appeal_id: int


@dataclass(frozen=True, kw_only=True)
class HandledItem:
    """An item that nobody needs to look at any more, and why. `post_id` is None where it was about a profile.

    Then `past` is what was decided in it on texts of that profile.
    """

    item_id: int
    post_id: int | None
    what_happened: str
    at: datetime
    may_look: bool
    past: Sequence[PastText]
