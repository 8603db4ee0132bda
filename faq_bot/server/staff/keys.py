"""The keys of the console: what each does, which it is unless a member has chosen another, and what may be chosen."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faq_bot.errors import InputError
from faq_bot.server.staff.questions_keys import KEYS as QUEUE_KEYS
from faq_bot.server.staff.questions_keys import QueueKey

PICK = "pick"
DIGITS = {"plain": "1〜9", "alt": "Alt＋1〜9", "": "使わない"}
"""The ways to pick a result by its number."""
_KEY = re.compile(r"(Alt\+)?([!-~]|Arrow(Up|Down)|Enter|Page(Up|Down)|Home|End|F([1-9]|1[0-2]))")
_ALT = re.compile(r"(?i:alt) ?\+ ?(?=.)")
_CALLED = {"↓": "ArrowDown", "↑": "ArrowUp"}
_SHOWN = {key: sign for sign, key in _CALLED.items()}


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does."""

    id: str
    label: str
    usual: str


ACTIONS = (
    Action("focus", "検索の欄へ移る", "/"),
    Action("down", "次の項目", "ArrowDown"),
    Action("up", "前の項目", "ArrowUp"),
    Action("open", "選んだ項目の答えへ移る", "Enter"),
    Action(PICK, "番号の項目の答えへ移る", "plain"),
    Action("copy_plain", "答えを文字だけで写す", "c"),
    Action("copy_mail", "メールの形で写す", "m"),
    Action("copy_slack", "Slack の形で写す", "s"),
    Action("copy_html", "HTML で写す", "h"),
    Action("collect", "控えに入れる、控えから出す", "t"),
    Action("copy_tray", "控えをまとめて写す", "a"),
    Action("pin", "ピン留めする、外す", "p"),
    Action("help", "キーの一覧", "?"),
)
"""On the page that looks up."""
QUEUE = tuple(Action(f"queue_{key.action}", key.label, key.keys[0]) for key in QUEUE_KEYS)
"""On the page of questions without an answer; its arrows always go up and down."""
GROUPS = {"調べる": ACTIONS, "答えのなかった質問": QUEUE}


def keys_with(chosen: Mapping[str, str], actions: Sequence[Action] = ACTIONS) -> dict[str, str]:
    """Return the key of every action, "" where it is switched off."""
    return {action.id: chosen.get(action.id, action.usual) for action in actions}


def queue_keys(chosen: Mapping[str, str]) -> tuple[QueueKey, ...]:
    """Return the keys of the queue as a member has chosen them."""
    mine = keys_with(chosen, QUEUE).values()
    return tuple(
        usual._replace(keys=tuple(filter(None, (key, *usual.keys[1:]))))
        for usual, key in zip(QUEUE_KEYS, mine, strict=True)
    )


def chosen_keys(given: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen differently from the usual. InputError names the action whose key cannot be used."""
    chosen: dict[str, str] = {}
    for actions in GROUPS.values():
        keys = {action.id: _parsed(action, given.get(action.id, action.usual)) for action in actions}
        _refuse_twice(keys, actions)
        chosen |= {action.id: keys[action.id] for action in actions if keys[action.id] != action.usual}
    return chosen


def key_shown(action: str, key: str) -> str:
    """Return a key as it is called: 「↓」, 「Alt＋c」, 「1〜9」; "" if it is switched off."""
    if action == PICK:
        return DIGITS[key] if key else ""
    name = key.removeprefix("Alt+")
    return f"{'Alt＋' if name != key else ''}{_SHOWN.get(name, name)}"


def _parsed(action: Action, given: str) -> str:
    key = unicodedata.normalize("NFKC", given).strip()
    if action.id == PICK:
        if key not in DIGITS:
            raise InputError(PICK, f"「{action.label}」は、一覧の中から選んでください。")
        return key
    alt = _ALT.match(key)
    name = key[alt.end() :] if alt else key
    name = _CALLED.get(name, name.lower() if len(name) == 1 else name)
    key = f"{'Alt+' if alt else ''}{name}"
    if key and not _KEY.fullmatch(key):
        raise InputError(
            action.id,
            f"「{action.label}」のキー「{given[:20]}」は使えません。使えるもの: 英数字か記号を1つ、↑、↓、Enter、"
            "PageUp、PageDown、Home、End、F1〜F12、それらの前に Alt+ を付けたもの。空欄にすると使いません。",
        )
    return key


def _refuse_twice(keys: Mapping[str, str], actions: Sequence[Action]) -> None:
    """InputError if one key would do two things on one page."""
    labels = {action.id: action.label for action in actions}
    digits = {"plain": "", "alt": "Alt+"}.get(keys.get(PICK, ""))
    taken = {} if digits is None else {f"{digits}{n}": PICK for n in range(1, 10)}
    for action, key in keys.items():
        if action == PICK or not key:
            continue
        other = taken.setdefault(key, action)
        if other != action:
            raise InputError(
                action,
                f"キー「{key_shown(action, key)}」が「{labels[other]}」と「{labels[action]}」の両方にあります。どちらかを変えてください。",
            )
