"""Regular expressions that stand in the knowledge base, each compiled once in a process however often it is read."""

import re
from collections.abc import Sequence
from functools import lru_cache

_NEVER = r"(?!)"


@lru_cache(4096)  # more than re keeps by itself, and several times what the knowledge base holds
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern, ready for use; re.error if it cannot be read."""
    return re.compile(pattern)


def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    """Return one pattern for any of several."""
    if len(patterns) == 1:
        return compiled(patterns[0])
    return compiled("|".join(f"(?:{pattern})" for pattern in patterns) or _NEVER)
