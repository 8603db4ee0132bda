"""The console in a browser: from the last letter to the painted answer, with a thousand entries.

Measured in the page itself: from the input event's own time to the moment after the frame that shows the answer.
"""

import datetime
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.serving import questions, running
from benchmarks.thousand import COUNT, thousand
from faq_bot.access.accounts import Accounts
from faq_bot.reception.keeping import folded
from faq_bot.storage.records import Records

KEYSTROKES, UNCOUNTED = 400, 40
PASSWORD = "copper kettle feast"
_MEASURE = """
window.painted = [];
let typed = null;
addEventListener("input", (event) => { typed = event.timeStamp; }, true);
addEventListener("DOMContentLoaded", () => {
  const found = document.getElementById("found");
  if (!found) return;
  new MutationObserver(() => {
    if (typed === null) return;
    const since = typed;
    typed = null;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => painted.push([performance.now() - since, Boolean(found.querySelector(".card"))]);
      after.port2.postMessage(0);
    });
  }).observe(found, { childList: true });
});
"""
_PAINTED = """count => new Promise((done) => {
  const look = () => painted.length < count ? setTimeout(look, 5) : done();
  look();
})"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        knowledge = thousand(Path(folder) / "knowledge")
        database = f"sqlite:///{folder}/faq-bot.db"
        _add_operator(database)
        serve = {"FAQ_BOT_KNOWLEDGE": str(knowledge), "DATABASE_URL": database, "RATE_LIMIT": "off"}
        with running(("-m", "faq_bot", "serve"), "0", **serve) as server:
            times = _typed(f"http://127.0.0.1:{server.port}")
    cuts = statistics.quantiles(times, n=100)
    print(f"{COUNT} entries, {len(times)} keystrokes, Chromium and the service on one machine")
    print(
        f"from the last letter to the painted answer, ms: p50 {cuts[49]:.1f}, p99 {cuts[98]:.1f}, max {max(times):.1f}"
    )


def _add_operator(database: str) -> None:
    records = Records(database, folded)
    accounts = Accounts(lambda: records.engine, lambda: datetime.datetime.now(datetime.UTC))
    accounts.add("operator", PASSWORD, "operator", by="benchmark")
    records.close()


def _typed(url: str) -> list[float]:
    """Return the milliseconds of each letter of our own test questions, typed one after the other."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(locale="ja-JP", viewport={"width": 1280, "height": 800})
        page.add_init_script(_MEASURE)
        page.goto(f"{url}/staff")
        page.get_by_label("名前").fill("operator")
        page.get_by_label("合言葉").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/staff")
        page.get_by_role("button", name="キー").wait_for()  # the script is there
        page.locator("#q").focus()
        _type(page, KEYSTROKES + UNCOUNTED)
        painted = page.evaluate("painted")
        browser.close()
    return [milliseconds for milliseconds, answered in painted[UNCOUNTED:] if answered]


def _type(page: Any, keystrokes: int) -> None:
    done = 0
    for question in questions():
        for text in ("", *question[:20]) if done else question[:20]:  # what is empty cannot be emptied
            if text:
                page.keyboard.insert_text(text)
            else:
                page.locator("#q").fill("")
            done += 1
            page.evaluate(_PAINTED, done)
            if done == keystrokes:
                return


if __name__ == "__main__":
    main()
