"""Rows of a table become a file of entries, ready for an editor to finish.

What a table cannot know (further phrasings, sources, days) is left empty in the file: `faq-bot check` then
lists every place that still needs an editor. Nothing is made up to satisfy the check.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from faq_bot.editing.tables import TableRow, read_table
from faq_bot.errors import InputError
from faq_bot.loading.entries import ANSWER_LENGTH, FEWEST_PHRASINGS, SHORT_ANSWER_LENGTH, folded

_SENTENCE = re.compile(r"[^。\n]*。?")
_SEVERAL = re.compile(r"[\n;；|｜]+")
_SPOILT = re.compile(r"#(REF|N/A|VALUE|NAME\?|DIV/0|NULL|NUM)!?")
_HEADER = """\
# {source} から取り込みました（{count}件）。空いているところを埋めてから faq-bot check を動かしてください。
# phrasings は6つ以上の尋ね方、sources は根拠の参照番号、holds_from は資料の公表日、review_by は次に見直す日です。
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as far as a table gives it."""

    id: str
    question: str
    answer: str
    short_answer: str
    phrasings: Sequence[str]
    sources: Sequence[str]
    municipality: str
    holds_from: str
    review_by: str

    @property
    def left(self) -> list[str]:
        """What an editor still has to do, as `faq-bot check` will say."""
        todo = {
            "phrasings": len(self.phrasings) < FEWEST_PHRASINGS,
            "sources": not self.sources,
            "holds_from": not self.holds_from,
            "review_by": not self.review_by,
            "answer": len(self.answer) > ANSWER_LENGTH,
            "short_answer": len(self.short_answer) > SHORT_ANSWER_LENGTH,
        }
        return [key for key, needed in todo.items() if needed]


def import_table(path: Path, out: Path, overwrite: bool = False) -> list[Draft]:
    """Write the questions and answers of `path` into `out` as entries, and return them.

    InputError names every bad row, or says that `out` is there already; nothing is written then.
    """
    if out.exists() and not overwrite:
        raise InputError("OUT", f"{out} はもうあります。書き直すときは --force を付けてください。")
    if not out.parent.is_dir():
        raise InputError("OUT", f"フォルダ {out.parent} がありません。")
    rows = read_table(path)
    drafts = drafts_of(rows, path.name, out.stem)
    header = _HEADER.format(source=path.name, count=len(drafts))
    out.write_text(header + "\n".join(map(as_yaml, drafts)), encoding="utf-8")
    return drafts


def drafts_of(rows: Sequence[TableRow], file: str, prefix: str) -> list[Draft]:
    """Return the entries of all rows. InputError names every row that makes none."""
    mistakes = [(row.number, message) for row in rows for message in _mistakes(row)]
    prefix = _identifier(prefix) or "faq"
    drafts = [_draft(row, prefix) for row in rows]
    mistakes += _repeated(rows, [draft.id for draft in drafts], "番号")
    mistakes += _repeated(rows, [folded(draft.question) for draft in drafts], "質問")
    if mistakes:
        lines = "".join(f"\n  {number}行目: {message}" for number, message in sorted(mistakes))
        raise InputError("FILE", f"{file} に{len(mistakes)}件の誤りがあります。何も書いていません。{lines}")
    if not rows:
        raise InputError("FILE", f"{file} に質問の行がありません。")
    return drafts


def as_yaml(draft: Draft) -> str:
    """Return an entry as an editor would write it."""
    lines = [
        f"- id: {_scalar(draft.id)}",
        f"  question: {_scalar(draft.question)}",
        f"  answer: {_block(draft.answer)}",
        f"  short_answer: {_scalar(draft.short_answer)}",
    ]
    lines += ["  phrasings:", *(f"    - {_scalar(text)}" for text in draft.phrasings)]
    if not draft.phrasings:
        lines[-1] += " []"
    lines.append(f"  sources: [{', '.join(map(_scalar, draft.sources))}]")
    if draft.municipality:
        lines.append(f"  municipality: {_scalar(draft.municipality)}")
    lines += [f"  holds_from: {draft.holds_from}".rstrip(), f"  review_by: {draft.review_by}".rstrip()]
    return "\n".join(lines) + "\n"


def first_sentence(answer: str) -> str:
    """Return the first sentence of an answer, however long: half a sentence would mislead."""
    return next((found for line in answer.split("\n") if (found := _first(line))), "")


def _first(line: str) -> str:
    found = _SENTENCE.match(line)
    return found.group().strip() if found else ""


def _mistakes(row: TableRow) -> Iterable[str]:
    for field, name in (("question", "質問"), ("answer", "回答")):
        text = row.texts.get(field, "")
        if not text:
            yield f"「{name}」が空です。"
        elif not folded(text):
            yield f"「{name}」が「{text[:20]}」になっています。文字で書いてください。"
        elif spoilt := _SPOILT.search(text):
            yield f"「{name}」に表計算の誤り（{spoilt.group()}）があります。"


def _draft(row: TableRow, prefix: str) -> Draft:
    texts = row.texts
    answer = texts.get("answer", "")
    own = _identifier(texts.get("id", "")) or str(row.number)
    question = texts.get("question", "").replace("\n", " ")
    return Draft(
        id=own if re.search("[a-z]", own) else f"{prefix}-{own}",
        question=question,
        answer=answer,
        short_answer=(texts.get("short_answer") or first_sentence(answer)).replace("\n", ""),
        phrasings=_several(texts.get("phrasings", ""), question),
        sources=_several(re.sub("[,、，]", "\n", texts.get("sources", "")), ""),
        municipality=texts.get("municipality", ""),
        holds_from=_day(texts.get("holds_from", "")),
        review_by=_day(texts.get("review_by", "")),
    )


def _several(text: str, but: str) -> list[str]:
    """Return the parts of a cell, each once, without what the question says already."""
    parts: dict[str, str] = {}
    for part in _SEVERAL.split(text):
        parts.setdefault(folded(part), part.strip())
    return [part for key, part in parts.items() if key not in ("", folded(but))]


def _day(text: str) -> str:
    """Return 2026/4/1 and 2026年4月1日 as 2026-04-01; what is no day stays for `faq-bot check` to show."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else _scalar(text) if text else ""


def _identifier(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^a-z0-9]+", "-", narrow).strip("-")


def _repeated(rows: Sequence[TableRow], keys: Sequence[str], what: str) -> list[tuple[int, str]]:
    first: dict[str, int] = {}
    mistakes = []
    for row, key in zip(rows, keys, strict=True):
        earlier = first.setdefault(key, row.number)
        if key and earlier != row.number:
            mistakes.append((row.number, f"同じ{what}が{earlier}行目にもあります。"))
    return mistakes


def _scalar(text: str) -> str:
    dumped: str = yaml.safe_dump(text, allow_unicode=True, width=10**6)
    return dumped.removesuffix("...\n").strip()


def _block(text: str) -> str:
    if "\n" not in text:
        return _scalar(text)
    return "|-\n" + "\n".join(f"    {line}".rstrip() for line in text.split("\n"))
