"""Sudachi, one tokenizer for each thread.

A Sudachi tokenizer must not be shared between threads (sudachi.rs#289): one shared by four threads fails on
nearly every call. The dictionary may be shared; the tokenizers are kept in thread-local storage.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

# What a question is about: its nouns, verbs and adjectives. Particles, auxiliaries, pronouns, conjunctions,
# interjections and punctuation say nothing about the subject.
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞", "接頭辞"})
_BLANK = frozenset({"空白", "補助記号", "記号"})
REMEMBERED = 1 << 15  # words of the dictionary kept in memory once met, about 400 bytes each
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

    def __init__(self) -> None:
        self._dictionary = Dictionary(dict="core")
        self._local = threading.local()
        self._kinds: dict[int, _Kind] = {}
        self._remembered: dict[int, tuple[Word, ...]] = {}

    @property
    def version(self) -> str:
        """Tokenizer and dictionary: what they are called and which edition they are."""
        return " ".join(f"{name} {version(name)}" for name in ("sudachipy", "sudachidict-core"))

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

        Nouns are cut into short units (ライセンス料 → ライセンス, 料); verbs stay whole. A word of the dictionary
        is read once and remembered: asking a morpheme for its parts costs more than finding it.
        """
        found: list[Word] = []
        remembered = self._remembered
        for morpheme in self.tokenizer().tokenize(text, SplitMode.C):
            number = morpheme.word_id()
            words = remembered.get(number)
            if words is None:
                words = self._words(morpheme)
                if number < _UNLISTED and len(remembered) < REMEMBERED:
                    remembered[number] = words
            found += words
        return found

    def _words(self, morpheme: Morpheme) -> tuple[Word, ...]:
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
