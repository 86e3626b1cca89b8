"""How fast the screener is and what it needs, beside stock Detoxify, in one run."""
