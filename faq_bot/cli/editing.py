"""The commands for editors: `confusions` and `import`."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from faq_bot.assembly import Assistant
from faq_bot.cli.columns import faint, strong
from faq_bot.cli.columns import left as left_aligned
from faq_bot.editing.importing import import_table
from faq_bot.errors import InputError
from faq_bot.matching.confusions import ConfusedPair, Confusions, Lost, find_confusions

_TOLD = 3
"""Wordings told of a pair; --json has all."""

_LEFT = {
    "phrasings": "ほかの尋ね方を6つ以上",
    "sources": "根拠の参照番号",
    "holds_from": "答えを出せる最初の日（資料の公表日）",
    "review_by": "次に見直す日",
    "answer": "320字までに縮める",
    "short_answer": "60字までに縮める",
}


def confusions(options: argparse.Namespace) -> None:
    """Print which entries the engine confuses, the worst pairs first."""
    if options.limit < 0:
        raise InputError("--limit", "--limit は0以上の整数にしてください（0ですべて）。")
    found = find_confusions(Assistant.load(options.knowledge).knowledge)
    pairs = found.pairs[: options.limit or None]
    if options.json:
        body = {"asked": found.asked, "lost": found.lost, "pairs": [asdict(pair) for pair in pairs]}
        print(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        _print_confusions(found, pairs)


def _print_confusions(found: Confusions, pairs: Sequence[ConfusedPair]) -> None:
    print(
        f"言い方{found.asked}件のうち{found.lost}件が、その言い方を登録から外すと別の項目に行きます（{len(found.pairs)}組）。"
    )
    for number, pair in enumerate(pairs, start=1):
        print(f"\n{number:2}. {strong(pair.first)} と {strong(pair.second)}  {len(pair.lost)}件")
        for identifier in (pair.first, pair.second):
            print(f"    {identifier} を見分ける言葉: {'・'.join(pair.separating[identifier]) or 'なし'}")
        for lost in pair.lost[:_TOLD]:
            print(f"      「{lost.wording}」{faint(_hint(lost))}")
        if len(pair.lost) > _TOLD:
            print(faint(f"      ほか{len(pair.lost) - _TOLD}件"))
    if len(pairs) < len(found.pairs):
        print(f"\nほか{len(found.pairs) - len(pairs)}組（--limit 0 ですべて）")


def _hint(lost: Lost) -> str:
    telling = f"見分ける言葉は{'・'.join(lost.telling)}" if lost.telling else "見分ける言葉がない"
    return f" {lost.entry} → {lost.won}（{telling}）"


def import_file(options: argparse.Namespace) -> None:
    """Write the questions and answers of a table as entries, and say what an editor still has to fill in."""
    drafts = import_table(options.file, options.out, options.force)
    print(f"{options.out} に {len(drafts)}件を書きました。")
    left = Counter(key for draft in drafts for key in draft.left)
    if left:
        print("まだ書くこと")
        for key, count in left.items():
            print(f"  {left_aligned(key, 14)}{_LEFT[key]}（{count}件）")
    print(
        f"topics.yaml に「{options.out.stem}: 話題の名前」がなければ足し、faq-bot check で残りを確かめてください。"
    )
