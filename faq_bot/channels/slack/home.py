"""The home tab: search, and the questions that are often asked."""

from collections.abc import Sequence

from faq_bot.channels import words
from faq_bot.channels.outline import Choice
from faq_bot.channels.slack.blocks import (
    FIELD,
    Block,
    bold,
    button,
    context,
    escaped,
    header,
    packed,
    paragraphs,
    plain,
    pressed,
    section,
)
from faq_bot.conversation.reply import FoundShown
from faq_bot.conversation.request import QUESTION_LENGTH
from faq_bot.loading.wording import Wording

SEARCH, ASK = "home.search", "home.ask"
MOST_RESULTS = 8


def home(
    wording: Wording,
    frequent: Sequence[str],
    searched: str = "",
    found: Sequence[FoundShown] = (),
    notice: str = "",
) -> Block:
    """Return the home tab with frequent questions, or with what a search has found."""
    blocks = [*paragraphs(wording.channels.home, 1), _search(searched), *context(escaped(notice, FIELD))]
    if searched:
        blocks += [header(words.FOUND), *_results(wording, found)]
    blocks += [header(words.FREQUENT), *map(_frequent, range(len(frequent)), frequent)]
    return {"type": "home", "blocks": blocks}


def _search(searched: str) -> Block:
    field: Block = {
        "type": "plain_text_input",
        "action_id": SEARCH,
        "placeholder": plain(words.SEARCH_HINT, 150),
        "max_length": QUESTION_LENGTH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if searched:
        field["initial_value"] = searched
    return {
        "type": "input",
        "block_id": "search",
        "dispatch_action": True,
        "label": plain(words.SEARCH, 2000),
        "element": field,
    }


def _results(wording: Wording, found: Sequence[FoundShown]) -> list[Block]:
    if not found:
        return paragraphs(wording.channels.nothing_found, 1)
    return [_result(number, one) for number, one in enumerate(found[:MOST_RESULTS])]


def _result(number: int, one: FoundShown) -> Block:
    refs = escaped("、".join(one.sources), 500)
    text = f"{bold(one.question, 1000)}\n{escaped(one.short_answer, 1000)}\n{refs}"
    shown = button(words.SHOW, ASK, pressed(Choice(one.question, {"select": {"entry": one.id}})))
    return section(text, block_id=f"found{number}", accessory=shown)


def _frequent(number: int, question: str) -> Block:
    asked = button(words.ASKED_HERE, ASK, packed({"question": question}))
    return section(escaped(question, 1000), block_id=f"frequent{number}", accessory=asked)
