"""The four forms an entry is copied in: references and days always, and nothing that could run."""

import datetime

import pytest

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import AnswerShown, SourceShown
from faq_bot.server.staff.copying import FORMS, Copied, copies

DAY = datetime.date(2025, 8, 1)


@pytest.fixture
def unit(assistant: Assistant) -> Copied:
    return Copied(assistant.entry("licence-unit", DAY), DAY)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_answer_reference_publication_and_day(form: str, unit: Copied):
    text = copies([unit])[form]
    for said in (
        unit.answer.question,
        "事業所番号ごとにかかります",
        "HD-31",
        "KG-2",
        "2025年4月14日",
        "2025年8月1日の時点",
        "licence-unit",
        "https://www.careplan-renkei-support.jp/index.html",
    ):
        assert said in text


@pytest.mark.parametrize("form", FORMS)
def test_every_form_warns_of_what_no_longer_holds(form: str, assistant: Assistant):
    old = Copied(assistant.entry("licence-unit", DAY), DAY, "2026年3月31日までの内容です。")
    assert "※2026年3月31日までの内容です。" in copies([old])[form]


@pytest.mark.parametrize("form", FORMS)
def test_several_go_together_in_their_order(form: str, assistant: Assistant):
    several = [Copied(assistant.entry(entry, DAY), DAY) for entry in ("licence-unit", "licence-fee")]
    text = copies(several)[form]
    first, second = (text.index(one.answer.question) for one in several)
    assert first < second


def test_plain_text_reads_as_one_would_write_it(unit: Copied):
    assert copies([unit])["plain"].splitlines()[:3] == [
        "ライセンス料は何を単位にかかりますか。",
        "ライセンス料は、事業所番号ごとにかかります。パソコンの台数や法人の数では決まりません。",
        "出典:",
    ]


def test_a_mail_names_source_publication_and_address_on_lines_of_their_own(unit: Copied):
    lines = copies([unit])["mail"].splitlines()
    assert "■出典" in lines
    assert "　公表日: 2025年4月14日　参照: HD-31" in lines
    assert "　URL: https://www.careplan-renkei-support.jp/index.html" in lines


def test_points_are_points_in_slack_and_in_html(assistant: Assistant):
    listing = Copied(assistant.entry("tomakomai-existing-users", DAY), DAY)
    texts = copies([listing])
    assert "• 期限が2025年5月31日まで" in texts["slack"]
    assert "<ul><li>期限が2025年5月31日まで" in texts["html"]


def test_what_would_be_a_command_is_spelt_out():
    evil = "<b>*&</b>|<!channel>"
    source = SourceShown(
        ref="XX-1", title=evil, publisher=evil, published="2025-04-14", url="javascript:alert(1)"
    )
    answer = AnswerShown(
        id="evil", question=evil, answer=f"- {evil}", short_answer=evil, topic="x", municipality=None, schemes=[],
        sources=[source], updated_by=None, holds_from="2025-04-14", holds_to=None,
    )  # fmt: skip
    texts = copies([Copied(answer, DAY, evil)])
    assert "<!channel>" not in texts["slack"]
    assert "<javascript" not in texts["slack"]
    assert "<b>" not in texts["html"]
    assert "href" not in texts["html"]
