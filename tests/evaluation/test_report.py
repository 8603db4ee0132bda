"""The report: one page that opens anywhere and can be read by anyone."""

import datetime
import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from faq_bot.assembly import Assistant
from faq_bot.errors import InputError
from faq_bot.evaluation.asking import ask_all
from faq_bot.evaluation.honesty import Claim, bins
from faq_bot.evaluation.measuring import measure
from faq_bot.evaluation.pictures import calibration_picture, require_matplotlib
from faq_bot.evaluation.questions import Question
from faq_bot.evaluation.report import report
from faq_bot.evaluation.robustness import Kept

TODAY = datetime.date(2026, 11, 22)
QUESTIONS = [
    Question("1", "やかん 修理", frozenset({"HD-31"}), "一つめ"),
    Question("2", "壊れたやかんの修理を金物屋で、松戸", frozenset({"MD-1"}), "$x^2$"),
    Question("3", "<b>祭り</b> & やかん", frozenset({"TM-1"}), "<i>"),
    Question("4", "こんにちは", frozenset(), "外"),
]
KEPT = [Kept("voice", "音声入力", 2, 0.5, 0.5, None)]


@pytest.fixture
def page(small_assistant: Assistant) -> str:
    figures = measure(small_assistant, ask_all(small_assistant, QUESTIONS, TODAY))
    return report(figures, KEPT, "試しの質問")


class Elements(HTMLParser):
    """Every element with its attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_needs_no_network_and_no_script(page: str):
    elements = Elements(page).found
    loading = {"script", "link", "img", "iframe", "object", "image"}
    assert [tag for tag, _ in elements if tag in loading] == []
    assert [a for _, attributes in elements for a in attributes if a in ("src", "href", "onload")] == []
    assert "@import" not in page
    assert "@font-face" not in page


def test_every_picture_has_its_words_and_a_table_beside_it(page: str):
    assert page.count("<svg") == page.count("<figure>") == page.count("<figcaption>") == 5
    assert page.count('aria-hidden="true"') == 5
    sections = re.findall(r"<section.*?</section>", page, flags=re.DOTALL)
    assert [s[:60] for s in sections if "<svg" in s and "<table" not in s] == []


def test_colours_and_fonts_are_the_pages_own(page: str):
    assert "#010101" not in page
    assert "var(--ink)" in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_what_was_asked_cannot_become_markup(page: str):
    assert "<b>祭り" not in page
    assert "&lt;b&gt;祭り" in page
    assert "<i>" not in page


def test_names_inside_the_pictures_are_different(page: str):
    names = [
        a["id"]
        for tag, a in Elements(page).found
        if a.get("id") and tag in ("clippath", "lineargradient", "h2")
    ]
    assert len(names) == len(set(names))


def test_every_miss_is_listed_with_what_won(page: str):
    assert "外れた質問 2件" in page
    assert "kettle-repair" in page


def test_the_page_is_the_same_twice(small_assistant: Assistant, page: str):
    figures = measure(small_assistant, ask_all(small_assistant, QUESTIONS, TODAY))
    assert report(figures, KEPT, "試しの質問") == page


def test_a_set_with_nothing_inside_makes_a_page_too(small_assistant: Assistant):
    figures = measure(small_assistant, ask_all(small_assistant, QUESTIONS[3:], TODAY))
    assert "お断り" in report(figures, [], "外だけ")


def test_a_picture_without_claims_is_an_empty_picture():
    assert calibration_picture(bins([])).startswith("<svg")
    assert calibration_picture(bins([Claim(0.5, True)])) != calibration_picture(bins([]))


def test_without_matplotlib_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"careplan-faq-bot\[report\]"):
        require_matplotlib()


def test_the_template_travels_with_the_package():
    import faq_bot.evaluation

    assert (Path(faq_bot.evaluation.__file__).parent / "report.html").is_file()
