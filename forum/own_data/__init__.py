"""What the forum knows of a person, for themselves: to read, to keep, to take along."""
