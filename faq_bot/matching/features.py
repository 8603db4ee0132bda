"""A feature is a number of 64 bits: a word, two neighbouring words, or three characters of the reading.

Numbers instead of strings make an index a handful of arrays, which files keep and processes share. Words and
pairs are hashed (62 bits: among a million words the chance of one collision is one in ten million); a piece of
the reading is its three code points side by side, exactly.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analysis

Key = tuple[str, str]
"""A feature as people read it: its kind (`w` word, `p` pair of words, `r` piece of the reading) and itself."""
Numbers = NDArray[np.uint64]

_BELOW = (1 << 62) - 1
WORD, PAIR, PIECE = 1 << 62, 2 << 62, 3 << 62
"""The two highest bits of a feature are its kind, so features in order stand together by kind."""
_WHOLE = (1 << 64) - 1
_ONCE, _TWICE = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_FIRST, _SECOND = np.uint64(_ONCE), np.uint64(_TWICE)
_MASK, _PAIR, _PIECE = np.uint64(_BELOW), np.uint64(PAIR), np.uint64(PIECE)
_ONE, _TWO, _MIX = np.uint64(20), np.uint64(40), np.uint64(29)
_LINE = np.uint64(ord("\n"))
_RUN = 3
NONE: Numbers = np.empty(0, dtype=np.uint64)


def hashed(text: str) -> int:
    """Return the feature of a text as a whole."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest, "little") & _BELOW) | WORD


word_number = lru_cache(maxsize=1 << 16)(hashed)
"""The feature of a word, remembered."""


def pair_numbers(words: Numbers) -> Numbers:
    """Return the features of the neighbours among words given as features, one fewer than words."""
    mixed = words[:-1] * _FIRST + words[1:] * _SECOND
    mixed ^= mixed >> _MIX
    return np.asarray((mixed * _FIRST & _MASK) | _PAIR)


def pair_number(first: int, second: int) -> int:
    """Return the feature of two neighbouring words given as features; of a few faster than `pair_numbers`."""
    mixed = (first * _ONCE + second * _TWICE) & _WHOLE
    mixed ^= mixed >> 29
    return (mixed * _ONCE & _BELOW) | PAIR


def piece_numbers(reading: str) -> Numbers:
    """Return the features of a reading: its distinct runs of three characters, all of it if it is shorter."""
    if len(reading) <= _RUN:
        return np.array([_short(reading)], dtype=np.uint64) if reading else NONE
    points = _points(reading)
    runs = (points[:-2] << _TWO) | (points[1:-1] << _ONE) | points[2:]
    return _distinct(runs)


def content_numbers(readings: str) -> Numbers:
    """Return the features of readings, one a line, without those that reach across a line's end."""
    points = _points(readings)
    whole = points != _LINE
    runs = (points[:-2] << _TWO) | (points[1:-1] << _ONE) | points[2:]
    return _distinct(runs[whole[:-2] & whole[1:-1] & whole[2:]])


def _points(text: str) -> Numbers:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)


def _distinct(runs: Numbers) -> Numbers:
    runs.sort()
    keep = np.ones(len(runs), dtype=bool)
    np.not_equal(runs[1:], runs[:-1], out=keep[1:])
    return np.asarray(runs[keep] | _PIECE)


def _short(reading: str) -> int:
    number = 0
    for character in reading:
        number = number << 20 | (ord(character) & 0xFFFFF)
    return number | PIECE


def number_of(key: Key) -> int:
    """Return the feature of a key as people read it."""
    kind, text = key
    if kind == "w":
        return word_number(text)
    if kind == "r":
        return _short(text)
    first, _, second = text.partition(" ")
    return pair_number(word_number(first), word_number(second))


def weighted_features(analysis: Analysis, weights: Weights) -> list[tuple[Key, float]]:
    """Return each distinct feature of a text as people read it, with the weight of its kind."""
    features: list[tuple[Key, float]] = [(("w", word), 1.0) for word in dict.fromkeys(analysis.words)]
    features += [(("p", pair), weights.pair) for pair in dict.fromkeys(analysis.pairs)]
    features += [(("r", piece), weights.piece) for piece in analysis.pieces]
    return features


@dataclass(frozen=True, slots=True)
class Asked:
    """The distinct features of a question in one array: `words` words, then `pairs` pairs, then pieces."""

    numbers: Numbers
    words: int
    pairs: int


def asked(analysis: Analysis) -> Asked:
    """Return the features of a question."""
    words = [word_number(word) for word in analysis.words]
    distinct, pairs = dict.fromkeys(words), dict.fromkeys(map(pair_number, words, words[1:]))
    spelt = np.array([*distinct, *pairs], dtype=np.uint64)
    return Asked(np.concatenate((spelt, piece_numbers(analysis.reading))), len(distinct), len(pairs))
