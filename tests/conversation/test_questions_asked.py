"""How few questions it takes, over a grid of situations; and that none is asked whose answer could not matter."""

import random
from typing import Any

import pytest

from faq_bot.assembly import Assistant
from tests.conversation.asker import LIST, asked_back, interview, situations

GRID = list(situations())
SAMPLE = random.Random(5).sample(GRID, 450)


def paid(decision: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(y["start"], y["payer"], y["net_per_office"], y["status"]) for y in decision["license_years"]]


def check(assistant: Assistant, grid: list[tuple[str, dict[str, Any]]]) -> None:
    counts = []
    for as_of, truth in grid:
        reply, asked = interview(assistant, truth, as_of)
        counts.append(len(asked))
        assert len(asked) == len(set(asked)), f"asked twice: {asked}"
        expected = assistant.eligibility({**truth, "as_of": as_of})
        assert paid(reply.eligibility) == paid(expected), (as_of, truth, asked)
        assert reply.personal is not None
    print(f"\n{len(grid)} situations: mean {sum(counts) / len(counts):.2f}, most {max(counts)} questions")
    assert max(counts) <= 5
    assert sum(counts) / len(counts) <= 3


def test_at_most_five_questions_lead_to_the_decision_of_the_facts(assistant: Assistant):
    check(assistant, SAMPLE)


@pytest.mark.long
def test_at_most_five_questions_over_the_whole_grid(assistant: Assistant):
    check(assistant, GRID)


@pytest.mark.parametrize("situation", SAMPLE[::6])
def test_no_question_is_asked_whose_answer_could_not_matter(assistant: Assistant, situation: Any):
    """Each fact asked for has two answers after which the office pays differently, all else as it is."""
    as_of, truth = situation
    _, asked = interview(assistant, truth, as_of)
    for fact in asked:
        paid_for = {
            str(paid(assistant.eligibility({**truth, fact: value, "as_of": as_of})))
            for value in (truth[fact], *others(assistant, fact))
        }
        assert len(paid_for) > 1, f"{fact} never matters: {as_of} {truth}"


def others(assistant: Assistant, fact: str) -> list[Any]:
    if fact in ("start_date", "license_expiry", "applied_on"):
        return ["2024-04-01", "2025-02-20", "2025-06-01", "2026-03-17"]
    if fact == "service_type":
        return ["地域密着型特定施設入居者生活介護", "介護老人福祉施設", "訪問介護"]
    sheet = next(sheet for sheet in assistant.knowledge.facts if sheet.id == fact)
    cities = [city.id for city in assistant.knowledge.municipalities] if fact == "municipality" else []
    return [*(choice.value for choice in sheet.choices), *cities, None]


def test_who_knows_nothing_is_asked_nothing_twice_and_gets_an_answer(assistant: Assistant):
    reply = assistant.ask("うちのライセンス料はいくら払いますか", as_of="2025-08-01")
    asked = []
    while (need := asked_back(reply)) is not None:
        asked.append(need["fact"])
        reply = assistant.ask("わからない", as_of="2025-08-01", conversation=reply.conversation)
    assert asked == list(dict.fromkeys(asked))
    assert reply.personal is not None
    assert "21,000円" in reply.message, "what holds for everybody is said all the same"


def test_a_list_that_is_not_agreed_to_is_put_once_more_and_then_left_open(assistant: Assistant):
    story = "松戸市の通所介護です。2024年12月1日に新しく始めました。うちはいくら払いますか。"
    reply = assistant.ask(story, as_of="2025-04-14")
    assert LIST in reply.message
    reply = assistant.ask("いいえ", as_of="2025-04-14", conversation=reply.conversation)
    assert LIST in reply.message
    reply = assistant.ask("いいえ", as_of="2025-04-14", conversation=reply.conversation)
    assert asked_back(reply) is None
    assert reply.personal.rows[0].you_pay is None, "nobody guesses who pays"


def test_the_same_thing_is_not_asked_a_third_time(assistant: Assistant):
    reply = assistant.ask("うちのライセンス料はいくら払いますか", as_of="2025-08-01")
    first = reply.needs[0]["question"]
    times = 0
    for _ in range(4):
        times += first in reply.message
        reply = assistant.ask("うーん", as_of="2025-08-01", conversation=reply.conversation)
    assert times <= 2
