"""The official documents and the references of their passages (knowledge/sources.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from faq_bot.errors import Problem
from faq_bot.loading.record import Day, Many, Record, Text
from faq_bot.loading.validation import to_record
from faq_bot.loading.yaml_reader import Located


class Contact(Record):
    """Who knows more: a help desk or a city's department."""

    name: Text
    telephone: str | None = None
    hours: str | None = None
    url: str | None = None


class Document(Record):
    """One official document."""

    prefix: str = Field(pattern=r"^[A-Z]{2}$")
    title: Text
    publisher: Text
    published: Day
    published_note: str | None = None
    url: str | None = None
    contact: Contact
    passages: dict[str, Text] = Field(min_length=1)


class _SourcesFile(Record):
    help_desk: Text
    documents: Many[Document] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a document, as answers and decisions cite it."""

    ref: str
    label: str
    document: Document

    @property
    def published(self) -> date:
        """The day the passage became known."""
        return self.document.published

    @property
    def title(self) -> str:
        """Title of the document and place in it."""
        return f"{self.document.title} {self.label}"


@dataclass(frozen=True, slots=True)
class Sources:
    """All documents, and their passages by reference."""

    documents: tuple[Document, ...]
    passages: Mapping[str, Passage]
    help_desk: Contact
    """Who answers what nobody here can."""

    @property
    def first_published(self) -> date:
        """The day of the first document: before it nothing is known."""
        return min(document.published for document in self.documents)


def read_sources(located: Located, problems: list[Problem]) -> Sources | None:
    """Return the documents of `sources.yaml`; a reference may stand only once, under its own prefix."""
    file = to_record(_SourcesFile, located, problems)
    if file is None:
        return None
    passages: dict[str, Passage] = {}
    for i, document in enumerate(file.documents):
        for ref, label in document.passages.items():
            line = located.line(("documents", i, "passages", ref))
            if not ref.startswith(f"{document.prefix}-"):
                message = f"参照「{ref}」は、この資料の記号「{document.prefix}-」で始めてください。"
                problems.append(Problem(located.file, line, message))
            elif ref in passages:
                problems.append(Problem(located.file, line, f"参照「{ref}」が2回あります。"))
            else:
                passages[ref] = Passage(ref, label, document)
    if file.help_desk not in passages:
        message = f"help_desk「{file.help_desk}」は、下の passages にある参照にしてください。"
        problems.append(Problem(located.file, located.line(("help_desk",)), message))
        return None
    return Sources(file.documents, passages, passages[file.help_desk].document.contact)
