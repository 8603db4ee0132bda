"""Search: an address that can be shared, references first, short answers only."""

import pytest
from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.server.site.search_page import split_references
from tests.server.site_pages import hrefs, main_text, opened

UNIT = "licence-unit"
"""The only entry that rests on HD-31."""


def found(client: FlaskClient, query: str) -> list[str]:
    links = hrefs(opened(client, f"/search?{query}"))
    return [href.removeprefix("/entries/") for href in links if href.startswith("/entries/")]


@pytest.mark.parametrize("typed", ["HD-31", "hd-31", "HD31", "ＨＤ－３１", "ｈｄー３１", "HD‐31", " HD-31 "])
def test_a_reference_finds_what_rests_on_it_and_nothing_else(
    typed: str, client: FlaskClient, assistant: Assistant
):
    citing = {e.id for e in assistant.knowledge.entries if "HD-31" in e.sources}
    assert UNIT in citing
    assert set(found(client, f"q={typed}")) == citing


def test_a_reference_among_words_comes_first(client: FlaskClient, assistant: Assistant):
    citing = {e.id for e in assistant.knowledge.entries if "HD-9" in e.sources}
    ids = found(client, "q=電子証明書 HD-9")
    assert set(ids[: len(citing)]) == citing
    assert len(ids) > len(citing)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("query", "refs", "words"),
    [
        ("HD-31", ("HD-31",), ""),
        ("KG-2とHD-31", ("KG-2", "HD-31"), "と"),
        ("フリーパス", (), "フリーパス"),
        ("HD-999", (), "HD-999"),
        ("ABHD-31", (), "ABHD-31"),
        ("CB-7.2 要件", ("CB-7.2",), "要件"),
        ("hd-l2.2", ("HD-L2.2",), ""),
    ],
)
def test_references_are_told_from_words(query: str, refs: tuple[str, ...], words: str, assistant: Assistant):
    assert split_references(query, assistant.knowledge.sources.passages) == (refs, words)


def test_the_ranking_is_that_of_the_api(client: FlaskClient):
    results = client.get("/api/v1/search", query_string={"q": "パソコン 何台", "limit": 20}).get_json()
    assert found(client, "q=パソコン 何台") == [result["id"] for result in results["results"]]


def test_more_of_the_ranking_is_one_link_away(client: FlaskClient):
    page = opened(client, "/search?q=補助&municipality=matsudo&as_of=2026-04-01")
    [more] = [href for href in hrefs(page) if "limit=100" in href]
    assert "municipality=matsudo" in more
    assert len(found(client, more.split("?")[1])) > 20


def test_results_carry_short_answers_only(client: FlaskClient, assistant: Assistant):
    entry = assistant.knowledge.entry(UNIT)
    assert entry is not None
    text = main_text(client, "/search?q=HD-31")
    assert entry.short_answer in text
    assert entry.answer.split("\n")[0] not in text


def test_city_and_day_stay_in_the_form_and_in_the_links(client: FlaskClient):
    page = opened(client, "/search?q=補助&municipality=tomakomai&as_of=2025-05-01")
    assert [o["value"] for o in page.all("option") if "selected" in o] == ["tomakomai"]
    assert [f["value"] for f in page.all("input") if f.get("name") == "as_of"] == ["2025-05-01"]
    entries = [href for href in hrefs(page) if href.startswith("/entries/")]
    assert entries
    assert {href.partition("?")[2] for href in entries} == {"as_of=2025-05-01"}


def test_before_the_first_document_nothing_is_found(client: FlaskClient):
    assert found(client, "q=料金&as_of=2025-02-18") == []
    assert "この時点で分かっている項目はありません" in main_text(client, "/search?q=料金&as_of=2025-02-18")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("q=", "q-error"),
        ("q=%20", "q-error"),
        ("q=" + "あ" * 501, "q-error"),
        ("q=料金&municipality=osaka", "municipality-error"),
        ("q=料金&as_of=2025-02-30", "as-of-error"),
    ],
)
def test_an_error_stands_at_its_field_and_the_input_stays(query: str, field: str, client: FlaskClient):
    page = opened(client, f"/search?{query}", 422)
    assert [p["id"] for p in page.all("p") if p.get("class") == "error"] == [field]
    described = [f for f in (*page.all("input"), *page.all("select")) if "aria-invalid" in f]
    assert [field in str(f["aria-describedby"]) for f in described] == [True]
    typed = next(f["value"] for f in page.all("input") if f.get("name") == "q")
    assert str(typed) == query[2:].split("&", maxsplit=1)[0].replace("%20", " ")


def test_what_is_typed_stays_text(client: FlaskClient):
    page = opened(client, '/search?q="><script>alert(1)</script>')
    assert page.all("script") == []
