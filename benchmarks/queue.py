"""Ten thousand questions in the editors' queue: the first page of a process, the next ones, and a decision."""

import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from faq_bot import Assistant
from faq_bot.editing.deciding import Deciding
from faq_bot.editing.queue import Queue
from faq_bot.reception.keeping import folded
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records
from faq_bot.storage.tables import unanswered

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ITEMS, ON_A_PAGE = 10_000, 50
_WHAT = [
    "料金",
    "期限",
    "申請",
    "変更",
    "解約",
    "証明書",
    "端末",
    "連携",
    "補助",
    "委任",
    "請求",
    "画面",
    "通信",
    "送信",
    "受信",
    "印刷",
    "保存",
    "削除",
    "様式",
    "名前",
]
_WHERE = [
    "事業所",
    "市役所",
    "支部",
    "本社",
    "自宅",
    "病院",
    "施設",
    "居宅",
    "包括",
    "訪問",
    "通所",
    "薬局",
    "学校",
    "工場",
    "倉庫",
    "港",
    "駅",
    "空港",
    "農協",
    "銀行",
]
_HOW = [
    "はどうしますか",
    "を教えて",
    "ができない",
    "のやり方",
    "はいつまで",
    "はどこ",
    "って何",
    "に失敗した",
]


def main() -> None:
    assistant = Assistant.load(ROOT / "knowledge")
    with tempfile.TemporaryDirectory() as folder:
        records = Records(f"sqlite:///{folder}/faq-bot.db", folded)
        with writing(records.engine) as connection:
            connection.execute(insert(unanswered), _rows())
        queue = Queue(folded)
        for name in ("first page of a process", "the same again", "once more"):
            began = time.perf_counter()
            groups = queue.groups(records.engine, assistant)
            for group in groups[:ON_A_PAGE]:
                queue.near(assistant, group.question)
            print(f"{name:<34}{(time.perf_counter() - began) * 1e3:>9.0f} ms   {len(groups)} groups")
        began = time.perf_counter()
        Deciding(records.engine, assistant.knowledge, "bench", NOON).ignore(groups[0].items)
        print(f"{'a decision, kept':<34}{(time.perf_counter() - began) * 1e3:>9.0f} ms")
        records.close()


def _rows() -> list[dict[str, object]]:
    rng = random.Random(7)
    questions: dict[str, None] = {}
    while len(questions) < ITEMS:
        place, what, other = rng.choice(_WHERE), rng.choice(_WHAT), rng.choice(_WHAT)
        questions[f"{place}{rng.randrange(30)}号の{what}と{other}{rng.choice(_HOW)}"] = None
    return [
        {"folded": folded(text), "question": text, "outcome": "no_answer", "nearest": [], "first_seen": NOON,
         "last_seen": NOON + timedelta(seconds=i), "count": 1 + i % 7, "state": "open"}
        for i, text in enumerate(questions)
    ]  # fmt: skip


if __name__ == "__main__":
    main()
