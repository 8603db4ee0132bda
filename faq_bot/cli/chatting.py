"""`faq-bot chat`: the whole conversation in a terminal; every line typed is one turn."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from faq_bot.assembly import Assistant
from faq_bot.cli.personal import print_personal
from faq_bot.cli.printing import print_answer_sources
from faq_bot.conversation.reply import Reply
from faq_bot.errors import InputError

_GREETING = "知りたいことを入力してください（「最初から」でやり直し、「終了」で終わります）。"
_PROMPT = "> "
_ENDS = frozenset({"終了", "終わり", "quit", "exit"})
_MOST_CHOICES = 8


def chat(options: argparse.Namespace) -> None:
    """Talk until the input ends."""
    assistant = Assistant.load(options.knowledge)
    print(_GREETING)
    last: Reply | None = None
    for line in _lines():
        try:
            reply = assistant.ask(
                **_turn(line, last),
                municipality=options.municipality,
                as_of=options.as_of,
                conversation=last.conversation if last else None,
            )
        except InputError as error:
            print(error.message)
            continue
        _print_turn(reply, last)
        last = reply


def _lines() -> Iterator[str]:
    while True:
        print(_PROMPT, end="", flush=True)
        line = sys.stdin.readline()
        if not line or line.strip() in _ENDS:
            print()
            return
        if line.strip():
            yield line.strip()


def _turn(line: str, last: Reply | None) -> dict[str, Any]:
    """A number picks from what was offered last; everything else is said as it is."""
    if line.isdecimal() and last is not None and last.outcome == "choose" and not last.asks:
        number = int(line)
        if number == 0:
            return {"select": {"none": True}}
        if number <= len(last.candidates):
            return {"select": {"entry": last.candidates[number - 1].id}}
    return {"question": line}


def _print_turn(reply: Reply, last: Reply | None) -> None:
    print(f"\n{reply.message}\n")
    known = {(fact.fact, fact.value) for fact in last.facts} if last else set()
    new = [fact for fact in reply.facts if (fact.fact, fact.value) not in known]
    told = [f"{fact.label}（「{fact.words}」）" for fact in new if fact.words]
    if told:
        print(f"読み取ったこと: {'、'.join(told)}")
    if reply.personal is not None and reply.personal != (last.personal if last else None):
        print_personal(reply.personal)
    need = _asked(reply)
    if need is not None:
        _print_choices([choice["label"] for choice in need["choices"]])
    elif reply.outcome == "choose" and reply.personal is None:
        _print_choices([candidate.question for candidate in reply.candidates])
        print("  0. この中にない")
    elif reply.answer is not None and (last is None or reply.answer != last.answer):
        print_answer_sources(reply.answer)


def _asked(reply: Reply) -> dict[str, Any] | None:
    """The need put just now; a list of conditions has no choices of its own."""
    asked = reply.asks[0] if len(reply.asks) == 1 else None
    return next((need for need in reply.needs if need["fact"] == asked), None)


def _print_choices(labels: list[str]) -> None:
    if len(labels) <= _MOST_CHOICES:
        for number, label in enumerate(labels, start=1):
            print(f"  {number}. {label}")
