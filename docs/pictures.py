"""Pictures of the widget in ten states and four looks, to be looked at: python docs/pictures.py URL FOLDER [STATE…].

URL is a running service. The page the widget stands on is its /demo.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SUMMER, WINTER = "2025-08-01", "2025-02-19"
FEE = "苫小牧でデイをやってます。5月の連休明けに申し込んだんだけど、うちはいくら払うの？"
LIST = (
    "松戸市の通所介護です。番号は1つで、みなし指定ではありません。2025年1月10日に新規で利用を始めて、"
    "補助の申請書は2025年2月10日に市に届いています。うちは補助の対象になりますか。"
)
LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "small": {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active", "color_scheme": "dark"},
}


def ask(page: Page, question: str) -> None:
    """Type a question, send it, and wait for the answer."""
    answers = page.locator("article").count()
    page.get_by_label("質問", exact=True).fill(question)
    page.get_by_role("button", name="送る", exact=True).click()
    page.locator("article").nth(answers).wait_for()


def opened(page: Page) -> None:
    """The panel as it opens, with questions to begin with."""
    page.get_by_role("button", name="質問チャットを開く").click()
    page.locator(".begin .choice").first.wait_for()


def answered(page: Page) -> None:
    """An answer with its sources."""
    opened(page)
    ask(page, "ライセンスはパソコンごとに買うの？")


def choosing(page: Page) -> None:
    """Several questions that may be meant."""
    opened(page)
    ask(page, "料金")


def asked(page: Page) -> None:
    """A question back, for a day."""
    opened(page)
    ask(page, FEE)


def fee(page: Page) -> None:
    """The amounts of the asker."""
    asked(page)
    page.get_by_label("日付で答える").fill("2025-05-12")
    page.get_by_role("button", name="これで答える").click()
    page.locator("article table").wait_for()


def facts(page: Page) -> None:
    """A fact about to be corrected."""
    fee(page)
    page.get_by_role("button", name="（サービスの種類）").click()
    page.locator(".facts select").scroll_into_view_if_needed()


def conditions(page: Page) -> None:
    """A list of conditions."""
    opened(page)
    ask(page, LIST)
    page.get_by_text("当てはまらないものがある").click()


def failed(page: Page) -> None:
    """A request that did not get through."""
    answered(page)
    page.context.set_offline(True)
    page.get_by_label("質問", exact=True).fill("フリーパスはいつまでですか")
    page.get_by_role("button", name="送る", exact=True).click()
    page.locator(".failed").scroll_into_view_if_needed()


def judged(page: Page) -> None:
    """What the asker thinks of an answer."""
    answered(page)
    page.get_by_role("button", name="分かりにくい").click()
    page.get_by_label("ご意見").scroll_into_view_if_needed()


def closed(page: Page) -> None:
    """The launcher on a city's page."""


STATES: dict[str, Callable[[Page], None]] = {
    "closed": closed, "opened": opened, "answered": answered, "choosing": choosing, "asked": asked, "fee": fee,
    "facts": facts, "conditions": conditions, "failed": failed, "judged": judged,
}  # fmt: skip


@contextmanager
def browser_pages(url: str) -> Iterator[Callable[[str, str], Page]]:
    """Give a function that opens the demonstration page in one of the looks."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )

        def page_in(look: str, as_of: str) -> Page:
            page = browser.new_context(locale="ja-JP", reduced_motion="reduce", **LOOKS[look]).new_page()
            day = "document.querySelector('careplan-faq').setAttribute('as-of', '%s')" % as_of
            page.add_init_script(
                f"document.addEventListener('readystatechange', () => {{ {day} }}, {{once: true}})"
            )
            page.route(
                "**/api/v1/feedback", lambda route: route.fulfill(status=204)
            )  # pictures are no opinions
            page.goto(f"{url}/demo")
            return page

        yield page_in
        browser.close()


def main(url: str, folder: Path, names: list[str]) -> None:
    """Make the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser_pages(url) as page_in:
        for look in LOOKS:
            for name in names or STATES:
                page = page_in(look, WINTER if name == "conditions" else SUMMER)
                STATES[name](page)
                page.screenshot(path=folder / f"{name}-{look}.png")
                page.context.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
