"""The commands that look after whole knowledge folders: `knowledge diff`, `pack`."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from faq_bot.cli.columns import faint, strong
from faq_bot.editing.comparing import ALL, Change, compare
from faq_bot.errors import InputError
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.packing import opened, pack

_KINDS = {
    "entries": "項目",
    "values": "値",
    "schemes": "制度",
    "sources": "資料",
    "wording": "アシスタントの文",
    "topics": "話題",
    "outside": "資料にない事柄",
    "calibration": "確率の当てはめ",
}
_MARKS = {"added": "＋ 追加", "removed": "－ 削除", "changed": "＊ 変更"}


def diff(options: argparse.Namespace) -> None:
    """Print what changed from one folder or packed folder to another."""
    with opened(options.old) as old, opened(options.new) as new:
        changes = compare(old, new)
    if options.json:
        print(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2))
    else:
        _print_changes(changes)


def pack_folder(options: argparse.Namespace) -> None:
    """Write a folder that has been checked into one file."""
    version = load_knowledge(options.folder).version
    if options.out.exists() and not options.force:
        raise InputError("", f"{options.out} はもうあります。書き直すときは --force を付けてください。")
    options.out.write_bytes(pack(options.folder))
    print(f"{options.out} に書きました（ナレッジ {version}）。")


def _print_changes(changes: Sequence[Change]) -> None:
    if not changes:
        print("違いはありません。")
        return
    kind = None
    for change in changes:
        if change.kind != kind:
            print(strong(_KINDS.get(change.kind, f"言葉（{change.kind}）")))
            kind = change.kind
        print(f"  {_MARKS[change.change]}  {change.name}  {faint(change.title)}".rstrip())
        for field in change.fields:
            print(f"      {'内容' if field.field == ALL else field.field}")
            for line in field.lines():
                print(f"        {line}")
    counts = {mark: sum(change.change == name for change in changes) for name, mark in _MARKS.items()}
    print("\n" + "、".join(f"{mark[2:]} {count}件" for mark, count in counts.items()))
