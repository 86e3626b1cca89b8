"""Hearth: a community forum where a newcomer's first post lands somewhere friendly."""
