"""How people say facts about themselves (knowledge/vocabulary/fact_words.yaml)."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from faq_bot.errors import Problem
from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.loading.patterns import compiled
from faq_bot.loading.record import Many, Name, Record, Text
from faq_bot.loading.verb_forms import FORMS, is_verb, verb_pattern
from faq_bot.loading.yaml_reader import Located

_PIECE = re.compile(r"\{([^\d{},:][^{},:]*)(?::([^{}]+))?\}")
_LONGEST_SHOWN = 60


def _compiles(pattern: str) -> str:
    unknown = _PIECE.search(pattern)
    if unknown is not None:
        raise ValueError(_told(unknown))
    try:
        compiled(pattern)
    except re.error as error:
        shown = pattern if len(pattern) <= _LONGEST_SHOWN else f"{pattern[:_LONGEST_SHOWN]}…"
        raise ValueError(f"正規表現「{shown}」が読めません（{error}）") from None
    return pattern


def _told(piece: re.Match[str]) -> str:
    if piece[2]:
        return f"{piece[0]} が読めません。動詞は verbs に、形は {'、'.join(FORMS)} から「|」で並べて書きます"
    return f"{piece[0]} が forms にありません"


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiles)]
"""A regular expression over cleaned text (NFKC, lower case)."""


class Saying(Record):
    """Words from which a fact's value follows.

    `about`: the topics the words must be said of; without it `says` stands alone, but not said of a topic in
    `not_about`. Only texts with one of `words` (or with the topic) are looked at; `needs`: one of them must be
    in the text too, `absent`: none of them may. `within`: the most characters between topic and words. `weak`:
    counts only while nothing else says the fact.
    """

    fact: Name
    value: bool | str
    about: Many[Text] = ()
    not_about: Many[Text] = ()
    words: Many[Text] = ()
    needs: Many[Text] = ()
    absent: Many[Text] = ()
    says: Many[Pattern] = Field(min_length=1)
    unless: Many[Pattern] = ()
    weak: bool = False
    within: int | None = Field(default=None, ge=0)
    examples: Many[Text] = Field(min_length=1)

    @model_validator(mode="after")
    def _examples_are_understood(self) -> "Saying":
        if not self.about and not self.words:
            raise ValueError("about か words のどちらかを書いてください")
        for example in self.examples:
            if not _says(self, example):
                raise ValueError(f"例「{example}」を、この行の words・needs・says・unless では読み取れません")
        return self


class DayCue(Record):
    """Words before or after a day that say which fact the day is; `needs`: one of them must be there too."""

    fact: Name
    needs: Many[Text] = ()
    before: Many[Pattern] = ()
    after: Many[Pattern] = ()
    unless: Many[Pattern] = ()
    examples: Many[Text] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_words(self) -> "DayCue":
        if not self.before and not self.after:
            raise ValueError("before か after のどちらかを書いてください")
        return self


class FactWords(Record):
    """All of the file: sayings, what days are, and words that change what a sentence states.

    `forms` and `verbs` name pieces of patterns: {ない} and {使う:た|ている}; they are put in when the file is
    read. `topics` are what sayings are about. `spellings`: the usual spelling of words written in kana.
    """

    forms: Mapping[str, Pattern] = Field(default_factory=dict)
    verbs: Mapping[str, Many[Text]] = Field(default_factory=dict)
    topics: Mapping[str, Pattern] = Field(default_factory=dict)
    spellings: Mapping[str, Many[Text]] = Field(default_factory=dict)
    sayings: Many[Saying]
    day_cues: Many[DayCue]
    hedges: Many[Pattern]
    others: Many[Pattern]
    denials: Pattern
    taken_back: Pattern
    said_of_others: Pattern
    supposed: Pattern
    hypothetical: Pattern
    turns: Pattern
    plans: Pattern
    expired: Pattern
    past: Pattern
    future: Pattern
    not_done: Pattern
    own_before: Pattern
    own_after: Pattern
    third_party_after: Pattern
    agrees: Pattern
    denies: Pattern
    all_yes: Pattern
    declines: Pattern
    corrections: Pattern
    asks: Pattern

    @model_validator(mode="before")
    @classmethod
    def _put_pieces_in(cls, data: Any) -> Any:
        return _with_pieces(data) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _topics_exist(self) -> "FactWords":
        named = {topic for row in self.sayings for topic in (*row.about, *row.not_about)}
        if unknown := sorted(named - self.topics.keys()):
            raise ValueError(f"about と not_about の「{'」「'.join(unknown)}」が topics にありません")
        return self


def check_fact_words(
    words: FactWords, place: Located, facts: tuple[FactSheet, ...], problems: list[Problem]
) -> None:
    """Add a problem for every row whose fact is not in facts.yaml, or whose value that fact cannot have."""
    sheets = {sheet.id: sheet for sheet in facts}
    for part in ("sayings", "day_cues"):
        rows: tuple[Saying | DayCue, ...] = getattr(words, part)
        for i, row in enumerate(rows):
            for key, told in _wrong(row, sheets.get(row.fact)):
                problems.append(Problem(place.file, place.line((part, i, key)), told))


def _wrong(row: Saying | DayCue, sheet: FactSheet | None) -> Iterator[tuple[str, str]]:
    if sheet is None:
        yield "fact", f"「{row.fact}」という事柄は facts.yaml にありません。"
    elif isinstance(row, DayCue):
        if sheet.type != "date":
            yield (
                "fact",
                f"「{row.fact}」は日付の事柄ではありません（facts.yaml の type: date だけを書けます）。",
            )
    elif row.value not in (allowed := [choice.value for choice in sheet.choices]):
        shown = ", ".join(str(value).lower() if isinstance(value, bool) else value for value in allowed)
        yield "value", f"「{row.fact}」に値 {row.value} はありません。使える値: {shown or 'なし'}。"


def _with_pieces(data: dict[str, Any]) -> dict[str, Any]:
    """Put the pieces of `forms` and `verbs` in wherever they are named; what is unknown stays and is told later."""
    verbs = data.get("verbs")
    known = {n: v for n, v in verbs.items() if _are_verbs(v)} if isinstance(verbs, dict) else {}
    forms: dict[str, str] = {}
    raw = data.get("forms")
    for name, pattern in raw.items() if isinstance(raw, dict) else ():
        forms[name] = _filled(pattern, forms, known)
    filled = {
        key: _filled(value, forms, known) for key, value in data.items() if key not in ("forms", "verbs")
    }
    return {**data, **filled, **({"forms": forms} if "forms" in data else {})}


def _are_verbs(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(verb, str) and is_verb(verb) for verb in value)


def _filled(value: Any, forms: Mapping[str, str], verbs: Mapping[str, list[str]]) -> Any:
    if isinstance(value, list):
        return [_filled(part, forms, verbs) for part in value]
    if isinstance(value, dict):
        return {key: _filled(part, forms, verbs) for key, part in value.items()}
    return _PIECE.sub(lambda piece: _piece(piece, forms, verbs), value) if isinstance(value, str) else value


def _piece(piece: re.Match[str], forms: Mapping[str, str], verbs: Mapping[str, list[str]]) -> str:
    name, wanted = piece[1], piece[2]
    if wanted is None:
        return f"(?:{forms[name]})" if name in forms else piece[0]
    names = name.split("・")
    endings = wanted.split("|")
    if any(part not in verbs for part in names) or any(ending not in FORMS for ending in endings):
        return piece[0]
    return verb_pattern([verb for part in names for verb in verbs[part]], endings)


def _says(saying: Saying, text: str) -> bool:
    needed = all(any(word in text for word in words) for words in (saying.words, saying.needs) if words)
    return (
        needed
        and any(compiled(pattern).search(text) for pattern in saying.says)
        and not any(compiled(pattern).search(text) for pattern in saying.unless)
    )
