"""What is said in Slack and Teams, without what they add to it."""

import pytest

from faq_bot.channels.message import request_of
from faq_bot.channels.slack import heard as slack
from faq_bot.channels.teams import heard as teams


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<@U0BOT> 料金は？", "料金は？"),
        ("<@U0BOT|faq>　料金は？", "料金は？"),
        ("A &amp; B &lt;C&gt;", "A & B <C>"),
        ("<https://example.jp/a|ここ>を見ました", "ここを見ました"),
        ("<https://example.jp/a>", "https://example.jp/a"),
        ("<mailto:a@example.jp|a@example.jp>", "a@example.jp"),
        ("<!here> <#C1|care> で", "care で"),
        ("5 < 6", "5 < 6"),
    ],
)
def test_slacks_mark_up_is_taken_off(written: str, said: str):
    assert slack.plain_text(written).replace("  ", " ") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<at>FAQ</at> 料金", "料金"),
        ("<at>ケア FAQ</at>&nbsp;料金\u3000いくら", "料金 いくら"),
        ("<p><at>FAQ</at>料金</p><p>いくら</p>", "料金\nいくら"),
        ("<at>FAQ</at> 5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ("<at>FAQ</at> 5 < 6", "5 < 6"),
    ],
)
def test_teams_mark_up_is_taken_off(written: str, said: str):
    assert teams.plain_text(written) == said


def test_an_event_of_an_organisation_names_its_workspace_first():
    assert slack.team_of({"team_id": "T1", "enterprise_id": "E1"}) == "T1"
    assert slack.teams_of({"team": {"id": "T1"}, "enterprise": {"id": "E1"}}) == {"T1", "E1"}


OFFERS = [{"select": {"entry": "a"}}, {"select": {"none": True}}]


@pytest.mark.parametrize(("text", "expected"), [("2", OFFERS[1]), (" １. ", OFFERS[0]), ("(2)", OFFERS[1])])
def test_a_number_takes_what_was_offered_under_it(text: str, expected: dict):
    assert request_of(text, OFFERS) == expected


@pytest.mark.parametrize("text", ["3", "0", "2年", "", "２０２５", "²"])
def test_any_other_text_is_a_question(text: str):
    assert request_of(text, OFFERS) == {"question": text}
