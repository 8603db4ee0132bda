"""The command `knowledge try`: what a changed knowledge folder does to answers, before it is published."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faq_bot.assembly import Assistant, today_in_tokyo
from faq_bot.editing.trial import check, compared, tried
from faq_bot.errors import InputError
from faq_bot.evaluation.asking import ask_all
from faq_bot.evaluation.measuring import measure
from faq_bot.evaluation.questions import read_questions
from faq_bot.loading.packing import opened
from faq_bot.settings import read_settings

_FIGURES = ("first", "in_three", "answered_right", "wrong", "missed")


def try_out(options: argparse.Namespace) -> None:
    """Check and measure; with --json one object a line: `step` while it goes on, `result` at the end."""

    def step(words: str) -> None:
        print(json.dumps({"step": words}, ensure_ascii=False) if options.json else f"{words}…", flush=True)

    accepted = _accepted(options.accepted)
    with opened(options.old) as old, opened(options.new) as new:
        result = _tried(old, new, accepted, options.questions, step)
    print(json.dumps({"result": result}, ensure_ascii=False), flush=True) if options.json else _show(result)


def _tried(old: Path, new: Path, accepted: Any, questions: Sequence[Path], step: Any) -> dict[str, Any]:
    today, semantic = today_in_tokyo(), read_settings().semantic
    step("変えたあとのナレッジを点検しています")
    after, problems = check(new, today, semantic)
    if after is None:
        return {"problems": problems}
    step("今のナレッジを読んでいます")
    before = Assistant.load(old, lambda: today, semantic)
    found = tried(before, after, accepted, step)
    found |= {"problems": [], "version": after.knowledge.version, "changes": compared(old, new)}
    found["warnings"] = [str(warning) for warning in after.knowledge.warnings]
    found["files"] = [_measured(before, after, file, step) for file in questions]
    return found


def _measured(before: Assistant, after: Assistant, file: Path, step: Any) -> dict[str, Any]:
    step(f"{file.name} の質問を尋ねています")
    questions, today = read_questions(file), after.today()
    rows = [measure(a, ask_all(a, questions, today)) for a in (before, after)]
    found: dict[str, Any] = {"file": file.name, "count": len(questions)}
    for name in _FIGURES:
        found[name] = [asdict(row.rows[0])[name] if row.rows else None for row in rows]
    return found


def _accepted(file: Path | None) -> Any:
    if file is None:
        return []
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError("--accepted", f"{file} を JSON として読めません。") from None


def _show(result: dict[str, Any]) -> None:
    if result["problems"]:
        print("誤りがあります。", *result["problems"], sep="\n  ")
        return
    right = sum(given["right"] for given in result["accepted"])
    print(f"取り入れた質問: {len(result['accepted'])}件のうち{right}件が、その項目に行きます。")
    print(
        f"登録した言い方: {result['wordings_before']}件のうち{result['own_before']}件 → "
        f"{result['wordings']}件のうち{result['own_after']}件が、その項目に行きます。"
    )
    was, now = result["left_out_before"], result["left_out_after"]
    print(
        f"取り違え（言い方を外して尋ねる）: {was['asked']}件中{was['lost']}件 → {now['asked']}件中{now['lost']}件"
    )
    for one in (*result["own_worse"], *result["left_out_worse"]):
        print(f"  「{one['wording']}」 {one['entry']} → {one['won']}")
    for file in result["files"]:
        first = "、".join(
            f"{name} {b:.3f} → {a:.3f}" for name in _FIGURES for b, a in [file[name]] if b is not None
        )
        print(f"{file['file']}（{file['count']}問）: {first}")
