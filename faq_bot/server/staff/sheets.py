"""A table as data: drawn on a page and written as CSV from the same rows."""

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Literal

from flask import Response

from faq_bot.rules.phrases import shown
from faq_bot.text.cells import safe_cell

Cell = str | int | float | date | None
Kind = Literal["text", "count", "share", "milliseconds"]
NOTHING = "－"
_MARK = "\ufeff"  # by which Excel knows UTF-8


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column, and what its cells are."""

    label: str
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind != "text"

    def shown(self, cell: Cell) -> str:
        """Return a cell as a reader expects it."""
        if cell is None:
            return NOTHING
        if self.kind == "share":
            return f"{cell:.1%}"
        if self.kind == "milliseconds":
            return f"{cell:,.1f}"
        if self.kind == "count":
            return f"{cell:,}"
        return shown(cell)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: rows of cells, the first of each names it. `links` lead from the first cells, `note` says more."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    links: tuple[str, ...] = ()
    empty: str = "ありません。"


def csv_of(sheet: Sheet) -> str:
    """Return a table as CSV that Excel opens as it is; no cell runs as a formula."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([safe_cell(_heading(column)) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_plain(column, cell) for column, cell in zip(sheet.columns, row, strict=True)])
    return _MARK + written.getvalue()


def csv_response(sheet: Sheet, name: str) -> Response:
    """Return a table as a file to keep."""
    response = Response(csv_of(sheet), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _heading(column: Column) -> str:
    return f"{column.label}（%）" if column.kind == "share" else column.label


def _plain(column: Column, cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return safe_cell(cell)
    return round(100 * cell, 1) if column.kind == "share" else cell
