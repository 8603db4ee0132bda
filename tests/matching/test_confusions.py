"""Entries that take each other's questions are found; entries that do not are left in peace."""

from dataclasses import replace

from faq_bot.assembly import Assistant
from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.matching.confusions import find_confusions


def with_entry(
    knowledge: Knowledge, of: str, identifier: str, question: str, phrasings: list[str]
) -> Knowledge:
    """The knowledge with one more entry, like the one called `of`."""
    model = next(entry for entry in knowledge.entries if entry.id == of)
    wordings = {"id": identifier, "question": question, "phrasings": tuple(phrasings)}
    more: Entry = model.model_copy(update=wordings)
    return replace(knowledge, entries=(*knowledge.entries, more))


PAN = [
    "鉄鍋の取っ手",
    "鉄鍋 取っ手",
    "鉄鍋の取っ手が取れた",
    "鉄鍋の取っ手の交換",
    "鉄鍋の取っ手を付ける",
    "鉄鍋の取っ手が熱い",
]
LID = [
    "鉄鍋のふた",
    "鉄鍋 ふた",
    "鉄鍋のふたが取れた",
    "鉄鍋の取っ手 ふた",
    "鉄鍋のふたを付ける",
    "鉄鍋のふたが熱い",
]


def pots(assistant: Assistant) -> Knowledge:
    """Handles and lids of iron pots: one wording of the lids is nearly one of the handles."""
    knowledge = with_entry(
        assistant.knowledge, "kettle-repair", "pot-handle", "鉄鍋の取っ手はどこで買えますか", PAN
    )
    return with_entry(knowledge, "kettle-repair", "pot-lid", "鉄鍋のふたはどこで買えますか", LID)


def test_subjects_with_their_own_words_are_not_confused(small_assistant: Assistant):
    found = find_confusions(small_assistant.knowledge)
    names = {(pair.first, pair.second) for pair in found.pairs}
    assert ("kettle-repair", "matsudo-festival") not in names
    assert found.asked == 4 * 7


def test_near_duplicates_are_found_with_the_wording_and_the_separating_words(small_assistant: Assistant):
    found = find_confusions(pots(small_assistant))
    [pair] = [p for p in found.pairs if (p.first, p.second) == ("pot-handle", "pot-lid")]
    assert "鉄鍋の取っ手 ふた" in [lost.wording for lost in pair.lost]
    assert "取っ手" in pair.separating["pot-handle"]
    assert "蓋" in pair.separating["pot-lid"]
    assert "鍋" not in pair.separating["pot-lid"]


def test_a_wording_is_told_with_the_words_that_speak_for_its_entry(small_assistant: Assistant):
    found = find_confusions(pots(small_assistant))
    [lost] = [lost for pair in found.pairs for lost in pair.lost if lost.wording == "鉄鍋の取っ手 ふた"]
    assert (lost.entry, lost.won, lost.telling) == ("pot-lid", "pot-handle", ["蓋"])


def test_an_entry_is_not_confused_with_the_one_that_updates_it(small_assistant: Assistant):
    pairs = {(pair.first, pair.second) for pair in find_confusions(small_assistant.knowledge).pairs}
    assert ("copper-price", "copper-price-raised") not in pairs


def test_the_worst_pair_comes_first_and_every_time_the_same(small_assistant: Assistant):
    knowledge = pots(small_assistant)
    once, again = find_confusions(knowledge), find_confusions(knowledge)
    assert once == again
    assert [len(p.lost) for p in once.pairs] == sorted((len(p.lost) for p in once.pairs), reverse=True)
    assert once.lost == sum(len(p.lost) for p in once.pairs)
