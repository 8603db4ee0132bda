"""The page at `/`: everything in one HTML document, no JavaScript."""

from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

UNIT = "ライセンスはパソコンごとに買うの？"


class Page(HTMLParser):
    """The elements of a page, and its visible text."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def get(client: FlaskClient, status: int = 200, **query: str) -> Page:
    response = client.get("/", query_string=query)
    assert (response.status_code, response.content_type) == (status, "text/html; charset=utf-8")
    return Page(response.get_data(as_text=True))


def test_the_empty_page_asks(client: FlaskClient):
    page = get(client)
    assert [form.get("method", "get") for form in page.all("form")] == ["get", "get"]
    assert page.all("section") == []
    assert page.all("html") == [{"lang": "ja"}]


def test_every_field_has_a_label(client: FlaskClient):
    page = get(client)
    typed = [field for field in page.all("input") if field.get("type") != "hidden"]
    fields = {field["id"] for field in (*page.all("textarea"), *page.all("select"), *typed)}
    assert {label["for"] for label in page.all("label")} == fields


def test_frequent_questions_of_the_city_are_offered_before_the_first_word(client: FlaskClient):
    page = get(client, municipality="chiba")
    [city, *others] = [button["value"] for button in page.all("button") if button.get("name") == "q"]
    assert city is not None
    assert "千葉市" in city
    assert 1 <= len(others) <= 4
    answer = get(client, q=city, municipality="chiba")
    assert "CB-" in answer.text
    assert [button for button in answer.all("button") if button.get("name") == "q"] == []


def test_a_question_is_answered_with_its_source_and_day(client: FlaskClient):
    page = get(client, q=UNIT)
    assert "事業所番号ごとにかかります" in page.text
    assert "HD-31" in page.text
    assert "2025-04-14" in [time["datetime"] for time in page.all("time")]
    assert "0120-584-708" in page.text


def test_the_page_needs_no_script_and_nothing_from_elsewhere(client: FlaskClient):
    page = get(client, q=UNIT)
    assert page.all("script") == []
    assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]
    loaded = [link["href"] for link in page.all("link")] + [image.get("src") for image in page.all("img")]
    assert loaded
    assert [address for address in loaded if not str(address).startswith("/")] == []


def test_its_style_sheets_are_there(client: FlaskClient):
    sheets = [str(link["href"]) for link in get(client).all("link") if link.get("rel") == "stylesheet"]
    assert sheets
    for sheet in sheets:
        with client.get(sheet) as response:
            assert response.content_type == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7 * 7 }}",
        "' onfocus='alert(1)",
    ],
)
def test_html_in_a_question_stays_text(question: str, client: FlaskClient):
    page = get(client, q=question)
    assert page.all("script") == []
    assert page.all("img") == []
    assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]
    assert question in page.text


def test_html_in_an_address_stays_text(client: FlaskClient):
    page = get(client, 404, entry="<script>alert(1)</script>")
    assert page.all("script") == []
    assert "<script>alert(1)</script>" in page.text


def test_candidates_lead_to_their_answers(client: FlaskClient):
    page = get(client, q="料金")
    entries = [str(button["value"]) for button in page.all("button") if button.get("name") == "entry"]
    assert 2 <= len(entries) <= 5
    answers = [get(client, entry=entry) for entry in entries]
    assert ["出典" in answer.text for answer in answers] == [True] * len(entries)


def test_an_empty_question_is_asked_for_kindly(client: FlaskClient):
    page = get(client, 422, q=" ")
    [field] = page.all("textarea")
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "q-error")
    assert "質問を入力してから" in page.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"q": "あ" * 501}, 422),
        ({"q": "料金", "municipality": "osaka"}, 422),
        ({"entry": "nowhere"}, 404),
    ],
)
def test_bad_input_is_told_on_the_page(query: dict[str, str], status: int, client: FlaskClient):
    page = get(client, status, **query)
    assert [p["id"] for p in page.all("p") if p.get("class") == "error"] == ["q-error"]
    assert page.all("section") == []


def test_the_chosen_city_stays_chosen(client: FlaskClient):
    page = get(client, q="補助の申請の用紙はどこにありますか", municipality="tomakomai")
    cities = [field["value"] for field in page.all("input") if field.get("name") == "municipality"]
    assert cities == ["tomakomai"] * (len(page.all("form")))
    assert "苫小牧市 福祉部" in page.text


def test_every_municipality_can_be_chosen(client: FlaskClient):
    values = [option["value"] for option in get(client).all("option")]
    assert {"", "other", "tomakomai", "matsudo", "chiba", "koganei"} <= set(values)


@pytest.mark.parametrize("question", ["😀", "\x07", "あ" * 500, "明日の天気"])
def test_any_question_gives_a_whole_page(question: str, client: FlaskClient):
    page = get(client, q=question)
    assert [tag for tag, _ in page.elements].count("footer") == 1
