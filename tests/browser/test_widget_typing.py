"""What is typed is never sent by a conversion and never lost: by haste, by failure, by closing or by reloading."""

import json
import shutil
from collections.abc import Callable

import pytest

from tests.browser.widget_pages import UNIT, Chat, host
from tests.conftest import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="chromium がありません（apt-get install chromium）"
    ),
]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
Opened = Callable[..., "playwright.Page"]

# The events of one confirmation, in the orders browsers send them.
CHROMIUM = """
  key('keydown', {isComposing: true, keyCode: 229}); composition('compositionend'); key('keyup', {keyCode: 13});"""
SAFARI = """
  composition('compositionend'); key('keydown', {isComposing: false, keyCode: 229}); key('keyup', {keyCode: 13});"""
END_FIRST = """
  composition('compositionend'); key('keydown', {isComposing: false, keyCode: 13}); key('keyup', {keyCode: 13});"""
COMPOSING = """e => {{
  const key = (type, more) => e.dispatchEvent(new KeyboardEvent(type, {{key: 'Enter', bubbles: true, cancelable: true, ...more}}));
  const composition = type => e.dispatchEvent(new CompositionEvent(type, {{bubbles: true, data: 'らいせんす'}}));
  composition('compositionstart');
  {order}
}}"""


def asked_of(page: "playwright.Page", service: Service) -> list[str]:
    """The questions that reach the service from now on."""
    sent: list[str] = []
    page.on(
        "request",
        lambda one: sent.append(json.loads(one.post_data)["question"]) if one.url.endswith("/ask") else None,
    )
    return sent


@pytest.mark.parametrize("order", [CHROMIUM, SAFARI, END_FIRST], ids=["chromium", "safari", "end first"])
def test_enter_that_confirms_a_conversion_sends_nothing(order: str, opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat, sent = Chat(page).open(), asked_of(page, service)
    chat.field.fill("ライセンス料")
    chat.field.evaluate(COMPOSING.format(order=order))
    playwright.expect(chat.field).to_have_value("ライセンス料")
    chat.field.press("Enter")
    chat.latest.wait_for()
    assert sent == ["ライセンス料"]


def test_a_real_conversion_sends_nothing(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat, sent = Chat(page).open(), asked_of(page, service)
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "らいせんす", "selectionStart": 5, "selectionEnd": 5})
    enter = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    keyboard.send("Input.insertText", {"text": "ライセンス"})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    playwright.expect(chat.field).to_have_value("ライセンス")
    assert sent == []


def test_shift_and_enter_begin_a_new_line(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open()
    chat.field.fill("一行目")
    chat.field.press("Shift+Enter")
    page.keyboard.insert_text("二行目")
    playwright.expect(chat.field).to_have_value("一行目\n二行目")


def test_a_city_may_have_ctrl_and_enter_send(opened: Opened, service: Service):
    page = opened()
    host(page, service, send="ctrl-enter")
    chat = Chat(page).open()
    chat.field.fill(UNIT)
    chat.field.press("Enter")
    playwright.expect(chat.field).to_have_value(f"{UNIT}\n")
    chat.field.press("Control+Enter")
    playwright.expect(chat.latest).to_contain_text("事業所番号ごとにかかります")


def test_two_hundred_rapid_inputs_lose_nothing(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat, asked = Chat(page).open(), []
    page.route(
        "**/api/v1/ask",
        lambda route: (asked.append(json.loads(route.request.post_data)["question"]), route.continue_()),
    )
    questions = [f"ライセンス料について{i}" for i in range(200)]
    chat.field.evaluate(
        """(field, questions) => { for (const text of questions) {
          field.value = text; field.dispatchEvent(new InputEvent('input', {bubbles: true}));
          field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 13, bubbles: true, cancelable: true}));
        } }""",
        questions,
    )
    seen = page.locator("careplan-faq .words").all_inner_texts()
    assert seen == questions
    playwright.expect(chat.answers.first).to_be_visible()
    assert asked == questions[: len(asked)]
    page.reload()
    chat.open()
    kept = page.locator("careplan-faq .words").all_inner_texts()
    assert kept[-1] == questions[-1]


def test_what_is_typed_while_an_answer_is_awaited_stays(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open()
    held: list[playwright.Route] = []
    page.route("**/api/v1/ask", lambda route: held.append(route))
    chat.field.fill(UNIT)
    chat.field.press("Enter")
    playwright.expect(page.get_by_text("回答を探しています。")).to_be_visible()
    page.keyboard.insert_text("次の質問")
    held[0].continue_()
    chat.latest.wait_for()
    playwright.expect(chat.field).to_have_value("次の質問")
    playwright.expect(chat.field).to_be_focused()


def test_a_failure_says_so_and_can_be_repeated(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open()
    page.context.set_offline(True)
    chat.field.fill(UNIT)
    chat.field.press("Enter")
    playwright.expect(page.get_by_text("つながりませんでした", exact=False).first).to_be_visible()
    playwright.expect(page.get_by_text(UNIT)).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="もう一度送る").click()
    playwright.expect(chat.latest).to_contain_text("事業所番号ごとにかかります")
    playwright.expect(page.get_by_role("button", name="もう一度送る")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "detail"),
    [(429, "質問が続いています。30秒ほど待ってください。"), (503, "ただいま止めています。")],
)
def test_a_refusal_is_told_in_the_service_s_words(status: int, detail: str, opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open()
    answer = {"title": "x", "status": status, "detail": detail}
    page.route("**/api/v1/ask", lambda route: route.fulfill(status=status, json=answer), times=1)
    chat.field.fill(UNIT)
    chat.field.press("Enter")
    playwright.expect(page.get_by_text(detail).first).to_be_visible()
    page.get_by_role("button", name="もう一度送る").click()
    playwright.expect(chat.latest).to_contain_text("事業所番号ごとにかかります")


def test_a_slow_answer_is_told_and_can_be_asked_for_again(opened: Opened, service: Service):
    page = opened()
    page.clock.install()
    host(page, service)
    chat = Chat(page).open()
    held: list[playwright.Route] = []
    page.route("**/api/v1/ask", lambda route: held.append(route), times=1)
    chat.field.fill(UNIT)
    chat.field.press("Enter")
    playwright.expect(page.get_by_text("回答を探しています。")).to_be_visible()
    page.clock.run_for(7000)
    playwright.expect(page.get_by_text("時間がかかっています。", exact=False)).to_be_visible()
    page.get_by_role("button", name="もう一度送る").click()
    playwright.expect(chat.latest).to_contain_text("事業所番号ごとにかかります")


def test_a_draft_outlives_closing_and_reloading(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open().ask(UNIT)
    chat.field.fill("書きかけ")
    page.keyboard.press("Escape")
    chat.open()
    playwright.expect(chat.field).to_have_value("書きかけ")
    page.reload()
    chat.open()
    playwright.expect(chat.field).to_have_value("書きかけ")
    playwright.expect(chat.latest).to_contain_text("事業所番号ごとにかかります")


def test_too_long_a_question_is_kept_and_counted(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open()
    chat.field.fill("あ" * 400)
    playwright.expect(page.get_by_text("文字入力できます")).to_have_count(0)
    chat.field.fill("あ" * 401)
    playwright.expect(page.get_by_text("あと99文字入力できます。")).to_be_visible()
    chat.field.fill("あ" * 501)
    chat.field.press("Enter")
    playwright.expect(chat.field).to_have_value("あ" * 501)
    playwright.expect(chat.field).to_have_accessible_description("1文字多すぎます。 1文字多すぎます。")


def test_beginning_anew_forgets_and_offers_questions_again(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open().ask("千葉市の訪問介護です。うちはいくらですか。")
    page.get_by_role("button", name="最初から").click()
    playwright.expect(chat.field).to_be_focused()
    playwright.expect(page.get_by_role("heading", name="よくある質問").last).to_be_visible()
    chat.ask("うちはいくらですか。")
    playwright.expect(chat.latest.get_by_text("千葉市", exact=True)).to_have_count(0)


def test_an_opinion_is_sent_and_can_be_changed(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    sent: list[dict[str, str]] = []
    page.route(
        "**/api/v1/feedback",
        lambda route: (sent.append(json.loads(route.request.post_data)), route.fulfill(status=204)),
    )
    chat = Chat(page).open().ask(UNIT)
    chat.latest.get_by_role("button", name="解決した").click()
    playwright.expect(chat.latest.get_by_text("ありがとうございました。")).to_be_visible()
    chat.latest.get_by_role("button", name="分かりにくい").click()
    playwright.expect(chat.latest.get_by_role("button", name="分かりにくい", pressed=True)).to_be_visible()
    chat.latest.get_by_label("ご意見").fill("もっと短く")
    chat.latest.get_by_role("button", name="意見を送る").click()
    playwright.expect(chat.latest.get_by_label("ご意見")).to_be_hidden()
    assert [(one["verdict"], one.get("comment")) for one in sent] == [
        ("resolved", None), ("unclear", None), ("unclear", "もっと短く"),
    ]  # fmt: skip
    assert len({one["reply"] for one in sent}) == 1


def test_what_is_copied_carries_its_reference_and_its_date(opened: Opened, service: Service):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    host(page, service)
    chat = Chat(page).open().ask(UNIT)
    chat.latest.get_by_role("button", name="コピー").click()
    playwright.expect(chat.latest.get_by_text("コピーしました。")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    for part in ("事業所番号ごとにかかります", "HD-31", "2025年4月14日", "2025年8月1日の時点"):
        assert part in text


def test_a_second_copy_does_not_start_and_says_so(opened: Opened, service: Service):
    page = opened()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    host(page, service, body="<careplan-faq></careplan-faq><careplan-faq></careplan-faq>")
    playwright.expect(Chat(page).launcher).to_have_count(1)
    assert [text for text in said if "2つ目" in text] == ["careplan-faq: 2つ目は動きません。"]


@pytest.mark.parametrize("accent", ["#ffd43d", "green"])
def test_an_accent_that_cannot_be_read_is_refused(accent: str, opened: Opened, service: Service):
    page = opened()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    host(page, service, accent=accent)
    playwright.expect(Chat(page).launcher).to_have_css("background-color", "rgb(0, 23, 193)")
    assert [text for text in said if accent in text and "4.5" in text]


def test_the_page_is_told_what_happens(opened: Opened, service: Service):
    page = opened()
    page.add_init_script(
        "window.told = []; for (const name of ['open', 'answer', 'close'])"
        " addEventListener('careplan-faq:' + name, e => told.push([name, e.detail?.entry ?? null]));"
    )
    host(page, service)
    Chat(page).open().ask(UNIT)
    page.keyboard.press("Escape")
    assert page.evaluate("told") == [["open", None], ["answer", "licence-unit"], ["close", None]]


def test_the_conversation_alone_is_printed(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open().ask(UNIT)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    playwright.expect(page.get_by_role("heading", name="A page of a city")).to_be_hidden()
    playwright.expect(chat.latest).to_be_visible()
    playwright.expect(chat.latest.get_by_text("HD-31")).to_be_visible()
    playwright.expect(chat.field).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    playwright.expect(page.get_by_role("heading", name="A page of a city")).to_be_visible()


def test_what_has_the_focus_on_the_page_is_not_covered(opened: Opened, service: Service):
    page = opened()
    corner = '<p style="position:fixed;right:2rem;bottom:2rem"><a href="#c">corner</a></p>'
    host(page, service, body=f"{corner}<careplan-faq></careplan-faq>")
    before = Chat(page).launcher.bounding_box()["x"]
    page.get_by_role("link", name="corner").focus()
    assert Chat(page).launcher.bounding_box()["x"] < before - 500


def test_the_focus_is_not_lost_with_the_button_that_asks_again(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open()
    page.context.set_offline(True)
    chat.field.fill(UNIT)
    chat.field.press("Enter")
    again = page.get_by_role("button", name="もう一度送る")
    again.focus()
    page.context.set_offline(False)
    again.press("Enter")
    chat.latest.wait_for()
    page.keyboard.press("Tab")
    playwright.expect(chat.latest.get_by_role("link").first).to_be_focused()


def test_a_fact_that_cannot_be_asked_for_now_says_so(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open().ask("千葉市の訪問介護です。うちはいくらですか。")
    page.context.set_offline(True)
    correct = chat.latest.get_by_role("button", name="（サービスの種類）")
    correct.click()
    playwright.expect(chat.latest.get_by_text("つながりませんでした")).to_be_visible()
    page.context.set_offline(False)
    correct.click()
    correct.click()
    playwright.expect(chat.latest.get_by_role("combobox")).to_have_value("訪問介護")
