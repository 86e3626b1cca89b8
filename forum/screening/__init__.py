"""Reads a text and says publish or hold, and why."""
