"""Teams, as an outgoing webhook of it meets us."""

import base64
import hashlib
import hmac
import io
import itertools
import json
import logging
import re
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from faq_bot.assembly import Assistant, now
from faq_bot.reception.keeping import folded
from faq_bot.server.app import create_app
from faq_bot.server.logs import line_log
from faq_bot.settings import read_settings
from faq_bot.storage import retention
from faq_bot.storage.connections import reading
from faq_bot.storage.records import Records
from faq_bot.storage.tables import channel_threads, replies, seen_events
from tests.conftest import WEB, start_service

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(32, 64))).decode()
UNIT = "ライセンスはパソコンごとに買うの？"
FEE = "苫小牧でデイをやってます。2025年5月の連休明けに申し込んだんだけど、うちはいくら払うの？"
_numbers = itertools.count(1)


def signed(body: bytes, key: str = KEY) -> str:
    return "HMAC " + base64.b64encode(hmac.new(base64.b64decode(key), body, hashlib.sha256).digest()).decode()


def activity(text: str, thread: str = "19:care@thread.tacv2;messageid=1", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": f"17{next(_numbers)}",
        "timestamp": now().isoformat().replace("+00:00", "Z"),
        "channelId": "msteams",
        "from": {"id": "29:asker", "name": "山田", "aadObjectId": "aad-asker"},
        "conversation": {"isGroup": True, "id": thread, "conversationType": "channel"},
        "textFormat": "plain",
        "text": f"<at>FAQ</at>&nbsp;{text}\n",
        "channelData": {"team": {"id": "19:team@thread.tacv2"}, "tenant": {"id": "tenant"}},
        **more,
    }


def send(
    client: FlaskClient, said: dict[str, Any], key: str = KEY, signature: str | None = None
) -> TestResponse:
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {
        "Authorization": signature or signed(body, key),
        "Content-Type": "application/json; charset=utf-8",
    }
    return client.post("/channels/teams", data=body, headers=headers)


def card(response: TestResponse) -> dict[str, Any]:
    assert response.status_code == 200, response.get_data(as_text=True)
    [attachment] = response.get_json()["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    content: dict[str, Any] = attachment["content"]
    return content


def words(response: TestResponse) -> str:
    return json.dumps(card(response)["body"], ensure_ascii=False)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    made = Records(f"sqlite:///{tmp_path_factory.mktemp('teams')}/faq-bot.db", folded)
    yield made
    made.close()


@pytest.fixture(scope="module")
def app(assistant: Assistant, records: Records) -> Iterator[Flask]:
    tokens = f"{KEY}, {OTHER}"
    settings = read_settings(
        {"RATE_LIMIT": "off", "TEAMS_TOKENS": tokens, "FAQ_BOT_URL": "https://faq.example.jp"}
    )
    made = create_app(assistant, WEB, settings, records)
    yield made
    made.extensions["switchboard"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def numbers(client: FlaskClient) -> dict[str, float]:
    text = client.get("/metrics").get_data(as_text=True)
    found = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in found}


def test_a_question_is_answered_by_a_card_with_source_date_reference_and_fallback(client: FlaskClient):
    response = send(client, activity(UNIT))
    assert "HD-31" in words(response)
    assert "2025年4月14日" in words(response)
    assert "項目 licence-unit" in words(response)
    shown = card(response)
    assert shown["lang"] == "ja"
    assert "事業所番号ごとにかかります" in shown["fallbackText"]
    assert {action["type"] for action in shown["actions"]} == {"Action.OpenUrl"}
    assert response.get_json()["summary"]


@pytest.mark.parametrize("key", [KEY, OTHER])
def test_each_of_several_tokens_lets_in(key: str, client: FlaskClient):
    assert "licence-unit" in words(send(client, activity(UNIT), key))


def test_a_body_without_id_or_time_is_taken_as_the_vendors_example_is(client: FlaskClient):
    said = {"type": "message", "text": "<at>FAQ</at> 料金"}
    for _ in range(2):
        assert "近い質問" in words(send(client, said))


def test_a_thread_leads_by_numbers_and_words_to_the_askers_own_fee(client: FlaskClient):
    thread = "19:care@thread.tacv2;messageid=fee"
    assert "何日ですか" in words(send(client, activity(FEE, thread)))
    answer = words(send(client, activity("5月12日", thread)))
    assert "お支払いは、1年目（2025年5月12日から）が0円（苫小牧市が補助）の見込み" in answer
    assert "苫小牧市が補助し、負担は0円の見込みです" in words(send(client, activity("なぜですか", thread)))


@pytest.mark.parametrize("number", ["3", "３", "3番", "（3）"])
def test_a_candidate_is_taken_by_its_number(number: str, client: FlaskClient):
    thread = f"19:numbers;messageid={number}"
    offered = words(send(client, activity("料金", thread)))
    question = re.search('3） ([^"]+)', offered)
    assert question is not None
    assert card(send(client, activity(number, thread)))["body"][0]["text"] == question[1]


def test_another_thread_of_the_same_channel_knows_nothing_of_it(client: FlaskClient):
    send(client, activity(FEE, "19:one;messageid=1"))
    assert "お支払いは、1年目" not in words(send(client, activity("5月12日", "19:one;messageid=2")))


@pytest.mark.parametrize(
    "text",
    ["<at>FAQ</at>\u3000料金&nbsp;", '<p><at id="0">FAQ</at> <b>料金</b></p>', "料金 <at>FAQ</at>\u200b"],
)
def test_mark_up_and_strange_blanks_are_no_part_of_the_question(text: str, client: FlaskClient):
    expected = words(send(client, activity("料金", f"19:a;messageid={text}")))
    said = {**activity("", f"19:b;messageid={text}"), "text": text}
    assert words(send(client, said)) == expected


@pytest.mark.parametrize(
    ("said", "key", "signature", "reason"),
    [
        ({}, base64.b64encode(bytes(32)).decode(), None, "signature"),
        ({}, KEY, "HMAC AAAA", "signature"),
        ({}, KEY, "Bearer x", "signature"),
        ({"timestamp": (now() - timedelta(seconds=301)).isoformat()}, KEY, None, "stale"),
        ({"timestamp": "yesterday"}, KEY, None, "stale"),
    ],
)
def test_what_teams_has_not_sent_just_now_is_refused_and_leaves_no_trace_but_a_count(
    said: dict[str, Any], key: str, signature: str | None, reason: str, client: FlaskClient, records: Records
):
    name = f'faq_bot_refused_total{{channel="teams",reason="{reason}"}}'
    records.journal.settle()
    before, rows = numbers(client).get(name, 0), counted(records)
    assert send(client, activity(UNIT, **said), key, signature).status_code == 401
    assert numbers(client)[name] == before + 1
    records.journal.settle()
    assert counted(records) == rows


def test_a_body_altered_by_one_byte_is_refused(client: FlaskClient):
    body = json.dumps(activity(UNIT), ensure_ascii=False).encode()
    altered = body.replace("買う".encode(), "買わ".encode())
    headers = {"Authorization": signed(body), "Content-Type": "application/json"}
    assert client.post("/channels/teams", data=altered, headers=headers).status_code == 401


def test_an_activity_caught_and_sent_again_is_refused(client: FlaskClient):
    said = activity(UNIT)
    assert [send(client, said).status_code for _ in range(2)] == [200, 401]


def counted(records: Records) -> list[int]:
    with reading(records.engine) as connection:
        return [
            len(connection.execute(table.select()).all()) for table in (replies, channel_threads, seen_events)
        ]


def test_opening_a_feedback_link_says_nothing_and_the_button_behind_it_does(
    client: FlaskClient, records: Records
):
    actions = card(send(client, activity(UNIT)))["actions"]
    [link] = [action["url"] for action in actions if action["title"] == "分かりにくい"]
    path = link.removeprefix("https://faq.example.jp")
    page = client.get(path)
    assert page.status_code == 200
    records.journal.settle()
    reply = re.search("reply=([^&]+)", path)
    assert reply is not None
    assert verdict_of(records, reply[1]) is None
    fields = dict(re.findall('name="(reply|verdict)" value="([^"]+)"', page.get_data(as_text=True)))
    assert client.post("/feedback", data=fields).status_code == 200
    assert verdict_of(records, reply[1]) == "unclear"


def verdict_of(records: Records, reply: str) -> str | None:
    [row] = [row for row in retention.exported(records.engine) if row["id"] == reply]
    verdict: str | None = row["verdict"]
    return verdict


@pytest.mark.parametrize("query", ["reply=made-up&verdict=resolved", "reply=&verdict=", ""])
def test_a_made_up_feedback_link_leads_nowhere(query: str, client: FlaskClient):
    assert client.get(f"/channels/feedback?{query}").status_code == 404


def test_a_verdict_there_is_not_leads_nowhere(client: FlaskClient):
    url = card(send(client, activity(UNIT)))["actions"][-1]["url"].replace("unclear", "great")
    assert client.get(url.removeprefix("https://faq.example.jp")).status_code == 404


def test_a_mention_without_a_question_gets_a_kind_sentence(client: FlaskClient):
    assert "知りたいことを" in send(client, activity("")).get_json()["text"]
    assert "質問は500文字まで" in send(client, activity("あ" * 501)).get_json()["text"]


def test_what_is_signed_but_no_activity_is_refused(client: FlaskClient):
    for body, status in ((b"[]", 422), (b"{", 400)):
        headers = {"Authorization": signed(body), "Content-Type": "application/json"}
        assert client.post("/channels/teams", data=body, headers=headers).status_code == status


def test_each_member_may_ask_so_often(assistant: Assistant):
    app = create_app(assistant, WEB, read_settings({"TEAMS_TOKENS": KEY}))
    app.extensions["limits"]._seconds = lambda: 1000.0
    answers = [send(app.test_client(), activity(UNIT)).get_json() for _ in range(31)]
    assert ["attachments" in answer for answer in answers] == [True] * 30 + [False]
    assert "続けてのご質問が多すぎます" in answers[-1]["text"]


def test_switched_off_it_says_the_notice(client: FlaskClient, app: Flask):
    switchboard = app.extensions["switchboard"]
    switchboard.turn("teams", "hanako", now(), off=True, notice="点検中です。")
    assert send(client, activity(UNIT)).get_json() == {"type": "message", "text": "点検中です。"}
    switchboard.turn("teams", "hanako", now(), off=False)
    assert "licence-unit" in words(send(client, activity(UNIT)))


def test_without_tokens_there_is_no_teams(assistant: Assistant):
    client = create_app(assistant, WEB, read_settings({"RATE_LIMIT": "off"})).test_client()
    assert client.post("/channels/teams", data="{}").status_code == 404
    assert client.get("/channels/feedback").status_code == 404


def test_no_token_no_signature_and_no_question_is_in_the_logs(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
):
    lines = io.BytesIO()
    app = create_app(assistant, WEB, read_settings({"TEAMS_TOKENS": KEY, "FAQ_BOT_LOG": "debug"}))
    app.extensions["log"] = line_log("debug", lines)
    with caplog.at_level(logging.DEBUG):
        send(app.test_client(), activity(UNIT))
        send(app.test_client(), activity(UNIT), OTHER)
    told = lines.getvalue().decode() + caplog.text
    assert "/channels/teams" in told
    for hidden in (KEY, "HMAC", "パソコンごと", "山田", "aad-asker"):
        assert hidden not in told


def test_a_service_that_has_just_become_ready_answers_before_teams_gives_up(small_knowledge: Path):
    service = start_service(TEAMS_TOKENS=KEY, FAQ_BOT_KNOWLEDGE=str(small_knowledge))
    body = json.dumps(activity("やかんが壊れた"), ensure_ascii=False).encode()
    headers = {"Authorization": signed(body), "Content-Type": "application/json"}
    with service.process:
        request = urllib.request.Request(f"{service.url}/channels/teams", body, headers)
        with urllib.request.urlopen(request, timeout=5) as reply:  # Teams waits no longer
            answer = json.load(reply)
        service.process.terminate()
    assert answer["attachments"]
