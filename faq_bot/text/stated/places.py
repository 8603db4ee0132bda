"""The municipality the asker speaks of: one known here, or `other` for any other he places himself in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from faq_bot.loading.fact_words import FactWords
from faq_bot.loading.patterns import compiled
from faq_bot.loading.vocabulary import Municipality
from faq_bot.text.cleaning import to_hiragana
from faq_bot.text.stated.clauses import Clause
from faq_bot.text.stated.statement import AskedFor, Stated

_FACT = "municipality"
OTHER = "other"
_SUFFIX = "市区町村"
_WIDE = frozenset("県都道府市区町村国郡") | {
    "都内", "県内", "道内", "府内", "市内", "町内", "区内", "全国", "日本", "国内", "四国", "九州", "関東", "関西", "東北", "北陸",
    "近畿", "東海", "中国", "中部", "信越", "首都圏", "道央", "道東", "道南", "道北", "山陰", "山陽", "甲信越", "本州", "東日本", "西日本",
}  # fmt: skip
_PREFECTURES = re.compile(
    "北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|京都|大阪|兵庫"
    "|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄"
)
_OFFICE = r"(?:事業所|法人|会社|施設|者|もの|ところ|方|ステーション|センター|デイ|訪|居宅|包括|ショート|グループ|老健|特養|病院|クリニック|通所|小規模|介護|ケアマネ|職員|管理|事務|経理|担当|小多機|看多機|福祉用具|グルホ|特定|サ責)"
_WORK = r"で[^。、はも]{0,16}(?:やって|やっと|やり|営|運営|経営|開|して|働)"
_AT_WORK = re.compile(rf"^(?:市内|内)?{_WORK}")
_NO_LONGER = re.compile(r"[市区町村]?でした(?:が|けど)")  # 「以前は小金井でしたが」
_HERE = re.compile(
    rf"^(?:市内|内)?(?:{_WORK}|で(?:ご|$|、|。)|の[^。、はも]{{0,8}}{_OFFICE}|に(?:あ[るりっ]|事業所|所在|デイ|ステーション|位置|移|構|お)"
    r"|です(?!か)|でし|なん(?!です?か)|だ(?!った)|や(?:で|けど|ねん|ね|から|っ|が|。|$)|から(?:です|なん)|さー|じゃ(?!な))"
)
_SEAT = re.compile(r"(?:事業所|所在地|住所|場所|いま|今|現在)[^。、]{0,8}$")
_SEAT_OF = re.compile(r"(?:事業所|所在地|住所|場所)(?:の所在地|があるの)?(?:は|が)")
_HEAD_OFFICE = re.compile(
    r"(?:本社|本部|本店|法人|登記|親会社|会社|自宅|住まい|実家|出身|代表|系列)[^。、]{0,5}(?:は|が|も)(?:[^。、]{0,4})?$"
)
_AND = re.compile(r"(?:と|や|、|・|及び|および|も|か)+")
_PART_OF = re.compile("市?の?")
_INSTEAD = re.compile(r"(?<=ではなく)|(?<=じゃなく)|(?<=くて)|(?<=ちがって)")
# Looking places up costs as much as reading the whole question: only where somebody may place himself.
_PERHAPS_A_PLACE = re.compile(
    r"[市区町村]|[一-龠ァ-ヶ](?:で|の|にある|から|です|なん)[^。]{0,14}(?:やって|営|事業所|デイ|訪|居宅|通所|包括|特養|老健|ショート|社協|ステーション|法人|ケア|グループ|者|施設)"
)


class _Named(NamedTuple):
    stated: Stated
    weight: int
    """2: where the asker's office is said to be; 1: where he speaks of himself; 0: named only."""


class Places:
    """Reads municipalities. `places_in` finds the place names of a text (a dictionary knows them)."""

    def __init__(
        self,
        words: FactWords,
        municipalities: Sequence[Municipality],
        places_in: Callable[[str], Sequence[str]],
    ):
        names = {to_hiragana(name): m.id for m in municipalities for name in (m.name, *m.names)}
        self._ids = names
        self._names = re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)))
        self._places_in = places_in
        denials = words.denials.removeprefix("^")
        self._denied = re.compile(rf"[{_SUFFIX}内のも]*(?:{denials}|でも[^。]{{0,12}}?でもな)")
        self._own = compiled(words.own_before)

    def read(self, text: str, clauses: Sequence[Clause], asked: AskedFor | None) -> Iterator[Stated]:
        """Yield the municipality that is said most plainly to be the asker's; nothing when several are."""
        found = list(self._known(clauses))
        surest = max((named.weight for named in found), default=0)
        if surest == 0 or (surest == 1 and _SEAT_OF.search(text)):
            found += self._others(text, clauses, asked)
        best = max((named.weight for named in found), default=0)
        chosen = [named.stated for named in found if named.weight == best]
        if len({stated.value for stated in chosen}) == 1:
            yield chosen[0]

    def _known(self, clauses: Sequence[Clause]) -> Iterator[_Named]:
        for clause in clauses:
            plain = to_hiragana(clause.text)
            after: tuple[int, int] | None = None  # where the place behind starts, and its weight
            for match in reversed(list(self._names.finditer(plain))):
                end = match.end() + (plain[match.end() : match.end() + 1] in tuple(_SUFFIX))
                if (
                    clause.elsewhere(match.start())
                    or self._denied.match(plain, end)
                    or _NO_LONGER.match(plain, end)
                    or plain.startswith("県", end)
                ):
                    continue
                weight = self._weight(clause.text, match.start(), end)
                if after is not None and _AND.fullmatch(plain[end : after[0]]):
                    weight = after[1]
                after = match.start(), weight
                yield _Named(
                    Stated(_FACT, self._ids[match.group()], clause.text[match.start() : end]), weight
                )

    def _others(self, text: str, clauses: Sequence[Clause], asked: AskedFor | None) -> Iterator[_Named]:
        direct = asked is not None and asked.fact == _FACT
        if not direct and not _PERHAPS_A_PLACE.search(text):
            return
        for clause in clauses:
            said = clause.text
            done = 0
            for place in (place for part in _INSTEAD.split(said) for place in self._places_in(part)):
                start = said.find(place, done)
                if start < 0 or place in _WIDE or clause.elsewhere(start):
                    continue
                done = start + len(place)
                if self._is_known(said, start):
                    continue
                placed = self._placed(said, start, done, direct=direct or clause.corrects)
                if placed is not None:
                    yield placed

    def _is_known(self, text: str, start: int) -> bool:
        """Whether a place is one known here, or a part of one: 「千葉市の花見川区」."""
        plain = to_hiragana(text)
        return self._names.match(plain, start) is not None or any(
            _PART_OF.fullmatch(plain[known.end() : start]) for known in self._names.finditer(plain, 0, start)
        )

    def _placed(self, text: str, start: int, end: int, *, direct: bool) -> _Named | None:
        suffixed = end + (text[end : end + 1] in tuple(_SUFFIX))
        after = text[suffixed:]
        if self._denied.match(after) or after[:1] in tuple("県都道府"):
            return None
        if suffixed == end and _PREFECTURES.fullmatch(text[start:end].rstrip("県都府")):
            return None
        weight = self._weight(text, start, suffixed)
        return (
            _Named(Stated(_FACT, OTHER, text[start:suffixed]), max(weight, 1)) if weight or direct else None
        )

    def _weight(self, text: str, start: int, end: int) -> int:
        before, after = text[:start], text[end:]
        if _SEAT.search(before):
            return 2
        if _HEAD_OFFICE.search(before) and not _AT_WORK.match(after):
            return 0
        return 1 if self._own.search(before) or _HERE.match(after) else 0
