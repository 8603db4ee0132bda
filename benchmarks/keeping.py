"""What masking and the journal add to one question, part by part, and what the writing thread takes beside it."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from faq_bot import Assistant
from faq_bot.reception.desk import Desk
from faq_bot.reception.keeping import folded, kept_reply
from faq_bot.reception.reply_ids import ReplyIds
from faq_bot.storage import replies
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records

ROOT = Path(__file__).parent.parent
DAY, NOON = date(2026, 11, 22), datetime(2026, 11, 22, 12, tzinfo=UTC)
_ROUNDS = 7


def main() -> None:
    lines = (ROOT / "tests/questions/in_scope.jsonl").read_text(encoding="utf-8").splitlines()
    bodies = [{"question": json.loads(line)["query"], "as_of": DAY.isoformat()} for line in lines]
    assistant = Assistant.load(ROOT / "knowledge")
    given = {body["question"]: assistant.ask_mapping(body, "x" * 12) for body in bodies}
    ids = ReplyIds("a secret for measuring")
    with tempfile.TemporaryDirectory() as folder:
        records = Records(f"sqlite:///{folder}/faq-bot.db", folded, room=1_000_000)
        desk = Desk(assistant, "a secret for measuring", records)

        def record(body: dict[str, Any]) -> replies.KeptReply:
            return kept_reply(body, given[body["question"]], assistant.masking, "api", NOON, 0.001)

        parts: dict[str, Callable[[dict[str, Any]], object]] = {
            "look for personal data": lambda body: assistant.masking.finds_in(body["question"]),
            "mask (again, for the record)": lambda body: assistant.masking.mask(body["question"]),
            "id of the reply": lambda body: given[body["question"]].model_copy(update={"reply": ids.fresh()}),
            "the record, masked": record,
            "put into the queue": lambda body: records.journal.put(_A_RECORD),
            "whole: assistant alone": lambda body: assistant.ask_mapping(body, "x" * 12),
            "whole: through the desk": lambda body: desk.ask(body, "api"),
        }
        times = _side_by_side(parts, bodies)
        for name, taken in times.items():
            print(f"{name:<34}{taken:>9.1f} µs a question")
        records.journal.settle()
        kept = [record(body)._replace(id=ids.fresh()) for body in bodies]
        began = time.thread_time()
        with writing(records.engine) as connection:
            replies.keep(connection, kept, folded)
        print(
            f"{'writing thread, of its own':<34}{(time.thread_time() - began) / len(kept) * 1e6:>9.1f} µs a record"
        )
        records.close()


_A_RECORD = replies.KeptReply(
    "id", NOON, "api", "質問", None, "answered", "a", 0.9, ["a"], None, DAY, {}, "0", 1.0, "c"
)


def _side_by_side(
    parts: dict[str, Callable[[dict[str, Any]], object]], bodies: list[dict[str, Any]]
) -> dict[str, float]:
    """Return the median over the questions of the best of some rounds, in microseconds; parts take turns."""
    best = {name: [float("inf")] * len(bodies) for name in parts}
    for _ in range(_ROUNDS):
        for place, body in enumerate(bodies):
            for name, part in parts.items():
                began = time.perf_counter()
                part(body)
                best[name][place] = min(best[name][place], time.perf_counter() - began)
    return {name: statistics.median(taken) * 1e6 for name, taken in best.items()}


if __name__ == "__main__":
    main()
