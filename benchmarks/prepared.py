"""The country's pairs, tokenised once for all engines: parts of 10,000 in a folder, made by every core."""

import os
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

from benchmarks.corpus import pairs
from faq_bot.matching.corpus import CorpusReader
from faq_bot.matching.matcher import EVERYDAY_WORDS
from faq_bot.matching.pairs import Read
from faq_bot.matching.storage import read_arrays, write_arrays
from faq_bot.text.analyzer import Analyzer

PART = 10_000


def analyzer() -> Analyzer:
    """What `Matcher.from_pairs` reads with."""
    return Analyzer(filler_words=EVERYDAY_WORDS)


def prepare(folder: Path, count: int) -> float:
    """Make the parts that are missing; the seconds of processor time that took."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(_path(folder, part), part) for part in range(-(-count // PART))]
    missing = [job for job in jobs if not job[0].exists()]
    if not missing:
        return 0.0
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        return sum(pool.imap_unordered(_make, missing))


def _make(job: tuple[Path, int]) -> float:
    path, part = job
    begun = time.process_time()
    read = Read.of(list(pairs(PART, part * PART)), CorpusReader(analyzer()))
    write_arrays(path, {}, read.arrays())
    return time.process_time() - begun


def parts(folder: Path, count: int) -> Iterator[Read]:
    """The pairs as they were analysed."""
    for part in range(-(-count // PART)):
        yield Read.from_arrays(read_arrays(_path(folder, part)).arrays)


def _path(folder: Path, part: int) -> Path:
    return folder / f"{part:04}.part"


def read_pairs(count: int, reader: Analyzer) -> Read:
    """The first pairs, analysed now."""
    return Read.of(list(pairs(count)), CorpusReader(reader))
