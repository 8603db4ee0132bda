"""The dialogues an owner can sign (tests/cases/dialogues), turn by turn, through the assistant itself."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import Reply

FOLDER = Path(__file__).parent.parent / "cases" / "dialogues"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
LIST = "次のすべてに当てはまりますか"
ROW = {"payer": "payer_id"}  # the cases name payers as decisions do


def turns_of(assistant: Assistant, case: dict[str, Any]) -> list[Reply]:
    replies: list[Reply] = []
    for turn in case["turns"]:
        asked = {"select": turn["press"]} if "press" in turn else {"question": turn["say"]}
        asked |= {"as_of": str(case["as_of"]), "municipality": case.get("municipality")}
        replies.append(assistant.ask(**asked, conversation=replies[-1].conversation if replies else None))
    return replies


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def asked_back(reply: Reply) -> str | None:
    """The fact the message asks for (the first of a list of conditions); its question is in the message."""
    if not reply.asks:
        return None
    question = next(need["question"] for need in reply.needs if need["fact"] == reply.asks[0])
    assert question in reply.message or LIST in reply.message
    return reply.asks[0]


def said(reply: Reply) -> str:
    personal = reply.personal.model_dump_json() if reply.personal else ""
    return f"{reply.message}\n{personal}"


def refs_of(reply: Reply) -> set[str]:
    return (
        set(reply.personal.basis.refs) | {r for row in reply.personal.rows for r in row.refs}
        if reply.personal
        else set()
    )


def mismatches(reply: Reply, turn: dict[str, Any]) -> list[str]:
    found = []
    if "asks" in turn and asked_back(reply) != turn["asks"]:
        found.append(f"asks {asked_back(reply)}, not {turn['asks']}")
    known = {fact.fact: fact.value for fact in reply.facts}
    for fact, value in turn.get("facts", {}).items():
        if known.get(fact) != plain(value):
            found.append(f"{fact} is {known.get(fact)}, not {plain(value)}")
    if "years" in turn:
        found += wrong_rows(reply, turn["years"])
    for scheme, status in turn.get("schemes", {}).items():
        if reply.eligibility["schemes"][scheme]["status"] != status:
            found.append(f"{scheme} is {reply.eligibility['schemes'][scheme]['status']}, not {status}")
    found += [f"{word} is not said" for word in turn.get("mentions", []) if word not in said(reply)]
    found += [f"{word} is said" for word in turn.get("not_mentions", []) if word in said(reply)]
    found += [f"{ref} is not cited" for ref in turn.get("refs", []) if ref not in refs_of(reply)]
    if reply.outcome != turn.get("outcome", reply.outcome):
        found.append(f"outcome {reply.outcome}, not {turn['outcome']}")
    if "entry" in turn and (reply.answer is None or reply.answer.id != turn["entry"]):
        found.append(f"entry {reply.answer.id if reply.answer else None}, not {turn['entry']}")
    if "personal" in turn and (reply.personal is not None) != turn["personal"]:
        found.append(f"personal is {'' if reply.personal else 'not '}given")
    return found


def wrong_rows(reply: Reply, years: list[dict[str, Any]]) -> list[str]:
    rows = reply.personal.rows if reply.personal else []
    if len(rows) != len(years):
        return [f"{len(rows)} rows, not {len(years)}"]
    return [
        f"year {i + 1}: {key} is {getattr(row, ROW.get(key, key))}, not {value}"
        for i, (row, year) in enumerate(zip(rows, years, strict=True))
        for key, value in year.items()
        if getattr(row, ROW.get(key, key)) != value
    ]


@pytest.mark.parametrize("case", CASES)
def test_the_dialogue_goes_as_it_was_signed(assistant: Assistant, case: dict[str, Any]) -> None:
    for number, (reply, turn) in enumerate(zip(turns_of(assistant, case), case["turns"], strict=True), 1):
        wrong = mismatches(reply, turn)
        assert not wrong, (
            f"{case['name']} turn {number} ({turn.get('say') or turn.get('press')}): {wrong}\n{reply.message}"
        )
