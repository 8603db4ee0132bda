"""The engines of the speed comparison: each is given the same pairs, the same tokens, and asked for ten."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sudachipy import Dictionary, SplitMode

from benchmarks.corpus import pairs, place_of
from faq_bot.matching.documents import Document
from faq_bot.matching.matcher import FEW, Matcher
from faq_bot.matching.pairs import Indexed, PairMatcher, Read
from faq_bot.matching.ranker import Ranker
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analyzer

BEST = 10
Ask = Callable[[str], Any]
"""From a question to the places of the ten best pairs."""


@dataclass(frozen=True, slots=True)
class Country:
    """What the engines index: analysed parts, from which tokens and texts are made as an engine wants them."""

    count: int
    parts: Sequence[Read]
    analyzer: Analyzer

    def tokens(self, side: int | None = None) -> list[list[str]]:
        """The content words of each question (side 0), answer (1) or both."""
        found: list[list[str]] = []
        for part in self.parts:
            corpus = part.corpus
            spelt = dict(zip(corpus.known.tolist(), corpus.spelt, strict=True))
            words = [spelt[number] for number in corpus.words.tolist()]
            starts = corpus.word_starts.tolist()
            first, last = (0, 2) if side is None else (side, side + 1)
            found += [words[starts[t + first] : starts[t + last]] for t in range(0, len(starts) - 1, 2)]
        return found[: self.count]

    def words(self, text: str) -> list[str]:
        """The content words of what is asked."""
        return list(self.analyzer.analyse(text).words)


def floor(country: Country) -> Ask:
    """Sudachi alone."""
    tokenizer = Dictionary(dict="core").tokenizer()
    return lambda text: tokenizer.tokenize(text, SplitMode.C)


def ours(country: Country) -> Ask:
    matcher: Ranker
    weights = Weights.for_pairs()
    if country.count <= FEW:
        documents = [Document(i, (question,), answer) for i, question, answer in pairs(country.count)]
        matcher = Matcher(documents, country.analyzer, weights)
    else:
        matcher = PairMatcher(Indexed.joined(country.parts, weights), country.analyzer, weights)
    return lambda text: [place_of(hit.id) for hit in matcher.rank(text, BEST)]


def bm25s(country: Country) -> Ask:
    import bm25s as package

    engine = package.BM25(backend="numba")
    engine.index(country.tokens(), show_progress=False)
    return lambda text: engine.retrieve(
        [country.words(text)], k=BEST, show_progress=False, n_threads=1, return_as="documents"
    )[0]


def tantivy(country: Country) -> Ask:
    import tantivy as package

    builder = package.SchemaBuilder()
    for name in ("question", "answer"):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("place", stored=True, fast=True)
    schema = builder.build()
    index = package.Index(schema)
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for place, (asked, answered) in enumerate(zip(country.tokens(0), country.tokens(1), strict=True)):
        document = package.Document()
        document.add_text("question", " ".join(asked))
        document.add_text("answer", " ".join(answered))
        document.add_unsigned("place", place)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    query, should = package.Query, package.Occur.Should

    def ask(text: str) -> Any:
        terms = dict.fromkeys(country.words(text))
        clauses = [(should, query.term_query(schema, "answer", t)) for t in terms]
        clauses += [(should, query.boost_query(query.term_query(schema, "question", t), 2.0)) for t in terms]
        hits = searcher.search(query.boolean_query(clauses), BEST).hits
        return [searcher.doc(address)["place"][0] for _, address in hits]

    return ask


def rank_bm25(country: Country) -> Ask:
    from rank_bm25 import BM25Okapi

    engine = BM25Okapi(country.tokens())
    return lambda text: np.argsort(-engine.get_scores(country.words(text)), kind="stable")[:BEST]


def fts5(country: Country) -> Ask:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE faq USING fts5(question, answer, tokenize='unicode61', content='')")
    rows = zip(country.tokens(0), country.tokens(1), strict=True)
    base.executemany("INSERT INTO faq VALUES (?, ?)", ((" ".join(q), " ".join(a)) for q, a in rows))
    select = f"SELECT rowid FROM faq WHERE faq MATCH ? ORDER BY bm25(faq, 2.0, 1.0) LIMIT {BEST}"

    def ask(text: str) -> Any:
        words = [f'"{word}"' for word in dict.fromkeys(country.words(text)) if '"' not in word]
        return [row - 1 for (row,) in base.execute(select, (" OR ".join(words),))] if words else []

    return ask


def rapidfuzz(country: Country) -> Ask:
    from rapidfuzz import fuzz, process

    questions = [question for _, question, _ in pairs(country.count)]
    return lambda text: [i for _, _, i in process.extract(text, questions, scorer=fuzz.WRatio, limit=BEST)]


def tfidf(country: Country) -> Ask:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), dtype=np.float32)
    matrix = vectorizer.fit_transform(f"{q}\n{a}" for _, q, a in pairs(country.count)).tocsr()

    def ask(text: str) -> Any:
        scores = (matrix @ vectorizer.transform([text]).T).toarray().ravel()
        return np.argpartition(-scores, min(BEST, len(scores) - 1))[:BEST]

    return ask


ENGINES: dict[str, tuple[Callable[[Country], Ask], str, int]] = {
    "sudachi": (floor, "Sudachi C alone (the unit)", 10**9),
    "ours": (ours, "ours", 10**9),
    "bm25s": (bm25s, "bm25s, numba", 10**9),
    "tantivy": (tantivy, "tantivy, Sudachi words", 10**9),
    "rank_bm25": (rank_bm25, "rank_bm25, Sudachi words", 100_000),
    "fts5": (fts5, "SQLite FTS5, Sudachi words", 100_000),
    "rapidfuzz": (rapidfuzz, "RapidFuzz WRatio alone", 100_000),
    "tfidf": (tfidf, "scikit-learn TF-IDF, 2-3 characters", 100_000),
}
"""Of each engine how it is made, what it is called, and up to how many pairs a query takes less than seconds."""
