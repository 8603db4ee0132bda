"""A question against the entries: index, scoring, spelling, decision."""
