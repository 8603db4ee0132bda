"""Texts cut to what a platform takes. Lengths are counted as platforms count: a character outside the plane is two."""

_MORE = "…"


def length(text: str) -> int:
    """Return the length in UTF-16 units, never less than the number of characters."""
    return len(text.encode("utf-16-le", "replace")) // 2


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` units; one that was longer ends in 「…」."""
    if length(text) <= most:
        return text
    kept = text[: most - 1]
    while length(kept) > most - 1:
        kept = kept[: len(kept) - max((length(kept) - most + 2) // 2, 1)]
    return kept.rstrip() + _MORE


def pieces(text: str, most: int, count: int) -> list[str]:
    """Return a text in at most `count` pieces, cut between lines where that can be; the last one may end in 「…」."""
    found: list[str] = []
    rest = text.strip()
    while rest:
        if length(rest) <= most or len(found) == count - 1:
            return [*found, cut(rest, most)]
        end = max(len(cut(rest, most)) - 1, 1)
        line = rest.rfind("\n", end // 2, end)
        found.append(rest[: line if line > 0 else end].rstrip())
        rest = rest[line if line > 0 else end :].lstrip()
    return found
