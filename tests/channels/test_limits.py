"""Whatever is to be said stays within what the platforms publish."""

import json
from urllib.parse import quote_plus

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from faq_bot.channels.digests import Digest, slack_digest, teams_digest
from faq_bot.channels.lengths import cut, length, pieces
from faq_bot.channels.outline import outline_of
from faq_bot.channels.slack.answers import Answers as SlackAnswers
from faq_bot.channels.slack.blocks import escaped, link
from faq_bot.channels.slack.facts_modal import facts_modal
from faq_bot.channels.slack.home import home
from faq_bot.channels.teams.answers import Answers as TeamsAnswers
from faq_bot.conversation.reply import FoundShown, Reply
from faq_bot.loading.knowledge import Knowledge
from faq_bot.server.gateway import LARGER_BODIES
from tests.channels.card_schema import CARD
from tests.channels.replies import STRANGE, replies, texts, urls
from tests.channels.slack_limits import check_blocks, check_message, check_view, size

THREAD = "C0123456789/1700000000.000100"
many = hypothesis_settings(max_examples=25, suppress_health_check=list(HealthCheck))


@many
@given(reply=replies())
def test_a_reply_in_slack_keeps_every_published_limit(reply: Reply, knowledge: Knowledge):
    answers = SlackAnswers(knowledge.wording, "https://faq.example.jp")
    outline = outline_of(reply)
    for message in (
        answers.message(outline, THREAD, mentioned=True),
        answers.message(outline, THREAD, shareable=True),
        answers.shared(outline),
    ):
        check_message(message)


@many
@given(reply=replies())
def test_what_is_pressed_in_slack_comes_back_in_a_body_we_take(reply: Reply, knowledge: Knowledge):
    message = SlackAnswers(knowledge.wording, "https://faq.example.jp").message(outline_of(reply), THREAD)
    sent = quote_plus(json.dumps({"message": message}, ensure_ascii=False).encode(errors="replace"))
    assert len(sent) + 4000 < LARGER_BODIES["/channels/slack"]


@many
@given(reply=replies())
def test_no_text_of_a_reply_is_a_mark_or_a_mention_in_slack(reply: Reply, knowledge: Knowledge):
    message = SlackAnswers(knowledge.wording, "https://faq.example.jp").message(outline_of(reply), THREAD)
    marked = [text for block in message["blocks"] for text in _marked(block)]
    assert marked
    for text in marked:
        assert "<@" not in text
        assert "<!" not in text
        assert "javascript:" not in text.split("|")[0] or "<javascript" not in text


def _marked(block: dict) -> list[str]:
    found = [block.get("text", {}), *block.get("fields", []), *block.get("elements", [])]
    return [one["text"] for one in found if one.get("type") == "mrkdwn"]


@many
@given(reply=replies())
def test_a_reply_in_teams_is_a_card_of_the_schema_and_small_enough(reply: Reply, knowledge: Knowledge):
    message = TeamsAnswers(knowledge.wording, "https://faq.example.jp").message(outline_of(reply))
    written = json.dumps(message, ensure_ascii=False)
    assert len(written.encode(errors="replace")) <= 28 * 1024
    assert size(written.encode(errors="replace").decode()) * 2 <= 28 * 1024
    [attachment] = message["attachments"]
    jsonschema.validate(attachment["content"], CARD)


def test_every_entry_is_a_card_and_a_message(knowledge: Knowledge, assistant) -> None:
    slack = SlackAnswers(knowledge.wording, "https://faq.example.jp")
    teams = TeamsAnswers(knowledge.wording, "https://faq.example.jp")
    for entry in knowledge.entries:
        outline = outline_of(assistant.ask(select={"entry": entry.id}))
        check_message(slack.message(outline, THREAD))
        [attachment] = teams.message(outline)["attachments"]
        jsonschema.validate(attachment["content"], CARD)
        assert "長いため" not in json.dumps(attachment, ensure_ascii=False)


def test_the_modal_of_all_facts_is_one_slack_takes(knowledge: Knowledge):
    names = [sheet.id for sheet in knowledge.facts]
    known = {"start_date": "2025-05-12", "municipality": "matsudo", "office_numbers": 3, "suspended": True}
    view = facts_modal(knowledge, names, {**known, "license_expiry": "春ごろ"}, "x" * 3000)
    check_view(view)
    assert len(view["blocks"]) == len(names) - 1  # all but the day asked about


@many
@given(searched=texts(500), question=texts(9000), notice=texts(9000))
def test_the_home_tab_is_one_slack_takes(searched: str, question: str, notice: str, knowledge: Knowledge):
    found = FoundShown(
        id="licence-unit",
        question=question,
        short_answer=question,
        confidence=0.5,
        sources=["HD-1"] * 400,
        publisher="p",
        published="2025-04-14",
        topic="t",
        municipality=None,
        score=1.0,
    )
    check_view(home(knowledge.wording, [question[:1500]] * 5, searched, [found] * 20, notice))


@many
@given(title=texts(3000), lines=st.lists(texts(3000), max_size=40))
def test_a_digest_is_one_both_take(title: str, lines: list[str]):
    digest = Digest(title, lines)
    check_blocks(slack_digest(digest)["blocks"], 50)
    message = teams_digest(digest)
    jsonschema.validate(message["attachments"][0]["content"], CARD)
    assert len(json.dumps(message, ensure_ascii=False).encode(errors="replace")) <= 28 * 1024


@given(text=texts(9000), most=st.integers(1, 400))
@example(text="👩‍👩‍👧‍👦" * 9, most=7)
def test_a_text_is_cut_to_its_length_and_says_so(text: str, most: int):
    found = cut(text, most)
    assert length(found) <= most
    assert found == text or found.endswith("…")


@given(text=texts(20000), most=st.integers(2, 3000), count=st.integers(1, 4))
def test_pieces_hold_the_whole_text_or_say_that_they_do_not(text: str, most: int, count: int):
    found = pieces(text, most, count)
    assert len(found) <= count
    assert all(0 < length(piece) <= most for piece in found)
    squeezed = ["".join(one.split()) for one in ("".join(found), text)]
    assert squeezed[0] == squeezed[1] or found[-1].endswith("…")


@given(text=texts(9000), most=st.integers(10, 400))
def test_an_escaped_text_is_never_cut_within_an_escape(text: str, most: int):
    found = escaped(text, most)
    assert length(found) <= most
    assert "&" not in found.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


@given(url=urls(), text=texts(9000), most=st.integers(200, 2000))
def test_a_link_fits_and_leads_to_the_web_only(url: str | None, text: str, most: int):
    found = link(url, text, most)
    assert length(found) <= most
    assert "<" not in found or found.startswith("<https://example.jp/")


@pytest.mark.parametrize("text", [STRANGE, "&" * 50, "😀" * 50])
def test_strange_texts_are_cut_too(text: str):
    assert length(escaped(text, 60)) <= 60
