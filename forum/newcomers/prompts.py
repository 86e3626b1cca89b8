"""Beginnings for an introduction, to be taken or left. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A thing that one may tell: `asks` is the words on its button, `beginning` what it puts into the box."""

    key: str
    asks: str
    beginning: str


PROMPTS = (
    Prompt(key="name", asks="What to call you", beginning="Hello, you can call me"),
    Prompt(key="brings", asks="What brings you here", beginning="I came here because"),
    Prompt(
        key="day",
        asks="A good thing this week",
        beginning="Something small that was good this week:",
    ),
    Prompt(key="like", asks="What you like to do", beginning="When I have time, I like to"),
    Prompt(key="ask", asks="What others may ask you", beginning="You can ask me about"),
    Prompt(key="wish", asks="What you wish for here", beginning="What would help me here is"),
)


def take(text: str, key: str) -> str:
    """The text with the beginning of that name at its end; unchanged if it is there already, or if there is none."""
    found = next((prompt for prompt in PROMPTS if prompt.key == key), None)
    if found is None or found.beginning in text:
        return text
    before = text.rstrip()
    return f"{before}\n\n{found.beginning} " if before else f"{found.beginning} "
