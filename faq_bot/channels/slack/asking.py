"""What can be chosen in a Slack message: facts, candidates, conditions; and what is left of it once chosen."""

from collections.abc import Iterator, Mapping
from typing import Any

from faq_bot.channels import words
from faq_bot.channels.outline import Asked, Choice, Outline, Question, day
from faq_bot.channels.slack.blocks import (
    FIELD,
    Block,
    actions,
    bold,
    button,
    context,
    escaped,
    menu,
    paragraphs,
    pressed,
    section,
    titled,
)
from faq_bot.conversation.reply import CandidateShown

MOST_BUTTONS = 6
TURN, PRESS, PICK, DAY, FACTS = "turn", "press", "pick", "day", "facts"
"""How the ids of blocks and actions begin."""


def asked_back(outline: Outline, thread: str) -> Iterator[Block]:
    """Return what a reply asks for; each block is named after the thread it goes on with."""
    if outline.asked:
        yield from _asked(outline.asked, outline.heading, thread)
    if outline.choosing:
        yield from _candidates(outline, thread)


def further(outline: Outline, thread: str) -> Iterator[Block]:
    """Return what else can be chosen: facts to correct, one that would tell more, other questions."""
    yield from _facts(outline, thread)
    if outline.more:
        yield from [section(bold(outline.more_heading)), *paragraphs(outline.more.text, 1)]
        yield from _question(outline.more, thread, "more")
    if outline.near and not outline.choosing:
        others = [_entry(one) for one in outline.near]
        yield from actions(_name(thread, "near"), menu(f"{PICK}.near", outline.near_heading, others))


def thread_of(block: str) -> str | None:
    """Return the thread a block goes on with, None if it is none of ours."""
    kind, _, rest = block.partition("|")
    return rest.rpartition("|")[0] if kind == TURN and rest else None


def settled(blocks: list[Block], block: str, label: str) -> list[Block]:
    """Return the blocks of a message after something was chosen in one of them: choices become history."""
    return [
        kept for one in blocks for kept in (_history(one, label) if one.get("block_id") == block else [one])
    ]


def label_of(action: Mapping[str, Any]) -> str:
    """Return the words of what was pressed, picked or dated."""
    if action.get("type") == "datepicker":
        return day(str(action.get("selected_date")))
    text = (action.get("selected_option") or action).get("text", {}).get("text")
    return str(text or "")


def request_of(action: Mapping[str, Any]) -> dict[str, Any] | str:
    """Return the request of an action as it travelled; a day becomes that of the fact in the action's name."""
    if action.get("type") == "datepicker":
        fact = str(action["action_id"]).partition(".")[2]
        return {"select": {"fact": fact, "value": action.get("selected_date")}}
    return str((action.get("selected_option") or action).get("value", ""))


def _history(block: Block, label: str) -> list[Block]:
    if "accessory" in block:  # a candidate: its words stay, what was pressed beside them goes
        kept = {name: value for name, value in block.items() if name not in ("accessory", "block_id")}
        return [kept, *context(escaped(words.CHOSEN, FIELD))]
    return context(escaped(f"{words.CHOSEN}: {label}", FIELD))


def _asked(asked: Asked, heading: str, thread: str) -> Iterator[Block]:
    if asked.scheme:
        yield from paragraphs(asked.text, 1)
        yield from titled(asked.heading, asked.conditions)
        agreed = Choice(words.ALL, {"question": words.ALL_SAID})
        unknown = Choice(words.UNKNOWN, {"question": words.UNKNOWN})
        facts = ",".join(one.fact for one in asked.questions)
        yield from actions(
            _name(thread, "asked"),
            [*_buttons([agreed, unknown]), button(words.ONE_BY_ONE, f"{FACTS}.each", facts)],
        )
        return
    if asked.text != heading:
        yield section(bold(asked.text))
    for question in asked.questions[:1]:
        yield from _question(question, thread, "asked")


def _question(question: Question, thread: str, place: str) -> Iterator[Block]:
    elements: list[Block] = []
    if question.type == "date" and not question.choices:
        elements.append({"type": "datepicker", "action_id": f"{DAY}.{question.fact}"})
    elif question.type == "number":
        elements.append(button(words.GIVE_NUMBER, f"{FACTS}.number", question.fact))
    elif len(question.choices) <= MOST_BUTTONS:
        elements += _buttons(question.choices)
    else:
        elements += menu(f"{PICK}.{question.fact}", words.PICK, question.choices)
    unknown = button(words.UNKNOWN, f"{PRESS}.unknown", pressed(question.unknown))
    yield from actions(_name(thread, place), [*elements, unknown])
    if question.type == "date":
        yield from context(escaped(words.BY_WORDS, FIELD))


def _candidates(outline: Outline, thread: str) -> Iterator[Block]:
    yield section(bold(outline.near_heading))
    for number, one in enumerate(outline.near):
        shown = button(words.SHOW, f"{PRESS}.{number}", pressed(_entry(one)))
        short = f"\n{escaped(one.short_answer, 1200)}" if one.short_answer else ""
        yield section(
            f"{bold(one.question, 1500)}{short}", block_id=_name(thread, f"near{number}"), accessory=shown
        )
    none = Choice(words.NONE, {"select": {"none": True}})
    yield from actions(_name(thread, "none"), _buttons([none]))


def _facts(outline: Outline, thread: str) -> Iterator[Block]:
    if outline.facts:
        lines = (
            f"{fact.name}: {fact.label}" + (f"（「{fact.words}」から）" if fact.words else "")
            for fact in outline.facts
        )
        yield from titled(words.FACTS, lines)
        yield from actions(_name(thread, "facts"), [button(words.CORRECT, f"{FACTS}.correct", "–")])


def _buttons(choices: list[Choice] | tuple[Choice, ...]) -> list[Block]:
    made = enumerate((choice, pressed(choice)) for choice in choices)
    return [button(one.label, f"{PRESS}.{number}", value) for number, (one, value) in made if value]


def _entry(one: CandidateShown) -> Choice:
    return Choice(one.question, {"select": {"entry": one.id}})


def _name(thread: str, place: str) -> str:
    return f"{TURN}|{thread}|{place}"
