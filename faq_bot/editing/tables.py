"""A table with questions and answers, as offices keep it: CSV, Excel or JSON becomes rows of plain text."""

import csv
import importlib.util
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from faq_bot.errors import InputError

_HEADINGS = {
    "id": "id 番号 no 連番 管理番号 通番 faq番号 識別子",
    "question": "question q 質問 問 問い 質問文 質問内容 お問い合わせ 題名 タイトル title 件名",
    "answer": "answer a 回答 答 答え 回答文 回答内容 本文 内容",
    "short_answer": "short_answer 短い答え 短い回答 要約 概要",
    "phrasings": "phrasings 言い方 別の尋ね方 言い換え 類似質問",
    "sources": "sources source 出典 参照 根拠",
    "municipality": "municipality 市町村 自治体",
    "holds_from": "holds_from 適用開始日 公表日 掲載日",
    "review_by": "review_by 見直し日 見直し期日",
}
_FIELDS = {name: field for field, names in _HEADINGS.items() for name in names.split()}
_SEARCHED = 10
"""A title and notes often stand above the headings; they are looked for in this many rows."""
_DELIMITERS = ",\t;"
_HALF_KANA = re.compile(r"[\uff61-\uff9f]+")
_WIDE_ASCII = {i: i - 0xFEE0 for a, b in ("09", "AZ", "az") for i in range(ord(a) + 0xFEE0, ord(b) + 0xFEE1)}
_KEPT_CONTROL = "\n"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row that says something: its number as the table shows it (from 1), and its texts by field."""

    number: int
    texts: Mapping[str, str]


def read_table(path: Path) -> list[TableRow]:
    """Return the rows of a table. InputError says what keeps the file from being read."""
    kinds = {
        ".csv": _csv_rows,
        ".tsv": _csv_rows,
        ".txt": _csv_rows,
        ".xlsx": _excel_rows,
        ".xlsm": _excel_rows,
    }
    kind = path.suffix.casefold()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("FILE", f"{path} を読めません。") from error
    if kind == ".json":
        return _json_rows(content, path.name)
    if kind not in kinds:
        allowed = "CSV（.csv .tsv）、Excel（.xlsx）、JSON（.json）"
        hint = "Excel で .xlsx として保存し直してください。" if kind == ".xls" else ""
        raise InputError("FILE", f"{path.name} は読めない種類です。{hint}使えるもの: {allowed}。")
    for grid in kinds[kind](content, path.name):
        rows = _under_headings(grid)
        if rows is not None:
            return rows
    raise InputError(
        "FILE", f"{path.name} に見出しがありません。「質問」と「回答」の列のある行を入れてください。"
    )


def tidy(value: Any) -> str:
    """Return a cell as text: half-width kana wide, wide letters and digits narrow, lines without loose ends."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"<br\s*/?>", "\n", text, flags=re.IGNORECASE)
    text = _HALF_KANA.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = text.translate(_WIDE_ASCII).replace("\t", " ")
    text = "".join(c for c in text if c in _KEPT_CONTROL or unicodedata.category(c)[0] != "C")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _csv_rows(content: bytes, name: str) -> Iterator[list[list[Any]]]:
    text = _decoded(content, name)
    for delimiter in _DELIMITERS:
        try:
            yield list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise InputError(
                "FILE", f"{name} を CSV として読めません（引用符を確かめてください）。"
            ) from error


def _decoded(content: bytes, name: str) -> str:
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        "FILE", f"{name} の文字コードが分かりません。UTF-8 か Shift_JIS（CP932）で保存してください。"
    )


def _excel_rows(content: bytes, name: str) -> Iterator[list[list[Any]]]:
    if importlib.util.find_spec("openpyxl") is None:
        message = "Excel を読む部品がありません。「pip install 'careplan-faq-bot[excel]'」で入れてください。"
        raise InputError("FILE", message)
    from openpyxl import load_workbook  # noqa: PLC0415  an extra

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        grids = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    except Exception as error:  # openpyxl raises whatever the damaged part of the file provokes
        raise InputError(
            "FILE", f"{name} を Excel として読めません。.xlsx で保存し直してください。"
        ) from error
    yield from grids


def _json_rows(content: bytes, name: str) -> list[TableRow]:
    try:
        found = json.loads(_decoded(content, name))
    except ValueError as error:
        raise InputError("FILE", f"{name} を JSON として読めません。") from error
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise InputError("FILE", f"{name} は、質問と回答のあるオブジェクトの一覧にしてください。")
    rows = [TableRow(number, _named(row.items())) for number, row in enumerate(found, start=1)]
    if rows and not any({"question", "answer"} <= row.texts.keys() for row in rows):
        raise InputError("FILE", f"{name} に「質問」と「回答」（question と answer）のキーがありません。")
    return rows


def _under_headings(grid: Sequence[Sequence[Any]]) -> list[TableRow] | None:
    """Return the rows below the headings, None if there are no headings."""
    for i, heading in enumerate(grid[:_SEARCHED]):
        fields = [_field(cell) for cell in heading]
        if "question" in fields and "answer" in fields:
            below = enumerate(grid[i + 1 :], start=i + 2)
            rows = [TableRow(n, _named(zip(heading, cells, strict=False))) for n, cells in below]
            return [row for row in rows if any(row.texts.values())]
    return None


def _named(cells: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """Return the texts by field; of two columns of one meaning the first counts."""
    texts: dict[str, str] = {}
    for heading, cell in cells:
        field = _field(heading)
        if field is not None:
            joined = "\n".join(map(tidy, cell)) if isinstance(cell, list) else tidy(cell)
            texts.setdefault(field, joined)
    return texts


def _field(heading: Any) -> str | None:
    folded = unicodedata.normalize("NFKC", str(heading or "")).casefold()
    return _FIELDS.get(re.sub(r"[\s.:()「」【】*]+", "", folded))
