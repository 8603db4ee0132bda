"""What other people's pages are given: the script, the page for a frame, the city page that shows it in use."""

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.server.app import create_app
from faq_bot.settings import read_settings
from tests.conftest import TODAY, WEB

MOST_BYTES = 15_000
MODULES = sorted((WEB / "widget").glob("*.js"))


def test_script_and_styles_are_small(client: FlaskClient, capsys: pytest.CaptureFixture[str]):
    reply = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    with capsys.disabled():
        print(f"\nウィジェット（スクリプトとスタイル、gzip）: {len(reply.data):,} バイト")
    assert reply.headers["Content-Encoding"] == "gzip"
    assert len(reply.data) <= MOST_BYTES
    assert gzip.decompress(reply.data) == client.get("/widget.js").data


def test_the_script_is_for_every_origin_and_asked_for_again_cheaply(client: FlaskClient):
    reply = client.get("/widget.js")
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert reply.headers["Cache-Control"] == "public, max-age=300"
    assert reply.headers["Vary"] == "Accept-Encoding"
    again = client.get("/widget.js", headers={"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_script_holds_every_module_once_and_imports_nothing(client: FlaskClient):
    script = client.get("/widget.js").text
    assert "import{" not in script
    assert "export" not in script
    for module in MODULES:
        for name in re.findall(
            r"^export (?:const|function|class) (\w+)", module.read_text(encoding="utf-8"), re.M
        ):
            assert len(re.findall(rf"(?:const|function|class) {name}\b", script)) == 1, name


def test_no_name_stands_at_the_top_of_two_modules():
    top = re.compile(r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", re.M)
    names = Counter(name for module in MODULES for name in top.findall(module.read_text(encoding="utf-8")))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_module_parses_html_or_sets_styles(module: Path):
    source = module.read_text(encoding="utf-8")
    forbidden = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        ".style.",
        "eval(",
        "{ style:",
    )
    assert [word for word in forbidden if word in source] == []


def test_the_frame_takes_the_element_s_attributes(client: FlaskClient):
    page = client.get(
        "/embed", query_string={"municipality": "matsudo", "name": '市の"質問', "accent": "#00684b"}
    )
    assert 'municipality="matsudo"' in page.text
    assert 'name="市の&#34;質問"' in page.text
    assert 'accent="#00684b"' in page.text


@pytest.mark.parametrize(
    ("name", "value"), [("onclick", "x"), ("municipality", "osaka"), ("as-of", "2025-02-30")]
)
def test_the_frame_refuses_what_it_does_not_know(name: str, value: str, client: FlaskClient):
    reply = client.get("/embed", query_string={name: value})
    assert reply.status_code == 422


def test_only_pages_of_the_allowed_sites_may_frame_it(assistant: Assistant):
    settings = read_settings({"FAQ_BOT_ORIGINS": "https://www.city.example.lg.jp"})
    client = create_app(assistant, WEB, settings).test_client()
    policy = client.get("/embed").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.city.example.lg.jp")
    assert client.get("/demo").headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_suggestions_are_offered_by_city_and_day(client: FlaskClient):
    reply = client.get("/api/v1/suggestions", query_string={"municipality": "matsudo", "as_of": str(TODAY)})
    assert "松戸市" in reply.json["suggestions"][0]
    assert client.get("/api/v1/suggestions?city=x").status_code == 422
    assert client.get("/api/v1/suggestions?municipality=osaka").status_code == 422


def test_every_fact_is_told_with_how_to_ask_for_it(client: FlaskClient):
    facts = {fact["fact"]: fact for fact in client.get("/api/v1/facts").json["facts"]}
    assert facts["used_free_pass"]["choices"] == [
        {"value": True, "label": "使ったことがある"},
        {"value": False, "label": "使ったことはない"},
    ]
    assert {"value": "matsudo", "label": "松戸市"} in facts["municipality"]["choices"]
