"""The same entries for readers that are programs: JSON, a feed of changes, a site map."""

from flask import Blueprint, Response, render_template, request, url_for

from faq_bot.server.api import assistant
from faq_bot.server.site.list_pages import catalogue

feeds = Blueprint("feeds", __name__)
NEWEST = 50
"""How many entries the feed of changes holds."""


@feeds.get("/faq.json")
def faq_json() -> dict[str, object]:
    """Every entry known today, as `GET /api/v1/entries/{id}` shows it, with the address of its page."""
    answers = [
        {
            **answer.model_dump(),
            "page": url_for("entry_pages.entry_page", identifier=answer.id, _external=True),
        }
        for answer in catalogue().answers
    ]
    return {"knowledge_version": assistant().knowledge.version, "entries": answers}


@feeds.get("/changes.atom")
def changes() -> Response:
    """The entries that came or changed last, newest first."""
    newest = sorted(catalogue().answers, key=lambda answer: answer.holds_from, reverse=True)[:NEWEST]
    updates = {entry.id: entry.updates for entry in assistant().knowledge.entries}
    page = render_template("changes.xml", answers=newest, updates=updates, host=request.host_url)
    return Response(page, content_type="application/atom+xml; charset=utf-8")


@feeds.get("/sitemap.xml")
def sitemap() -> Response:
    """The addresses of all pages that stay."""
    page = render_template("sitemap.xml", catalogue=catalogue())
    return Response(page, content_type="application/xml; charset=utf-8")


@feeds.get("/robots.txt")
def robots() -> Response:
    """Everything may be read but results of a form."""
    lines = (
        "User-agent: *",
        "Disallow: /search?",
        "Disallow: /staff",
        f"Sitemap: {url_for('.sitemap', _external=True)}",
    )
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@feeds.get("/llms.txt")
def llms() -> Response:
    """What programs that read for people should know of these pages, with the list of topics."""
    page = render_template("llms.txt", catalogue=catalogue(), host=request.host_url.rstrip("/"))
    return Response(page, content_type="text/plain; charset=utf-8")
