"""The whole folder, read, checked and frozen: what every other room works with."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from faq_bot.errors import KnowledgeError, Problem
from faq_bot.loading.calibration import Calibration
from faq_bot.loading.documents import Sources, read_sources
from faq_bot.loading.entries import Entry, Filed, Known, check_entries, overdue
from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.loading.fact_words import FactWords, check_fact_words
from faq_bot.loading.masking_words import MaskingWords
from faq_bot.loading.notes import NOTES, InternalNotes, read_notes
from faq_bot.loading.outside import OutsideSubject, read_outside
from faq_bot.loading.record import Record
from faq_bot.loading.rulebook import Rulebook, read_rulebook
from faq_bot.loading.schemes import Scheme
from faq_bot.loading.service_types import ServiceType
from faq_bot.loading.suggestions import Suggestion, read_suggestions
from faq_bot.loading.talk_words import TalkWords
from faq_bot.loading.validation import to_record, to_records
from faq_bot.loading.values import DatedValue
from faq_bot.loading.vocabulary import DictionaryWord, Municipality, Synonym, read_dictionary
from faq_bot.loading.wording import Wording
from faq_bot.loading.yaml_reader import Located, read_yaml

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything in knowledge/, checked.

    `version` changes with any byte of any file but the internal notes: it is public, and no answer depends on them.
    """

    version: str
    sources: Sources
    entries: tuple[Entry, ...]
    topics: Mapping[str, str]
    topic_of: Mapping[str, str]
    municipalities: tuple[Municipality, ...]
    synonyms: tuple[Synonym, ...]
    dictionary: tuple[DictionaryWord, ...]
    outside: tuple[OutsideSubject, ...]
    filler_words: frozenset[str]
    past_words: frozenset[str]
    fact_words: FactWords
    talk_words: TalkWords
    masking_words: MaskingWords
    wording: Wording
    suggestions: tuple[Suggestion, ...]
    calibration: Calibration
    rulebook: Rulebook
    internal_notes: InternalNotes
    warnings: tuple[Problem, ...]

    @property
    def values(self) -> Mapping[str, DatedValue]:
        """The dated values by name."""
        return self.rulebook.values

    @property
    def schemes(self) -> Mapping[str, Scheme]:
        """The fee and subsidy schemes by id, in the order in which they pay."""
        return self.rulebook.schemes

    @property
    def service_types(self) -> tuple[ServiceType, ...]:
        """The official service names."""
        return self.rulebook.service_types

    @property
    def facts(self) -> tuple[FactSheet, ...]:
        """What can be known about an asker, and how to ask for it."""
        return self.rulebook.facts

    @property
    def public_telephones(self) -> frozenset[str]:
        """The telephone numbers of those who know more: nobody's own."""
        contacts = [document.contact for document in self.sources.documents]
        contacts += [municipality.contact for municipality in self.municipalities]
        return frozenset(contact.telephone for contact in contacts if contact.telephone)

    def entry(self, identifier: str) -> Entry | None:
        """Return the entry of that id, or None."""
        return next((e for e in self.entries if e.id == identifier), None)

    def municipality(self, identifier: str | None) -> Municipality | None:
        """Return the municipality of that id, or None for an unknown one."""
        return next((m for m in self.municipalities if m.id == identifier), None)


class _Folder:
    """Reads the files of one knowledge folder and gathers every mistake."""

    def __init__(self, root: Path):
        self.root = root
        self.problems: list[Problem] = []

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def yaml_files(self, folder: str) -> list[Path]:
        return sorted((self.root / folder).rglob("*.yaml"))

    def located(self, path: Path) -> Located | None:
        return read_yaml(path, self.name(path), self.problems)

    def value(self, file: str) -> Any:
        located = self.located(self.root / file)
        return located.value if located else None

    def records(self, model: type[R], file: str) -> tuple[R, ...]:
        located = self.located(self.root / file)
        return tuple(record for record, _ in to_records(model, located, self.problems)) if located else ()

    def filed(self, model: type[R], folder: str) -> dict[str, tuple[R, Located]]:
        found: dict[str, tuple[R, Located]] = {}
        for path in self.yaml_files(folder):
            located = self.located(path)
            record = to_record(model, located, self.problems) if located else None
            if path.stem in found:
                message = f"「{path.stem}」という名前のファイルが2つあります（{found[path.stem][1].file}）。"
                self.problems.append(Problem(self.name(path), 0, message))
            elif located is not None and record is not None:
                found[path.stem] = (record, located)
        return found

    def record(self, model: type[R], file: str) -> R | None:
        located = self.located(self.root / file)
        return to_record(model, located, self.problems) if located else None


def load_knowledge(root: Path, today: date | None = None) -> Knowledge:
    """Read the folder `root`. KnowledgeError carries every mistake of every file at once.

    With `today`, entries past their review day become `warnings`; they never stop the start.
    """
    root = Path(root)
    if not root.is_dir():
        raise KnowledgeError([Problem(str(root), 0, "ナレッジのフォルダがありません。")])
    folder = _Folder(root)
    sources_file = folder.located(root / "sources.yaml")
    sources = read_sources(sources_file, folder.problems) if sources_file else None
    topics = _topics(folder)
    municipalities = folder.records(Municipality, "vocabulary/municipalities.yaml")
    synonyms = folder.records(Synonym, "vocabulary/synonyms.yaml")
    dictionary = _dictionary(folder)
    outside = _outside(folder, municipalities)
    fillers = _words(folder, "vocabulary/filler_words.yaml")
    past = _words(folder, "vocabulary/past_words.yaml")
    talk_words = folder.record(TalkWords, "vocabulary/talk_words.yaml")
    masking_words = folder.record(MaskingWords, "vocabulary/masking.yaml")
    wording = folder.record(Wording, "wording.yaml")
    calibration = folder.record(Calibration, "calibration.yaml")
    rulebook = read_rulebook(folder, sources, municipalities)
    fact_words = _fact_words(folder, rulebook.facts)
    filed = _filed_entries(folder, topics)
    if sources is not None:
        known = Known(sources, frozenset(m.id for m in municipalities), frozenset(rulebook.schemes))
        folder.problems += check_entries(filed, known)
    suggestions = _suggestions(folder, filed, municipalities)
    notes = read_notes(root, {f.entry.id for f in filed}, folder.problems)
    parts = (sources, wording, calibration, fact_words, talk_words, masking_words)
    if folder.problems or any(part is None for part in parts):
        raise KnowledgeError(folder.problems)
    # What is missing is a problem above: this tells the type checker.
    assert sources and wording and calibration and fact_words and talk_words and masking_words  # noqa: S101, PT018
    return Knowledge(
        version=_version(root),
        sources=sources,
        entries=tuple(f.entry for f in filed),
        topics=MappingProxyType(topics),
        topic_of=MappingProxyType({f.entry.id: f.topic for f in filed}),
        municipalities=municipalities,
        synonyms=synonyms,
        dictionary=dictionary,
        outside=outside,
        filler_words=fillers,
        past_words=past,
        fact_words=fact_words,
        talk_words=talk_words,
        masking_words=masking_words,
        wording=wording,
        suggestions=suggestions,
        calibration=calibration,
        rulebook=rulebook,
        internal_notes=notes,
        warnings=tuple(overdue(filed, today)) if today else (),
    )


def _topics(folder: _Folder) -> dict[str, str]:
    topics = folder.value("topics.yaml")
    if isinstance(topics, dict) and all(isinstance(label, str) for label in topics.values()):
        return topics
    if topics is not None:
        folder.problems.append(Problem("topics.yaml", 1, "「話題: 名前」の形で書いてください。"))
    return {}


def _words(folder: _Folder, file: str) -> frozenset[str]:
    words = folder.value(file)
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return frozenset(words)
    if words is not None:
        folder.problems.append(Problem(file, 1, "言葉を「- 」で始まる一覧で書いてください。"))
    return frozenset()


def _dictionary(folder: _Folder) -> tuple[DictionaryWord, ...]:
    located = folder.located(folder.root / "vocabulary/dictionary.yaml")
    return read_dictionary(located, folder.problems) if located else ()


def _fact_words(folder: _Folder, facts: tuple[FactSheet, ...]) -> FactWords | None:
    located = folder.located(folder.root / "vocabulary/fact_words.yaml")
    words = to_record(FactWords, located, folder.problems) if located else None
    broken = any(problem.file == "vocabulary/facts.yaml" for problem in folder.problems)
    if located is not None and words is not None and facts and not broken:
        check_fact_words(words, located, facts, folder.problems)
    return words


def _filed_entries(folder: _Folder, topics: Mapping[str, str]) -> list[Filed]:
    filed = []
    for path in folder.yaml_files("entries"):
        located = folder.located(path)
        if located is None:
            continue
        if path.stem not in topics:
            message = f"話題「{path.stem}」が topics.yaml にありません。名前を1行足してください。"
            folder.problems.append(Problem(located.file, 0, message))
        records = to_records(Entry, located, folder.problems)
        filed += [Filed(entry, path.stem, place) for entry, place in records]
    if not filed and not folder.problems:
        folder.problems.append(Problem("entries", 0, "項目が1つもありません。"))
    return filed


def _outside(folder: _Folder, municipalities: tuple[Municipality, ...]) -> tuple[OutsideSubject, ...]:
    located = folder.located(folder.root / "outside.yaml")
    return read_outside(located, [m.id for m in municipalities], folder.problems) if located else ()


def _suggestions(
    folder: _Folder, filed: list[Filed], municipalities: tuple[Municipality, ...]
) -> tuple[Suggestion, ...]:
    located = folder.located(folder.root / "suggestions.yaml")
    if located is None or folder.problems:
        return ()
    known = [f.entry.id for f in filed]
    return read_suggestions(located, known, [m.id for m in municipalities], folder.problems)


def _version(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(set(root.rglob("*.yaml")) - {root / NOTES}):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
