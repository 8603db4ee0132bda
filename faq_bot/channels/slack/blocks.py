"""The pieces Slack draws, each within its published limits (docs.slack.dev/reference/block-kit)."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faq_bot.channels.lengths import cut, length, pieces
from faq_bot.channels.outline import Choice

Block = dict[str, Any]
MOST_BLOCKS = 50
MOST_OPTIONS = 100
HEADER, TEXT, FIELD, FIELDS, CONTEXTS, LABEL, OPTION_VALUE, VALUE, ID, TITLE = (
    150,
    3000,
    2000,
    10,
    10,
    75,
    150,
    2000,
    255,
    24,
)
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "＊", "_": "＿", "~": "～", "`": "｀"})
_URL = re.compile(r"https?://[!-;=?-~]+")


def plain(text: str, most: int) -> Block:
    """Return a text object that is drawn as it is: no marks, no mentions, no emoji codes."""
    return {"type": "plain_text", "text": cut(text, most) or "–", "emoji": False}


def marked(text: str, most: int = TEXT) -> Block:
    """Return a text object with marks; `text` comes from `escaped`, `bold` and `link`."""
    return {"type": "mrkdwn", "text": text if 0 < length(text) <= most else "–", "verbatim": True}


def escaped(text: str, most: int) -> str:
    """Return a text without anything Slack would read as a mark, cut so that it stays whole."""
    room = most
    while length(found := cut(text, room).translate(_MARKS)) > most:
        room = max(room - max((length(found) - most) // 5, 1), 1)
    return found


def bold(text: str, most: int = TEXT) -> str:
    """Return a text in bold, line by line."""
    lines = escaped(" ".join(text.split("\n")), most - 2).strip()
    return f"*{lines}*" if lines else ""


def link(url: str | None, text: str, most: int) -> str:
    """Return a link, or the text alone where there is no address that could be one."""
    address = (url or "").replace("&", "&amp;")
    if not _URL.fullmatch(url or "") or "|" in address or length(address) > most // 2:
        return escaped(text, most)
    return f"<{address}|{escaped(text.replace('|', '｜'), most - length(address) - 3)}>"


def header(text: str) -> Block:
    """Return the heading of a message."""
    return {"type": "header", "text": plain(text, HEADER)}


def paragraphs(text: str, count: int = 2) -> list[Block]:
    """Return a text as sections, drawn as it is."""
    return [{"type": "section", "text": plain(piece, TEXT)} for piece in pieces(text, TEXT, count)]


def titled(title: str, lines: Iterable[str], count: int = 2) -> list[Block]:
    """Return a heading in bold and a list below it; nothing without lines."""
    text = "\n".join(f"• {line}" for line in lines)
    return [section(bold(title)), *paragraphs(text, count)] if text else []


def section(text: str, **more: Any) -> Block:
    """Return a section of marked text."""
    return {"type": "section", "text": marked(text), **more}


def fields(title: str, pairs: Sequence[tuple[str, str]]) -> Block:
    """Return a section of names and values, two beside each other."""
    shown = [marked(f"{bold(name, 200)}\n{escaped(value, FIELD - 300)}", FIELD) for name, value in pairs]
    return section(title, fields=shown[:FIELDS])


def context(*texts: str) -> list[Block]:
    """Return small print of marked texts; nothing without any."""
    shown = [marked(text, FIELD) for text in texts if text][:CONTEXTS]
    return [{"type": "context", "elements": shown}] if shown else []


def button(label: str, action: str, value: str = "", *, primary: bool = False) -> Block:
    """Return a button; `value` comes back when it is pressed."""
    made: Block = {"type": "button", "text": plain(label, LABEL), "action_id": action}
    if value:
        made["value"] = value
    if primary:
        made["style"] = "primary"
    return made


def actions(block: str, elements: Sequence[Block]) -> list[Block]:
    """Return elements beside each other; nothing without any."""
    return [{"type": "actions", "block_id": block[:ID], "elements": list(elements[:25])}] if elements else []


def packed(value: Any) -> str:
    """Return a value as it travels in a button or an option."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def options(choices: Iterable[Choice]) -> list[Block]:
    """Return the options of a menu. What is too long to travel is left out: it can be said in words."""
    made = []
    for choice in choices:
        value = packed(_carried(choice.request))
        if length(value) <= OPTION_VALUE:
            made.append({"text": plain(choice.label, LABEL), "value": value})
    return made[:MOST_OPTIONS]


def menu(action: str, placeholder: str, choices: Iterable[Choice]) -> list[Block]:
    """Return a menu as the only element of a list; nothing without options."""
    made = options(choices)
    shown = {"type": "static_select", "action_id": action, "placeholder": plain(placeholder, 150)}
    return [{**shown, "options": made}] if made else []


def carried_request(value: str) -> dict[str, Any]:
    """Return the request a pressed button or option makes; ValueError if it is none."""
    found = json.loads(value)
    if isinstance(found, list) and len(found) == 2:
        return {"select": {"fact": str(found[0]), "value": found[1]}}
    if isinstance(found, Mapping) and len(found) == 1:
        return dict(found)
    raise ValueError("no request")


def carried_pair(value: str) -> tuple[str, str]:
    """Return the two words a button carries; ValueError if it carries none."""
    found = json.loads(value)
    if not isinstance(found, list) or len(found) != 2:
        raise ValueError("no pair")
    return str(found[0]), str(found[1])


def _carried(request: Mapping[str, Any]) -> Any:
    """A fact travels as a pair: an option has room for 150 characters only."""
    select = request.get("select", {})
    return [select["fact"], select["value"]] if "fact" in select else dict(request)


def pressed(choice: Choice) -> str:
    """Return what a button carries for a choice, empty if it has no room."""
    value = packed(_carried(choice.request))
    return value if length(value) <= VALUE else ""
