"""A reply as plain text: for notifications, screen readers, and wherever nothing else can be drawn."""

from collections.abc import Iterable, Iterator

from faq_bot.channels import words
from faq_bot.channels.outline import Outline, amount, cited, day, reached
from faq_bot.conversation.reply import AnswerShown, DocumentShown, PersonalShown, RowShown, SourceShown


def text_of(outline: Outline) -> str:
    """Return everything a reply says, in paragraphs."""
    return "\n\n".join(part for part in _parts(outline) if part)


def source_line(source: SourceShown) -> str:
    """Return a passage in one line: reference, title, publisher and day."""
    return f"{source.ref} {document_line(source)}"


def document_line(document: SourceShown | DocumentShown) -> str:
    """Return a document in one line: title, publisher and day."""
    return f"{document.title}（{document.publisher}、{day(document.published)}）"


def year_line(row: RowShown) -> str:
    """Return one licence year in one line."""
    total = f"、{words.TOTAL} {amount(row.total)}" if adds_up(row) else ""
    return (
        f"{row.year}年目 {row.period}: {words.YOU_PAY} {amount(row.you_pay)}{total}"
        f"（{row.status_label}、{words.LIST_PRICE} {amount(row.list_price)}、{words.PAYER} {row.payer}）"
    )


def adds_up(row: RowShown) -> bool:
    """Return whether a year costs more for all numbers together than for each."""
    return bool(row.you_pay) and row.total is not None and row.total != row.you_pay


def numbered(outline: Outline) -> list[str]:
    """Return what may be chosen by its number."""
    return [f"{number}） {choice.label}" for number, choice in enumerate(outline.offers, start=1)]


def _parts(outline: Outline) -> Iterator[str]:
    yield outline.heading
    yield outline.said
    if outline.asked:
        yield outline.asked.lead
        if outline.asked.text != outline.heading:
            yield outline.asked.text
        yield _list(outline.asked.conditions)
    yield "\n".join(numbered(outline))
    if outline.personal:
        yield from _personal(outline.personal, reasons_first=outline.reasons_first)
    if outline.answer:
        yield _sources(outline.answer)
    for further in outline.also:
        yield f"{further.question}\n{further.answer}\n{_sources(further)}"
    yield _list((f"{fact.name}: {fact.label}" for fact in outline.facts), words.FACTS)
    yield _list((cited(text, refs) for text, refs in outline.decided), words.DECIDED)
    if outline.near and not outline.choosing:
        yield _list((one.question for one in outline.near), outline.near_heading)
    if outline.contact:
        yield f"{words.CONTACT}\n{reached(outline.contact)}"
    yield outline.reference


def _personal(personal: PersonalShown, *, reasons_first: bool) -> Iterator[str]:
    reasons = _list((cited(one.text, one.refs) for one in personal.reasons), words.REASONS)
    if reasons_first:
        yield reasons
    yield personal.sentence
    yield _list(year_line(row) for row in personal.rows)
    if not reasons_first:
        yield reasons
    steps = (f"{step.name}: {step.text}（{reached(step.contact)}）" for step in personal.next_steps)
    yield _list(steps, words.STEPS)
    yield _list(personal.changes, words.CHANGES)
    yield _list((document_line(one) for one in personal.basis.documents), words.BASIS)


def _sources(answer: AnswerShown) -> str:
    return _list(map(source_line, answer.sources), words.SOURCES)


def _list(lines: Iterable[str], heading: str = "") -> str:
    shown = [f"・{line}" for line in lines]
    return "\n".join([heading, *shown] if heading else shown) if shown else ""
