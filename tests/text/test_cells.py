"""Texts of strangers in the cells of a table."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.text.cells import safe_cell

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://evil.example")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u3000=1",
    "＝1+1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_written_as_text(text: str):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "料金はいくらですか", "21,000円", "a=b", "(=1)", "'=1", "1-2"])
def test_other_texts_stay_as_they_are(text: str):
    assert safe_cell(text) == text


@given(st.text())
def test_no_cell_begins_like_a_formula_even_after_a_program_has_read_it(text: str):
    file = io.StringIO()
    csv.writer(file).writerow([safe_cell(text)])
    [[cell]] = csv.reader(io.StringIO(file.getvalue(), newline="")) or [[""]]
    assert cell.strip(" \u3000")[:1] not in set("=+-@\t\r\n＝＋－＠") or not cell
    assert cell.endswith(text)
