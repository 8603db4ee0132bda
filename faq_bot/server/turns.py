"""What the page is sent, as requests to the assistant: a question, a candidate, facts, or a new start."""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from faq_bot.conversation.request import QUESTION_LENGTH
from faq_bot.errors import InputError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.server.fact_forms import FactForms

Fields = MultiDict[str, str]
NONE_OF_THESE, RESTART = "この中にない", "最初から"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: what is asked, one request after another (each fact is one), and the asker's own words for it."""

    asks: tuple[dict[str, Any], ...]
    words: str


def turn_of(fields: Fields, knowledge: Knowledge, forms: FactForms) -> Turn | None:
    """Return the turn the fields make, None if nothing is sent. InputError names what cannot be used."""
    entry = fields.get("entry")
    if fields.get("restart"):
        return Turn(({"select": {"restart": True}},), RESTART)
    if entry:
        known = knowledge.entry(entry)
        return Turn(({"select": {"entry": entry}},), known.question if known else entry)
    if fields.get("none"):
        return Turn(({"select": {"none": True}},), NONE_OF_THESE)
    if "fact" in fields:
        return _facts(fields, forms)
    question = fields.get("q")
    if question is None:
        return None
    if not question.strip():
        raise InputError("q", "質問を入力してから「尋ねる」を押してください。")
    if len(question) > QUESTION_LENGTH:
        message = f"質問は{QUESTION_LENGTH}文字までです（今は{len(question)}文字）。短くしてください。"
        raise InputError("q", message)
    return Turn(({"question": question},), question)


def typed(fields: Fields) -> dict[str, str]:
    """Return the facts a form sent, with the text typed or chosen for each that has one."""
    names = list(dict.fromkeys(fields.getlist("fact")))
    given = {name: fields.get(f"value.{name}") for name in names}
    if len(names) == 1 and given[names[0]] is None:
        given[names[0]] = fields.get("value")
    return {name: text for name, text in given.items() if text is not None}


def _facts(fields: Fields, forms: FactForms) -> Turn:
    values = {name: forms.value(name, text) for name, text in typed(fields).items()}
    if not values:
        raise InputError("value", "どれか1つを選んでください。")
    asks = tuple({"select": {"fact": name, "value": value}} for name, value in values.items())
    return Turn(asks, "、".join(forms.told(name, value) for name, value in values.items()))
