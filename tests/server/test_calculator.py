"""The calculator: the same decision as the API, explained; nothing private in an address; no input lost."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_bot.assembly import Assistant
from faq_bot.rules.facts import choices
from faq_bot.server.app import create_app
from faq_bot.server.fact_forms import FactForms
from faq_bot.server.site.calculator import groups_of
from tests.conftest import WEB
from tests.server.site_pages import BROWSER, hrefs, squeezed
from tests.server.test_page import Page

SUMMER = {"as_of": "2025-08-01", "status": "new", "start_date": "2025-05-12", "service_type": "通所介護"}
TOMAKOMAI = {**SUMMER, "municipality": "tomakomai"}
MATSUDO = {
    "as_of": "2025-02-19", "municipality": "matsudo", "status": "new", "start_date": "2025-01-10",
    "service_type": "通所介護", "applied_on": "2025-02-10", "office_numbers": "1", "deemed_designation": "false",
    "suspended": "false", "closing_planned_by_next_month": "false", "tax_arrears": "false",
    "antisocial": "false", "already_subsidised_this_year": "false",
}  # fmt: skip
PRIVATE = {"suspended", "closing_planned_by_next_month", "tax_arrears", "antisocial"}


def sent(client: FlaskClient, expected: int = 200, /, **fields: str) -> str:
    """The page after the form is sent."""
    response = client.post("/calculator", data=fields, headers=BROWSER)
    assert response.status_code == expected
    return response.get_data(as_text=True)


def rows(html: str) -> list[list[str]]:
    """The cells of the table, line by line."""
    lines = re.findall(
        r'<tr role="row">(.*?)</tr>', html.partition("<tbody")[2].partition("</tbody>")[0], re.S
    )
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", line, re.S) for line in lines]
    return [
        [squeezed(unescape(re.sub(r"<span.*?aria-hidden.*?</span>|<[^>]+>", "", c))) for c in line]
        for line in cells
    ]


def test_a_new_office_in_tomakomai_pays_nothing_in_either_year(client: FlaskClient):
    assert rows(sent(client, **TOMAKOMAI)) == [
        ["21,000円", "苫小牧市", "0円", "見込み"],
        ["21,000円", "国（フリーパスキャンペーン）", "0円", "見込み"],
    ]


def test_a_list_of_conditions_counts(client: FlaskClient):
    assert rows(sent(client, **MATSUDO))[0][:3] == ["21,000円", "松戸市", "0円"]
    refused = sent(client, **{**MATSUDO, "tax_arrears": "true"})
    assert rows(refused)[0][:3] == ["21,000円", "事業所", "21,000円"]


def test_the_address_of_a_calculation_opens_the_same(client: FlaskClient):
    html = sent(client, **TOMAKOMAI)
    [address] = [href for href in hrefs(Page(html)) if href.startswith("/calculator?")]
    assert rows(client.get(address).get_data(as_text=True)) == rows(html)


def test_inner_affairs_stay_out_of_every_address_and_are_not_read_from_one(client: FlaskClient):
    html = sent(client, **MATSUDO)
    assert {sheet for sheet in MATSUDO if sheet in PRIVATE} == PRIVATE
    named = {name for href in hrefs(Page(html)) for name, _ in parse_qsl(urlsplit(href).query)}
    assert {"municipality", "start_date"} <= named
    assert named & PRIVATE == set()
    asked = client.get("/calculator", query_string=MATSUDO).get_data(as_text=True)
    checked = {f["name"] for f in Page(asked).all("input") if "checked" in f and f["value"]}
    assert "status" in checked
    assert checked & PRIVATE == set()


def test_the_form_is_sent_by_post_only(client: FlaskClient):
    page = Page(sent(client, **TOMAKOMAI))
    assert [(f["method"], f["action"]) for f in page.all("form")] == [("post", "/calculator#result")]


def test_every_fact_an_asker_is_asked_for_stands_in_the_form_once(assistant: Assistant):
    groups = groups_of(assistant.knowledge, FactForms(assistant.knowledge), {})
    facts = [form.fact for group in groups for form in group.forms]
    assert len(facts) == len(set(facts))
    assert set(facts) == {sheet.id for sheet in assistant.knowledge.facts if sheet.asked}
    assert groups[0].scheme == ""
    assert {"municipality", "status", "start_date"} <= {form.fact for form in groups[0].forms}
    assert {form.fact for form in groups[0].forms} & PRIVATE == set()


def test_each_error_stands_at_its_field_and_nothing_typed_is_lost(client: FlaskClient):
    wrong = {
        **MATSUDO,
        "start_date": "2025-02-30",
        "office_numbers": "0",
        "as_of": "2025-13-01",
        "antisocial": "?",
    }
    html = sent(client, 422, **wrong)
    page = Page(html)
    fields = ["start_date", "office_numbers", "antisocial", "as_of"]
    errors = [str(p["id"]) for p in page.all("p") if p.get("class") == "error"]
    assert sorted(errors) == sorted(f"{field}-error" for field in fields)
    assert [href for href in hrefs(page) if href.startswith("#") and href != "#main"] == [
        f"#{f}" for f in fields
    ]
    ids = {str(a["id"]) for _, a in page.elements if "id" in a}
    assert set(fields) <= ids
    values = {str(f["name"]): f["value"] for f in page.all("input") if f.get("type") in ("text", "date")}
    assert (values["office_numbers"], values["applied_on"]) == ("0", "2025-02-10")
    assert "今の値: 2025-02-30" in page.text
    checked = {(f["name"], f["value"]) for f in page.all("input") if "checked" in f and f["value"]}
    assert {("municipality", "matsudo"), ("tax_arrears", "false")} <= checked
    assert "ライセンスの年ごとの支払い" not in html


def test_what_is_missing_leads_to_its_field_and_says_why(client: FlaskClient):
    html = sent(client, municipality="matsudo", as_of="2025-02-19")
    text = squeezed(Page(html).text)
    assert "まだ分からないこと" in text
    assert "申請の日に休止していないかが分かると決まります" in text
    links = [href[1:] for href in hrefs(Page(html)) if href.startswith("#") and href != "#main"]
    assert {"status", "suspended", "service_type"} <= set(links)
    assert set(links) <= {str(a["id"]) for _, a in Page(html).elements if "id" in a}
    opened = html.split("松戸市ケアプランデータ連携システムライセンス料補助金（令和6年度）の条件")[0]
    assert opened.rstrip().endswith('<details class="group" open>\n        <summary>')


def test_nothing_said_is_answered_too(client: FlaskClient):
    text = squeezed(Page(sent(client)).text)
    assert "いくらになるかは、まだ決められません" in text
    assert "これから利用を始めますか" in text


def test_conditions_are_told_met_unmet_and_unknown(client: FlaskClient):
    html = sent(client, **{**TOMAKOMAI, "start_date": "2025-06-02"})
    card = html.split('id="scheme-tomakomai"')[1].split("</section>")[0]
    told = re.findall(r'<li class="(\w+)">.*?<span class="unseen">(.*?): </span>(.*?) <span', card, re.S)
    assert ("met", "満たす", "苫小牧市内の事業所です。") in told
    assert [text for truth, said, text in told if (truth, said) == ("not_met", "満たさない")] == [
        "利用を始める日が2025年5月31日より後です。国のキャンペーンで最初から無料になるため、市の補助はありません。"
    ]
    open_card = sent(client, municipality="tomakomai", as_of="2025-08-01")
    assert "まだ分からない: " in open_card.split('id="scheme-tomakomai"')[1].split("</section>")[0]


def test_the_wage_schemes_show_their_parts_where_they_are_asked_about(client: FlaskClient):
    html = sent(
        client,
        as_of="2026-04-01",
        service_type="訪問介護",
        treatment_allowance="acquired",
        linkage="joined",
        on="2026-01-15",
    )
    own = html.split("ほかの制度（")[0]
    assert 'id="scheme-wage_uplift"' in own
    parts = own.split('id="scheme-wage_uplift"')[1].split("</ul>")[0]
    assert {"1.0", "0.5", "0.4"} == set(re.findall(r"（([0-9.]+)万円）", parts))


def test_what_is_sent_stays_text(client: FlaskClient):
    html = sent(client, 422, start_date='"><script>alert(1)</script>', municipality="<b>")
    assert Page(html).all("script") == []


def askers(assistant: Assistant) -> st.SearchStrategy[dict[str, str]]:
    """What the form may be sent: each fact known or not, with any of its values."""
    days = st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(str)
    kinds = {}
    for sheet in assistant.knowledge.facts:
        if not sheet.asked:
            continue
        values = [
            str(v).lower() if isinstance(v, bool) else v for v, _ in choices(sheet, assistant.knowledge)
        ]
        by_type = {"date": days, "number": st.sampled_from(["1", "3"])}
        kinds[sheet.id] = by_type[sheet.type] if sheet.type in by_type else st.sampled_from(values)
    return st.fixed_dictionaries(
        {}, optional={**kinds, "as_of": st.sampled_from(["2025-03-01", "2025-08-01", "2026-04-01"])}
    )


def as_json(fields: dict[str, str], assistant: Assistant) -> dict[str, object]:
    """The same facts as the API takes them."""
    types = {sheet.id: sheet.type for sheet in assistant.knowledge.facts}
    words = {"true": True, "false": False}
    facts = {
        name: int(text) if types[name] == "number" else words[text] if types[name] == "boolean" else text
        for name, text in fields.items()
    }
    return {"as_of": assistant.today().isoformat(), **facts}


@settings(max_examples=40)
@given(data=st.data())
def test_the_page_says_what_the_api_decides(data: st.DataObject, assistant: Assistant):
    client = create_app(assistant, WEB).test_client()
    fields = data.draw(askers(assistant))
    html = sent(client, **fields)
    decision = client.post("/api/v1/eligibility", json=as_json(fields, assistant)).get_json()
    paid = [y["net_per_office"] for y in decision["license_years"]]
    assert [line[2] for line in rows(html)] == ["未定" if net is None else f"{net:,}円" for net in paid]
    shown = dict(re.findall(r'id="scheme-(\w+)">.*?<span class="status (\w+)">', html, re.S))
    known = {k: s["status"] for k, s in decision["schemes"].items() if "published_source" not in s["missing"]}
    assert shown == known
    asked = re.findall(
        r'<li><a href="#(\w+)">', html.partition("まだ分からないこと")[2].partition("</ul>")[0]
    )
    assert asked == [need["fact"] for need in decision["needs"]]
