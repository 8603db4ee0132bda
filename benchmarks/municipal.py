"""An invented town's FAQ: plain question-answer pairs, the same on every machine."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).with_suffix(".yaml")
SENTENCES = (1, 2, 2, 3)  # so that answers are as long as the knowledge base's: length tells nothing
Pair = tuple[str, str, str]


def municipal_pairs(count: int) -> list[Pair]:
    """`count` (id, question, answer) triples, drawn evenly from every area by the digests of their ids."""
    pairs = sorted(_all_pairs(), key=lambda pair: _digest(pair[0]))
    if count > len(pairs):
        raise ValueError(f"{WORDS.name} makes {len(pairs)} pairs, not {count}")
    return sorted(pairs[:count])


def _all_pairs() -> Iterator[Pair]:
    for area in yaml.safe_load(WORDS.read_text(encoding="utf-8")):
        for i, subject in enumerate(area["subjects"]):
            for j, matter in enumerate(area["matters"]):
                yield _pair(f"town-{area['area']}-{i:02}-{j:02}", area, subject, matter)


def _pair(identifier: str, area: dict[str, Any], subject: list[str], matter: dict[str, list[str]]) -> Pair:
    digest = _digest(identifier)
    slots = {"s": subject[0], "o": subject[1], "w": subject[2], **_numbers(digest)}
    leads = ("", *area["leads"])
    question = leads[digest[7] % len(leads)] + matter["ask"][digest[0] % len(matter["ask"])]
    more = area["more"]
    first, step = digest[8], 1 + digest[9] % (len(more) - 1)
    answer = matter["answer"][digest[1] % len(matter["answer"])]
    count = SENTENCES[digest[10] % len(SENTENCES)]
    answer += "".join(more[(first + i * step) % len(more)] for i in range(count))
    return identifier, question.format(**slots), answer.format(**slots)


def _numbers(digest: bytes) -> dict[str, Any]:
    return {
        "fee": (100, 200, 300, 350, 400, 450, 500, 750)[digest[2] % 8],
        "days": (3, 5, 7, 10, 14, 20, 30, 45, 60)[digest[3] % 9],
        "month": digest[4] % 12 + 1,
        "age": (2, 3, 4)[digest[5] % 3],
        "tel": 2100 + digest[6],
    }


def _digest(identifier: str) -> bytes:
    return hashlib.sha256(identifier.encode()).digest()
