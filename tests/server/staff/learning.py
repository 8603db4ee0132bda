"""Questions for the queue, and what its pages hold."""

import datetime
import html
import re
from collections.abc import Sequence

from flask.testing import FlaskClient
from sqlalchemy import insert

from faq_bot.reception.keeping import folded
from faq_bot.storage import feedback, replies
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records
from faq_bot.storage.replies import KeptReply
from faq_bot.storage.tables import unanswered
from tests.server.staff.conftest import NOON, token_of


def gap(question: str, number: int = 1, times: int = 1, **changes: object) -> list[KeptReply]:
    """The same question without an answer, asked some times."""
    usual = KeptReply(
        f"gap-{number}", NOON + datetime.timedelta(seconds=number), "api", question, None, "no_answer", None, 0.2,
        ["licence-unit"], None, None, {}, "0", 1.0, f"c{number}", True,
    )  # fmt: skip
    return [usual._replace(id=f"gap-{number}-{i}", **changes) for i in range(times)]


def ask(records: Records, *questions: str) -> None:
    """Questions without an answer, the first asked most often."""
    kept = [
        reply
        for number, question in enumerate(questions)
        for reply in gap(question, number, len(questions) - number)
    ]
    with writing(records.engine) as connection:
        replies.keep(connection, kept, folded)


def rate(
    records: Records, question: str, verdict: feedback.Verdict, comment: str | None = None, days: int = 0
) -> None:
    """A question that was answered, and what the asker thought of it."""
    at = NOON + datetime.timedelta(days=days)
    name = f"rated-{folded(question)[:8]}-{days}"
    [reply] = gap(question, channel="widget", outcome="answered", entry="licence-unit", is_gap=False)
    with writing(records.engine) as connection:
        replies.keep(connection, [reply._replace(id=name, at=at)], folded)
    feedback.keep(records.engine, name, verdict, comment, at)


def fill(records: Records, questions: Sequence[str]) -> None:
    """Many questions at once."""
    rows = [
        {"folded": folded(question), "question": question, "outcome": "no_answer", "nearest": [],
         "first_seen": NOON, "last_seen": NOON + datetime.timedelta(seconds=i), "count": 1, "state": "open"}
        for i, question in enumerate(questions)
    ]  # fmt: skip
    with writing(records.engine) as connection:
        connection.execute(insert(unanswered), rows)


def page(browser: FlaskClient, address: str = "/staff/questions") -> str:
    response = browser.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    return html.unescape(response.get_data(as_text=True))


def questions_on(text: str) -> list[str]:
    """The questions that stand for the groups of a page."""
    return re.findall(r'<h2 id="q\d+">(.*?)</h2>', text)


def keys_on(text: str) -> list[str]:
    """What the form of each group sends as its questions."""
    return re.findall(r'name="items" value="([^"]*)"', text)


def post(browser: FlaskClient, address: str, **form: str) -> int:
    token = token_of(browser, "/staff/questions")
    return browser.post(address, data={"form_token": token, **form}).status_code


def decide(browser: FlaskClient, what: str, group: int = 0) -> int:
    """Press the button of a group on the first page."""
    return post(
        browser, "/staff/questions/decide", items=keys_on(page(browser))[group], decide=what, at=str(group)
    )
