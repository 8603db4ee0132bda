"""Does a question ask about the past?"""

import datetime

import pytest

from faq_bot.text.moments import asks_about_past, named_years

DAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("去年の補助はいくら", True),
        ("2025年の補助はいくら", True),
        ("2026年の補助はいくら", False),
        ("2027年の補助はいくら", False),
        ("2025年と2026年の違い", False),
        ("令和7年度の補助", True),
        ("令和8年度の補助", False),
        ("令和元年の補助", True),
        ("r7年度の補助", True),
        ("補助はいくら", False),
        ("12025年", False),
        ("21000円", False),
    ],
)
def test_past_words_and_earlier_years_ask_about_the_past(text: str, past: bool):
    assert asks_about_past(text, DAY, ["去年"]) is past


def test_the_day_asked_about_decides_what_is_past():
    assert asks_about_past("2026年の補助", datetime.date(2027, 1, 1), []) is True


def test_both_calendars_are_read():
    assert named_years("令和8年と2024年") == {2026, 2024}
