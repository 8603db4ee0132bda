"""`faq-bot users` and `faq-bot switch`: who may enter the staff pages, and which channels are on."""

import argparse
import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from faq_bot.access.accounts import Accounts, role_of
from faq_bot.access.roles import LABELS
from faq_bot.assembly import now
from faq_bot.cli.columns import left, width
from faq_bot.errors import InputError
from faq_bot.reception.keeping import folded
from faq_bot.reception.switchboard import CHANNELS, Switchboard
from faq_bot.settings import read_settings
from faq_bot.storage import switches
from faq_bot.storage.records import Records

Options = argparse.Namespace


def users_add(options: Options) -> None:
    """Add an account with a password typed unseen, or read from standard input."""
    role, password = role_of(options.role), _new_password()
    with _engine() as engine:
        Accounts(lambda: engine, now).add(options.name, password, role, _by())
    print(f"{options.name}（{LABELS[role]}）を加えました。")


def users_list(options: Options) -> None:
    """Print all accounts."""
    with _engine() as engine:
        rows = Accounts(lambda: engine, now).listed()
    if options.json:
        shown = [{"name": row.name, "role": row.role, "active": row.active} for row in rows]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    if not rows:
        print("まだだれもいません。faq-bot users add 名前 --role administrator で加えてください。")
    widest = max((width(row.name) for row in rows), default=0)
    for row in rows:
        print(f"{left(row.name, widest)}  {LABELS[row.role]}{'' if row.active else '（止めてあります）'}")


def users_set_password(options: Options) -> None:
    """Give a new password and end all sessions of the account."""
    password = _new_password()
    with _engine() as engine:
        Accounts(lambda: engine, now).set_password(options.name, password, _by())
    print(f"{options.name} の合言葉を新しくしました。ログインしていた画面は閉じます。")


def users_set_role(options: Options) -> None:
    """Give another role."""
    role = role_of(options.role)
    with _engine() as engine:
        Accounts(lambda: engine, now).set_role(options.name, role, _by())
    print(f"{options.name} を{LABELS[role]}にしました。")


def users_disable(options: Options) -> None:
    """Close an account, or open it again."""
    with _engine() as engine:
        Accounts(lambda: engine, now).set_active(options.name, _by(), active=options.undo)
    print(f"{options.name} を{'また使えるようにしました' if options.undo else '止めました'}。")


def switch_off(options: Options) -> None:
    """Switch a channel off."""
    with _engine() as engine:
        Switchboard(lambda: engine).turn(options.channel, _by(), now(), off=True, notice=options.notice)
    print(f"{CHANNELS[options.channel]}を切りました。数秒ですべての機械に伝わります。")


def switch_on(options: Options) -> None:
    """Switch a channel on."""
    with _engine() as engine:
        Switchboard(lambda: engine).turn(options.channel, _by(), now(), off=False)
    print(f"{CHANNELS[options.channel]}を動かしました。数秒ですべての機械に伝わります。")


def switch_list(options: Options) -> None:
    """Print whether each channel is on."""
    with _engine() as engine:
        rows = {row.channel: row for row in switches.listed(engine) if row.off}
    if options.json:
        shown = {
            name: {"on": name not in rows, "notice": rows[name].notice if name in rows else None}
            for name in CHANNELS
        }
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    widest = max(map(width, CHANNELS))
    for name, label in CHANNELS.items():
        state = (
            f"切ってあります（{rows[name].by}）{rows[name].notice or ''}" if name in rows else "動いています"
        )
        print(f"{left(name, widest)}  {label}：{state}")


@contextmanager
def _engine() -> Iterator[Engine]:
    records = Records(read_settings().database_url, folded)
    try:
        yield records.engine
    finally:
        records.close()


def _by() -> str:
    """Return who runs the command, as the audit names it."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"


def _new_password() -> str:
    """Return a password, asked twice where somebody types."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("新しい合言葉（12文字以上）: ")
    if getpass.getpass("もう一度: ") != first:
        raise InputError("password", "2回の合言葉が違います。")
    return first
