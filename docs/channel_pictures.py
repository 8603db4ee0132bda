"""Pictures of replies in Slack and Teams for the guides: python docs/channel_pictures.py FOLDER.

Our own blocks and cards are drawn by a small renderer: a sketch of what the platforms draw, not their likeness.
"""

import html
import re
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from faq_bot.assembly import Assistant
from faq_bot.channels.outline import outline_of
from faq_bot.channels.slack.answers import Answers as SlackAnswers
from faq_bot.channels.slack.facts_modal import facts_modal
from faq_bot.channels.slack.home import home
from faq_bot.channels.teams.answers import Answers as TeamsAnswers
from faq_bot.conversation.reply import Reply

ROOT = Path(__file__).parent.parent
DAY = date(2025, 8, 1)
FEE = "苫小牧でデイをやってます。5月の連休明けに申し込んだんだけど、うちはいくら払うの？"
UNIT = "ライセンスはパソコンごとに買うの？"
STYLE = """
body{margin:0;padding:16px;background:#fff;color:#1a1a1c;font:15px/1.6 "Noto Sans CJK JP",sans-serif;width:var(--w)}
h3{font-size:18px;line-height:1.4;margin:0 0 8px}p{margin:4px 0;white-space:pre-wrap}.small{font-size:12.5px;color:#555}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:6px 16px;margin:4px 0 8px}.row{display:flex;flex-wrap:wrap;gap:8px;margin:6px 0 10px}
.button,.select{border:1px solid #8a8a8a;border-radius:4px;padding:3px 12px;font-weight:700;font-size:13px;background:#fff;white-space:nowrap}
.select{font-weight:400;display:inline-block}.select::after{content:"　▾"}.beside{display:flex;justify-content:space-between;gap:16px;align-items:start}
a{color:#0031d8}.card{border:1px solid #c8c8c8;border-radius:6px;padding:14px 16px;box-shadow:0 1px 3px #0002}
.modal{border:1px solid #bbb;border-radius:8px;padding:16px;box-shadow:0 2px 10px #0003}label{font-weight:700;display:block;margin-top:10px}
.context{display:flex;flex-wrap:wrap;gap:2px 14px}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:4px 0}dt{font-weight:700}dd{margin:0}
.Large{font-size:19px;line-height:1.4}.Bolder{font-weight:700}.Medium{margin-top:12px}
"""


def marked(text: str) -> str:
    """Slack's marks as HTML; the text is escaped already as HTML wants it."""
    linked = re.sub(r"<(https?://[^|>]+)\|([^>]*)>", r'<a href="\1">\2</a>', text)
    return re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", linked)


def words(text: dict[str, Any]) -> str:
    """A text object as HTML."""
    return html.escape(text["text"]) if text["type"] == "plain_text" else marked(text["text"])


def element(one: dict[str, Any]) -> str:
    """A button, a menu or a field."""
    if one["type"] == "button":
        return f'<span class="button">{words(one["text"])}</span>'
    chosen = one.get("initial_option", {}).get("text") or one.get("placeholder")
    shown = words(chosen) if chosen else one.get("initial_date") or one.get("initial_value") or "日付を選ぶ"
    return f'<span class="select">{shown}</span>'


def block(one: dict[str, Any]) -> str:
    """A block of Slack as HTML."""
    match one["type"]:
        case "header":
            return f"<h3>{words(one['text'])}</h3>"
        case "context":
            return f'<div class="small context">{"".join(f"<span>{words(e)}</span>" for e in one["elements"])}</div>'
        case "actions":
            return f'<div class="row">{"".join(map(element, one["elements"]))}</div>'
        case "input":
            return f"<label>{words(one['label'])}</label><p>{element(one['element'])}</p>"
    fields = "".join(f"<p>{words(field)}</p>" for field in one.get("fields", ()))
    drawn = f"<p>{words(one['text'])}</p>" + (f'<div class="fields">{fields}</div>' if fields else "")
    beside = element(one["accessory"]) if "accessory" in one else ""
    return f'<div class="beside"><div>{drawn}</div>{beside}</div>' if beside else drawn


def card_element(one: dict[str, Any]) -> str:
    """An element of an Adaptive Card as HTML."""
    if one["type"] == "FactSet":
        return "<dl>" + "".join(f"<dt>{f['title']}</dt><dd>{f['value']}</dd>" for f in one["facts"]) + "</dl>"
    text = re.sub(
        r"\[((?:[^\[\]\\]|\\.)*)\]\((https?://[^)]+)\)", r'<a href="\2">\1</a>', html.escape(one["text"])
    )
    text = re.sub(r"\\(.)", r"\1", text).replace("\n\n", "\n")
    style = " ".join(str(one.get(name, "")) for name in ("size", "weight", "spacing"))
    return f'<p class="{style}{" small" if one.get("isSubtle") else ""}">{text}</p>'


def card(message: dict[str, Any]) -> str:
    """A message of Teams as HTML."""
    content = message["attachments"][0]["content"]
    actions = "".join(
        f'<span class="button">{html.escape(a["title"])}</span>' for a in content.get("actions", ())
    )
    return f'<div class="card">{"".join(map(card_element, content["body"]))}<div class="row">{actions}</div></div>'


def blocks(view: dict[str, Any]) -> str:
    """A message or a view of Slack as HTML."""
    drawn = "".join(map(block, view["blocks"]))
    if view.get("type") != "modal":
        return drawn
    ends = f'<div class="row"><span class="button">{view["close"]["text"]}</span><span class="button">{view["submit"]["text"]}</span></div>'
    return f'<div class="modal"><h3>{view["title"]["text"]}</h3>{drawn}{ends}</div>'


def pictures() -> dict[str, tuple[str, int]]:
    """Each picture's name with its HTML and width."""
    assistant = Assistant.load(ROOT / "knowledge", today=lambda: DAY)
    slack = SlackAnswers(assistant.knowledge.wording, "https://faq.example.lg.jp")
    teams = TeamsAnswers(assistant.knowledge.wording, "https://faq.example.lg.jp")
    asked = assistant.ask(FEE)
    fee = assistant.ask("5月12日", conversation=asked.conversation)
    unit, choose = assistant.ask(UNIT), assistant.ask("料金")
    known = {fact.fact: fact.value for fact in fee.facts}
    modal = facts_modal(assistant.knowledge, known, known, "{}")

    def in_slack(reply: Reply) -> str:
        return blocks(slack.message(outline_of(reply), "C1/1.1", mentioned=True))

    return {
        "slack-answer": (in_slack(unit), 640),
        "slack-asked": (in_slack(asked), 640),
        "slack-fee": (in_slack(fee), 640),
        "slack-choose": (in_slack(choose), 640),
        "slack-facts": (blocks(modal), 480),
        "slack-home": (blocks(home(assistant.knowledge.wording, assistant.suggestions())), 640),
        "teams-answer": (card(teams.message(outline_of(unit))), 560),
        "teams-choose": (card(teams.message(outline_of(choose))), 560),
        "teams-fee": (card(teams.message(outline_of(fee))), 560),
    }


def main(folder: Path, names: list[str]) -> None:
    """Make the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (drawn, width) in pictures().items():
            if names and name not in names:
                continue
            page = browser.new_page(viewport={"width": width + 32, "height": 200})
            page.set_content(
                f'<!doctype html><html lang="ja" style="--w:{width}px"><style>{STYLE}</style>{drawn}'
            )
            page.screenshot(path=folder / f"{name}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
