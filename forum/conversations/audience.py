"""To whom a post speaks. Pure. Replies to newcomers are screened more strictly than anything else."""

from __future__ import annotations

from dataclasses import dataclass

from forum.screening import Standing


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where a post stands.

    `answered` and `thread_author` are None where there is nobody, or where it is the author themselves.
    """

    written_by: Standing
    opens_thread: bool
    is_introduction: bool
    in_welcome_thread: bool
    answered: Standing | None
    thread_author: Standing | None


def addressed_to(setting: Setting) -> Standing:
    """The most vulnerable person the post speaks to.

    An introduction speaks to the community; a new thread does too. Any other post in a welcome thread may reach a
    newcomer, whoever it formally answers.
    """
    if setting.opens_thread or setting.is_introduction:
        return Standing.MEMBER
    if setting.in_welcome_thread:
        return Standing.NEWCOMER
    if Standing.NEWCOMER in {setting.answered, setting.thread_author}:
        return Standing.NEWCOMER
    return Standing.MEMBER
