"""An asker who knows everything about himself and answers what he is asked, by button."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import Reply

MOST_TURNS = 12
FIRST = "うちのライセンス料はいくら払いますか"
LIST = "次のすべてに当てはまりますか"
QUALIFIES = {
    "suspended": False,
    "closing_planned_by_next_month": False,
    "tax_arrears": False,
    "antisocial": False,
    "deemed_designation": False,
    "has_results_since_2024_04": True,
    "already_subsidised_this_year": False,
    "applied_on": "2025-02-10",
}


def asked_back(reply: Reply) -> dict[str, Any] | None:
    """The need whose question the message puts, None if it puts none."""
    return next((need for need in reply.needs if need["fact"] in reply.asks[:1]), None)


def interview(
    assistant: Assistant, truth: Mapping[str, Any], as_of: str, first: Mapping[str, Any] | None = None
) -> tuple[Reply, list[str]]:
    """Return the last reply and the facts asked for; a list of conditions counts as one question."""
    reply = assistant.ask(**(first or {"question": FIRST}), as_of=as_of)
    asked: list[str] = []
    while (need := asked_back(reply)) is not None:
        assert len(asked) < MOST_TURNS, f"asked without end: {asked}"
        asked.append(need["fact"])
        if LIST in reply.message:
            reply = assistant.ask("はい、すべて当てはまります", as_of=as_of, conversation=reply.conversation)
        else:
            button = {"fact": need["fact"], "value": truth.get(need["fact"])}
            reply = assistant.ask(select=button, as_of=as_of, conversation=reply.conversation)
    return reply, asked


def situations() -> Iterator[tuple[str, dict[str, Any]]]:
    """The grid: days of asking over all states of knowledge, every kind of place, starts and renewals."""
    days_of_asking = ("2025-03-10", "2025-04-10", "2025-08-01", "2026-03-16", "2026-03-17", "2026-11-22")
    places = ("tomakomai", "matsudo", "chiba", "koganei", "other")
    services = ("通所介護", "居宅介護支援", "小規模多機能型居宅介護")
    dates = (
        "2024-03-31", "2024-04-01", "2024-12-01", "2025-02-14", "2025-03-31", "2025-04-01", "2025-05-31",
        "2025-06-01", "2025-08-20", "2026-03-16", "2026-03-17", "2026-05-31", "2026-06-01", "2026-09-30",
        "2026-12-01", "2027-04-01",
    )  # fmt: skip
    for as_of, place, service, status, day in product(
        days_of_asking, places, services, ("new", "renewing"), dates
    ):
        begins_in_campaign = day >= ("2025-06-02" if status == "new" else "2026-05-31")
        for used in (False, True) if begins_in_campaign else (False,):  # nobody used it before it began
            date = "start_date" if status == "new" else "license_expiry"
            yield (
                as_of,
                {
                    **QUALIFIES,
                    "municipality": place,
                    "service_type": service,
                    "status": status,
                    date: day,
                    "used_free_pass": used,
                    "office_numbers": 2,
                },
            )
