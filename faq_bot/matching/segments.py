"""Many FAQs, one segment each (a municipality, say): searched alone when it is known which, all together when not.

A segment is two files in a folder: its index, mapped into memory, so that every process and replica on a machine
shares its pages; and its analysed texts, so that a change tokenises nothing but what changed. `join` makes one
index of all segments from those texts, without tokenising.

    segments = Segments(Path("segments"))
    segments.update("苫小牧市", [("q1", "質問", "回答"), …])
    segments.join()
    segments.rank("粗大ごみの出し方", "苫小牧市")     # one segment
    segments.rank("粗大ごみの出し方")                 # all of them
"""

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

import numpy as np

from faq_bot.errors import InputError, NotFoundError
from faq_bot.matching.cache import FORMAT, usable
from faq_bot.matching.corpus import Corpus, CorpusReader
from faq_bot.matching.pairs import Indexed, Pair, PairMatcher, Read
from faq_bot.matching.ranker import Hit
from faq_bot.matching.storage import DamagedFileError, Stored, read_arrays, write_arrays
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analyzer

_INDEX, _TEXTS, _ALL = ".index", ".texts", "all.joined"
LONGEST_NAME = 200
"""Bytes of a segment's name once it is written as a file's name (a character of Japanese takes nine)."""


@dataclass(frozen=True, slots=True)
class Found(Hit):
    """One found pair and the segment it stands in."""

    segment: str


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did: texts taken over as they were, texts tokenised, and whether anything changed."""

    kept: int
    analysed: int
    changed: bool


class Segments:
    """The segments of one folder. Safe to share between threads; one process at a time should write."""

    def __init__(self, folder: Path, analyzer: Analyzer | None = None, weights: Weights | None = None):
        """Open a folder, made at the first update. Segments are mapped when they are first asked for."""
        self._folder = folder
        self._analyzer = analyzer or Analyzer()
        self._weights = weights or Weights.for_pairs()
        make = f"{self._analyzer.fingerprint}{FORMAT}{astuple(self._weights)}"
        self._make = sha256(make.encode()).hexdigest()[:16]
        self._open: dict[str, PairMatcher] = {}
        self._joined: tuple[PairMatcher, tuple[str, ...], list[int]] | None = None
        self._lock = threading.Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the segments in the folder, in order."""
        return tuple(sorted(unquote(path.stem) for path in self._folder.glob(f"*{_INDEX}")))

    def update(self, name: str, pairs: Iterable[Pair], known: Corpus | None = None) -> Update:
        """Make the segment hold exactly these pairs. Only texts are tokenised that it did not hold.

        A new segment may take over the texts that are `known` from elsewhere, read by the same analyzer.
        InputError for a name that is empty or too long, OSError if the folder cannot be written.
        """
        triples, index, texts = list(pairs), self._path(name, _INDEX), self._path(name, _TEXTS)
        content = sha256(repr(triples).encode("utf-8", "surrogatepass")).hexdigest()
        if self._read(index, content) is not None and self._read(texts, content) is not None:
            return Update(2 * len(triples), 0, changed=False)
        self._folder.mkdir(parents=True, exist_ok=True)
        earlier: Corpus | None = usable(self._read(texts), lambda stored: Corpus.from_arrays(stored.arrays))
        reader = CorpusReader(self._analyzer, known if earlier is None else earlier)
        read = Read.of(triples, reader)
        about = {"make": self._make, "content": content}
        write_arrays(texts, about, read.arrays())
        write_arrays(index, about, Indexed.joined([read], self._weights).arrays())
        with self._lock:
            self._open.pop(name, None)
            self._joined = None
        return Update(2 * len(triples) - reader.analysed, reader.analysed, changed=True)

    def remove(self, name: str) -> None:
        """Forget a segment. NotFoundError if there is none of that name."""
        if name not in self.names:
            raise _unknown(name)
        for end in (_INDEX, _TEXTS):
            self._path(name, end).unlink(missing_ok=True)
        with self._lock:
            self._open.pop(name, None)
            self._joined = None

    def join(self) -> None:
        """Make the index of all segments, unless it is there already: about a minute a million pairs."""
        self._all()

    def rank(self, text: str, segment: str | None = None, limit: int = 10) -> list[Found]:
        """Return the best pairs of a segment, or of all (None), best first.

        All together are joined first where that has not happened. NotFoundError for an unknown segment.
        """
        if segment is not None:
            return [Found(h.id, h.score, h.confidence, segment) for h in self._one(segment).rank(text, limit)]
        matcher, names, starts = self._all()
        places = matcher.places(text, limit)
        numbers = np.searchsorted(starts, [place for place, _, _ in places], side="right") - 1
        ids = matcher.names.some([place for place, _, _ in places])
        found = zip(ids, places, numbers.tolist(), strict=True)
        return [Found(name, score, sure, names[number]) for name, (_, score, sure), number in found]

    def _one(self, name: str) -> PairMatcher:
        matcher = self._open.get(name)
        if matcher is None:
            found: Indexed | None = usable(self._read(self._path(name, _INDEX)), _indexed)
            if found is None:
                raise _unknown(name)
            matcher = self._open[name] = PairMatcher(found, self._analyzer, self._weights)
        return matcher

    def _all(self) -> tuple[PairMatcher, tuple[str, ...], list[int]]:
        with self._lock:
            if self._joined is None:
                self._joined = self._joined_anew()
            return self._joined

    def _joined_anew(self) -> tuple[PairMatcher, tuple[str, ...], list[int]]:
        """Map the index of all segments if it is that of the segments as they are, else build it."""
        stored = {name: self._read(self._path(name, _TEXTS)) for name in self.names}
        usables = {name: found for name, found in stored.items() if found is not None}
        contents = [[name, found.about["content"]] for name, found in usables.items()]
        content = sha256(repr(contents).encode()).hexdigest()
        path = self._folder / _ALL
        found: Indexed | None = usable(self._read(path, content), _indexed)
        parts = [Read.from_arrays(texts.arrays) for texts in usables.values()]
        if found is None:
            found = Indexed.joined(parts, self._weights)
            with suppress(OSError):
                write_arrays(path, {"make": self._make, "content": content}, found.arrays())
                found = usable(self._read(path, content), _indexed) or found
        starts = np.cumsum([0, *(len(part.names) for part in parts)]).tolist()
        return PairMatcher(found, self._analyzer, self._weights), tuple(usables), starts[:-1] or [0]

    def _path(self, name: str, end: str) -> Path:
        written = quote(name, safe="")
        if not written.strip(".") or len(written) > LONGEST_NAME:
            raise InputError("segment", f"「{name}」は区分の名前に使えません（空か、長すぎます）。")
        return self._folder / f"{written}{end}"

    def _read(self, path: Path, content: str | None = None) -> Stored | None:
        """Return a file of ours, None for one that is missing, damaged or of another make or content."""
        with suppress(OSError, DamagedFileError):
            found = read_arrays(path)
            if found.about.get("make") == self._make and content in (None, found.about.get("content")):
                return found
        return None


def _indexed(stored: Stored) -> Indexed:
    return Indexed.from_arrays(stored.arrays)


def _unknown(name: str) -> NotFoundError:
    return NotFoundError("segment", f"「{name}」という区分はありません。")


class Router:
    """Finds the segment whose place a text names. Immutable; safe to share between threads."""

    def __init__(self, called: Iterable[tuple[str, Sequence[str]]]):
        """`called`: of each segment, its name and what people call it (苫小牧市, 苫小牧)."""
        self._segment_of: dict[str, set[str]] = {}
        for segment, words in called:
            for word in (segment, *words):
                self._segment_of.setdefault(word, set()).add(segment)
        self._lengths = sorted({len(word) for word in self._segment_of if word}, reverse=True)

    def named(self, text: str) -> str | None:
        """Return the one segment a text names, None if it names none or several.

        Of names within one another the longest counts: 東大阪市 is not 大阪市.
        """
        found: set[str] = set()
        place = 0
        while place < len(text):
            word = next((w for n in self._lengths if (w := text[place : place + n]) in self._segment_of), "")
            found |= self._segment_of.get(word, set()) if word else set()
            place += len(word) or 1
        return found.pop() if len(found) == 1 else None
