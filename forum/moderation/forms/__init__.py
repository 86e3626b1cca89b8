"""Forms of moderation: one file for each thing that a moderator does."""
