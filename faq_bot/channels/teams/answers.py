"""A reply as a Teams message: an Adaptive Card, whose end is left out where it would be too large."""

from collections.abc import Iterator
from typing import Any

from faq_bot.channels import words
from faq_bot.channels.lengths import cut
from faq_bot.channels.outline import Outline, amount, cited, day, reached, reached_by
from faq_bot.channels.plain import adds_up, numbered, text_of
from faq_bot.channels.teams.elements import (
    MOST_BYTES,
    Element,
    bullets,
    card,
    facts,
    fits,
    heading,
    linked,
    message,
    open_url,
    small,
    text,
    title,
    weight,
    within,
)
from faq_bot.conversation.reply import DocumentShown, PersonalShown, RowShown, SourceShown
from faq_bot.loading.wording import Wording

FALLBACK, LONGEST_TEXT = 1500, 4000
MOST_SOURCES = 9


class Answers:
    """Draws outlines for one service."""

    def __init__(self, wording: Wording, service: str):
        """`service` is the address of our pages, to which entries and feedback link."""
        self._wording = wording.channels
        self._service = service

    def message(self, outline: Outline) -> Element:
        """Return the message of a reply. Of one too large the end is left out, and said so."""
        body, actions = [*self._body(outline)], [*self._actions(outline)]
        fallback, left_out = (
            cut(text_of(outline), FALLBACK),
            [small(self._wording.cut), small(outline.reference)],
        )
        found = message(card(body, actions, fallback), outline.heading)
        if fits(found):
            return found
        around = weight(message(card(left_out, actions, fallback), outline.heading))
        kept = within(body, MOST_BYTES - around)
        return message(card([*kept, *left_out], actions, fallback), outline.heading)

    def notice(self, words: str) -> Element:
        """Return a message of plain text."""
        return {"type": "message", "text": cut(words, LONGEST_TEXT)}

    def _body(self, outline: Outline) -> Iterator[Element]:
        yield heading(outline.heading)
        if outline.said:
            yield text(outline.said, 5000)
        yield from self._asked(outline)
        if outline.personal:
            yield from _personal(outline.personal, outline)
        if outline.answer:
            yield title(words.SOURCES)
            yield from map(_source, outline.answer.sources[:MOST_SOURCES])
        for further in outline.also:
            yield title(further.question)
            yield text(further.answer)
            yield from map(_source, further.sources[:MOST_SOURCES])
        yield from _titled(words.DECIDED, [cited(line, refs) for line, refs in outline.decided])
        yield from _titled(words.FACTS, [f"{fact.name}: {fact.label}" for fact in outline.facts])
        if outline.near and not outline.choosing:
            yield from _titled(outline.near_heading, [one.question for one in outline.near])
        if outline.more:
            yield from _titled(outline.more_heading, [outline.more.text])
        if outline.contact:
            yield title(words.CONTACT)
            yield linked(outline.contact.url, outline.contact.name, reached_by(outline.contact))
        yield small(outline.reference)
        yield small(self._wording.follow_up_teams)

    def _asked(self, outline: Outline) -> Iterator[Element]:
        asked = outline.asked
        if asked:
            if asked.lead:
                yield text(asked.lead, 600)
            if asked.scheme:
                yield text(asked.text, 600)
            elif asked.text != outline.heading:
                yield title(asked.text)
            yield from bullets(asked.conditions)
        if outline.choosing:
            yield title(outline.near_heading)
        yield from [text(line, 400, spacing="Small") for line in numbered(outline)]

    def _actions(self, outline: Outline) -> Iterator[Element]:
        if outline.answer:
            yield from open_url(words.ENTRY_PAGE, f"{self._service}/entries/{outline.answer.id}")
            if outline.answer.updated_by:
                yield from open_url(words.NEWER, f"{self._service}/entries/{outline.answer.updated_by}")
        for verdict, label in words.VERDICTS.items():
            link = f"{self._service}/channels/feedback?reply={outline.reply.reply}&verdict={verdict}"
            yield from open_url(label, link)


def _personal(personal: PersonalShown, outline: Outline) -> Iterator[Element]:
    reasons = _titled(words.REASONS, [cited(one.text, one.refs) for one in personal.reasons])
    if outline.heading != outline.personal_heading:
        yield title(outline.personal_heading)
    if outline.reasons_first:
        yield from reasons
    yield text(personal.sentence, weight="Bolder")
    for row in personal.rows[:4]:
        yield title(f"{row.year}年目  {row.period}")
        yield _year(row)
    if personal.rows:
        yield small(words.PER_NUMBER)
    if not outline.reasons_first:
        yield from reasons
    steps = [f"{step.name}: {step.text}（{reached(step.contact)}）" for step in personal.next_steps]
    yield from _titled(words.STEPS, steps)
    yield from _titled(words.CHANGES, personal.changes)
    if personal.basis.documents:
        yield title(words.BASIS)
        yield from map(_document, personal.basis.documents[:MOST_SOURCES])


def _year(row: RowShown) -> Element:
    total = [(words.TOTAL, amount(row.total))] if adds_up(row) else []
    return facts(
        [
            (words.YOU_PAY, amount(row.you_pay)),
            *total,
            (words.LIST_PRICE, amount(row.list_price)),
            (words.PAYER, row.payer),
            (words.STATUS, row.status_label),
        ]
    )


def _titled(name: str, lines: list[Any]) -> list[Element]:
    return [title(name), *bullets(lines)] if lines else []


def _source(source: SourceShown) -> Element:
    return linked(source.url, f"{source.ref} {source.title}", _published(source))


def _document(document: DocumentShown) -> Element:
    return linked(document.url, document.title, _published(document))


def _published(source: SourceShown | DocumentShown) -> str:
    return f"（{source.publisher}、{day(source.published)}）"
