"""What is kept: replies, feedback, unanswered questions, staff and what they did. Callers hand it masked text only.

One module a subject; each takes an `Engine` (or a `Connection`) and the moment it is, always UTC.
"""
