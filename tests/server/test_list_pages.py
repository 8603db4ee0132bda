"""Lists by topic and by city."""

from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from tests.server.site_pages import hrefs, main_text, opened


def entries_on(client: FlaskClient, address: str) -> list[str]:
    links = hrefs(opened(client, address))
    return [href.removeprefix("/entries/") for href in links if href.startswith("/entries/")]


def test_every_entry_stands_in_the_list_of_its_topic_once(client: FlaskClient, assistant: Assistant):
    knowledge = assistant.knowledge
    for topic in knowledge.topics:
        own = sorted(e.id for e in knowledge.entries if knowledge.topic_of[e.id] == topic)
        assert sorted(entries_on(client, f"/topics/{topic}")) == own


def test_every_city_lists_what_is_only_its_own(client: FlaskClient, assistant: Assistant):
    for city in assistant.knowledge.municipalities:
        own = sorted(e.id for e in assistant.knowledge.entries if e.municipality == city.id)
        assert sorted(entries_on(client, f"/cities/{city.id}")) == own
        assert city.contact.name in main_text(client, f"/cities/{city.id}")


def test_the_overview_leads_to_every_topic_and_city(client: FlaskClient, assistant: Assistant):
    links = set(hrefs(opened(client, "/topics")))
    assert {f"/topics/{topic}" for topic in assistant.knowledge.topics} <= links
    assert {f"/cities/{city.id}" for city in assistant.knowledge.municipalities} <= links


def test_what_held_before_stands_apart_from_what_holds(client: FlaskClient):
    current, past = main_text(client, "/topics/free_pass").split("以前の内容")
    assert "いつまで続きますか。延長されましたか" in current
    assert "2025年の案内では、フリーパスはどのような内容で" in past


def test_a_city_with_a_scheme_tells_its_amount_and_one_without_does_not_say_there_is_none(
    client: FlaskClient,
):
    assert "ライセンス料21,000円を全額補助します" in main_text(client, "/cities/tomakomai")
    without = main_text(client, "/cities/chiba")
    assert "千葉市の補助については、手元の資料に記載がありません" in without
    assert "補助はありません" not in without


def test_an_unknown_topic_or_city_is_a_page_that_leads_on(client: FlaskClient):
    for address in ("/topics/nowhere", "/cities/nowhere"):
        assert {"/", "/search", "/topics"} <= set(hrefs(opened(client, address, 404)))
