"""Every line of knowledge/vocabulary/synonyms.yaml does what it says."""

from collections import Counter

import pytest

from faq_bot.loading.knowledge import Knowledge
from faq_bot.text.analyzer import Analyzer


@pytest.fixture(scope="module")
def analyzer(knowledge: Knowledge) -> Analyzer:
    return Analyzer(knowledge.synonyms, knowledge.filler_words, knowledge.dictionary)


def test_every_synonym_is_read_as_its_word(knowledge: Knowledge, analyzer: Analyzer):
    read = {
        other: (analyzer.analyse(other).words, analyzer.analyse(synonym.word).words)
        for synonym in knowledge.synonyms
        for other in synonym.also
    }
    assert read
    assert {other: pair for other, pair in read.items() if pair[0] != pair[1] or not pair[1]} == {}


def test_no_synonym_stands_twice(knowledge: Knowledge):
    spelt = Counter(word for synonym in knowledge.synonyms for word in (synonym.word, *synonym.also))
    assert [word for word, count in spelt.items() if count > 1] == []


def test_no_filler_word_is_the_word_of_a_synonym(knowledge: Knowledge):
    assert {synonym.word for synonym in knowledge.synonyms} & knowledge.filler_words == set()
