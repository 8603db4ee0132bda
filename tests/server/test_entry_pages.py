"""One page for each entry: answer, sources, history, neighbours, and the same for programs."""

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.rules.phrases import shown
from faq_bot.server.app import create_app
from faq_bot.server.site.prose import blocks
from tests.conftest import WEB
from tests.server.site_pages import data_block, hrefs, main_text, opened, squeezed

BEFORE, AFTER = "free-pass-period-announced", "free-pass-extended"
"""What was said of the campaign in 2025, and what the notice of 2026-03-17 made of it."""


def test_every_entry_has_a_page_with_its_answer_and_every_source(client: FlaskClient, assistant: Assistant):
    for entry in assistant.knowledge.entries:
        text = main_text(client, f"/entries/{entry.id}")
        lines = [line for block in blocks(entry.answer) for line in block.lines]
        wanted = [entry.question, entry.short_answer, *lines, *entry.sources, shown(entry.holds_from)]
        assert [part for part in wanted if squeezed(part) not in text] == [], entry.id


def test_the_data_block_says_what_the_page_shows_and_no_more(client: FlaskClient, assistant: Assistant):
    for entry in assistant.knowledge.entries[::9]:
        text, data = main_text(client, f"/entries/{entry.id}"), data_block(client, f"/entries/{entry.id}")
        [question] = data["mainEntity"]
        answer = question["acceptedAnswer"]
        assert (data["@type"], question["@type"], answer["@type"]) == ("FAQPage", "Question", "Answer")
        assert (question["name"], answer["text"]) == (entry.question, entry.answer)
        assert answer["dateModified"] == data["dateModified"] == entry.holds_from.isoformat()
        cited = [(c["identifier"], c["name"], c["publisher"]["name"]) for c in answer["citation"]]
        assert [ref for ref, _, _ in cited] == list(entry.sources)
        days = [shown(date.fromisoformat(c["datePublished"])) for c in answer["citation"]]
        told = [part for parts in cited for part in parts] + days
        assert [part for part in told if squeezed(part) not in text] == []


def test_an_old_entry_says_what_changed_it_and_leads_there(client: FlaskClient):
    page = opened(client, f"/entries/{BEFORE}")
    assert "2026年3月17日の資料で、内容が変わりました" in page.text
    assert f"/entries/{AFTER}" in hrefs(page)


def test_a_new_entry_keeps_what_it_said_before(client: FlaskClient, assistant: Assistant):
    text, old = main_text(client, f"/entries/{AFTER}"), assistant.knowledge.entry(BEFORE)
    history = text.split("経緯")[1]
    assert old is not None
    assert history.index("2025年4月14日の資料から") < history.index("2026年3月17日の資料から")
    assert history.index(old.short_answer) < history.index("このページ")


def test_an_entry_that_never_changed_has_no_history(client: FlaskClient):
    assert "経緯" not in main_text(client, "/entries/licence-unit")


def test_in_the_past_nothing_is_known_of_the_future(client: FlaskClient):
    text = main_text(client, f"/entries/{BEFORE}?as_of=2025-12-01")
    assert "2025年12月1日の時点の内容です" in text
    assert "変わりました" not in text
    assert "KG-1" in text
    assert "KG-1" not in main_text(client, f"/entries/{BEFORE}?as_of=2025-05-01")


def test_an_entry_does_not_exist_before_its_document(client: FlaskClient):
    page = opened(client, f"/entries/{AFTER}?as_of=2026-03-16", 404)
    assert "このページは見つかりません" in page.text
    opened(client, f"/entries/{AFTER}?as_of=2026-03-17")


def test_an_entry_whose_time_is_over_says_so(client: FlaskClient, assistant: Assistant):
    over = next(e for e in assistant.knowledge.entries if str(e.holds_to) == "2026-03-31")
    assert "2026年3月31日までの内容です。今は当てはまりません" in main_text(client, f"/entries/{over.id}")
    assert "今は当てはまりません" not in main_text(client, f"/entries/{over.id}?as_of=2026-03-31")


@pytest.mark.parametrize("day", ["2026-13-01", "tomorrow", "20260301"])
def test_a_day_that_is_none_is_refused_on_a_page(day: str, client: FlaskClient):
    assert "実在する日付" in opened(client, f"/entries/{AFTER}?as_of={day}", 422).text


def test_neighbours_are_others_and_not_its_own_history(client: FlaskClient):
    near = main_text(client, f"/entries/{AFTER}").split("近い項目")[1]
    page = opened(client, f"/entries/{AFTER}")
    links = [href for href in hrefs(page) if href.startswith("/entries/")]
    assert len(links) == len(set(links)) == 5  # four neighbours, one of the history
    assert links.count(f"/entries/{AFTER}") == 0
    assert "このページ" not in near


def test_a_review_day_that_has_passed_is_told(small_knowledge: Path):
    late = Assistant.load(small_knowledge, today=lambda: date(2036, 1, 1))
    entry = late.knowledge.entries[0]
    client = create_app(late, WEB).test_client()
    assert f"{shown(entry.review_by)}までに見直す予定でした" in main_text(client, f"/entries/{entry.id}")
    early = create_app(Assistant.load(small_knowledge, today=lambda: entry.review_by), WEB).test_client()
    assert "見直す予定でした" not in main_text(early, f"/entries/{entry.id}")


def test_nothing_in_an_answer_can_end_the_data_block(small_knowledge: Path):
    [file, *_] = sorted((small_knowledge / "entries").glob("*.yaml"))
    text = file.read_text(encoding="utf-8")
    first = text.split("question: ")[1].split("\n")[0]
    file.write_text(text.replace(f"question: {first}", "question: '</script><b>&'", 1), encoding="utf-8")
    late = Assistant.load(small_knowledge, today=lambda: date(2026, 11, 22))
    entry = next(e for e in late.knowledge.entries if e.question.startswith("</script>"))
    client = create_app(late, WEB).test_client()
    assert data_block(client, f"/entries/{entry.id}")["mainEntity"][0]["name"] == "</script><b>&"
    assert len(opened(client, f"/entries/{entry.id}").all("b")) == 0
