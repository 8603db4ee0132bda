"""Fees at the desk: the same decision as the API, its whole way, two days side by side, and the answer to copy."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import Basis, DocumentShown, PersonalShown, ReasonShown, RowShown
from faq_bot.server.staff.fee_text import reasoned
from faq_bot.server.staff.fee_trace import SchemeTrace, Step, traces_of
from faq_bot.storage.connections import reading
from faq_bot.storage.records import Records
from faq_bot.storage.tables import metadata
from tests.rules.cases import cases
from tests.server.site_pages import squeezed
from tests.server.staff.conftest import token_of
from tests.server.test_page import Page

Entered = Callable[[str], FlaskClient]
TOMAKOMAI = {
    "as_of": "2025-08-01", "municipality": "tomakomai", "status": "new",
    "start_date": "2025-05-12", "service_type": "通所介護",
}  # fmt: skip
PRIVATE = {"suspended": "false", "tax_arrears": "true"}
FEES = "/staff/fees"


def text_of(html: str) -> str:
    return squeezed(Page(html).text)


def reasoned_in(html: str) -> str:
    [found] = re.findall(r'<p class="snippet reasoned".*?>(.*?)</p>', html, re.S)
    return unescape(found)


def sent(browser: FlaskClient, expected: int = 200, /, *, part: bool = False, **fields: str) -> str:
    form = {"form_token": token_of(browser, FEES), **fields}
    response = browser.post(FEES, data=form, headers={"X-Part": "decision"} if part else {})
    assert response.status_code == expected
    return response.get_data(as_text=True)


def test_the_answer_is_there_with_its_reasons_and_its_day(logged_in: Entered):
    html = sent(logged_in("operator"), **TOMAKOMAI)
    shown = text_of(html)
    assert "1年目（2025年5月12日から）が0円（苫小牧市が補助）の見込み" in shown
    assert "2025年8月1日の時点の資料による" in shown
    assert "苫小牧市の補助の対象になります。" in shown


def test_the_part_alone_is_what_the_page_holds(logged_in: Entered):
    browser = logged_in("operator")
    part, whole = sent(browser, part=True, **TOMAKOMAI), sent(browser, **TOMAKOMAI)
    assert "<html" not in part
    assert text_of(part.partition(">")[2]) in text_of(whole)
    assert reasoned_in(part) == reasoned_in(whole)


def test_the_address_opens_the_same_and_says_nothing_of_inner_affairs(logged_in: Entered):
    browser = logged_in("operator")
    html = sent(browser, **TOMAKOMAI, other_day="2025-03-01", **PRIVATE)
    [address] = re.findall(r'data-address="([^"]+)"', html)
    named = dict(parse_qsl(urlsplit(unescape(address)).query))
    assert named == {**TOMAKOMAI, "other_day": "2025-03-01"}
    again = browser.get(unescape(address))
    assert again.status_code == 200
    assert reasoned_in(again.get_data(as_text=True)) == reasoned_in(
        sent(browser, **TOMAKOMAI, other_day="2025-03-01")
    )


def test_inner_affairs_are_not_read_from_an_address_nor_said_in_the_text(logged_in: Entered):
    browser = logged_in("operator")
    html = browser.get(FEES, query_string={**TOMAKOMAI, **PRIVATE}).get_data(as_text=True)
    checked = {
        field["name"] for field in Page(html).all("input") if "checked" in field and field.get("value")
    }
    assert "status" in checked
    assert checked & set(PRIVATE) == set()
    premises = reasoned_in(sent(browser, **TOMAKOMAI, **PRIVATE)).split("\n\n")[1]
    assert premises.startswith("前提\n・市町村: 苫小牧市")
    assert "滞納" not in premises


def test_two_days_stand_side_by_side_with_what_differs(logged_in: Entered):
    html = sent(logged_in("operator"), **TOMAKOMAI, other_day="2025-03-01")
    table = html.partition("2つの日の違い")[2].partition("</table>")[0]
    rows = {
        squeezed(Page(name).text): [squeezed(Page(cell).text) for cell in re.findall(r"<td.*?</span><span>(.*?)</span>", rest, re.S)]
        for name, rest in re.findall(r'<th role="rowheader".*?>(.*?)</th>(.*?)</tr>', table, re.S)
    }  # fmt: skip
    assert rows["1年目の払う人 違う"][0] == "苫小牧市"
    assert rows["1年目の払う人 違う"][1] != "苫小牧市"
    assert rows["1年目の期間"][0] == rows["1年目の期間"][1]
    assert table.index("2025年8月1日") < table.index("2025年3月1日")
    assert reasoned_in(html).count("ライセンス料の判定（") == 2
    assert html.count('<h3 class="way">') == 2
    assert '<span class="mark changed">違う</span></summary>' in html


def test_the_same_day_twice_is_one_day(logged_in: Entered):
    html = sent(logged_in("operator"), **TOMAKOMAI, other_day="2025-08-01")
    assert "2つの日の違い" not in html
    assert html.count('<h3 class="way">') == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("as_of", "2025-02-30", "「いつの時点で計算するか」は、実在する日付"),
        ("other_day", "きのう", "「並べて比べる日」は、実在する日付"),
        ("office_numbers", "0", "「事業所番号の数」は、1以上の数"),
        ("municipality", "osaka", "「市町村」は、選択肢の中から"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_typed_is_lost(
    field: str, value: str, says: str, logged_in: Entered
):
    html = sent(logged_in("operator"), 422, **{**TOMAKOMAI, field: value})
    assert says in text_of(html)
    assert f'<a href="#{field}">' in html
    assert f'id="{field}"' in html
    assert 'value="2025-05-12"' in html
    assert 'value="通所介護" selected' in html
    assert 'id="reasoned"' not in html


def test_nothing_of_what_is_typed_is_kept(logged_in: Entered, records: Records):
    def rows() -> dict[str, int]:
        with reading(records.engine) as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in metadata.tables.items()
            }

    browser = logged_in("operator")
    before = rows()
    sent(browser, **TOMAKOMAI, **PRIVATE)
    assert rows() == before


def test_it_is_for_the_staff_only(app, logged_in: Entered):
    assert app.test_client().get(FEES).status_code == 303
    assert app.test_client().post(FEES, data=TOMAKOMAI).status_code == 400


def steps(parts: tuple[Step, ...]) -> list[Step]:
    return [step for part in parts for step in (part, *steps(part.parts))]


def test_the_whole_trace_of_every_case_is_in_japanese(assistant: Assistant):
    """Every condition and every test inside it stands there, with how it came out."""
    names, seen = set(), set()
    for case in cases():
        decision = assistant.engine.decide(assistant.engine.parse_facts(case.facts))
        traces = traces_of(decision)
        raw = {part["scheme"]: part for part in decision.trace()[1:]}
        assert [trace.id for trace in traces] == list(raw)
        for trace in traces:
            assert len(trace.years) == len(raw[trace.id]["verdicts"])
            for year, verdict in zip(trace.years, raw[trace.id]["verdicts"], strict=True):
                assert [step.truth for step in year.parts] == [one["truth"] for one in verdict["conditions"]]
            seen |= {step.truth for step in steps(trace.years)}
            names |= {word for step in steps(trace.years) for word in re.findall(r"[A-Za-z_]{4,}", step.text)}
    assert seen == {"met", "not_met", "not_known", "not_looked_at"}
    assert names <= {"WEB"}


def test_a_reference_of_the_trace_leads_to_the_entries_that_rest_on_it(logged_in: Entered):
    browser = logged_in("operator")
    html = sent(browser, **TOMAKOMAI)
    scheme = html.partition('id="trace-1-tomakomai"')[2].partition("</details>")[0]
    [address, *_] = re.findall(r'href="(/search\?q=TM-8)"', scheme)
    assert "TM-8" in browser.get(address).get_data(as_text=True)


ROW = RowShown(
    year=1, start="2025-05-12", end="2026-05-11", period="2025年5月12日〜2026年5月11日", list_price=100,
    payer="事業所", payer_id="operator", you_pay=100, total=300, status="expected", status_label="見込み", refs=["TM-1"],
)  # fmt: skip


def test_the_text_says_amount_period_payer_reasons_references_and_day():
    document = DocumentShown(title="案内", publisher="苫小牧市", published="2025-04-01", url=None)
    personal = PersonalShown(
        sentence="100円です。",
        rows=[ROW, ROW.model_copy(update={"year": 2, "status": "unknown", "you_pay": None, "total": None})],
        reasons=[ReasonShown(text="市の補助がありません。", refs=["TM-8", "TM-9"])],
        changes=[],
        next_steps=[],
        basis=Basis(as_of="2025-08-01", refs=["TM-8", "TM-9"], documents=[document]),
    )
    assert reasoned(personal, ["事業所番号の数: 3"]).split("\n") == [
        "ライセンス料の判定（2025年8月1日の時点）",
        "100円です。",
        "",
        "前提",
        "・事業所番号の数: 3",
        "",
        "年ごとの支払い（事業所番号1つあたり）",
        "・1年目 2025年5月12日〜2026年5月11日: 100円、合計 300円（見込み）、払う人: 事業所",
        "・2年目 2025年5月12日〜2026年5月11日: 未定",
        "",
        "理由",
        "・市の補助がありません。［TM-8、TM-9］",
        "",
        "よりどころ",
        "・案内（苫小牧市、2025年4月1日公表）",
        "",
        "この判定は、2025年8月1日までに公表された資料によります。",
    ]


def test_a_scheme_unknown_on_the_day_says_so(assistant: Assistant, logged_in: Entered):
    decision = assistant.engine.decide(assistant.engine.parse_facts({"as_of": "2025-03-01"}))
    unknown: list[SchemeTrace] = [trace for trace in traces_of(decision) if trace.announced is None]
    assert "wage_uplift" in [trace.id for trace in unknown]
    assert decision.facts.as_of == date(2025, 3, 1)
    html = sent(logged_in("operator"), as_of="2025-03-01")
    scheme = html.partition('id="trace-1-wage_uplift"')[2].partition("</details>")[0]
    assert "この日までに公表された資料に、この制度はありません。" in scheme
