"""The pieces of an Adaptive Card 1.5: the first with headings, and the newest Teams draws everywhere."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faq_bot.channels.lengths import cut

Element = dict[str, Any]
VERSION = "1.5"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MOST_BYTES = 28_000
"""Teams takes 28 kB, in whichever encoding it counts."""
_URL = re.compile(r"https?://[!-;=?-~]+")
_MARKS = re.compile(r"([\\`*_\[\]])")
_LONGEST_URL = 2000


def text(words: str, most: int = 3000, **more: Any) -> Element:
    """Return a text drawn as it is: TextBlocks read Markdown, so its marks are taken for what they are."""
    return {"type": "TextBlock", "text": escaped(words, most), "wrap": True, **more}


def heading(words: str) -> Element:
    """Return the heading of a card."""
    return text(words, 300, weight="Bolder", size="Large", style="heading")


def title(words: str) -> Element:
    """Return a heading within a card."""
    return text(words, 300, weight="Bolder", spacing="Medium")


def small(words: str, most: int = 600) -> Element:
    """Return small print."""
    return text(words, most, isSubtle=True, size="Small", spacing="Small")


def linked(url: str | None, label: str, after: str) -> Element:
    """Return a line that begins with a link, if the address is one."""
    if not _is_url(url):
        return small(f"{label}{after}")
    shown = f"[{escaped(label, 400)}]({url}){escaped(after, 300)}"
    return {**small(""), "text": shown}


def bullets(lines: Iterable[str], most: int = 3000) -> list[Element]:
    """Return a list as one text; nothing without lines."""
    joined = "\n\n".join(f"・{line}" for line in lines)
    return [text(joined, most, spacing="Small")] if joined else []


def facts(pairs: Sequence[tuple[str, str]]) -> Element:
    """Return names and values."""
    shown = [{"title": escaped(name, 100), "value": escaped(value, 600)} for name, value in pairs]
    return {"type": "FactSet", "facts": shown}


def open_url(label: str, url: str) -> list[Element]:
    """Return a button that opens an address; nothing if it is none."""
    return [{"type": "Action.OpenUrl", "title": cut(label, 60), "url": url}] if _is_url(url) else []


def card(body: Sequence[Element], actions: Sequence[Element], fallback: str) -> Element:
    """Return a card; what cannot draw cards shows `fallback`."""
    made: Element = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "lang": "ja",
        "fallbackText": fallback,
        "msteams": {"width": "Full"},
        "body": list(body),
    }
    return {**made, "actions": list(actions)} if actions else made


def message(content: Element, summary: str) -> Element:
    """Return the message that shows a card."""
    attachment = {"contentType": CARD_TYPE, "content": content}
    return {"type": "message", "summary": cut(summary, 200), "attachments": [attachment]}


def weight(found: Any) -> int:
    """Return the size of something as it is sent, in UTF-8 or in UTF-16, whichever is larger."""
    written = json.dumps(found, ensure_ascii=False)
    return max(len(written.encode(errors="replace")), len(written.encode("utf-16-le", "replace")))


def fits(found: Mapping[str, Any]) -> bool:
    """Return whether a message is small enough."""
    return weight(found) <= MOST_BYTES


def within(elements: Iterable[Element], most: int) -> list[Element]:
    """Return as many of some elements as fit into a size."""
    kept: list[Element] = []
    for element in elements:
        most -= weight(element) + 4  # and what stands between two
        if most < 0:
            break
        kept.append(element)
    return kept


def escaped(words: str, most: int) -> str:
    """Return a text whose Markdown marks are shown, with the line breaks Markdown keeps."""
    return _MARKS.sub(r"\\\1", cut(words, most)).replace("\n", "\n\n").replace("\n\n\n\n", "\n\n")


def _is_url(url: str | None) -> bool:
    return url is not None and len(url) <= _LONGEST_URL and bool(_URL.fullmatch(url)) and ")" not in url
