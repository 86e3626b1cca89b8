"""A decision can be taken back for some seconds, before anybody hears of it."""
