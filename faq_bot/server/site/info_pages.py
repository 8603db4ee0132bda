"""About the service itself: what it covers, how accessible it is, how a city puts it into its site."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, make_response, render_template, request

from faq_bot.errors import InputError
from faq_bot.server.api import assistant
from faq_bot.server.site.accent import check_accent
from faq_bot.server.site.list_pages import catalogue

info_pages = Blueprint("info_pages", __name__)
_LONGEST_NAME = 40
_PREVIEW_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Embedding:
    """What a city chose: its id, the name over the window, the accent colour; "" is the usual."""

    municipality: str = ""
    name: str = ""
    accent: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of the element that are not as usual."""
        chosen = {"municipality": self.municipality, "name": self.name, "accent": self.accent}
        return {name: value for name, value in chosen.items() if value}

    @property
    def query(self) -> str:
        """The same as the query of an address, with its question mark."""
        return f"?{urlencode(self.attributes)}" if self.attributes else ""


@info_pages.get("/about")
def about_page() -> str:
    """What is covered and what is not, drawn from the knowledge in force."""
    knowledge = assistant().knowledge
    return render_template(
        "about.html",
        knowledge=knowledge,
        today=assistant().today().isoformat(),
        since=knowledge.sources.first_published.isoformat(),
        documents=sorted(knowledge.sources.documents, key=lambda document: document.published),
        size=len(catalogue().answers),
        outside=[subject.subject for subject in knowledge.outside],
        settings=current_app.extensions["settings"],
    )


@info_pages.get("/accessibility")
def accessibility_page() -> str:
    """The accessibility statement."""
    return render_template("accessibility.html", help_desk=assistant().knowledge.sources.help_desk)


@info_pages.get("/embedding")
def embedding_page() -> Response:
    """The guide for a city's web master; the form shows the finished lines and how they look."""
    errors: dict[str, str] = {}
    chosen = _chosen(errors)
    page = render_template(
        "embedding.html",
        chosen=Embedding() if errors else chosen,
        typed=chosen,
        errors=errors,
        host=request.host_url.rstrip("/"),
        municipalities=assistant().knowledge.municipalities,
    )
    response = make_response(page, 422 if errors else 200)
    response.headers["Content-Security-Policy"] = _PREVIEW_POLICY
    return response


def _chosen(errors: dict[str, str]) -> Embedding:
    chosen = Embedding(*(request.args.get(name, "").strip() for name in ("municipality", "name", "accent")))
    try:
        assistant().check_municipality(chosen.municipality or None)
    except InputError:
        errors["municipality"] = "市町村は、一覧の中から選んでください。"
    if len(chosen.name) > _LONGEST_NAME:
        errors["name"] = f"名前は{_LONGEST_NAME}文字までにしてください（今は{len(chosen.name)}文字）。"
    try:
        check_accent(chosen.accent)
    except InputError as refused:
        errors["accent"] = refused.message
    return chosen
