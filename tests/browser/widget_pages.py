"""Pages the widget is put on, and what a person does with it there."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.conftest import Service

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Locator, Page

SUMMER, WINTER = "2025-08-01", "2025-02-19"
UNIT = "ライセンスはパソコンごとに買うの？"
FEE = "苫小牧でデイをやってます。5月の連休明けに申し込んだんだけど、うちはいくら払うの？"
LIST = (
    "松戸市の通所介護です。番号は1つで、みなし指定ではありません。2025年1月10日に新規で利用を始めて、"
    "補助の申請書は2025年2月10日に市に届いています。うちは補助の対象になりますか。"
)
ELEMENT = '<careplan-faq as-of="{as_of}" {attributes}></careplan-faq>'
HOST = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A page of a city</title>{head}
<script type="module" src="/widget.js"></script></head>
<body><main><h1>A page of a city</h1><p><a href="#a">one</a> <a href="#b">two</a></p></main>{body}</body></html>"""
HOSTILE = """<style>
* { all: unset !important; letter-spacing: 1em !important; color: #fff !important; visibility: hidden !important;
    float: left !important; font-size: 3px !important; line-height: 9 !important; text-transform: uppercase !important; }
html { font-size: 62.5%; direction: rtl; transform: rotate(1deg); }
body { transform: scale(.5); overflow: hidden; }
careplan-faq { display: none !important; position: absolute; opacity: 0; pointer-events: none !important; }
button, textarea, section, article, table { display: none !important; }
</style>"""
STRICT = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def host(
    page: "Page", service: Service, *, head: str = "", policy: str = "", body: str = "", **more: Any
) -> None:
    """Open a page of a city that holds the widget; it lies at an address of the service itself."""
    attributes = " ".join(
        f'{name.replace("_", "-")}="{value}"' for name, value in more.items() if name != "as_of"
    )
    element = ELEMENT.format(as_of=more.get("as_of", SUMMER), attributes=attributes)
    headers = {"Content-Type": "text/html; charset=utf-8"}
    if policy:
        headers["Content-Security-Policy"] = policy
    body = HOST.format(head=head, body=body or element)
    page.route(f"{service.url}/city", lambda route: route.fulfill(body=body, headers=headers))
    page.goto(f"{service.url}/city")


@dataclass(frozen=True)
class Chat:
    """The widget as a person finds it: by names and roles only."""

    page: "Page | Frame"

    @property
    def launcher(self) -> "Locator":
        return self.page.get_by_role("button", name="質問チャットを開く")

    @property
    def field(self) -> "Locator":
        return self.page.get_by_role("textbox", name="質問", exact=True)

    @property
    def answers(self) -> "Locator":
        return self.page.get_by_role("article")

    @property
    def latest(self) -> "Locator":
        return self.answers.last

    def open(self) -> "Chat":
        self.launcher.click()
        return self

    def ask(self, question: str) -> "Chat":
        """Type a question, send it by Enter, and wait for its answer."""
        before = self.answers.count()
        self.field.fill(question)
        self.field.press("Enter")
        self.answers.nth(before).wait_for()
        return self

    def press(self, name: str) -> "Chat":
        """Press a button of the latest answer that asks something, and wait for the next one."""
        before = self.answers.count()
        self.latest.get_by_role("button", name=name, exact=True).click()
        self.answers.nth(before).wait_for()
        return self

    def answer_day(self, day: str) -> "Chat":
        self.latest.get_by_label("日付で答える").fill(day)
        return self.press("これで答える")

    def amounts(self) -> list[str]:
        """What the office pays in each year, as the table of the latest answer says it."""
        rows = self.latest.get_by_role("row").all()[1:]
        return [re.search(r"この事業所の負担\s*(\S+)", row.inner_text()).group(1) for row in rows]  # type: ignore[union-attr]
