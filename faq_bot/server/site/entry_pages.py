"""One page for each entry, at an address that stays."""

from flask import Blueprint, render_template, request, url_for

from faq_bot.errors import NotFoundError
from faq_bot.server.api import assistant
from faq_bot.server.site.catalogue import Catalogue
from faq_bot.server.site.entry_history import history_of, neighbours_of
from faq_bot.server.site.structured_data import faq_page

entry_pages = Blueprint("entry_pages", __name__)


@entry_pages.get("/entries/<identifier>")
def entry_page(identifier: str) -> str:
    """The answer with sources and history, as it stood on `as_of` (today, if none is given)."""
    asked_of = request.args.get("as_of") or None
    day = assistant().day(asked_of)
    answer = assistant().entry(identifier, day)
    knowledge = assistant().knowledge
    entry = knowledge.entry(identifier)
    if entry is None:
        raise NotFoundError("id", f"「{identifier}」という項目はありません。")
    steps = history_of(entry, assistant(), day)
    chain = [step.answer.id for step in steps]
    city = knowledge.municipality(entry.municipality)
    return render_template(
        "entry.html",
        answer=answer,
        as_of=day.isoformat() if asked_of else "",
        is_past=Catalogue(assistant(), day).is_past(answer),
        newer=next((step.answer for step in steps if step.answer.id == answer.updated_by), None),
        overdue=entry.review_by.isoformat() if entry.review_by < day else None,
        steps=steps,
        neighbours=neighbours_of(entry, assistant(), day, chain),
        topic=knowledge.topics[answer.topic],
        city=city,
        schemes=[knowledge.schemes[scheme].name for scheme in answer.schemes],
        contact=city.contact if city else knowledge.sources.help_desk,
        structured=faq_page(answer, url_for(".entry_page", identifier=identifier, _external=True)),
    )
