"""The widget in a browser: from the reply's last byte to the painted answer.

Measured in the page itself: `fetch` is wrapped so that the moment its text is there is known, and the answer counts
as painted after the frame that shows it.
"""

import shutil
import statistics
from typing import Any

from benchmarks.serving import questions, running

ANSWERS, UNCOUNTED = 60, 5
_MEASURE = """
window.painted = [];
let arrived = null;
const plain = window.fetch;
window.fetch = async (...asked) => {
  const response = await plain(...asked);
  const body = await response.clone().arrayBuffer();
  if (String(asked[0]).includes("/ask")) arrived = performance.now();
  return new Response(body, { status: response.status, headers: response.headers });
};
document.addEventListener("careplan-faq:answer", () => {
  const since = arrived;
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => painted.push(performance.now() - since);
    after.port2.postMessage(0);
  });
});
"""


def main() -> None:
    with running(("-m", "faq_bot", "serve"), "0", RATE_LIMIT="off") as server:
        times = _asked(f"http://127.0.0.1:{server.port}/demo")
    cuts = statistics.quantiles(times, n=100)
    print(f"{len(times)} answers, Chromium and the service on one machine")
    print(
        f"from the reply to the painted answer, ms: p50 {cuts[49]:.1f}, p99 {cuts[98]:.1f}, max {max(times):.1f}"
    )


def _asked(url: str) -> list[float]:
    """Return the milliseconds of each answer to our own test questions, asked one after the other."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(locale="ja-JP", viewport={"width": 1280, "height": 800})
        page.add_init_script(_MEASURE)
        page.goto(url)
        page.get_by_role("button", name="質問チャットを開く").click()
        for number, question in enumerate(questions()[: ANSWERS + UNCOUNTED], start=1):
            _ask(page, question, number)
        painted: list[float] = page.evaluate("painted")
        browser.close()
    return painted[UNCOUNTED:]


def _ask(page: Any, question: str, number: int) -> None:
    page.get_by_role("textbox", name="質問", exact=True).fill(question)
    page.keyboard.press("Enter")
    page.wait_for_function("count => painted.length >= count", arg=number)


if __name__ == "__main__":
    main()
