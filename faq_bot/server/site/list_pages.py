"""Lists of entries by topic and by city."""

from flask import Blueprint, render_template

from faq_bot.errors import NotFoundError
from faq_bot.server.api import assistant
from faq_bot.server.site.catalogue import Catalogue

list_pages = Blueprint("list_pages", __name__)


def catalogue() -> Catalogue:
    """Return the entries known today."""
    return Catalogue(assistant(), assistant().today())


@list_pages.get("/topics")
def topics_page() -> str:
    """Every topic and every city."""
    found = catalogue()
    return render_template("topics.html", topics=found.topics, cities=found.cities, size=len(found.answers))


@list_pages.get("/topics/<identifier>")
def topic_page(identifier: str) -> str:
    """The entries of one topic."""
    label = assistant().knowledge.topics.get(identifier)
    if label is None:
        raise NotFoundError("id", f"「{identifier}」という話題はありません。")
    return render_template("topic.html", label=label, listed=catalogue().topic(identifier))


@list_pages.get("/cities/<identifier>")
def city_page(identifier: str) -> str:
    """What one city pays, whom to ask there, and the entries that are only its own."""
    knowledge = assistant().knowledge
    city = knowledge.municipality(identifier)
    if city is None:
        raise NotFoundError("id", f"「{identifier}」という市町村はありません。")
    today = assistant().today()
    engine = assistant().engine
    facts = engine.parse_facts({"as_of": today.isoformat(), "municipality": identifier})
    own = [s for s in engine.decide(facts).known.cities if s.scheme.municipality == identifier and s.version]
    return render_template(
        "city.html",
        city=city,
        schemes=own,
        listed=catalogue().city(identifier),
        others=knowledge.municipalities,
    )
