"""The tamper-evident log of what staff, mentors and the forum itself did."""
