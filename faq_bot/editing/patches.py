"""What changed between two sets of files, as a patch that `git apply` takes."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

Files = Mapping[str, bytes]
"""Paths inside a knowledge folder, and what stands in each file."""

AROUND = 3
FOLDER = "knowledge"
"""Where the folder stands in the repository."""


def patch(before: Files, after: Files) -> str:
    """Return the whole change; empty if there is none."""
    names = sorted({*before, *after})
    return "".join(
        _file(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def unified(before: str, after: str, around: int = AROUND) -> Iterator[str]:
    """Yield the hunks of a change of one text, line by line, with `around` lines around each.

    difflib's own takes lines that stand in a file often for noise and then shows more than has changed.
    """
    old, new = _lines(before), _lines(after)
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
        (_, i, _, k, _), (_, _, j, _, m) = group[0], group[-1]
        yield f"@@ -{_range(i, j)} +{_range(k, m)} @@"
        for kind, start, end, begin, stop in group:
            if kind == "equal":
                yield from (f" {line}" for line in old[start:end])
            else:
                yield from (f"-{line}" for line in old[start:end])
                yield from (f"+{line}" for line in new[begin:stop])


def _file(name: str, before: bytes | None, after: bytes | None) -> str:
    path = f"{FOLDER}/{name}"
    head = [f"diff --git a/{path} b/{path}"]
    head += ["new file mode 100644"] if before is None else []
    head += ["deleted file mode 100644"] if after is None else []
    head += [f"--- {'/dev/null' if before is None else f'a/{path}'}"]
    head += [f"+++ {'/dev/null' if after is None else f'b/{path}'}"]
    hunks = unified((before or b"").decode("utf-8"), (after or b"").decode("utf-8"))
    return "\n".join([*head, *hunks]) + "\n"


def _lines(text: str) -> list[str]:
    """Return the lines of a text; one that does not end is told as git does."""
    lines: Sequence[str] = text.split("\n")
    return [*lines[:-1], *([f"{lines[-1]}\n\\ No newline at end of file"] if lines[-1] else [])]


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + (length > 0)},{length}" if length != 1 else str(start + 1)
