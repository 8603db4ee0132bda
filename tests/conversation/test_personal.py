"""The personal answer says what the decision says, and shows what it rests on."""

import datetime
import re
from typing import Any

import pytest

from faq_bot.assembly import Assistant
from tests.conversation.asker import interview, situations

GRID = list(situations())[4::61]


@pytest.mark.parametrize("situation", GRID)
def test_rows_are_the_licence_years_and_the_sentence_names_each_amount(assistant: Assistant, situation: Any):
    as_of, truth = situation
    reply, _ = interview(assistant, truth, as_of)
    years = reply.eligibility["license_years"]
    rows = reply.personal.rows
    assert [(r.start, r.end, r.list_price, r.payer_id, r.you_pay, r.total, r.status) for r in rows] == [
        tuple(y[k] for k in ("start", "end", "list_price", "payer", "net_per_office", "net_total", "status"))
        for y in years
    ]
    if any(row.you_pay is not None for row in rows):
        said = re.findall(
            r"(\d年目)（[^）]*）(?:が(?:1つの事業所番号につき)?([\d,]+円)|は(まだ決まりません))",
            reply.personal.sentence,
        )
        expected = [
            (
                f"{row.year}年目",
                f"{row.you_pay:,}円" if row.you_pay is not None else "",
                "" if row.you_pay is not None else "まだ決まりません",
            )
            for row in rows
        ]
        assert said == expected


@pytest.mark.parametrize("situation", GRID)
def test_reasons_are_few_cited_and_known_by_the_day_asked(assistant: Assistant, situation: Any):
    as_of, truth = situation
    personal = interview(assistant, truth, as_of)[0].personal
    passages = assistant.knowledge.sources.passages
    assert 1 <= len(personal.reasons) <= 5
    assert personal.reasons[0].refs
    cited = {*personal.basis.refs, *(ref for row in personal.rows for ref in row.refs)}
    assert all(passages[ref].published.isoformat() <= as_of for ref in cited)
    assert personal.basis.as_of == as_of
    assert all(document.published <= as_of for document in personal.basis.documents)


@pytest.mark.parametrize("situation", GRID)
def test_there_is_a_next_step_with_somebody_to_ask(assistant: Assistant, situation: Any):
    as_of, truth = situation
    for step in interview(assistant, truth, as_of)[0].personal.next_steps:
        assert step.text
        assert step.contact.telephone or step.contact.url or step.contact.name


def test_several_numbers_are_answered_per_number_and_together(assistant: Assistant):
    reply = assistant.ask(
        "小金井市の居宅です。事業所番号は3つで、2025年5月20日に新しく申し込みました。うちはいくら払いますか",
        as_of="2025-09-01",
    )
    assert "1つの事業所番号につき21,000円、3つの合計で63,000円" in reply.message
    assert (reply.personal.rows[0].you_pay, reply.personal.rows[0].total) == (21000, 63000)


def test_periods_stand_in_both_calendars(assistant: Assistant):
    reply = assistant.ask(
        "小金井市の居宅です。2025年5月20日に新しく申し込みました。うちはいくら払いますか", as_of="2025-09-01"
    )
    assert reply.personal.rows[0].period == "2025年5月20日〜2026年5月19日（令和7年5月20日〜令和8年5月19日）"


def test_a_start_beyond_the_integration_is_undecided_and_says_both_sides(assistant: Assistant):
    reply = assistant.ask(
        "札幌市のデイです。2026年12月1日に新しく始めます。うちはいくら払いますか", as_of="2026-11-22"
    )
    assert [row.status for row in reply.personal.rows] == ["unknown", "unknown"]
    assert "0円" in reply.message
    assert "21,000円" in reply.message
    assert "統合" in reply.message


@pytest.mark.parametrize("ask", ["なぜ？", "どうして？", "理由は？"])
def test_why_gives_the_reasons(assistant: Assistant, ask: str):
    first = assistant.ask(
        "苫小牧のデイで、2025年5月12日に新しく申し込みました。いくら払いますか", as_of="2025-08-01"
    )
    reply = assistant.ask(ask, as_of="2025-08-01", conversation=first.conversation)
    assert all(reason.text in reply.message for reason in first.personal.reasons)


def test_on_what_basis_gives_the_passages_with_their_days(assistant: Assistant):
    first = assistant.ask(
        "苫小牧のデイで、2025年5月12日に新しく申し込みました。いくら払いますか", as_of="2025-08-01"
    )
    reply = assistant.ask("根拠は？", as_of="2025-08-01", conversation=first.conversation)
    assert all(ref in reply.message for ref in first.personal.basis.refs)
    assert "2025年4月1日" in reply.message


def test_as_of_an_earlier_day_only_what_was_known_then_counts(assistant: Assistant):
    story = "札幌市のデイで今使っていて更新します。期限は2026年6月30日で、フリーパスは去年使いました。うちはいくらですか"
    today = assistant.ask(story, as_of="2026-04-01")
    assert today.personal.rows[0].you_pay == 0
    then = assistant.ask("去年の9月の時点では？", as_of="2026-04-01", conversation=today.conversation)
    assert then.personal.rows[0].you_pay == 21000
    assert then.personal.basis.as_of == "2025-09-30"
    again = assistant.ask("なぜ？", as_of="2026-04-01", conversation=then.conversation)
    assert again.personal.rows[0].you_pay == 0, "the day was asked about for one turn only"


def test_a_day_in_words_never_looks_ahead(assistant: Assistant):
    first = assistant.ask(
        "札幌市のデイで2025年7月1日に新しく始めます。うちはいくらですか", as_of="2025-04-20"
    )
    reply = assistant.ask("2026年4月1日の時点では？", as_of="2025-04-20", conversation=first.conversation)
    assert (
        datetime.date.fromisoformat(reply.eligibility["license_years"][0]["start"]).year == 2025
        if reply.eligibility["license_years"]
        else True
    )
    assert all(s.published <= "2025-04-20" for a in [reply.answer] if a for s in a.sources)
