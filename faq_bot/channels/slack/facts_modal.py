"""The modal in which facts are corrected, and what comes back from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from faq_bot.channels import words
from faq_bot.channels.outline import Choice, Question, told
from faq_bot.channels.slack.blocks import LABEL, TITLE, Block, carried_request, menu, options, plain
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.facts import choices

CALLBACK, VALUE = "facts", "value"
MOST_FACTS, LARGEST = 40, 999_999


def facts_modal(knowledge: Knowledge, names: Iterable[str], known: Mapping[str, Any], metadata: str) -> Block:
    """Return a modal that asks for some facts, each filled with what is known of it."""
    sheets = {sheet.id: sheet for sheet in knowledge.facts if sheet.id != "as_of"}
    asked = [
        Question(
            name,
            sheets[name].type,
            sheets[name].question,
            tuple(told(name, value, label) for value, label in choices(sheets[name], knowledge)),
        )
        for name in dict.fromkeys(names)
        if name in sheets
    ]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": metadata,
        "title": plain(words.FACTS, TITLE),
        "submit": plain(words.ANSWER_WITH_THIS, TITLE),
        "close": plain(words.CLOSE, TITLE),
        "blocks": [_input(one, known.get(one.fact)) for one in asked[:MOST_FACTS]],
    }


def requests_of(view: Mapping[str, Any], known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a request for each fact that was changed in a modal; what is left empty stays as it is."""
    return [
        {"select": {"fact": fact, "value": value}}
        for fact, value in _given(view)
        if fact not in known or known[fact] != value
    ]


def _given(view: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for fact, elements in view.get("state", {}).get("values", {}).items():
        given = elements.get(VALUE, {})
        kind = given.get("type")
        if kind == "datepicker" and given.get("selected_date"):
            yield fact, str(given["selected_date"])
        elif kind == "number_input" and given.get("value"):
            yield fact, int(given["value"])
        elif kind == "static_select" and given.get("selected_option"):
            yield fact, carried_request(given["selected_option"]["value"])["select"]["value"]


def _input(question: Question, held: Any) -> Block:
    element = _element(question, held)
    label = plain(question.text, 2000)
    return {"type": "input", "block_id": question.fact, "optional": True, "label": label, "element": element}


def _element(question: Question, held: Any) -> Block:
    if question.type == "date":
        picker: Block = {"type": "datepicker", "action_id": VALUE}
        return {**picker, "initial_date": held} if _is_day(held) else picker
    if question.type == "number":
        bounds = {"is_decimal_allowed": False, "min_value": "1", "max_value": str(LARGEST)}
        field: Block = {"type": "number_input", "action_id": VALUE, **bounds}
        return {**field, "initial_value": str(held)} if isinstance(held, int) else field
    return _select([*question.choices[:99], question.unknown], held)


def _select(offered: Sequence[Choice], held: Any) -> Block:
    [made] = menu(VALUE, words.PICK, offered)
    chosen = [one for one in offered if held is not None and one.request["select"]["value"] == held]
    return {**made, "initial_option": options(chosen)[0]} if options(chosen) else made


def _is_day(held: Any) -> bool:
    try:
        return isinstance(held, str) and bool(date.fromisoformat(held))
    except ValueError:
        return False


assert len(words.ANSWER_WITH_THIS) <= TITLE < LABEL  # noqa: S101 - titles of modals are short
