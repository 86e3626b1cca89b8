"""A person's words as plain text, which every machine opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from forum.text import moment_in_full

Row = Mapping[str, Any]
_LINE = "-" * 60
# The heading of an answer whose thread has gone out of its author's sight, and its title with it.
_OUT_OF_SIGHT = "An answer in a conversation that is not on show"


def my_words(community: str, sections: Mapping[str, Sequence[Row]], now: datetime) -> str:
    """Posts as they stand, drafts and private words, each with when it was written."""
    lines = [
        f"My words in {community}",
        f"Taken on {moment_in_full(now)}. Earlier versions, and all else, are in everything.json.",
    ]
    versions_of = groupby(sections["posts"], itemgetter("post"))
    lines += _part("POSTS", [_post(list(versions)) for _, versions in versions_of])
    lines += _part("DRAFTS", [_draft(row) for row in sections["drafts"]])
    said = [_message(row) for row in sections["private_conversations"]]
    lines += _part("PRIVATE CONVERSATIONS", said)
    return "\n".join(lines) + "\n"


def _part(heading: str, entries: Sequence[str]) -> Iterator[str]:
    yield f"\n\n{heading}"
    if not entries:
        yield "\nThere are none."
    for entry in entries:
        yield f"\n{_LINE}\n{entry}"


def _post(versions: Sequence[Row]) -> str:
    newest = versions[-1]
    row = next((one for one in versions if one["is_on_show"]), newest)
    about = f"{row['category']}, written {moment_in_full(row['written_at'])}"
    if row["published_at"] is None:
        about += "; nobody but you and the team has seen it"
    words = "The words of this post have been erased." if row["erased_at"] else row["text"]
    post = f"{row['title'] or row['thread'] or _OUT_OF_SIGHT}\n({about})\n\n{words}"
    return post if row is newest or newest["erased_at"] else f"{post}\n\n{_newer(newest)}"


def _newer(row: Row) -> str:
    title = f"{row['title']}\n" if row["title"] else ""
    when = moment_in_full(row["written_at"])
    return f"{title}(a newer version, written {when}; it is not on show)\n\n{row['text']}"


def _draft(row: Row) -> str:
    title = f"{row['title']}\n" if row["title"] else ""
    return f"{title}(last changed {moment_in_full(row['saved_at'])})\n\n{row['text']}"


def _message(row: Row) -> str:
    who = "You" if row["is_mine"] else row["from"]
    gone = ""
    if row["removed_at"]:
        gone = "; taken down by a moderator"
    elif not row["text"]:
        # A moderator has it out of sight for some seconds, or its author has left and taken it along.
        gone = "; not on show"
    return f"{who}, {moment_in_full(row['sent_at'])}{gone}\n\n{row['text']}".rstrip()
