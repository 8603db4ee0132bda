"""The commands that look after whole knowledge folders: compare, pack, publish."""

import argparse
import getpass
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from faq_bot.assembly import now, today_in_tokyo
from faq_bot.cli.columns import faint, strong
from faq_bot.editing.comparing import ALL, Change, compare
from faq_bot.errors import InputError
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.packing import opened, pack
from faq_bot.reception import releases
from faq_bot.reception.keeping import folded
from faq_bot.settings import read_settings
from faq_bot.storage import releases as stored
from faq_bot.storage.records import Records

_KINDS = {
    "entries": "項目",
    "values": "値",
    "schemes": "制度",
    "sources": "資料",
    "wording": "アシスタントの文",
    "topics": "話題",
    "outside": "資料にない事柄",
    "calibration": "確率の当てはめ",
    "notes": "内部のメモ",
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
    """Write a folder that has been checked into one file, without the internal notes."""
    version = load_knowledge(options.folder).version
    if options.out.exists() and not options.force:
        raise InputError("", f"{options.out} はもうあります。書き直すときは --force を付けてください。")
    options.out.write_bytes(pack(options.folder))
    print(f"{options.out} に書きました（ナレッジ {version}）。")


def publish(options: argparse.Namespace) -> None:
    """Put a folder in force for all replicas."""
    with _records() as records:
        number, version = releases.publish(
            records, options.folder, today_in_tokyo(), getpass.getuser(), now()
        )
    print(f"{number}番のリリースとして公開しました（ナレッジ {version}）。")


def roll_back(options: argparse.Namespace) -> None:
    """Put an earlier release in force again."""
    with _records() as records:
        number, version = releases.roll_back(records, options.number, getpass.getuser(), now())
    print(f"{options.number}番を、{number}番のリリースとしてもう一度公開しました（ナレッジ {version}）。")


def list_releases(options: argparse.Namespace) -> None:
    """Print the releases, the newest first."""
    with _records() as records:
        found = stored.listed(records.engine)
    rows = [
        {"id": one.id, "version": one.version, "created": one.created.isoformat(), "by": one.by}
        for one in found
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        print("公開したリリースはまだありません。")
    for i, row in enumerate(rows):
        mark = "＊" if i == 0 else "　"
        print(f"{mark}{row['id']:>4}  {row['version']}  {row['created'][:19]}Z  {row['by']}")


@contextmanager
def _records() -> Iterator[Records]:
    records = Records(read_settings().database_url, folded)
    try:
        yield records
    finally:
        records.close()


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
