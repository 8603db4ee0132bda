"""A reply as a Slack message: blocks for the eye, the plain text for notifications and screen readers."""

from collections.abc import Iterator
from typing import Any

from faq_bot.channels import words
from faq_bot.channels.lengths import cut
from faq_bot.channels.outline import Outline, amount, cited, day, reached, reached_by
from faq_bot.channels.plain import adds_up, text_of
from faq_bot.channels.slack import asking
from faq_bot.channels.slack.blocks import (
    CONTEXTS,
    FIELD,
    MOST_BLOCKS,
    Block,
    actions,
    bold,
    button,
    context,
    escaped,
    fields,
    header,
    link,
    packed,
    paragraphs,
    section,
    titled,
)
from faq_bot.conversation.reply import AnswerShown, DocumentShown, PersonalShown, RowShown, SourceShown
from faq_bot.loading.wording import Wording

TEXT = 4000
MOST_YEARS, MOST_SOURCES = 4, 9
VERDICT, SHARE = "verdict", "share"
Message = dict[str, Any]


class Answers:
    """Draws outlines for one service."""

    def __init__(self, wording: Wording, service: str):
        """`service` is the address of our pages, to which entries link."""
        self._wording = wording.channels
        self._service = service

    def message(
        self, outline: Outline, thread: str, *, mentioned: bool = False, shareable: bool = False
    ) -> Message:
        """Return the message of a reply.

        What is pressed in it goes on with `thread`. In a channel (`mentioned`) it says how to go on, and where
        only the asker sees it (`shareable`) it can be shared.
        """
        drawn = [
            *self._told(outline),
            *asking.asked_back(outline, thread),
            *self._rests_on(outline),
            *asking.further(outline, thread),
            *self._small_print(outline),
        ]
        ends = [*self._feedback(outline), *self._after(thread, mentioned=mentioned, shareable=shareable)]
        return self._whole(outline, drawn, ends)

    def shared(self, outline: Outline) -> Message:
        """Return what everybody sees of a reply that was shared: all of it but what goes on with the conversation."""
        return self._whole(
            outline, [*self._told(outline), *self._rests_on(outline), *self._small_print(outline)], []
        )

    def notice(self, text: str) -> Message:
        """Return a message of one sentence."""
        return {"text": text, "blocks": paragraphs(text, 1)}

    def _whole(self, outline: Outline, drawn: list[Block], ends: list[Block]) -> Message:
        room = MOST_BLOCKS - len(ends)
        if len(drawn) > room:
            drawn = [*drawn[: room - 1], *context(escaped(self._wording.cut, FIELD))]
        return {"text": cut(text_of(outline), TEXT), "blocks": [*drawn, *ends]}

    def _told(self, outline: Outline) -> Iterator[Block]:
        yield header(outline.heading)
        yield from paragraphs(outline.said, 3)
        if outline.asked and outline.asked.lead:
            yield from paragraphs(outline.asked.lead, 1)
        if outline.personal:
            yield from _personal(outline.personal, outline)

    def _rests_on(self, outline: Outline) -> Iterator[Block]:
        yield from titled(words.DECIDED, (cited(text, refs) for text, refs in outline.decided))
        if outline.answer:
            yield from self._sources(outline.answer)
        for further in outline.also:
            yield section(bold(further.question))
            yield from paragraphs(further.answer, 1)
            yield from self._sources(further)

    def _small_print(self, outline: Outline) -> Iterator[Block]:
        contact = outline.contact
        if contact:
            name, by = link(contact.url, contact.name, 1200), escaped(reached_by(contact), 600)
            yield from context(f"{words.CONTACT}: {name}{by}")
        yield from context(escaped(outline.reference, FIELD))

    def _sources(self, answer: AnswerShown) -> list[Block]:
        return context(*map(_source, answer.sources[:MOST_SOURCES]), self._page(answer))

    def _page(self, answer: AnswerShown) -> str:
        page = link(f"{self._service}/entries/{answer.id}", words.ENTRY_PAGE, 1000)
        newer = answer.updated_by and link(f"{self._service}/entries/{answer.updated_by}", words.NEWER, 900)
        return f"{page}　{newer}" if newer else page

    def _feedback(self, outline: Outline) -> list[Block]:
        buttons = [
            button(label, f"{VERDICT}.{verdict}", packed([outline.reply.reply, verdict]))
            for verdict, label in words.VERDICTS.items()
        ]
        return [*context(escaped(words.FEEDBACK, FIELD)), *actions(VERDICT, buttons)]

    def _after(self, thread: str, *, mentioned: bool, shareable: bool) -> list[Block]:
        if shareable:
            return actions(f"{SHARE}|{thread}", [button(words.SHARE, SHARE, thread)])
        return context(escaped(self._wording.follow_up_slack, FIELD)) if mentioned else []


def _personal(personal: PersonalShown, outline: Outline) -> Iterator[Block]:
    reasons = titled(words.REASONS, (cited(one.text, one.refs) for one in personal.reasons))
    if outline.heading != outline.personal_heading:
        yield section(bold(outline.personal_heading))
    if outline.reasons_first:
        yield from reasons
    yield section(bold(personal.sentence))
    yield from map(_year, personal.rows[:MOST_YEARS])
    if personal.rows:
        yield from context(escaped(words.PER_NUMBER, FIELD))
    if not outline.reasons_first:
        yield from reasons
    yield from titled(
        words.STEPS, (f"{step.name}: {step.text}（{reached(step.contact)}）" for step in personal.next_steps)
    )
    yield from titled(words.CHANGES, personal.changes)
    yield from context(f"{words.BASIS}:", *map(_document, personal.basis.documents[: CONTEXTS - 1]))


def _year(row: RowShown) -> Block:
    pairs = [
        (words.YOU_PAY, amount(row.you_pay)),
        (words.LIST_PRICE, amount(row.list_price)),
        (words.PAYER, row.payer),
        (words.STATUS, row.status_label),
    ]
    if adds_up(row):
        pairs.insert(1, (words.TOTAL, amount(row.total)))
    return fields(f"{bold(f'{row.year}年目')}  {escaped(row.period, 500)}", pairs)


def _source(source: SourceShown) -> str:
    return f"{bold(source.ref, 100)} {_document(source)}"


def _document(source: SourceShown | DocumentShown) -> str:
    published = escaped(f"（{source.publisher}、{day(source.published)}）", 500)
    return f"{link(source.url, source.title, 1200)}{published}"
