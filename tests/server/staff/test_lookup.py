"""What the staff find, in which order, and what stands on the card of an entry."""

import datetime
import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.errors import InputError
from faq_bot.server.staff.finding import FIRST, codes, find
from faq_bot.storage import audit, pins, uses
from faq_bot.storage.records import Records
from tests.conftest import TODAY
from tests.server.staff.conftest import token_of

Entered = Callable[[str], FlaskClient]
BEFORE = datetime.date(2026, 3, 16)


@pytest.fixture
def operator(logged_in: Entered) -> FlaskClient:
    return logged_in("operator")


def listed(page: str) -> list[str]:
    return re.findall(r'<a href="[^"]+" data-entry="([^"]+)"', page)


def shown(page: str) -> str | None:
    found = re.search(r'<article class="card" data-entry="([^"]+)"', page)
    return found and found[1]


def results(browser: FlaskClient, **asked: str) -> str:
    return browser.get("/staff/results", query_string=asked).get_data(as_text=True)


@pytest.mark.parametrize("written", ["HD-31", "hd31", "ＨＤ－３１", " hd-31 ", "HD–31"])
def test_a_reference_is_found_however_it_is_written(written: str, assistant: Assistant):
    found = find(assistant, written, None, TODAY)
    citing = {entry.id for entry in assistant.knowledge.entries if "HD-31" in entry.sources}
    assert found.refs == ("HD-31",)
    assert {line.answer.id for line in found.lines} == citing
    assert {line.why for line in found.lines} == {"ref"}


def test_entries_that_cite_come_before_the_ranking_of_the_words(assistant: Assistant):
    found = find(assistant, "電子証明書 HD31", None, TODAY)
    reasons = [line.why for line in found.lines]
    assert reasons == sorted(reasons, key=["ref", "near"].index)
    assert len(reasons) > reasons.count("ref") > 0


@pytest.mark.parametrize("written", ["licence-unit", "LICENCE-UNIT", "ｌｉｃｅｎｃｅ－ｕｎｉｔ"])
def test_an_id_finds_its_entry_first(written: str, assistant: Assistant):
    assert find(assistant, written, None, TODAY).lines[0].answer.id == "licence-unit"


def test_the_beginning_of_an_id_finds_those_that_begin_so(assistant: Assistant):
    found = find(assistant, "free-pass-e", None, TODAY)
    assert (found.lines[0].answer.id, found.lines[0].why) == ("free-pass-extended", "id")


def test_a_code_finds_the_entries_that_hold_it_first(small_assistant: Assistant):
    entry = small_assistant.knowledge.entries[-1]
    changed = entry.model_copy(update={"answer": f"{entry.answer}番号は E-0123 です。"})
    object.__setattr__(
        small_assistant.knowledge, "entries", (*small_assistant.knowledge.entries[:-1], changed)
    )
    found = find(small_assistant, "やかん Ｅ０１２３", None, TODAY)
    assert (found.lines[0].answer.id, found.lines[0].why) == (entry.id, "code")
    assert codes("ｅ0123、V4、2026年") == ["e0123"]


def test_the_whole_ranking_goes_to_its_end(assistant: Assistant):
    some, whole = (find(assistant, "料金", None, TODAY, whole=end) for end in (False, True))
    assert (len(some.lines), some.more, whole.more) == (FIRST, True, False)
    assert [line.answer.id for line in whole.lines[:FIRST]] == [line.answer.id for line in some.lines]
    assert len(whole.lines) > FIRST


def test_what_was_not_yet_published_is_not_found(assistant: Assistant):
    found = find(assistant, "フリーパス 延長", None, BEFORE, whole=True)
    assert [line.answer.id for line in found.lines if line.answer.holds_from > BEFORE.isoformat()] == []
    assert find(assistant, "料金", None, datetime.date(2025, 2, 18)).lines == ()


@pytest.mark.parametrize("letter", ["ラ", "補", "で"])
def test_a_first_letter_finds_what_holds_it(letter: str, assistant: Assistant):
    lines = find(assistant, letter, None, TODAY).lines
    assert lines != ()
    for line in lines:
        entry = assistant.knowledge.entry(line.answer.id)
        assert entry is not None
        assert any(letter in text for text in (entry.question, entry.answer, *entry.phrasings))


def test_letters_that_stand_nowhere_find_nothing(assistant: Assistant):
    assert find(assistant, "ヰ", None, TODAY).lines == ()


def test_the_city_brings_its_own_entries_forward(assistant: Assistant):
    cities = [
        find(assistant, "補助", city, TODAY).lines[0].answer.municipality for city in ("matsudo", "tomakomai")
    ]
    assert cities == ["matsudo", "tomakomai"]


@pytest.mark.parametrize(
    ("asked", "field"), [({"query": "あ" * 501}, "q"), ({"query": "料金", "city": "osaka"}, "municipality")]
)
def test_what_cannot_be_searched_is_named(asked: dict[str, str], field: str, assistant: Assistant):
    with pytest.raises(InputError) as caught:
        find(assistant, asked["query"], asked.get("city"), TODAY)
    assert caught.value.field == field


def test_the_first_answer_is_there_whole_beside_the_ranking(operator: FlaskClient, assistant: Assistant):
    page = results(operator, q="ライセンスの単位")
    entry = assistant.knowledge.entry("licence-unit")
    assert entry is not None
    assert (listed(page)[0], shown(page)) == ("licence-unit", "licence-unit")
    assert html.escape(entry.answer.splitlines()[0]) in page
    assert entry.short_answer in page


def test_page_and_part_show_the_same_and_the_address_is_enough(operator: FlaskClient):
    asked = {"q": "補助 更新", "municipality": "tomakomai", "as_of": "2026-03-16"}
    page = operator.get("/staff", query_string=asked).get_data(as_text=True)
    part = results(operator, **asked)
    assert listed(page) == listed(part) != []
    chosen = results(operator, **asked, entry=listed(part)[3])
    assert shown(chosen) == listed(part)[3]
    assert listed(chosen) == listed(part)


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"q": "料金", "as_of": "2026-02-30"}, 422, "実在する日付"),
        ({"q": "料金", "municipality": "osaka"}, 422, "使える値"),
        ({"q": "あ" * 501}, 422, "500字まで"),
        ({"entry": "nothing"}, 404, "「nothing」という項目はありません"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(
    asked: dict[str, str], status: int, says: str, operator: FlaskClient
):
    for address in ("/staff", "/staff/results"):
        response = operator.get(address, query_string=asked)
        assert (response.status_code, says in response.get_data(as_text=True)) == (status, True)
    if "q" in asked:
        assert f'value="{asked["q"]}"' in operator.get("/staff", query_string=asked).get_data(as_text=True)


def test_a_card_says_what_changed_in_both_directions(operator: FlaskClient):
    older = results(operator, entry="free-pass-period-announced")
    assert "2026年3月17日の資料で内容が変わりました" in older
    assert "free-pass-extended" in older
    newer = results(operator, entry="free-pass-extended")
    assert "変えた項目" in newer
    assert "free-pass-period-announced" in newer
    assert "の時点で有効" in newer
    then = results(operator, entry="free-pass-period-announced", as_of="2026-03-16")
    assert "内容が変わりました" not in then
    assert "2026年3月16日の時点で有効" in then


def test_a_card_says_publication_and_review(operator: FlaskClient):
    page = results(operator, entry="licence-unit")
    assert '公表 <time datetime="2025-04-14">2025年4月14日</time>' in page
    assert "次の見直し</dt><dd>2027年3月31日" in page
    late = results(operator, entry="licence-unit", as_of="2028-01-01")
    assert "過ぎています" in late


def test_a_card_names_what_is_easily_confused_and_the_words_between(operator: FlaskClient):
    page = results(operator, entry="licence-unit")
    assert "間違えやすい項目" in page
    assert "several-terminals" in page
    assert re.search("この項目の言葉: [^。]*パソコン", page)


def test_before_the_first_letter_there_is_what_is_likely_wanted(operator: FlaskClient, records: Records):
    now = datetime.datetime.combine(TODAY, datetime.time(3), datetime.UTC)
    uses.note(records.engine, "operator", ["certificate-cost"], "copy_mail", now)
    uses.note(records.engine, "editor", ["licence-fee", "licence-fee"], "shown", now)
    form = {"form_token": token_of(operator, "/staff"), "entry": "licence-unit"}
    operator.post("/staff/pins", data=form)
    page = operator.get("/staff").get_data(as_text=True)
    assert shown(page) is None
    sections = re.split('<section aria-labelledby="list-', page)[1:]
    lists = {section.split('"')[0]: listed(section) for section in sections}
    assert lists["pinned"] == ["licence-unit"]
    assert lists["last"] == ["certificate-cost"]
    assert lists["wanted"][0] == "licence-fee"
    assert "2回" in page
    assert lists["changed"][0] == "free-pass-extended"


def test_pins_are_kept_and_written_down(operator: FlaskClient, records: Records):
    form = {"form_token": token_of(operator, "/staff"), "entry": "licence-unit", "next": "/staff?q=x"}
    response = operator.post("/staff/pins", data=form)
    assert (response.status_code, response.headers["Location"]) == (303, "/staff?q=x")
    assert pins.pinned(records.engine, "operator") == ["licence-unit"]
    assert "ピン留めを外す" in results(operator, entry="licence-unit")
    operator.post("/staff/pins", data={**form, "turn": "off"})
    assert pins.pinned(records.engine, "operator") == []
    off, on = audit.latest(records.engine, 2)
    assert [(on.actor, on.action, on.object), off.action] == [
        ("operator", "pin.add", "licence-unit"),
        "pin.remove",
    ]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"entry": "licence-unit", "kind": "shown"}, 204),
        ({"entry": "licence-unit", "kind": "copy_slack"}, 204),
        ({"entry": "nothing", "kind": "shown"}, 404),
        ({"entry": "licence-unit", "kind": "sold"}, 422),
        ({"kind": "shown"}, 404),
    ],
)
def test_uses_are_counted_of_known_entries_in_known_ways(
    form: dict[str, str], status: int, operator: FlaskClient, records: Records
):
    token = token_of(operator, "/staff")
    assert operator.post("/staff/uses", data={"form_token": token, **form}).status_code == status
    assert uses.last_used(records.engine, "operator", 5) == (["licence-unit"] if status == 204 else [])


def test_without_a_script_the_four_texts_stand_on_a_page(operator: FlaskClient, records: Records):
    response = operator.get("/staff/entries/licence-unit/copy?as_of=2025-08-01")
    assert response.status_code == 302
    page = operator.get(response.headers["Location"]).get_data(as_text=True)
    assert page.count("<textarea") == 4
    assert page.count("2025年8月1日の時点") == 4
    both = operator.get("/staff/copies?entry=licence-unit&entry=licence-fee+certificate-cost")
    assert both.get_data(as_text=True).count("【3】") == 1
    assert operator.get("/staff/copies?entry=nothing").status_code == 404
    assert uses.last_used(records.engine, "operator", 1) != []


def test_what_is_gone_from_the_knowledge_is_left_out_of_the_tray(operator: FlaskClient):
    page = operator.get("/staff/tray?entry=nothing&entry=licence-unit@2025-08-01").get_data(as_text=True)
    assert "控え（1件）" in page
    assert "2025年8月1日の時点" in page
    assert operator.get("/staff/tray").get_data(as_text=True).strip() == ""
