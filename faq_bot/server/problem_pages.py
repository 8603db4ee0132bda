"""Problems as a person in front of a browser meets them: a page instead of a JSON document."""

from flask import Response, render_template, request

_JSON, _HTML = "application/problem+json", "text/html"


def wants_page() -> bool:
    """Return whether the request comes from a browser that opens a page, not from a program."""
    return (
        not request.path.startswith("/api/") and request.accept_mimetypes.best_match([_JSON, _HTML]) == _HTML
    )


def problem_page(status: int, title: str, detail: str) -> Response:
    """Return the page of a problem, with ways on from there."""
    page = render_template("problem.html", status=status, title=title, detail=detail)
    return Response(page, status=status, content_type="text/html; charset=utf-8")
