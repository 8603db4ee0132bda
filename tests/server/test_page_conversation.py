"""The conversation at `/`, form by form: what each carries on, and what happens when it carries nonsense."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from faq_bot.rules.facts import choices
from faq_bot.server.fact_forms import FactForms
from tests.server.test_page import Page

FEE = "苫小牧でデイをやってます。5月の連休明けに申し込んだんだけど、うちはいくら払うの？"
NEW = "うちは6月10日に新しく申し込みました。いくら払いますか。"
LIST = (
    "松戸市の通所介護です。番号は1つで、みなし指定ではありません。2025年1月10日に新規で利用を始めて、"
    "補助の申請書は2025年2月10日に市に届いています。うちは補助の対象になりますか。"
)
MOST_QUESTIONS = 5
SUMMER, WINTER = "2025-08-01", "2025-02-19"


@dataclass
class Form:
    """A form of a page: how it is sent, and its fields as they stand."""

    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def hidden(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[Form] = []
        self._button: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("method", "get")))
        elif tag == "input" and given.get("type") == "hidden":
            self.found[-1].fields.append((given["name"], given["value"]))
        elif tag == "button":
            self._button = [given.get("name", ""), given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self.found[-1].buttons.append((*self._button, data.strip()))  # type: ignore[arg-type]
            self._button = None

    def with_button(self, label: str) -> Form:
        return next(form for form in self.found if label in [text for _, _, text in form.buttons])


@dataclass
class Talk:
    """A person without JavaScript."""

    client: FlaskClient
    html: str = ""
    status: int = 0

    def ask(self, question: str, **more: str) -> "Talk":
        return self._shown(self.client.get("/", query_string={"q": question, **more}))

    def press(self, label: str, **typed: str) -> "Talk":
        """Press a button, after typing into the fields of its form."""
        form = Forms(self.html).with_button(label)
        name, value = next((name, value) for name, value, text in form.buttons if text == label)
        fields = {**dict(form.fields), **typed}
        return self.post(**{**fields, name: value} if name else fields)

    def post(self, **fields: str) -> "Talk":
        return self._shown(self.client.post("/", data=fields))

    def _shown(self, response) -> "Talk":  # type: ignore[no-untyped-def]
        self.html, self.status = response.get_data(as_text=True), response.status_code
        assert response.content_type == "text/html; charset=utf-8"
        return self

    @property
    def page(self) -> Page:
        return Page(self.html)

    @property
    def token(self) -> str:
        [token] = {token for form in Forms(self.html).found for token in form.hidden("conversation")}
        return token


@pytest.fixture
def talk(client: FlaskClient) -> Iterator[Talk]:
    return Talk(client)


def test_a_fee_conversation_by_forms_ends_in_the_amounts(talk: Talk):
    talk.ask(FEE, as_of=SUMMER)
    assert "2025年5月の何日ですか" in talk.page.text
    talk.press("これで答える", value="2025-05-12")
    assert talk.status == 200
    rows = talk.html.split("<tbody")[1].split("</tbody>")[0].split("</tr>")
    assert ["苫小牧市" in rows[0], "0円" in rows[0], "国（フリーパスキャンペーン）" in rows[1]] == [True] * 3
    assert "利用を始める日: 2025年5月12日" in talk.page.text


def test_every_form_of_a_reply_posts_the_conversation_the_city_and_the_day(talk: Talk):
    talk.ask(NEW, as_of=SUMMER, municipality="chiba")
    forms = Forms(talk.html).found
    assert {form.method for form in forms} == {"post"}
    going_on = [form for form in forms if "最初から" not in [text for _, _, text in form.buttons]]
    assert len(going_on) == len(forms) - 1 > 5
    assert {len(form.hidden("conversation")) for form in going_on} == {1}
    assert {tuple(form.hidden("municipality")) for form in forms} == {("chiba",)}


def test_the_token_is_in_no_address(talk: Talk):
    talk.ask(NEW, as_of=SUMMER)
    addresses = [str(a.get("href")) for tag in ("a", "link") for a in talk.page.all(tag)]
    addresses += [str(form["action"]) for form in talk.page.all("form")]
    assert {str(form["action"]) for form in talk.page.all("form")} == {"/#reply", "/feedback#thanks"}
    assert [address for address in addresses if talk.token[:20] in address or "conversation" in address] == []


def test_a_token_in_an_address_is_not_read(talk: Talk):
    talk.ask(FEE, as_of=SUMMER)
    talk.ask("料金", conversation=talk.token)
    assert "読み取ったこと" not in talk.page.text


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "x" * 4001, "あ"])
def test_a_tampered_token_is_answered_and_told(token: str, talk: Talk):
    talk.post(q="ライセンスはパソコンごとに買うの？", conversation=token)
    assert talk.status == 200
    assert "続きを読み取れなかったため" in talk.page.text
    assert "事業所番号ごとにかかります" in talk.page.text


def test_a_changed_token_tells_no_fact(talk: Talk):
    talk.ask(NEW, as_of=SUMMER, municipality="chiba")
    talk.post(q="いくらですか", conversation=talk.token[:-2] + "AA", as_of=SUMMER)
    assert (talk.status, "2025年6月10日" in talk.page.text) == (200, False)


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("status", "perhaps", "「新規か更新か」は、選択肢の中から選んでください"),
        ("used_free_pass", "maybe", "「フリーパスを使ったことがあるか」は、選択肢の中から選んでください"),
        ("start_date", "2025-02-30", "「利用を始める日」は、実在する日付で入力してください"),
        ("office_numbers", "0", "「事業所番号の数」は、1以上の数で入力してください"),
        ("office_numbers", "9" * 30, "「事業所番号の数」は、1以上の数で入力してください"),
    ],
)
def test_a_wrong_value_is_refused_and_the_form_stays(fact: str, value: str, message: str, talk: Talk):
    before = talk.ask(NEW, as_of=SUMMER).token
    talk.post(fact=fact, value=value, conversation=before, as_of=SUMMER, municipality="chiba")
    assert talk.status == 422
    assert message in talk.page.text
    assert talk.token == before
    asking = [form for form in Forms(talk.html).found if form.hidden("fact") == [fact]]
    assert asking
    assert {tuple(form.hidden("municipality")) for form in asking} == {("chiba",)}
    typed = [f.get("value") for f in talk.page.all("input") if str(f.get("id")) == f"ask-{fact}"]
    assert typed in ([], [value])


@pytest.mark.parametrize(
    "fields",
    [
        {"fact": "nowhere", "value": "1"},
        {"fact": "as_of", "value": "2025-01-01"},
        {"fact": "status"},
        {"q": " "},
        {"q": "あ" * 501},
        {"q": "料金", "municipality": "osaka"},
        {"q": "料金", "as_of": "2025-13-01"},
    ],
)
def test_other_wrong_input_is_told_and_the_conversation_kept(fields: dict[str, str], talk: Talk):
    before = talk.ask(NEW, as_of=SUMMER).token
    talk.post(conversation=before, **fields)
    assert (talk.status, talk.token) == (422, before)
    assert len([p for p in talk.page.all("p") if p.get("class") == "error"]) == 1
    assert fields.get("q", "") in talk.page.text


def test_nothing_sent_is_the_start(talk: Talk):
    talk.post()
    assert (talk.status, "知りたいことをお尋ねください" in talk.page.text) == (200, True)


def test_unknown_is_always_among_the_answers(talk: Talk):
    talk.ask("うちはいくら払うの？", as_of=SUMMER)
    presses = 0
    while "まだ決められません" not in talk.page.text and presses < MOST_QUESTIONS:
        talk.press("わからない")
        presses += 1
    assert "まだ決められません" in talk.page.text


def test_a_fact_read_wrongly_is_put_right(talk: Talk):
    talk.ask(FEE, as_of=SUMMER)
    talk.press("千葉市")
    assert "市町村: 千葉市" in talk.page.text
    assert "「苫小牧」から" not in talk.page.text


def test_the_city_chosen_at_the_start_gives_way_to_the_one_told_later(talk: Talk):
    talk.ask(NEW, as_of=SUMMER, municipality="chiba")
    form = next(form for form in Forms(talk.html).found if form.hidden("fact") == ["municipality"])
    talk.post(**dict(form.fields), value="")
    assert "市町村: わからない" in talk.page.text
    assert "municipality" not in dict(Forms(talk.html).with_button("尋ねる").fields)


def test_a_list_is_agreed_to_as_a_whole(talk: Talk):
    talk.ask(LIST, as_of=WINTER)
    assert "次のすべてに当てはまりますか" in talk.page.text
    talk.press("すべて当てはまる")
    assert "松戸市が補助" in talk.page.text


def test_a_list_is_answered_one_by_one(talk: Talk):
    talk.ask(LIST, as_of=WINTER)
    form = Forms(talk.html).with_button("この内容で答える")
    facts = form.hidden("fact")
    assert set(facts) == {
        "suspended", "closing_planned_by_next_month", "tax_arrears", "antisocial", "already_subsidised_this_year",
    }  # fmt: skip
    answers = {f"value.{fact}": "true" if fact == "suspended" else "false" for fact in facts}
    talk.post(**{**dict(form.fields), "fact": facts, **answers})
    assert "休止中か: 休止している" in talk.page.text
    assert "松戸市が補助" not in talk.page.text
    assert "この事業所のお支払い" in talk.page.text


def test_a_wrong_answer_in_a_list_keeps_the_right_ones(talk: Talk):
    talk.ask(LIST, as_of=WINTER)
    form = Forms(talk.html).with_button("この内容で答える")
    facts = form.hidden("fact")
    talk.post(**{**dict(form.fields), "fact": facts, "value.antisocial": "?", "value.suspended": "false"})
    assert talk.status == 422
    checked = [(f["name"], f["value"]) for f in talk.page.all("input") if "checked" in f]
    assert checked == [("value.suspended", "false")]


def test_to_begin_anew_forgets(talk: Talk):
    talk.ask(FEE, as_of=SUMMER, municipality="tomakomai").press("最初から")
    assert "最初からお聞きします" in talk.page.text
    assert {form.method for form in Forms(talk.html).found} == {"get"}
    assert "読み取ったこと" not in talk.page.text


def test_none_of_the_candidates_names_who_knows_more(talk: Talk):
    talk.ask("料金").press("この中にない")
    assert "ご希望の答えがなく申し訳ありません" in talk.page.text


def test_why_puts_the_reasons_first(talk: Talk):
    talk.ask(FEE, as_of=SUMMER).press("これで答える", value="2025-05-12").press("尋ねる", q="なぜ")
    text = talk.page.text
    assert text.index("理由") < text.index("ライセンスの年ごとの支払い") < text.index("ご注意")
    assert text.count("期限に間に合います") == 2  # each reason once


def test_html_in_a_form_stays_text(talk: Talk):
    talk.post(fact="start_date", value='"><script>alert(1)</script>', conversation='"><script>')
    assert (talk.status, talk.page.all("script")) == (422, [])


def test_headings_go_down_one_level_at_a_time(talk: Talk):
    talk.ask(FEE, as_of=SUMMER).press("これで答える", value="2025-05-12")
    levels = [int(tag[1]) for tag, _ in talk.page.elements if tag in ("h1", "h2", "h3", "h4")]
    assert levels[:2] == [1, 2]
    assert set(levels[2:]) == {3}


def test_no_page_of_a_conversation_has_a_style_of_its_own_or_the_same_id_twice(talk: Talk):
    for page in (talk.ask(LIST, as_of=WINTER).page, talk.press("すべて当てはまる").page):
        assert [attributes for _, attributes in page.elements if "style" in attributes] == []
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(set(ids)) == len(ids)
        targets = {attributes["for"] for tag, attributes in page.elements if tag == "label"}
        assert targets <= set(ids)


def test_every_choice_of_every_fact_goes_through_a_form_and_back(assistant):  # type: ignore[no-untyped-def]
    forms = FactForms(assistant.knowledge)
    asked = [sheet for sheet in assistant.knowledge.facts if sheet.choices or sheet.choices_from]
    assert len(asked) > 10
    for sheet in asked:
        sent = [forms.value(sheet.id, option.value) for option in forms.form(sheet.id).options]
        assert sent == [value for value, _ in choices(sheet, assistant.knowledge)]
