"""Entries as they are copied out of the console: always with their references, their days and the day they hold for.

Four forms of the same: plain text, a mail, Slack's mrkdwn, HTML. Nothing here knows a request or a database, and
nothing internal reaches it: it is given what askers are shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from faq_bot.conversation.reply import AnswerShown, SourceShown
from faq_bot.rules.phrases import shown
from faq_bot.server.site.prose import blocks

FORMS = {"plain": "文字だけ", "mail": "メール", "slack": "Slack", "html": "HTML"}
"""The forms, and what the staff call them."""
_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_WEB = re.compile(r"https?://[^\s<>|]+")


@dataclass(frozen=True, slots=True)
class Copied:
    """An entry to be copied, as of a day; `past` says in words why it no longer holds, "" if it does."""

    answer: AnswerShown
    as_of: date
    past: str = ""


def copies(entries: Sequence[Copied]) -> dict[str, str]:
    """Return the texts of some entries together, by form."""
    return {"plain": plain(entries), "mail": mail(entries), "slack": slack(entries), "html": html(entries)}


def plain(entries: Sequence[Copied]) -> str:
    """Return plain text: question, answer, sources, and which entry of which day it is."""
    return "\n\n".join(_plain(one) for one in entries)


def mail(entries: Sequence[Copied]) -> str:
    """Return the body of a mail; several entries are numbered."""
    many = len(entries) > 1
    parts = [_mailed(one, f"【{i}】" if many else "") for i, one in enumerate(entries, 1)]
    return "\n\n".join(["お問い合わせの件を、公表されている資料をもとに次のとおりご案内します。", *parts])


def slack(entries: Sequence[Copied]) -> str:
    """Return Slack's mrkdwn; what would be a command there is spelt out."""
    return "\n\n".join(_slack(one) for one in entries)


def html(entries: Sequence[Copied]) -> str:
    """Return HTML for mail programs and pages: no style, every text escaped."""
    return str(Markup("\n").join(_html(one) for one in entries))


def _plain(one: Copied) -> str:
    sources = [f"・{_named(source)} {source.url or ''}".rstrip() for source in one.answer.sources]
    return "\n".join([one.answer.question, *_warned(one), one.answer.answer, "出典:", *sources, _mark(one)])


def _mailed(one: Copied, number: str) -> str:
    sources = [line for source in one.answer.sources for line in _mail_source(source)]
    parts = ["■ご質問", number + one.answer.question, "", "■回答", *_warned(one), one.answer.answer]
    return "\n".join([*parts, "", "■出典", *sources, "", _mark(one)])


def _mail_source(source: SourceShown) -> list[str]:
    lines = [
        f"・{source.title}（{source.publisher}）",
        f"　公表日: {_day(source.published)}　参照: {source.ref}",
    ]
    return [*lines, f"　URL: {source.url}"] if source.url else lines


def _slack(one: Copied) -> str:
    text = "\n".join(
        f"• {line}" if block.is_list else line for block in blocks(one.answer.answer) for line in block.lines
    )
    sources = "\n".join(f"> {_slack_source(source)}" for source in one.answer.sources)
    head = [f"*{_mrkdwn(one.answer.question)}*", *(_mrkdwn(line) for line in _warned(one))]
    return "\n".join([*head, _mrkdwn(text), sources, f"_{_mrkdwn(_mark(one))}_"])


def _slack_source(source: SourceShown) -> str:
    about = f"{source.publisher}、{_day(source.published)}、{source.ref}"
    title = _mrkdwn(source.title)
    if source.url and _WEB.fullmatch(source.url):
        title = f"<{_mrkdwn(source.url)}|{title.replace('|', '｜')}>"
    return f"{title}（{_mrkdwn(about)}）"


def _mrkdwn(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _html(one: Copied) -> Markup:
    warned = Markup("").join(Markup("<p><strong>{}</strong></p>\n").format(line) for line in _warned(one))
    answer = Markup("\n").join(
        Markup("<ul>{}</ul>").format(_items(block.lines))
        if block.is_list
        else Markup("\n").join(Markup("<p>{}</p>").format(line) for line in block.lines)
        for block in blocks(one.answer.answer)
    )
    sources = Markup("").join(
        Markup("<li>{}（{}、{}、{}）</li>").format(
            _link(source), source.publisher, _day(source.published), source.ref
        )
        for source in one.answer.sources
    )
    return Markup(
        "<p><strong>{}</strong></p>\n{}{}\n<p>出典:</p>\n<ul>{}</ul>\n<p><small>{}</small></p>"
    ).format(one.answer.question, warned, answer, sources, _mark(one))


def _items(lines: Sequence[str]) -> Markup:
    return Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)


def _link(source: SourceShown) -> Markup:
    if source.url and _WEB.fullmatch(source.url):
        return Markup('<a href="{}">{}</a>').format(source.url, source.title)
    return escape(source.title)


def _warned(one: Copied) -> list[str]:
    return [f"※{one.past}"] if one.past else []


def _mark(one: Copied) -> str:
    """Return which entry it is and the day it holds for."""
    refs = "、".join(source.ref for source in one.answer.sources)
    return f"（{shown(one.as_of)}の時点、項目 {one.answer.id}、参照 {refs}）"


def _named(source: SourceShown) -> str:
    return f"{source.title}（{source.publisher}、{_day(source.published)}、{source.ref}）"


def _day(day: str) -> str:
    return str(shown(date.fromisoformat(day)))
