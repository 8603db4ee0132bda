"""Slack, as its members meet it, with a fake Slack that speaks the Web API."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from faq_bot.assembly import Assistant, now
from faq_bot.errors import SettingsError
from faq_bot.reception.keeping import folded
from faq_bot.server.app import create_app
from faq_bot.server.logs import line_log
from faq_bot.settings import read_settings
from faq_bot.storage import retention
from faq_bot.storage.connections import reading
from faq_bot.storage.records import Records
from faq_bot.storage.tables import channel_threads, replies, seen_events
from tests.conftest import WEB
from tests.server.slack_side import CHANNEL, DIRECT, SECRET, TEAM, TOKEN, USER, FakeSlack, Sender, find, words

UNIT = "ライセンスはパソコンごとに買うの？"
FEE = "苫小牧でデイをやってます。2025年5月の連休明けに申し込んだんだけど、うちはいくら払うの？"


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        yield running


def environment(slack: FakeSlack, **more: str) -> dict[str, str]:
    secrets = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack.url}
    return {
        "RATE_LIMIT": "off",
        "SLACK_TEAMS": TEAM,
        "FAQ_BOT_URL": "https://faq.example.jp",
        **secrets,
        **more,
    }


def app_of(assistant: Assistant, slack: FakeSlack, records: Records, **more: str) -> Flask:
    return create_app(assistant, WEB, read_settings(environment(slack, **more)), records)


def closed(app: Flask) -> None:
    for worker in app.extensions["slack_workers"]:
        worker.close()
    app.extensions["switchboard"].close()


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    made = Records(f"sqlite:///{tmp_path_factory.mktemp('slack')}/faq-bot.db", folded)
    yield made
    made.close()


@pytest.fixture(scope="module")
def app(assistant: Assistant, slack: FakeSlack, records: Records) -> Iterator[Flask]:
    made = app_of(assistant, slack, records)
    yield made
    closed(made)


@pytest.fixture
def sender(app: Flask, slack: FakeSlack) -> Iterator[Sender]:
    slack.clear()
    made = Sender(app, slack)
    yield made
    made.settle()
    assert slack.complaints == []


def numbers(app: Flask) -> dict[str, float]:
    text = app.test_client().get("/metrics").get_data(as_text=True)
    found = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in found}


def posted(sender: Sender) -> list[dict]:
    sender.settle()
    return sender.slack.of("chat.postMessage")


def test_a_mention_is_answered_in_its_thread_with_source_date_and_reference(sender: Sender):
    assert sender.mention(UNIT).status_code == 200
    [message] = posted(sender)
    assert (message["channel"], message["thread_ts"][:11]) == (CHANNEL, "1700000000.")
    assert "HD-31" in words(message)
    assert "2025年4月14日" in words(message)
    assert "項目 licence-unit" in words(message)
    assert "https://faq.example.jp/entries/licence-unit" in words(message)
    assert "もう一度メンション" in words(message)


def test_the_plain_text_says_all_of_it_for_notifications_and_screen_readers(sender: Sender):
    sender.mention(UNIT)
    [message] = posted(sender)
    assert "事業所番号ごとにかかります" in message["text"]
    assert "HD-31" in message["text"]


def test_a_thread_leads_by_follow_ups_buttons_and_days_to_the_askers_own_fee(sender: Sender):
    sender.mention(FEE)
    [first] = posted(sender)
    thread = first["thread_ts"]
    sender.slack.clear()
    sender.press(first, "2025-05-12", thread=thread)
    [second] = posted(sender)
    assert second["thread_ts"] == thread
    assert "お支払いは、1年目（2025年5月12日から）が0円（苫小牧市が補助）の見込み" in words(second)
    assert {"定価", "払う人", "この事業所の負担"} <= set(words(second).replace("*", '"').split('"'))
    [settled] = sender.slack.of("response")
    assert "選んだ答え: 2025年5月12日" in words(settled)
    assert not any(block.get("block_id", "").endswith("|asked") for block in settled["blocks"])
    sender.slack.clear()
    sender.mention("なぜですか", thread=thread)
    [third] = posted(sender)
    assert "苫小牧市が補助し、負担は0円の見込みです" in words(third)


def test_another_thread_knows_nothing_of_it(sender: Sender):
    sender.mention(FEE)
    sender.mention("5月12日")
    messages = posted(sender)
    assert sum("お支払いは、1年目" in words(message) for message in messages) == 0


def test_facts_are_corrected_in_a_modal_that_shows_what_is_known(sender: Sender):
    sender.direct(FEE)
    [first] = posted(sender)
    sender.press(first, "直す")
    sender.settle()
    [opened] = sender.slack.of("views.open")
    fields = {block["block_id"]: block["element"] for block in opened["view"]["blocks"]}
    assert fields["municipality"]["initial_option"]["text"]["text"] == "苫小牧市"
    sender.slack.clear()
    town = next(one for one in fields["municipality"]["options"] if one["text"]["text"] == "松戸市")
    unchanged = {"type": "static_select", "selected_option": fields["status"]["initial_option"]}
    sender.submit(
        opened["view"],
        {"municipality": {"type": "static_select", "selected_option": town}, "status": unchanged},
    )
    [answer] = posted(sender)
    assert "市町村: 松戸市" in words(answer)


def test_a_modal_in_which_nothing_is_changed_says_nothing(sender: Sender):
    sender.direct(FEE)
    [first] = posted(sender)
    sender.press(first, "直す")
    sender.settle()
    [opened] = sender.slack.of("views.open")
    sender.slack.clear()
    sender.submit(opened["view"], {})
    assert posted(sender) == []


def test_conditions_are_agreed_to_at_once_or_told_one_by_one_in_a_modal(sender: Sender):
    sender.direct("最初から")
    sender.direct(
        "松戸市の通所介護です。2025年1月10日に新規で利用を始めて、補助の申請書は2025年2月10日に届いています。"
        "2025年2月19日の時点で、うちは補助の対象ですか"
    )
    sender.settle()
    shown = posted(sender)[-1]
    sender.slack.clear()
    sender.press(shown, "1つずつ答える")
    sender.settle()
    [opened] = sender.slack.of("views.open")
    assert len(opened["view"]["blocks"]) > 1
    sender.press(shown, "すべて当てはまる")
    assert "読み取れませんでした" not in words(posted(sender)[-1])


def test_a_candidate_is_taken_by_its_button_and_becomes_history(sender: Sender):
    sender.mention("料金")
    [first] = posted(sender)
    sender.slack.clear()
    sender.press(first, "何を単位に", thread=first["thread_ts"])
    [answer] = posted(sender)
    assert "項目 licence-unit" in words(answer)
    [settled] = sender.slack.of("response")
    assert words(settled).count("これを見る") == words(first).count("これを見る") - 1


def test_a_direct_message_goes_on_without_a_thread_or_a_mention(sender: Sender):
    sender.direct("最初から")
    sender.direct(FEE)
    sender.direct("5月12日です")
    answer = posted(sender)[-1]
    assert answer["channel"] == DIRECT
    assert "thread_ts" not in answer
    assert "お支払いは、1年目（2025年5月12日から）が0円" in words(answer)
    assert "もう一度メンション" not in words(answer)


def test_a_command_is_answered_in_its_acknowledgement_to_the_asker_alone_and_shared_at_a_press(
    sender: Sender,
):
    response = sender.command(UNIT)
    assert response.status_code == 200
    answer = response.get_json()
    assert answer["response_type"] == "ephemeral"
    assert "項目 licence-unit" in words(answer)
    assert posted(sender) == []
    sender.press(answer, "チャンネルに共有", ephemeral=True)
    sender.settle()
    [shared] = sender.slack.of("response")
    assert shared["response_type"] == "in_channel"
    assert shared["replace_original"] is False
    assert f"<@{USER}>" in words(shared)
    assert "項目 licence-unit" in words(shared)
    assert "button" not in words(shared)


def test_a_command_goes_on_in_place_where_only_the_asker_sees_it(sender: Sender):
    first = sender.command(FEE).get_json()
    sender.press(first, "2025-05-12", ephemeral=True)
    sender.settle()
    [answer] = sender.slack.of("response")
    assert answer["replace_original"] is True
    assert "お支払いは、1年目（2025年5月12日から）が0円" in words(answer)
    assert "チャンネルに共有" in words(answer)
    assert posted(sender) == []


def test_the_shortcut_answers_in_the_thread_of_the_message(sender: Sender):
    sender.shortcut(f"すみません、{UNIT}")
    [message] = posted(sender)
    assert message["thread_ts"]
    assert "licence-unit" in words(message)


def test_where_the_app_is_no_member_the_shortcut_answers_the_asker_alone(sender: Sender):
    sender.slack.answers("chat.postMessage", 200, {"ok": False, "error": "not_in_channel"})
    sender.shortcut(UNIT)
    sender.settle()
    [answer] = sender.slack.of("response")
    assert "licence-unit" in words(answer)


def test_the_home_tab_searches_and_asks(sender: Sender, assistant: Assistant):
    sender.event({"type": "app_home_opened", "user": USER, "tab": "home"})
    sender.settle()
    [home] = sender.slack.of("views.publish")
    assert home["user_id"] == USER
    frequent = assistant.suggestions()
    assert all(question in words(home["view"]) for question in frequent)
    sender.slack.clear()
    sender.at_home({"type": "plain_text_input", "action_id": "home.search", "value": "HD-31"})
    sender.settle()
    [found] = sender.slack.of("views.publish")
    assert "HD-31" in words(found["view"])
    sender.slack.clear()
    _, button = find(home["view"]["blocks"], frequent[1])
    sender.at_home(button)
    [answer] = posted(sender)
    assert answer["channel"] == USER
    assert "出典" in answer["text"]
    assert "メッセージ" in words(sender.slack.of("views.publish")[0]["view"])


def test_feedback_is_kept_and_thanked_for_where_only_its_giver_sees_it(sender: Sender, records: Records):
    sender.mention(UNIT)
    [message] = posted(sender)
    sender.press(message, "情報が古い", thread=message["thread_ts"])
    sender.settle()
    [thanks] = sender.slack.of("response")
    assert thanks["response_type"] == "ephemeral"
    assert thanks["replace_original"] is False
    assert "ありがとう" in thanks["text"]
    _, button = find(message["blocks"], "情報が古い")
    records.journal.settle()
    kept = {row["id"]: row["verdict"] for row in retention.exported(records.engine)}
    assert kept[json.loads(button["value"])[0]] == "outdated"


def test_an_event_that_is_sent_again_is_answered_once(sender: Sender):
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "text": UNIT, "ts": "1700000001.000001"}
    statuses = [
        sender.event(event, event_id="EvAgain", retry=number).status_code for number in (None, 1, 2, 3)
    ]
    assert statuses == [200] * 4
    assert len(posted(sender)) == 1


def test_one_mention_told_as_two_events_is_answered_once(sender: Sender):
    event = {"channel": DIRECT, "channel_type": "im", "user": USER, "text": UNIT, "ts": "1700000002.000001"}
    sender.event({"type": "app_mention", **event, "thread_ts": "1700000002.000000"})
    sender.event({"type": "message", **event, "thread_ts": "1700000002.000000"})
    assert len(posted(sender)) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"channel_type": "channel"},
        {"edited": {"user": USER}},
    ],
)
def test_bots_edits_and_what_is_said_among_others_are_not_answered(more: dict, sender: Sender):
    assert sender.direct(UNIT, **more).status_code == 200
    assert posted(sender) == []


def test_a_button_pressed_twice_is_taken_once(sender: Sender):
    sender.mention("料金")
    [first] = posted(sender)
    block, action = find(first["blocks"], "何を単位に")
    container = {
        "type": "message",
        "message_ts": "1700000003.1",
        "channel_id": CHANNEL,
        "is_ephemeral": False,
    }
    press = {
        "type": "block_actions",
        "container": container,
        "actions": [{**action, "block_id": block["block_id"]}],
    }
    sender.slack.clear()
    assert [sender.interact(press).status_code for _ in range(2)] == [200, 200]
    assert len(posted(sender)) == 1


def test_an_answer_that_slack_refuses_for_now_is_sent_once_after_the_time_it_names(sender: Sender):
    sender.slack.answers("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, Retry_After="2")
    sender.mention(UNIT)
    sender.settle()
    first, second = [call for call in sender.slack.calls if call.method == "chat.postMessage"]
    assert second.at - first.at >= 2.0
    assert first.body == second.body


def test_an_answer_that_may_have_arrived_is_not_sent_twice(sender: Sender, app: Flask):
    before = numbers(app).get('faq_bot_undelivered_total{channel="slack"}', 0)
    sender.slack.answers("chat.postMessage", 500, {"ok": False, "error": "internal_error"})
    sender.mention(UNIT)
    assert len(posted(sender)) == 1
    assert numbers(app)['faq_bot_undelivered_total{channel="slack"}'] == before + 1


def test_a_question_too_long_and_one_without_words_get_a_kind_sentence(sender: Sender):
    assert "質問は500文字まで" in sender.command("あ" * 501).get_json()["text"]
    assert "知りたいことを" in sender.command(" ").get_json()["text"]


def test_the_address_is_confirmed_as_slack_asks(sender: Sender):
    body = json.dumps({"type": "url_verification", "token": "x", "challenge": "3eZbrw1a"}).encode()
    response = sender.send(body, "application/json")
    assert response.status_code == 200
    assert "3eZbrw1a" in response.get_data(as_text=True)


EVENT = {"type": "app_mention", "channel": CHANNEL, "user": USER, "text": UNIT, "ts": "1700000009.1"}


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"late": 301}, "stale"),
        ({"late": -400}, "stale"),
        ({"altered": b"{}"}, "signature"),
        ({"secret": "another"}, "signature"),
        ({"signature": "v0=\u00e9"}, "signature"),
    ],
)
def test_what_slack_has_not_sent_just_now_is_refused_and_leaves_no_trace_but_a_count(
    how: dict, reason: str, sender: Sender, app: Flask, records: Records
):
    name = f'faq_bot_refused_total{{channel="slack",reason="{reason}"}}'
    records.journal.settle()
    before, rows = numbers(app).get(name, 0), counted(records)
    assert sender.event(EVENT, **how).status_code == 401
    assert numbers(app)[name] == before + 1
    assert posted(sender) == []
    records.journal.settle()
    assert counted(records) == rows


def test_a_request_caught_and_sent_again_is_refused(sender: Sender, app: Flask):
    assert sender.command(UNIT).status_code == 200
    before = numbers(app).get('faq_bot_refused_total{channel="slack",reason="replayed"}', 0)
    assert sender.repeat().status_code == 401
    assert numbers(app)['faq_bot_refused_total{channel="slack",reason="replayed"}'] == before + 1


def test_slacks_own_second_try_in_the_same_second_is_taken_but_not_answered(sender: Sender):
    sender.mention(UNIT)
    assert sender.repeat(**{"X-Slack-Retry-Num": "1"}).status_code == 200
    assert len(posted(sender)) == 1


def test_another_workspace_is_refused(sender: Sender, app: Flask):
    body = json.dumps(
        {"type": "event_callback", "team_id": "T0OTHER", "event_id": "Ev", "event": EVENT}
    ).encode()
    assert sender.send(body, "application/json").status_code == 401
    assert numbers(app)['faq_bot_refused_total{channel="slack",reason="team"}'] >= 1
    assert posted(sender) == []


def counted(records: Records) -> list[int]:
    with reading(records.engine) as connection:
        return [
            len(connection.execute(table.select()).all()) for table in (replies, channel_threads, seen_events)
        ]


def test_no_secret_no_signature_and_no_question_is_in_the_logs_whatever_happens(
    assistant: Assistant, slack: FakeSlack, records: Records, caplog: pytest.LogCaptureFixture
):
    slack.clear()
    lines = io.BytesIO()
    app = app_of(assistant, slack, records, FAQ_BOT_LOG="debug")
    app.extensions["log"] = line_log("debug", lines)
    sender = Sender(app, slack)
    with caplog.at_level(logging.DEBUG):
        slack.answers("chat.postMessage", 200, {"ok": False, "error": "invalid_blocks", "needed": UNIT})
        sender.mention(UNIT)
        sender.command(UNIT)
        sender.shortcut(UNIT)
        sender.event(EVENT, secret="another")
        sender.event({"type": "reaction_added", "user": USER, "text": UNIT})
        sender.send(f"payload={UNIT}".encode(), "application/x-www-form-urlencoded")
        sender.settle()
    closed(app)
    told = lines.getvalue().decode() + caplog.text
    assert "invalid_blocks" in told
    for hidden in (SECRET, TOKEN, "v0=", "パソコンごと", USER):
        assert hidden not in told


def test_each_member_may_ask_so_often_and_is_told_when_again(
    assistant: Assistant, slack: FakeSlack, records: Records
):
    app = app_of(assistant, slack, records, RATE_LIMIT="120/minute")
    sender = Sender(app, slack)
    app.extensions["limits"]._seconds = lambda: 1000.0
    answers = [sender.command(UNIT).get_json() for _ in range(31)]
    closed(app)
    assert ["licence-unit" in words(answer) for answer in answers] == [True] * 30 + [False]
    assert "続けてのご質問が多すぎます" in answers[-1]["text"]


def test_switched_off_it_says_the_notice_and_journals_nothing(sender: Sender, app: Flask, records: Records):
    switchboard = app.extensions["switchboard"]
    switchboard.turn("slack", "hanako", now(), off=True, notice="点検中です。")
    records.journal.settle()
    before = counted(records)[0]
    assert sender.command(UNIT).get_json()["text"] == "点検中です。"
    sender.mention(UNIT)
    assert [message["text"] for message in posted(sender)] == ["点検中です。"]
    switchboard.turn("slack", "hanako", now(), off=False)
    records.journal.settle()
    assert counted(records)[0] == before


def test_without_its_secret_there_is_no_slack(assistant: Assistant):
    client = create_app(assistant, WEB, read_settings({"RATE_LIMIT": "off"})).test_client()
    assert client.post("/channels/slack", data="{}").status_code == 404


def test_without_the_extra_the_start_says_what_to_install(
    assistant: Assistant, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
):
    settings = read_settings(environment(slack))
    monkeypatch.setattr("faq_bot.server.channels.slack.importlib.util.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"pip install 'careplan-faq-bot\[slack\]'"):
        create_app(assistant, WEB, settings)


def test_what_is_pressed_may_bring_a_long_message_along_but_not_an_endless_one(sender: Sender):
    assert sender.command("あ" * 20_000).status_code == 200
    assert sender.command("あ" * 40_000).status_code == 413


def test_replies_are_journalled_under_the_name_of_the_channel(sender: Sender, records: Records):
    answer = sender.command(UNIT).get_json()
    records.journal.settle()
    _, button = find(answer["blocks"], "解決した")
    reply = json.loads(button["value"])[0]
    assert [row["channel"] for row in retention.exported(records.engine) if row["id"] == reply] == ["slack"]


def test_two_replicas_that_get_the_same_event_give_one_reply_and_go_on_with_each_others_threads(
    assistant: Assistant, slack: FakeSlack, address: str
):
    slack.clear()
    stores = [Records(address, folded) for _ in range(2)]
    apps = [app_of(assistant, slack, store) for store in stores]
    here, there = (Sender(app, slack) for app in apps)
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "text": FEE, "ts": "1700000005.000001"}
    assert here.event(event, event_id="EvBoth").status_code == 200
    assert there.event(event, event_id="EvBoth", retry=1).status_code == 200
    here.settle()
    [first] = posted(there)
    there.press(first, "2025-05-12", thread=first["thread_ts"])
    second = posted(there)[-1]
    for app, store in zip(apps, stores, strict=True):
        closed(app)
        store.close()
    assert "お支払いは、1年目（2025年5月12日から）が0円" in words(second)
    assert len(slack.of("chat.postMessage")) == 2


def test_while_the_database_is_away_a_question_is_answered_all_the_same(
    assistant: Assistant, slack: FakeSlack, tmp_path: Path
):
    slack.clear()
    file = tmp_path / "faq-bot.db"
    store = Records(f"sqlite:///{file}", folded, patience=0.0)
    app = app_of(assistant, slack, store)
    sender = Sender(app, slack)
    assert store.state().reachable
    file.rename(tmp_path / "away.db")
    event = {**EVENT, "ts": "1700000006.1"}
    assert [sender.event(event, event_id="EvAway", retry=number).status_code for number in (None, 1)] == [
        200,
        200,
    ]
    [message] = posted(sender)
    assert "licence-unit" in words(message)
    closed(app)
    store.close()
