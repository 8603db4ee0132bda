"""Every line of knowledge/vocabulary/dictionary.yaml does what it says."""

import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from sudachipy import Dictionary

from faq_bot.errors import SettingsError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.vocabulary import DictionaryWord
from faq_bot.text import dictionary
from faq_bot.text.analyzer import Analyzer
from faq_bot.text.cleaning import kana_share, to_hiragana, to_katakana
from faq_bot.text.tokenizer import WordReader

FILE = Path(__file__).parents[2] / "knowledge" / "vocabulary" / "dictionary.yaml"
LINES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
PLATE = DictionaryWord(word="どうばん", reading="ドウバン", normal="銅板")
PLAIN = WordReader()


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> WordReader:
    return WordReader(knowledge.dictionary)


def spellings(line: dict[str, Any]) -> set[str]:
    """The word, and where it is kana the same in the other kana."""
    word = line["word"].casefold()
    return {to_hiragana(word), to_katakana(word)} if kana_share(word) == 1 else {word}


def reading_of(reader: WordReader, text: str) -> str:
    return "".join(word.reading for word in reader.read(text))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["word"])
def test_each_word_is_read_as_its_line_says(line: dict[str, Any], reader: WordReader):
    usual = reader.read(line.get("normal", line["word"]).casefold())
    assert usual
    for spelling in spellings(line):
        assert reader.read(spelling) == usual
        assert reading_of(reader, spelling) == line["reading"]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["word"])
def test_each_word_is_found_inside_a_sentence(line: dict[str, Any], reader: WordReader):
    words = reader.read(line["word"].casefold())
    sentence = reader.read(f"昨日の{line['word'].casefold()}がわかりません")
    starts = range(len(sentence) - len(words) + 1)
    assert [i for i in starts if sentence[i : i + len(words)] == words]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["word"])
def test_no_word_is_there_that_sudachi_reads_as_well(line: dict[str, Any], reader: WordReader):
    assert [s for s in spellings(line) if PLAIN.read(s) != reader.read(s)]


def test_a_sentence_all_in_katakana_is_read_like_one_in_hiragana(reader: WordReader):
    assert reader.read("ライセンスノモウシコミカタヲオシエテクダサイ") == reader.read(
        "らいせんすのもうしこみかたをおしえてください"
    )


def test_a_long_name_in_katakana_stays_whole():
    name = "ヨーゼフィーネブリュックナー"
    assert [word.form for word in PLAIN.read(name)] == [name]


def test_what_is_added_changes_the_fingerprint():
    assert Analyzer(dictionary=[PLATE]).fingerprint != Analyzer().fingerprint
    respelt = PLATE.model_copy(update={"normal": "銅盤"})
    assert Analyzer(dictionary=[PLATE]).fingerprint != Analyzer(dictionary=[respelt]).fingerprint


def test_a_note_changes_nothing():
    noted = PLATE.model_copy(update={"note": "板"})
    assert Analyzer(dictionary=[PLATE]).fingerprint == Analyzer(dictionary=[noted]).fingerprint


def test_a_dictionary_is_built_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lexicon = dictionary.lexicon_of([PLATE])
    _reopened(lexicon, tmp_path)
    monkeypatch.setattr(dictionary, "build_user_dic", lambda *_: pytest.fail("built again"))
    assert _readings(_reopened(lexicon, tmp_path)) == ["ドウバン"]


def test_a_damaged_dictionary_is_built_anew(tmp_path: Path):
    lexicon = dictionary.lexicon_of([PLATE])
    _reopened(lexicon, tmp_path)
    (kept,) = tmp_path.glob("*.dic")
    kept.write_bytes(kept.read_bytes()[:-3] + b"???")
    assert _readings(_reopened(lexicon, tmp_path)) == ["ドウバン"]


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert _readings(_reopened(dictionary.lexicon_of([PLATE]), tmp_path / "file" / "cache")) == ["ドウバン"]


def test_without_any_place_to_build_it_the_start_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(dictionary, "build_user_dic", full)
    with pytest.raises(SettingsError, match="FAQ_BOT_CACHE"):
        _reopened(dictionary.lexicon_of([PLATE]), None)


def test_threads_read_added_words_alike():
    reader = WordReader([PLATE])
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.extend(reading_of(reader, "どうばんの話") for _ in range(50)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [reading_of(reader, "どうばんの話")] * 400


def _reopened(lexicon: str, folder: Path | None) -> Dictionary:
    dictionary.open_dictionary.cache_clear()
    return dictionary.open_dictionary(lexicon, folder)


def _readings(found: Dictionary) -> list[str]:
    return [morpheme.reading_form() for morpheme in found.tokenizer().tokenize("どうばん")]
