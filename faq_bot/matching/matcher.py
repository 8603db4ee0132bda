"""Any question-answer pairs, found by any wording: the engine without the knowledge base around it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq_bot.matching.building import Postings, build_postings
from faq_bot.matching.cache import IndexCache, usable
from faq_bot.matching.corpus import Corpus, CorpusReader
from faq_bot.matching.documents import Document, digest_of, texts_of
from faq_bot.matching.index import Index, Score
from faq_bot.matching.pairs import PairMatcher
from faq_bot.matching.ranker import Hit, Ranker, Wordings, certain_first
from faq_bot.matching.semantic import Reranker, load_encoder
from faq_bot.matching.spelling import Spelling
from faq_bot.matching.storage import Stored
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analysis, Analyzer

# fmt: off
EVERYDAY_WORDS = (
    "為る", "有る", "居る", "成る", "下さる", "頂く", "教える", "知る", "場合", "事", "物",
    "様", "此れ", "其れ", "思う", "言う", "聞く", "出来る", "願う", "致す", "御座る", "宜しい",
)
# fmt: on
"""What any question may hold, whatever it is about, in Sudachi's standard spelling."""
FEW = 2500
"""Pairs up to which every wording is scored by itself; more are kept compactly."""
SHORTEST_SOUND = 3
"""A wrong conversion is known by its sound from so many kana on: ホジョ is 補助, キ may be anything."""


@dataclass(frozen=True, slots=True)
class Search:
    """A query as it was read, and the scores of every document for it."""

    query: Analysis
    guesses: tuple[str, ...]
    score: Score
    exact: str | None
    """The id of the document one of whose wordings the query is, width, case and punctuation aside."""


@dataclass(frozen=True, slots=True)
class _Built:
    """Everything that is worked out of documents."""

    corpus: Corpus
    postings: Postings
    wordings: Wordings


class Matcher(Ranker):
    """Ranks documents for questions. Safe to share between threads."""

    def __init__(
        self,
        documents: Sequence[Document],
        analyzer: Analyzer | None = None,
        weights: Weights | None = None,
        reranker: Reranker | None = None,
        folder: Path | None = None,
    ):
        """Index the documents, or take their index from `folder` if it is kept there."""
        self._reranker = reranker
        self.analyzer = analyzer or Analyzer()
        weights = weights or Weights()
        built = _kept_or_built(documents, self.analyzer, weights, folder)
        self.index = Index([document.id for document in documents], built.corpus, built.postings, weights)
        self._wordings = built.wordings

    @classmethod
    def from_pairs(
        cls, pairs: Iterable[tuple[str, str, str]], semantic: bool = False, cache: Path | None = None
    ) -> Ranker:
        """Return a matcher over (id, question, answer) triples, compact if there are more than FEW.

        With `semantic` the first thirty are ranked again by their meaning (extra `semantic`; SettingsError
        without it). The file `cache` keeps what that computes of the pairs, about 0.1 s each.
        """
        analyzer, weights = Analyzer(filler_words=EVERYDAY_WORDS), Weights.for_pairs()
        triples = pairs if isinstance(pairs, Sequence) else list(pairs)
        few = len(triples) <= FEW
        documents = [Document(i, (q,), a) for i, q, a in triples] if few or semantic else []
        reranker = Reranker(documents, load_encoder(), weights.meaning, cache) if semantic else None
        if few:
            return cls(documents, analyzer, weights, reranker)
        return PairMatcher.of(triples, analyzer, weights, reranker)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.index.words)

    @cached_property
    def _sounds(self) -> Mapping[str, tuple[str, ...]]:
        """The words of the documents, and the synonyms read as them, by how they sound."""
        sounds: dict[str, dict[str, None]] = {}
        known = ((word, (word,)) for word in self.index.words)
        for word, read_as in chain(known, self.analyzer.synonyms()):
            sounds.setdefault(self.analyzer.sound(word), {}).update(dict.fromkeys(read_as))
        return {sound: tuple(words) for sound, words in sounds.items()}

    def search(self, text: str) -> Search:
        """Return the scores of every document for a question."""
        query = self.analyzer.analyse(text)
        guesses = self._guesses(query)
        exact = self._wordings.document(text)
        score = self.index.score(query, guesses)
        if self._reranker:
            score = replace(score, total=self._reranker.ranked_again(query, score.total))
        return Search(query, guesses, score, None if exact is None else self.index.ids[exact])

    def rank(self, text: str, limit: int = 10) -> list[Hit]:
        """Return the best documents, best first; an empty list when nothing has anything in common."""
        found = self.search(text)
        total = found.score.total
        hits = [
            Hit(self.index.ids[i], float(total[i]), min(1.0, found.score.shares(i)[0]))
            for i in first_of(total, limit + 1)
            if total[i] > 0
        ]
        return certain_first(hits, found.exact, limit)

    def _guesses(self, query: Analysis) -> tuple[str, ...]:
        """Return what the words no document holds may be meant for: a word of that sound, or of nearly that spelling."""
        unknown = [word for word in query.words if not self.index.knows(word)]
        if not unknown:
            return ()
        sounds = {unit.form: unit.reading for unit in query.units}
        return tuple(guess for word in unknown for guess in self._meant(word, sounds.get(word, "")))

    def _meant(self, word: str, sound: str) -> tuple[str, ...]:
        if len(word) > 1 and len(sound) >= SHORTEST_SOUND and sound in self._sounds:
            return self._sounds[sound]
        guess = self._spelling.guess(word)
        return () if guess is None else (guess,)


def first_of(scores: NDArray[np.float64], limit: int) -> list[int]:
    """Return the places of the highest scores, the highest first, equal ones in their order."""
    places = np.arange(len(scores))
    if 0 < limit < len(scores) // 4:
        places = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
    order = places[np.argsort(-scores[places], kind="stable")]
    return [int(place) for place in order[:limit]]


def _kept_or_built(
    documents: Sequence[Document], analyzer: Analyzer, weights: Weights, folder: Path | None
) -> _Built:
    if folder is None:
        return _built(documents, weights, CorpusReader(analyzer))
    cache = IndexCache(folder, analyzer.fingerprint)
    content = sha256(f"{astuple(weights)}{digest_of(documents)}".encode()).hexdigest()
    kept: _Built | None = usable(cache.load(content), _restored)
    if kept is None:
        earlier: Corpus | None = usable(cache.latest(), lambda stored: Corpus.from_arrays(stored.arrays))
        kept = _built(documents, weights, CorpusReader(analyzer, earlier))
        arrays = {**kept.corpus.arrays(), **kept.postings.arrays(), **kept.wordings.arrays()}
        cache.save(content, arrays)
    return kept


def _built(documents: Sequence[Document], weights: Weights, reader: CorpusReader) -> _Built:
    corpus = reader.read(texts_of(documents))
    wordings = [(text, i) for i, document in enumerate(documents) for text in document.wordings]
    sizes = [len(document.wordings) for document in documents]
    return _Built(corpus, build_postings(sizes, corpus, weights), Wordings.of(wordings))


def _restored(stored: Stored) -> _Built:
    arrays = stored.arrays
    return _Built(Corpus.from_arrays(arrays), Postings.from_arrays(arrays), Wordings.from_arrays(arrays))
