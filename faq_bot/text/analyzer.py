"""A text becomes what the matching compares: words, pairs of words and pieces of its reading."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from faq_bot.loading.vocabulary import DictionaryWord, Synonym
from faq_bot.text.cleaning import clean, without_stray_keys
from faq_bot.text.tokenizer import Word, WordReader

TRIGRAM = 3
ANALYSIS = 3
"""To be raised whenever this room reads a text differently than before: analysed texts are kept in files."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is compared of one text.

    `words` are the content words in standard spelling, in order, synonyms folded; `nouns` the nouns the
    dictionary knows; `units` all its words as they were read, fillers and particles too. What follows from
    these is worked out when it is asked for.
    """

    text: str
    words: tuple[str, ...]
    nouns: tuple[Word, ...]
    units: tuple[Word, ...]

    @property
    def pairs(self) -> tuple[str, ...]:
        """The neighbours among the words, joined by a space."""
        return tuple(f"{a} {b}" for a, b in pairwise(self.words))

    @property
    def reading(self) -> str:
        """The whole text in katakana."""
        return "".join([unit.reading for unit in self.units])

    @property
    def pieces(self) -> tuple[str, ...]:
        """The distinct runs of three characters of the reading."""
        return pieces(self.reading)

    @property
    def content_reading(self) -> str:
        """The unbroken runs of content words in katakana, one a line: half of the reading, and nearly all it tells."""
        return "".join([unit.reading if unit.is_content else "\n" for unit in self.units])


@dataclass(frozen=True, slots=True)
class Steps:
    """How a text was read: its reading, the synonyms folded (from, to) and the words that do not count."""

    reading: str
    folds: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]


class Analyzer:
    """Analyses texts. Safe to share between threads."""

    def __init__(
        self,
        synonyms: Iterable[Synonym] = (),
        filler_words: Iterable[str] = (),
        dictionary: Sequence[DictionaryWord] = (),
        folder: Path | None = None,
    ):
        """Read with these words; `folder` keeps what is built of the dictionary's."""
        synonyms = tuple(synonyms)
        self._reader = WordReader(dictionary, folder)
        self._fillers = frozenset(filler_words)
        self._vocabulary = [sorted(self._fillers), [(s.word, s.also) for s in synonyms]]
        self._folds: dict[str, list[tuple[tuple[str, ...], tuple[Word, ...]]]] = {}
        for synonym in synonyms:
            self._learn(synonym)

    @property
    def fingerprint(self) -> str:
        """Changes with whatever changes an analysis: dictionary, vocabulary, program, shape of the result."""
        parts = [ANALYSIS, self._reader.version, unicodedata.unidata_version, self._vocabulary]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]

    def _learn(self, synonym: Synonym) -> None:
        target = tuple(replace(word, is_content=True) for word in self._reader.read(clean(synonym.word)))
        spelt = tuple(word.form for word in target)
        # The word itself is matched too: else 補助 inside 補助金 would be read as 補助金, giving 補助金金.
        for other in (synonym.word, *synonym.also):
            forms = tuple(word.form for word in self._reader.read(clean(other)))
            if forms and (forms != spelt or len(spelt) > 1):
                self._folds.setdefault(forms[0], []).append((forms, target))
        for known in self._folds.values():
            known.sort(key=lambda fold: -len(fold[0]))

    def analyse(self, text: str) -> Analysis:
        """Return the analysis of any text, an empty one for a text without words."""
        cleaned = without_stray_keys(clean(text))
        raw, fillers = self._reader.read(cleaned), self._fillers
        words = [word.form for word in self._folded(raw) if word.is_content and word.form not in fillers]
        nouns = [word for word in raw if word.is_noun and word.form not in fillers]
        return Analysis(cleaned, tuple(words), tuple(nouns), tuple(raw))

    def steps(self, text: str) -> Steps:
        """Return how a text is read, for people who want to know."""
        raw = self._reader.read(without_stray_keys(clean(text)))
        folds: list[tuple[str, str]] = []
        folded: list[Word] = []
        i = 0
        while i < len(raw):
            taken, replacement = self._fold_at(raw, i)
            before, after = ("".join(w.form for w in part) for part in (raw[i : i + taken], replacement))
            if before != after:
                folds.append((before, after))
            folded += replacement
            i += taken
        dropped = dict.fromkeys(w.form for w in folded if not w.is_content or w.form in self._fillers)
        return Steps("".join(word.reading for word in raw), tuple(folds), tuple(dropped))

    def synonyms(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each synonym that is one word, with the words it is read as."""
        for folds in self._folds.values():
            for forms, target in folds:
                if len(forms) == 1:
                    yield forms[0], tuple(word.form for word in target)

    def sound(self, word: str) -> str:
        """Return the reading of a word in katakana."""
        return "".join([unit.reading for unit in self._reader.read(clean(word))])

    def places(self, text: str) -> tuple[str, ...]:
        """Return the place names of a text, as they are spelt in the dictionary."""
        return tuple(word.form for word in self._reader.read(clean(text)) if word.is_place)

    def _folded(self, words: Sequence[Word]) -> Sequence[Word]:
        folds = self._folds
        if folds.keys().isdisjoint([word.form for word in words]):
            return words
        folded: list[Word] = []
        i = 0
        while i < len(words):
            if words[i].form in folds:
                taken, replacement = self._fold_at(words, i)
                folded.extend(replacement)
                i += taken
            else:
                folded.append(words[i])
                i += 1
        return folded

    def _fold_at(self, words: Sequence[Word], i: int) -> tuple[int, Sequence[Word]]:
        for forms, replacement in self._folds.get(words[i].form, ()):
            if tuple(word.form for word in words[i : i + len(forms)]) == forms:
                return len(forms), replacement
        return 1, (words[i],)


def pieces(reading: str) -> tuple[str, ...]:
    """Return the distinct runs of three characters, in order; the whole text if it is shorter."""
    if len(reading) <= TRIGRAM:
        return (reading,) if reading else ()
    return tuple(dict.fromkeys([reading[i : i + TRIGRAM] for i in range(len(reading) - TRIGRAM + 1)]))
