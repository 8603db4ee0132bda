"""All pages as one site: every link leads somewhere, every page is built alike, programs find the same."""

import json
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.server.site.accent import contrast_with_white
from faq_bot.server.site.info_pages import Embedding
from tests.server.site_pages import BROWSER, data_block, hrefs, main_text, opened
from tests.server.test_page import Page

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = [
    "/", "/?q=料金", "/topics", "/topics/licence", "/cities/matsudo", "/entries/licence-unit", "/search",
    "/search?q=HD-31", "/search?q=", "/calculator", "/calculator?municipality=matsudo", "/about",
    "/calculator?start_date=x", "/accessibility", "/embedding", "/embedding?accent=red", "/nowhere",
]  # fmt: skip


def page_at(client: FlaskClient, address: str) -> Page:
    return Page(client.get(address, headers=BROWSER).get_data(as_text=True))


def test_every_link_of_the_site_leads_to_a_page(client: FlaskClient):
    seen, left = {"/"}, ["/"]
    while left:
        address = left.pop()
        response = client.get(address, headers=BROWSER)
        assert response.status_code == 200, address
        if response.mimetype != "text/html":
            continue
        for href in hrefs(Page(response.get_data(as_text=True))):
            target = urljoin(address, href).partition("#")[0]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                left.append(target)
    assert len([address for address in seen if address.startswith("/entries/")]) > 170
    assert len([address for address in seen if address.startswith("/search?q=")]) > 100


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_built_alike(address: str, client: FlaskClient):
    page = page_at(client, address)
    tags = Counter(tag for tag, _ in page.elements)
    assert (tags["main"], tags["h1"], tags["header"], tags["footer"], tags["title"]) == (1, 1, 1, 1, 1)
    assert hrefs(page)[0] == "#main"
    assert page.all("main")[0]["id"] == "main"
    ids = [str(a["id"]) for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for name in ("for", "aria-labelledby", "aria-describedby"):
        named = " ".join(str(a[name]) for _, a in page.elements if name in a).split()
        assert set(named) <= set(ids), name
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4")]
    assert [b - a for a, b in pairwise(levels) if b - a > 1] == []
    assert [a for _, a in page.elements if "style" in a or any(name.startswith("on") for name in a)] == []


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/", "質問する"),
        ("/entries/licence-unit", "項目の一覧"),
        ("/search?q=a", "検索"),
        ("/calculator", "料金の計算"),
    ],
)
def test_the_header_says_where_one_is(address: str, label: str, client: FlaskClient):
    html = client.get(address, headers=BROWSER).get_data(as_text=True)
    assert html.count("aria-current") == 1
    assert f'aria-current="page">{label}</a>' in html


def test_titles_tell_pages_apart(client: FlaskClient):
    titles = [
        client.get(address, headers=BROWSER).get_data(as_text=True).split("<title>")[1].split("</title>")[0]
        for address in (
            "/",
            "/topics",
            "/topics/licence",
            "/cities/chiba",
            "/search",
            "/calculator",
            "/about",
        )
    ]
    assert len(set(titles)) == len(titles)


def test_a_browser_gets_a_page_and_a_program_a_document(client: FlaskClient):
    assert opened(client, "/nowhere", 404).all("main")
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        assert client.get("/nowhere", headers=headers).content_type == "application/problem+json"
    assert client.get("/api/v1/nowhere", headers=BROWSER).content_type == "application/problem+json"
    assert client.put("/", headers=BROWSER).status_code == 405


def test_a_body_that_is_too_large_is_told_on_a_page(client: FlaskClient):
    response = client.post("/calculator", data={"status": "a" * 70_000}, headers=BROWSER)
    assert (response.status_code, response.content_type) == (413, "text/html; charset=utf-8")


def test_about_is_drawn_from_the_knowledge(client: FlaskClient, assistant: Assistant):
    text, knowledge = main_text(client, "/about"), assistant.knowledge
    assert f"{len(knowledge.sources.documents)}つの資料から作った{len(knowledge.entries)}項目" in text
    assert "2025年2月19日から2026年11月22日まで" in text
    documents = [
        part
        for d in knowledge.sources.documents
        for part in (d.title, f"{len(d.passages)}か所（{d.prefix}-）")
    ]
    names = [*documents, *(m.name for m in knowledge.municipalities), *(o.subject for o in knowledge.outside)]
    assert [name for name in names if name not in text] == []


def test_the_snippets_carry_what_was_chosen(client: FlaskClient):
    page = client.get(
        "/embedding", query_string={"municipality": "matsudo", "name": '松戸"市"', "accent": "#0017C1"}
    )
    texts = Page(page.get_data(as_text=True)).text
    assert 'municipality="matsudo"' in texts
    assert 'accent="#0017C1"' in texts
    assert 'name="松戸&#34;市&#34;"' in texts  # as it must stand inside an attribute
    assert '<iframe src="http://localhost/embed?municipality=matsudo&amp;name=' in texts
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_frame_takes_what_the_guide_writes_into_its_address(client: FlaskClient):
    chosen = {"municipality": "matsudo", "name": '松戸"市"', "accent": "#0017C1"}
    page = Page(client.get("/embedding", query_string=chosen).get_data(as_text=True))
    [preview] = page.all("iframe")
    frame = Page(client.get(str(preview["src"])).get_data(as_text=True))
    [element] = frame.all("careplan-faq")
    assert {name: element[name] for name in chosen} == chosen


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"municipality": "osaka"}, "municipality"),
        ({"name": "あ" * 41}, "name"),
        ({"accent": "red"}, "accent"),
        ({"accent": "#FFFF00"}, "accent"),
    ],
)
def test_a_choice_that_would_not_do_is_refused_at_its_field(
    query: dict[str, str], field: str, client: FlaskClient
):
    response = client.get("/embedding", query_string=query, headers=BROWSER)
    page = Page(response.get_data(as_text=True))
    assert response.status_code == 422
    assert [p["id"] for p in page.all("p") if p.get("class") == "error"] == [f"{field}-error"]
    assert [
        f["aria-describedby"] for f in (*page.all("input"), *page.all("select")) if "aria-invalid" in f
    ] == [f"{field}-error"]
    assert str(Embedding().query) == ""
    assert page.all("iframe")[0]["src"] == "/embed"


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#0017C1", 11.1)]
)
def test_contrast_is_that_of_wcag(colour: str, contrast: float):
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.1)


def test_the_json_of_all_entries_is_that_of_the_api(client: FlaskClient, assistant: Assistant):
    body = client.get("/faq.json").get_json()
    assert body["knowledge_version"] == assistant.knowledge.version
    assert [entry["id"] for entry in body["entries"]] == [entry.id for entry in assistant.knowledge.entries]
    for entry in body["entries"][::30]:
        page = entry.pop("page")
        assert entry == client.get(f"/api/v1/entries/{entry['id']}").get_json()
        assert data_block(client, urlsplit(page).path)["url"] == page


def test_the_feed_of_changes_begins_with_the_newest(client: FlaskClient):
    feed = ET.fromstring(client.get("/changes.atom").data)
    days = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
    assert len(days) == 50
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0] == "2026-03-17T00:00:00+09:00"
    titles = {e.findtext(f"{ATOM}id"): e.findtext(f"{ATOM}title") for e in feed.findall(f"{ATOM}entry")}
    assert titles["http://localhost/entries/free-pass-extended"].startswith("変わりました: ")


def test_every_address_of_the_site_map_is_a_page(client: FlaskClient, assistant: Assistant):
    site = ET.fromstring(client.get("/sitemap.xml").data)
    addresses = [str(url.findtext(f"{SITEMAP}loc")) for url in site]
    assert {f"http://localhost/entries/{entry.id}" for entry in assistant.knowledge.entries} <= set(addresses)
    assert [a for a in addresses if client.get(a, headers=BROWSER).status_code != 200] == []


def test_robots_and_llms_lead_to_the_rest(client: FlaskClient, assistant: Assistant):
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)
    llms = client.get("/llms.txt").get_data(as_text=True)
    assert [label for label in assistant.knowledge.topics.values() if label not in llms] == []
    assert "&" not in llms
    assert json.loads(client.get("/faq.json").data)
