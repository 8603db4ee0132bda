"""Reading the pages as a browser would: text, links, the data block."""

import json
import re
from typing import Any

from flask.testing import FlaskClient

from tests.server.test_page import Page

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
"""What browsers say they want."""


def opened(client: FlaskClient, address: str, status: int = 200) -> Page:
    """Open an address the way a browser does."""
    response = client.get(address, headers=BROWSER)
    assert (response.status_code, response.content_type) == (status, "text/html; charset=utf-8"), address
    return Page(response.get_data(as_text=True))


def main_text(client: FlaskClient, address: str) -> str:
    """The text of the main part, each run of white space one space."""
    response = client.get(address, headers=BROWSER)
    assert response.status_code == 200, address
    html = response.get_data(as_text=True)
    return squeezed(Page(html.split("<main")[1].split("</main>")[0]).text.split(">", 1)[1])


def squeezed(text: str) -> str:
    """A text with each run of white space one space."""
    return re.sub(r"\s+", " ", text).strip()


def data_block(client: FlaskClient, address: str) -> Any:
    """The JSON of the page's one data block."""
    html = client.get(address, headers=BROWSER).get_data(as_text=True)
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return json.loads(block)


def hrefs(page: Page) -> list[str]:
    """Where the links of a page lead."""
    return [str(link["href"]) for link in page.all("a") if "href" in link]
