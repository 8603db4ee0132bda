"""What is indexed of an entry: the ways to ask it, and its answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from faq_bot.matching.corpus import Text


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to find. `wordings` are complete questions, the best first; `answer` may be empty."""

    id: str
    wordings: tuple[str, ...]
    answer: str = ""


def texts_of(documents: Sequence[Document], *, brief: bool = False) -> Iterator[Text]:
    """Yield the texts of documents in order, of each its wordings and then its answer (brief or whole)."""
    for document in documents:
        for wording in document.wordings:
            yield Text(wording)
        yield Text(document.answer, brief)


def digest_of(documents: Sequence[Document]) -> str:
    """Return what changes with any id, wording or answer."""
    digest = sha256()
    for document in documents:
        parts = (document.id, *document.wordings, document.answer)
        digest.update(len(parts).to_bytes(4, "little"))
        for part in parts:
            encoded = part.encode("utf-8", "surrogatepass")
            digest.update(len(encoded).to_bytes(4, "little") + encoded)
    return digest.hexdigest()
