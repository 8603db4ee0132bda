"""The questions offered before the first word are those of the place and the season, and each is answered."""

from datetime import date

import pytest

from faq_bot.assembly import Assistant
from faq_bot.conversation.suggesting import MOST_SUGGESTIONS
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.suggestions import Suggestion
from tests.conftest import KNOWLEDGE, TODAY

ALL = load_knowledge(KNOWLEDGE).suggestions


@pytest.mark.parametrize("offered", ALL, ids=lambda offered: offered.question)
def test_each_is_answered_by_its_entry_or_from_the_circumstances(offered: Suggestion, assistant: Assistant):
    for month in offered.months or (TODAY.month,):
        asked_on = date(2026, month, 22)
        reply = assistant.ask(offered.question, municipality=offered.municipality, as_of=asked_on)
        if offered.entry is None:
            assert reply.asks
        else:
            assert reply.answer is not None
            assert (reply.outcome, reply.answer.id) == ("answered", offered.entry)


def test_a_city_s_own_come_first_and_no_other_city_s(assistant: Assistant):
    offered = assistant.suggestions("matsudo", TODAY)
    assert "松戸市" in offered[0]
    assert [question for question in offered if "苫小牧" in question or "千葉" in question] == []
    assert len(offered) == MOST_SUGGESTIONS


def test_the_season_s_come_in_their_months_only(assistant: Assistant):
    renewal = "ライセンスは毎年更新しますか。"
    assert renewal in assistant.suggestions(as_of=date(2026, 3, 20))
    assert renewal not in assistant.suggestions(as_of=TODAY)


def test_what_does_not_hold_yet_or_no_longer_is_not_offered(assistant: Assistant):
    extended = "フリーパスキャンペーンはいつまで続きますか。"
    assert extended not in assistant.suggestions(as_of=date(2026, 3, 16))
    assert extended in assistant.suggestions(as_of=date(2026, 3, 17))
    assert assistant.suggestions(as_of=date(2025, 2, 18)) == []
