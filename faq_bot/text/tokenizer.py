"""Sudachi, one tokenizer for each thread.

A Sudachi tokenizer must not be shared between threads (sudachi.rs#289): one shared by four threads fails on
nearly every call. The dictionary may be shared; the tokenizers are kept in thread-local storage.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from sudachipy import Morpheme, SplitMode, Tokenizer

from faq_bot.loading.vocabulary import DictionaryWord
from faq_bot.text.cleaning import clean, to_hiragana
from faq_bot.text.dictionary import lexicon_of, open_dictionary, versions

# What a question is about: its nouns, verbs and adjectives. Particles, auxiliaries, pronouns, conjunctions,
# interjections and punctuation say nothing about the subject.
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞", "接頭辞"})
_BLANK = frozenset({"空白", "補助記号", "記号"})
REMEMBERED = 1 << 15  # words of the dictionary kept in memory once met, about 400 bytes each
_SENTENCE = re.compile("[ァ-ヺー]{9,}")
"""Katakana no dictionary knows, too long for a word: a sentence, which Sudachi reads better in hiragana."""
_PHRASE = re.compile("[ァ-ヺー]{3,}")
_ONLY_KATAKANA = re.compile(r"[ァ-ヺー\W\d_]{8,}")
"""A text without any hiragana or kanji: what stands between its spaces may be several words."""
_KANJI = re.compile("[一-鿿々]{2,}")
_UNLISTED = 0xF << 28  # word numbers from here on belong to no dictionary: unknown words, joined digits


@dataclass(frozen=True, slots=True)
class Word:
    """One short unit: its dictionary form in the standard spelling, its reading in katakana.

    `is_content`: it says something about the subject. `is_place`: it names a place. `is_noun`: it is a noun
    of the dictionary, number words aside.
    """

    form: str
    reading: str
    is_content: bool
    is_place: bool
    is_noun: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a part of speech means here."""

    blank: bool
    content: bool
    splits: bool
    place: bool
    noun: bool


class WordReader:
    """Reads texts as words. Safe to share between threads."""

    def __init__(self, words: Sequence[DictionaryWord] = (), folder: Path | None = None):
        """Read with these words added to Sudachi's own; `folder` keeps what is built of them."""
        self._lexicon = lexicon_of(words)
        self._dictionary = open_dictionary(self._lexicon, folder)
        self._local = threading.local()
        self._kinds: dict[int, _Kind] = {}
        self._remembered: dict[int, tuple[Word, ...]] = {}

    @property
    def version(self) -> str:
        """Changes with tokenizer, dictionary and the words added to it."""
        return f"{versions()} {sha256(self._lexicon.encode()).hexdigest()}"

    def tokenizer(self) -> Tokenizer:
        """Return this thread's tokenizer, made at its first use."""
        found: Tokenizer | None = getattr(self._local, "tokenizer", None)
        if found is None:
            found = self._local.tokenizer = self._dictionary.tokenizer()
        return found

    def entries(self) -> Iterator[Morpheme]:
        """Yield the dictionary's own words, 1.6 million of them, in no promised order."""
        words: Iterator[Morpheme] = self._dictionary.entries()
        return words

    def read(self, text: str) -> list[Word]:
        """Return the words of a cleaned text; white space and punctuation are left out.

        Nouns are cut into short units (ライセンス料 → ライセンス, 料); verbs stay whole. An added word becomes the
        words of its usual spelling (ほじょきん → 補助, 金). A word of the dictionary is read once and remembered:
        asking a morpheme for its parts costs more than finding it.
        """
        found: list[Word] = []
        remembered = self._remembered
        for morpheme in self.tokenizer().tokenize(text, SplitMode.C):
            number = morpheme.word_id()
            words = remembered.get(number)
            if words is None:
                words = self._words(morpheme, text)
                if number < _UNLISTED and len(remembered) < REMEMBERED:
                    remembered[number] = words
            found += words
        return found

    def _words(self, morpheme: Morpheme, text: str) -> tuple[Word, ...]:
        surface = morpheme.surface()
        if morpheme.dictionary_id() > 0 and morpheme.normalized_form() != surface:
            parts = self.tokenizer().tokenize(clean(morpheme.normalized_form()), SplitMode.C)
            return tuple(word for part in parts for word in self._units(part))
        if morpheme.is_oov():
            run = _PHRASE if _ONLY_KATAKANA.fullmatch(text) else _SENTENCE
            if run.fullmatch(surface):
                words = tuple(self.read(to_hiragana(surface)))
                if "".join([word.reading for word in words]) == surface:
                    return words
            if _KANJI.fullmatch(surface):
                return (replace(self._units(morpheme)[0], reading=self._spelt_out(surface)),)
        return self._units(morpheme)

    def _spelt_out(self, kanji: str) -> str:
        """Return the reading of kanji that make no word, each by itself: 掲費 (for 経費) sounds like it."""
        return "".join(
            [part.reading_form() for sign in kanji for part in self.tokenizer().tokenize(sign, SplitMode.C)]
        )

    def _units(self, morpheme: Morpheme) -> tuple[Word, ...]:
        kind = self._kind(morpheme)
        if kind.blank:
            return ()
        parts = morpheme.split(SplitMode.A) if kind.splits else ()
        return tuple(
            Word(
                part.normalized_form(),
                part.reading_form(),
                kind.content,
                kind.place,
                kind.noun and not part.is_oov(),
            )
            for part in (parts if len(parts) > 1 else (morpheme,))
        )

    def _kind(self, morpheme: Morpheme) -> _Kind:
        number = morpheme.part_of_speech_id()
        known = self._kinds.get(number)
        if known is None:
            speech = morpheme.part_of_speech()
            noun = speech[0] == "名詞"
            known = _Kind(
                blank=speech[0] in _BLANK,
                content=speech[0] in _CONTENT,
                splits=noun,
                place=speech[2] == "地名",
                noun=noun and speech[1] != "数詞",
            )
            self._kinds[number] = known
        return known
