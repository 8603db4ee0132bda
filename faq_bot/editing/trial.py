"""Proposed changes tried out before anybody gets them: checked, and asked all that is known to be asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from faq_bot.assembly import Assistant
from faq_bot.editing.comparing import compare
from faq_bot.errors import KnowledgeError
from faq_bot.loading.entries import Entry
from faq_bot.matching.confusions import Confusions, find_confusions
from faq_bot.matching.entry_matcher import Asked
from faq_bot.rules.lint import lint

Step = Callable[[str], None]
"""Is told what is being done."""
Accepted = Sequence[Mapping[str, str]]
"""Questions an editor took in: `question`, and the `entry` that is to answer."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A wording that finds another entry than its own."""

    entry: str
    wording: str
    won: str


def check(folder: Path, today: date, semantic: bool = False) -> tuple[Assistant | None, list[str]]:
    """Return the assistant of a folder, or everything that is wrong with it."""
    try:
        assistant = Assistant.load(folder, lambda: today, semantic)
        problems = lint(assistant.knowledge)
    except KnowledgeError as error:
        return None, [str(problem) for problem in error.problems]
    return (None if problems else assistant), [str(problem) for problem in problems]


def compared(old: Path, new: Path) -> list[dict[str, Any]]:
    """Return what changed, entry by entry, as JSON values."""
    return [
        {"name": c.name, "kind": c.kind, "change": c.change, "title": c.title,
         "fields": [{"field": f.field, "lines": f.lines()} for f in c.fields]}
        for c in compare(old, new)
    ]  # fmt: skip


def tried(
    before: Assistant, after: Assistant, accepted: Accepted, step: Step = lambda _: None
) -> dict[str, Any]:
    """Return what changes for askers: the accepted questions, every wording, and every wording left out."""
    step("取り入れた質問を尋ねています")
    found = [_asked(after, given) for given in accepted]
    step("すべての言い方を尋ねています")
    strays = dict.fromkeys(_strays(after))
    known = {(stray.entry, stray.wording) for stray in _strays(before)}
    step("取り違えを数えています（今のナレッジ）")
    was = find_confusions(before.knowledge)
    step("取り違えを数えています（変えたあと）")
    now = find_confusions(after.knowledge)
    lost = _lost(was)
    return {
        "accepted": found,
        "wordings": _wordings(after),
        "own_before": _wordings(before) - len(known),
        "wordings_before": _wordings(before),
        "own_after": _wordings(after) - len(strays),
        "own_worse": [asdict(s) for s in strays if (s.entry, s.wording) not in known],
        "left_out_before": {"asked": was.asked, "lost": was.lost},
        "left_out_after": {"asked": now.asked, "lost": now.lost},
        "left_out_worse": [asdict(Stray(*key, won)) for key, won in _lost(now).items() if key not in lost],
    }


def _asked(assistant: Assistant, given: Mapping[str, str]) -> dict[str, Any]:
    entry = assistant.knowledge.entry(given["entry"])
    city = entry.municipality if entry else None
    reply = assistant.ask(given["question"], municipality=city)
    shown = reply.answer.id if reply.answer is not None else None
    first = reply.candidates[0].id if shown is None and reply.outcome == "choose" else None
    return {
        **given,
        "outcome": reply.outcome,
        "found": shown or first,
        "right": given["entry"] in (shown, first),
    }


def _strays(assistant: Assistant) -> Iterator[Stray]:
    today, matcher = assistant.today(), assistant.matcher
    for entry in assistant.knowledge.entries:
        for wording in (entry.question, *entry.phrasings):
            best = matcher.rank(
                Asked(wording, max(today, entry.holds_from), entry.municipality), limit=1
            ).best
            if (
                best is not None
                and best.entry.id != entry.id
                and not _same_matter(assistant, entry, best.entry)
            ):
                yield Stray(entry.id, wording, best.entry.id)


def _same_matter(assistant: Assistant, entry: Entry, other: Entry) -> bool:
    """Whether one entry took the other's place: which of them answers is a question of the day."""
    matcher = assistant.matcher
    return matcher.circumstances.same_matter(matcher.place(entry), matcher.place(other))


def _lost(confusions: Confusions) -> dict[tuple[str, str], str]:
    return {(lost.entry, lost.wording): lost.won for pair in confusions.pairs for lost in pair.lost}


def _wordings(assistant: Assistant) -> int:
    return sum(1 + len(entry.phrasings) for entry in assistant.knowledge.entries)
