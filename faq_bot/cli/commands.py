"""One function a command. Each prints its result; errors go up to main."""

import argparse
import json
from dataclasses import replace
from typing import Any

from faq_bot.assembly import Assistant
from faq_bot.cli.printing import print_check, print_found, print_reply
from faq_bot.errors import KnowledgeError
from faq_bot.loading.entries import Entry
from faq_bot.loading.schema import entries_schema
from faq_bot.rules.lint import lint

Options = argparse.Namespace


def ask(options: Options) -> None:
    """Answer one question."""
    assistant = Assistant.load(options.knowledge)
    reply = assistant.ask(options.question, municipality=options.municipality, as_of=options.as_of)
    if options.json:
        _print_json(reply.to_dict())
    else:
        print_reply(reply)


def search(options: Options) -> None:
    """Print the ranking."""
    assistant = Assistant.load(options.knowledge)
    found = assistant.search(options.query, options.limit, options.municipality, options.as_of)
    if options.json:
        _print_json({"results": [result.model_dump(mode="json") for result in found]})
    else:
        print_found(found)


def check(options: Options) -> None:
    """Load the knowledge folder and lint its rules: main reports every mistake, this what is left to say."""
    knowledge = Assistant.load(options.knowledge).knowledge
    problems = lint(knowledge)
    if problems:
        raise KnowledgeError(problems)
    if options.json:
        warnings = [str(warning) for warning in knowledge.warnings]
        body = {"ok": True, "knowledge_version": knowledge.version, "entries": len(knowledge.entries)}
        _print_json({**body, "warnings": warnings})
    else:
        print_check(knowledge)


def export(options: Options) -> None:
    """Print every public entry; without --json one line an entry."""
    knowledge = Assistant.load(options.knowledge).knowledge
    if options.json:
        _print_json([_exported(entry, knowledge.topic_of[entry.id]) for entry in knowledge.entries])
    else:
        for entry in knowledge.entries:
            print(f"{entry.id}\t{entry.question}\t{entry.short_answer}\t{', '.join(entry.sources)}")


def schema(_: Options) -> None:
    """Print the JSON Schema of an entry file."""
    _print_json(entries_schema())


def serve(options: Options) -> None:
    """Start the service."""
    from faq_bot.server.main import serve as start  # noqa: PLC0415  the other commands need no web server
    from faq_bot.settings import read_settings  # noqa: PLC0415

    start(replace(read_settings(), knowledge=options.knowledge.absolute()))


def _exported(entry: Entry, topic: str) -> dict[str, Any]:
    return {**entry.model_dump(mode="json"), "topic": topic}


def _print_json(body: Any) -> None:
    print(json.dumps(body, ensure_ascii=False, indent=2))
