"""The kind of service the asker runs, under its official name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from faq_bot.loading.fact_words import FactWords
from faq_bot.loading.patterns import compiled
from faq_bot.loading.service_types import ServiceType
from faq_bot.text.cleaning import clean, to_hiragana
from faq_bot.text.stated.clauses import Clause
from faq_bot.text.stated.statement import AskedFor, Stated

_FACT = "service_type"
_LONG = 4  # a name that is longer is known in hiragana too: 「でい」 and 「つうしょ」 stand in other words
_NEAR = 12  # characters between 「うちは」 and the service
_NO_NAME = "(?![系型]|計画)"  # 通所系 is a group, 通所介護計画 a paper
_BESIDE = re.compile(
    r"[\s、。(]|$|で(?!も|の)|は|が|も|なの|だ|\d|の(?:ライセンス|更新|新規|期限|事業所|ケアマネ|職員|スタッフ)"
)
"""What follows a service beside the asker's own facts: 「デイで番号は1つ」, not 「デイの割合」."""
_AND = re.compile(r"(?:と(?:か)?|や|、|・|及び|および|も|&|\+|併設の|\s|\([^)]*\)){1,4}")


class Services:
    """Reads services. A service counts as the asker's only where the words say so, or beside his own facts."""

    def __init__(self, words: FactWords, services: Sequence[ServiceType], reading_of: Callable[[str], str]):
        names = {clean(name): s.name for s in services for name in (s.name, *s.names)}
        spelt = {to_hiragana(reading_of(name)): official for name, official in names.items()}
        names = {name: official for name, official in spelt.items() if len(name) > _LONG} | names
        self._official = names
        ordered = sorted(names, key=len, reverse=True)
        self._names = re.compile("(?:" + "|".join(re.escape(name) for name in ordered) + ")" + _NO_NAME)
        self._before = compiled(words.own_before)
        self._after = compiled(words.own_after)
        self._third = compiled(words.third_party_after)
        self._denied = compiled(words.denials)

    def read(self, clauses: Sequence[Clause], asked: AskedFor | None, *, personal: bool) -> Iterator[Stated]:
        """Yield the services that are the asker's own; `personal`: the text states other facts about him."""
        direct = asked is not None and asked.fact == _FACT
        for clause in clauses:
            if clause.hedged and not direct:
                continue
            matches = list(self._names.finditer(clause.text))
            for match, words in _with_what_follows(clause.text, matches):
                if self._is_own(clause, match, words, personal=personal, direct=direct or clause.corrects):
                    yield Stated(_FACT, self._official[match.group()], match.group())

    def _is_own(
        self, clause: Clause, match: re.Match[str], after: str, *, personal: bool, direct: bool
    ) -> bool:
        if self._denied.match(after) or clause.elsewhere(match.start()):
            return False
        if direct or self._after.match(after) is not None:
            return True
        before = clause.text[max(0, match.start() - _NEAR) : match.start()]
        third = self._third.match(after)
        if (
            self._before.search(before) is not None
        ):  # 「うちのデイは対象ですか」, but not 「うちはデイと連携して」
            return third is None or after[0] in "はも"
        return personal and third is None and _BESIDE.match(after) is not None


def _with_what_follows(text: str, matches: Sequence[re.Match[str]]) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each name with the words behind it; names joined by 「と」 share what follows the last of them."""
    after = ""
    found: list[tuple[re.Match[str], str]] = []
    for i in reversed(range(len(matches))):
        joined = i + 1 < len(matches) and _AND.fullmatch(text[matches[i].end() : matches[i + 1].start()])
        after = after if joined else text[matches[i].end() :]
        found.append((matches[i], after))
    yield from reversed(found)
