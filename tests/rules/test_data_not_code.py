"""Python knows truth values, dates, years and how schemes combine; no city, amount, date or reference."""

import ast
import re

import pytest
from conftest import ROOT

from faq_bot.loading.knowledge import Knowledge

FILES = sorted((ROOT / "faq_bot" / "rules").glob("*.py"))
FORBIDDEN = {
    "a reference": re.compile(r"\b(HD|TM|KG|CB|MD)-[0-9A-Z]"),
    "a date": re.compile(r"\b20\d\d\b(?!_04)"),
    "an amount": re.compile(r"21[,_]?000|10[,_]?500|1[,_]?750|13[,_]?200"),
    "a telephone number": re.compile(r"\d{3,4}-\d{2,3}-\d{4}"),
}


def code_of(text: str) -> str:
    """The code and its texts, without comments and docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_rule_in_python(path, knowledge: Knowledge):
    code = code_of(path.read_text(encoding="utf-8"))
    words = [town.id for town in knowledge.municipalities] + [town.name for town in knowledge.municipalities]
    words += [*knowledge.schemes, *knowledge.values]
    words.remove("licence")  # also an English word for the scheme with payer: operator
    found = {kind for kind, pattern in FORBIDDEN.items() if pattern.search(code)}
    found |= {word for word in words if re.search(rf"['\"]{word}['\"]", code)}
    assert found == set()


def test_the_patterns_find_what_they_forbid():
    assert FORBIDDEN["a date"].search("date(2025, 6, 1)")
    assert FORBIDDEN["a reference"].search('refs = ("HD-9",)')
    assert FORBIDDEN["an amount"].search("net = 21000")
