"""The console as an operator has it: a service of its own with the three roles, and the page as a person finds it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from faq_bot.access.accounts import Accounts
from faq_bot.reception.keeping import folded
from faq_bot.storage.records import Records
from tests.conftest import Service, start_service

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PASSWORD = "copper kettle feast"
ROLES = ("operator", "editor", "administrator")


@contextmanager
def desk_service(folder: Path, **environment: str) -> Iterator[Service]:
    """A running service whose database lies in `folder`, with one account of each role, named after it."""
    address = f"sqlite:///{folder / 'faq-bot.db'}"
    records = Records(address, folded)
    accounts = Accounts(lambda: records.engine, lambda: datetime.datetime.now(datetime.UTC))
    for role in ROLES:
        accounts.add(role, PASSWORD, role, by="test")  # type: ignore[arg-type]
    records.close()
    running = start_service(DATABASE_URL=address, **environment)
    with running.process:
        yield running
        running.process.terminate()


def log_in(page: "Page", service: Service, role: str = "operator") -> None:
    """Log in by keyboard; the page is then the search."""
    page.goto(f"{service.url}/staff")
    page.get_by_label("名前").fill(role)
    page.get_by_label("合言葉").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{service.url}/staff")


@dataclass(frozen=True)
class Desk:
    """The search as a person finds it: by names and roles only."""

    page: "Page"

    @property
    def field(self) -> "Locator":
        return self.page.get_by_role("searchbox")

    @property
    def question(self) -> "Locator":
        """The question of the answer that is shown."""
        return self.page.locator("#answer-question")

    @property
    def rows(self) -> "Locator":
        return self.page.locator(".rows a")

    @property
    def current(self) -> "Locator":
        return self.page.locator(".rows [aria-current=true]")

    @property
    def told(self) -> "Locator":
        return self.page.locator("#told")

    @property
    def tray(self) -> "Locator":
        return self.page.get_by_role("region", name="控え")

    def press(self, *keys: str) -> "Desk":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def clipboard(self, kind: str = "text/plain") -> str:
        """What the clipboard holds of a kind, "" if nothing."""
        found: str = self.page.evaluate(
            """async kind => {
              for (const item of await navigator.clipboard.read())
                if (item.types.includes(kind)) return (await item.getType(kind)).text();
              return '';
            }""",
            kind,
        )
        return found
