"""Results as a person reads them in a terminal."""

import textwrap
from collections.abc import Sequence

from faq_bot.cli.columns import strong
from faq_bot.cli.personal import print_personal
from faq_bot.conversation.reply import AnswerShown, ContactShown, FoundShown, Reply
from faq_bot.loading.knowledge import Knowledge


def print_reply(reply: Reply) -> None:
    """Print the answer first, then its sources, then what else it could have been."""
    if reply.answer is not None:
        print(strong(reply.answer.question))
        print()
    print(textwrap.indent(reply.message, "  "))
    print()
    if reply.personal is not None:
        print_personal(reply.personal)
    if reply.answer is not None:
        print_answer_sources(reply.answer)
    for further in reply.also:
        print(strong(further.question))
        print(textwrap.indent(f"\n{further.answer}\n", "  "))
        print_answer_sources(further)
    _print_others(reply)
    if reply.answer is None:
        print(f"問い合わせ先: {_contact(reply.contact)}")


def print_answer_sources(answer: AnswerShown) -> None:
    """Print the passages an answer rests on, and where they stand."""
    print("出典")
    for source in answer.sources:
        print(f"  {source.ref}  {source.title}（{source.publisher}、{source.published}）")
    url = next((source.url for source in answer.sources if source.url), None)
    if url:
        print(f"  {url}")
    print()


def _print_others(reply: Reply) -> None:
    others = reply.candidates[1:] if reply.answer is not None else reply.candidates
    if not others:
        return
    print("近い質問" if reply.outcome == "choose" else "ほかに近い質問")
    for number, candidate in enumerate(others, start=1):
        print(f"  {number}. {candidate.question}")
        print(f"     {candidate.short_answer}（{', '.join(candidate.sources)}）")
    print()


def _contact(contact: ContactShown) -> str:
    return " ".join(text for text in (contact.name, contact.telephone, contact.hours) if text)


def print_found(found: Sequence[FoundShown]) -> None:
    """Print a ranking, one entry in two lines."""
    if not found:
        print("近い項目はありません。")
    for number, result in enumerate(found, start=1):
        print(f"{number:3}. {strong(result.question)}  [{result.id}]")
        print(f"     {result.short_answer}")
        print(f"     {', '.join(result.sources)}  {result.publisher}  {result.published}")


def print_check(knowledge: Knowledge) -> None:
    """Print that the knowledge base is sound, and what an editor should look at."""
    cited = {ref for entry in knowledge.entries for ref in entry.sources}
    print("ナレッジに誤りはありません。")
    print(f"  項目 {len(knowledge.entries)}件、参照 {len(cited)}/{len(knowledge.sources.passages)}件を引用")
    print(f"  版 {knowledge.version}")
    if knowledge.warnings:
        print(f"注意 {len(knowledge.warnings)}件")
        for warning in knowledge.warnings:
            print(f"  {warning}")
