"""Forty questions get the same entry, references and amounts over Slack, Teams, the API and the command line."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from faq_bot.assembly import Assistant
from faq_bot.cli.main import run
from faq_bot.conversation.reply import Reply
from faq_bot.reception.keeping import folded
from faq_bot.server.app import create_app
from faq_bot.settings import read_settings
from faq_bot.storage.records import Records
from tests.conftest import WEB
from tests.server.slack_side import SECRET, TOKEN, FakeSlack, Sender
from tests.server.test_teams import KEY, activity, send

QUESTIONS = (
    "ライセンスはパソコンごとに買うの？",
    "ライセンス料は年いくらですか",
    "フリーパスはいつ終わる？",
    "無料で使える期間は何か月ですか",
    "電子証明書がないと始められませんか",
    "使っている介護ソフトで動くか知りたい",
    "説明書はどこに置いてありますか",
    "申し込みの手順を教えて",
    "ヘルプデスクの電話番号",
    "らいせんすの更新は自動ですか",
    "フリーパス 2回使える？",
    "施設でも使えますか",
    "居宅介護支援事業所は何をすればいい",
    "FAXはもう使えなくなりますか",
    "ケアプランの第6表は送れますか",
    "松戸市の補助はまだ間に合う？",
    "松戸の補助金、必要な書類は",
    "苫小牧市の補助はいくらまで出る",
    "苫小牧の申請はどこに出しますか",
    "千葉市はどれくらいの事業所が入れていますか",
    "小金井市の説明会の資料を見たい",
    "処遇改善の加算とどう関係しますか",
    "生産性向上推進体制加算の要件になりますか",
    "介護情報基盤との統合はいつ",
    "パスワードを忘れました",
    "端末を入れ替えたら何をする",
    "請求先の口座を変えたい",
    "解約の方法",
    "複数の事業所番号があるときの料金",
    "みなし指定でも申し込めますか",
    "データが届かないときはどうする",
    "エラーが出て送信できない",
    "セキュリティは大丈夫ですか",
    "こんにちは",
    "今日の天気は？",
    "札幌市の補助はありますか",
    "料金",
    "補助",
    "苫小牧の通所介護です。2025年5月12日に新しく利用を始めました。うちはいくら払いますか",
    "松戸市の訪問介護で、2026年3月20日から新しく始めます。1年目の料金は",
)
_REF = re.compile(r"\b(?:HD|TM|KG|CB|MD)-[A-Z]?[0-9]*(?:\.[0-9])?\b")
_YEN = re.compile(r"[0-9,]+円")


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        yield running


@pytest.fixture(scope="module")
def app(assistant: Assistant, slack: FakeSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    environment = {
        "RATE_LIMIT": "off",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": slack.url,
        "TEAMS_TOKENS": KEY,
        "FAQ_BOT_URL": "https://faq.example.jp",
    }
    records = Records(f"sqlite:///{tmp_path_factory.mktemp('same')}/faq-bot.db", folded)
    made = create_app(assistant, WEB, read_settings(environment), records)
    yield made
    for worker in made.extensions["slack_workers"]:
        worker.close()
    made.extensions["switchboard"].close()
    records.close()


@pytest.fixture
def ask(
    app: Flask,
    slack: FakeSlack,
    assistant: Assistant,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], dict[str, Any]]:
    """Ask everywhere; the command line is spared loading the knowledge forty times."""
    monkeypatch.setattr(Assistant, "load", lambda *_: assistant)
    sender, client = Sender(app, slack), app.test_client()

    def everywhere(question: str) -> dict[str, Any]:
        capsys.readouterr()
        assert run(["ask", question, "--json"]) == 0
        return {
            "line": json.loads(capsys.readouterr().out),
            "api": client.post("/api/v1/ask", json={"question": question}).get_json(),
            "slack": sender.command(question).get_json()["blocks"],
            "teams": send(client, activity(question, f"19:{question}")).get_json()["attachments"][0][
                "content"
            ]["body"],
        }

    return everywhere


def told(reply: dict[str, Any]) -> dict[str, Any]:
    """What every channel has to say of a reply."""
    given = Reply.model_validate(reply)
    stated = given.answer if given.states_answer else None
    answers = [*([stated] if stated else []), *given.also]
    personal = given.personal
    explained = (
        []
        if personal or given.asked or not given.eligibility["license_years"]
        else given.eligibility["explanation"]
    )
    reasons = personal.reasons if personal else []
    sentences = [given.said if given.kind != "why" else "", personal.sentence if personal else ""]
    return {
        "entry": stated.id if stated else None,
        "refs": {source.ref for one in answers for source in one.sources}
        | {ref for reason in reasons for ref in reason.refs}
        | {ref for line in explained for ref in line["refs"]},
        "amounts": set(_YEN.findall(" ".join(sentences)))
        | {f"{row.you_pay:,}円" for row in (personal.rows if personal else []) if row.you_pay is not None},
    }


def shown(drawn: Any) -> dict[str, Any]:
    """What a drawn reply says."""
    text = json.dumps(drawn, ensure_ascii=False)
    entry = re.search(r"項目 ([a-z0-9-]+)、", text)
    return {
        "entry": entry[1] if entry else None,
        "refs": set(_REF.findall(text)),
        "amounts": set(_YEN.findall(text)),
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_gets_the_same_answer_everywhere(question: str, ask: Callable[[str], dict[str, Any]]):
    found = ask(question)
    expected = told(found["api"])
    assert told(found["line"]) == expected
    drawn = {name: shown(found[name]) for name in ("slack", "teams")}
    for channel in drawn.values():
        assert channel["entry"] == expected["entry"]
        assert channel["refs"] >= expected["refs"]
        assert channel["amounts"] >= expected["amounts"]
    assert drawn["slack"]["refs"] == drawn["teams"]["refs"]


def test_there_are_forty_and_among_them_answers_choices_refusals_and_fees(assistant: Assistant):
    replies = [assistant.ask(question) for question in QUESTIONS]
    assert len(set(QUESTIONS)) == 40
    assert {reply.outcome for reply in replies} == {"answered", "choose", "no_answer"}
    assert sum(reply.personal is not None for reply in replies) >= 2
