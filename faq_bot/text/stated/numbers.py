"""How many 事業所番号 are to be licensed; buildings and offices alone do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faq_bot.loading.fact_words import FactWords
from faq_bot.loading.patterns import compiled
from faq_bot.text.stated.clauses import Clause
from faq_bot.text.stated.numerals import COUNTED, NUMBER, number
from faq_bot.text.stated.statement import AskedFor, Stated

_FACT = "office_numbers"
_COUNT = rf"(?P<n>{COUNTED}|{NUMBER}(?!\d))"
_UNIT = r"\s?(?:つ|個|コ|本|種類|こ)?"
_BOUND = (
    r"(?!\s?(?:つ|個)?か[\d一二三四五六七八九]"
    r"|\s?(?:番(?!号)|桁|号|回|年|月|日|円|か所|ヶ所|カ所|ヵ所|箇所|事業所|拠点|人|名|台|端末|社|件|割|倍|歳|週|時|分の|\d))"
)
_SHORT_OF = r"(?:[^。、\d]{0,6}(?:と同じ|と?合わせて|と?あわせて|全部で|全部|合計で?|まとめて|共通で|共有で|それぞれ|別々に|別に|違う)|計|今(?:は|のところ)?|現在|たった|だけで|実は|やっぱり|やはり|一応|ですね[えぇ]?|は|:|、|\s)*"
_SAYS = (
    re.compile(
        rf"番号(?:の数|数)?(?:で(?:いう|言う|数える|いえば|言えば)と?|ですか|でしたら|なら|としては|って|は|が|も|を|ば|さ|、|:)*{_SHORT_OF}\s?{_COUNT}{_UNIT}{_BOUND}"
    ),
    re.compile(
        rf"(?<!もう)(?<!同)(?<!第)(?<!うちの)(?<!どちらか){_COUNT}\s?(?:つ|個|種類|本)?(?:分|だけ)?の?(?:別々の|違う|異なる|別の)?(?:事業所)?番号(?!を(?:入|間違)|目)"
    ),
    re.compile(rf"番号(?:が|は|の)(?:それぞれ)?(?:違う|異なる|別の|別々の|違った)(?:事業所|ところ|もの)?(?:が|は|を)?(?:全部で|合計で?|計)?\s?{_COUNT}\s?(?:つ|個|か所|ヶ所|カ所|箇所|事業所|拠点)"),
    re.compile(rf"ライセンス(?:を|は|が|も|の数は)?(?:全部で|合計で?|計)?\s?{_COUNT}\s?(?:つ|本|件|個|契約|枚|ライセンス)(?:分)?"),
)  # fmt: skip
_OF_THEM = re.compile(
    rf"(?:その|この)?うち(?:の)?\s?{_COUNT}\s?(?:つ|個|本)?(?:だけ|の番号|分)*(?:を|で|だけ|に|分|の)"
)
_SAME = re.compile(
    r"(?:番号(?:は|が|も)?(?:全部|みんな|どれも|どちらも|両方(?:とも)?|すべて|全て|ぜんぶ|2つとも|[^。、]{1,6}と)?(?:同じ|一緒|共通|いっしょ|同一|1本|一本)(?=です(?!か)|な(?:ん(?!ですか)|ので)|で[、す]|だ|や|。|$|、|に(?:し|な)|を|でし)"
    r"|(?:同じ|同一の|共通の|1つの|一つの)(?:事業所)?番号(?:で(?=(?:やって|運営|指定|登録|\d|訪|デイ|通))|を使|です(?!か)|なん|だ|に(?:な|ま)))(?![^。]*(?:補助|交付|助成))"
)
_EACH_ITS_OWN = re.compile(
    r"番号(?:は|が|も)?(?:それぞれ|別々|各々|全部|2つとも|どれも)*(?:に)?(?:別|違|異な|分かれ)"
)
_OWN_COUNT = re.compile(rf"うち(?:は|には|も)\s?(?:全部で|)?{_COUNT}\s?(?:つ|個)(?:あり|ある|持|です|だけ)")
_SUPPOSED = re.compile(
    r"^[^。]{0,2}(?:に(?:つき|つい|対し)|あたり|当たり|ごと|毎)|[^。]{0,12}(?:片方|一方)(?:だけ|のみ)"
    r"|^[^。]{0,8}(?:あると|あれば|あったら|ある場合|の場合|でも|なら|だと|あるとき|持っていれば|持つと|取ると)[^。]*(?:か|の|かな|でしょう|\?)[。\?!]*$"
    r"|^[^。]{0,4}(?:必要|要[るり]|い[るり]|いるん|取れ|使え|もらえ|持て|とも[^。]*出)[^。]{0,6}(?:か|の|\?)[。\?!]*$"
    r"|^(?:が)?(?:あ(?:る|り)|持(?:つ|って(?:い)?る))(?:ような|みたいな)?[^。、はがもで]{0,8}(?:法人|事業所|会社|ところ|場合|とき)(?:は|が|も|で(?:は|も)|だと|なら|に(?:は|も))"
)
_ASKED_OF_ANY = re.compile(r"^(?:で(?!す|し|ご)|に(?!な))[^。]*(?:か|の|でしょう|\?)[。\?!]*$")
_BARE = re.compile(
    rf"^(?:たぶん|多分|確か|たしか|おそらく|はい|ええ|えーと?|正しくは|本当は|実は|やっぱり|やはり|全部で|合計で?|合わせて|計|番号は|それは|うちは|今は|、|\s)*{_COUNT}{_UNIT}{_BOUND}"
)
_INSTEAD = re.compile(
    rf"^(?:じゃ|では|で|や)?(?:なく(?:って|て)?|のうて|ちゃう(?:て|くて)?)(?:、|\s)*(?:本当は|正しくは)?{_COUNT}{_UNIT}{_BOUND}"
)


class Numbers:
    """Reads how many numbers."""

    def __init__(self, words: FactWords):
        self._denied = compiled(words.denials)
        self._own = compiled(words.own_before)

    def read(self, text: str, clauses: Sequence[Clause], asked: AskedFor | None) -> Iterator[Stated]:
        """Yield the count stated, at most one a clause; 「そのうち2つ」 alone where it is said."""
        direct = asked is not None and asked.fact == _FACT
        if "番号" not in text and "ライセンス" not in text and not direct:
            return
        found = list(self._counts(clauses, direct=direct))
        of_them = [stated for stated, is_part in found if is_part]
        yield from of_them or [stated for stated, _ in found]

    def of_each(self, text: str, services: Sequence[Stated]) -> Stated | None:
        """Return one number for each of several services, where each is said to have its own."""
        names = {service.value for service in services}
        own = _EACH_ITS_OWN.search(text) if len(names) > 1 else None
        return Stated(_FACT, len(names), own.group()) if own else None

    def _counts(self, clauses: Sequence[Clause], *, direct: bool) -> Iterator[tuple[Stated, bool]]:
        corrected = False  # the clause before took a count back: the next bare count stands for it
        for clause in clauses:
            if clause.hedged and not direct:
                corrected = False
                continue
            match = _count(clause.text)
            part = match is not None and match.re is _OF_THEM
            if match is None and (direct or (corrected and clause.text[:1] != "う")):
                match = _BARE.search(clause.text)
            corrected = match is not None and clause.taken_back
            if match is None or clause.elsewhere(match.start()):
                yield from () if match else self._same(clause)
                continue
            rest = clause.text[match.end() :]
            if self._denied.match(rest):
                corrected, match = True, _INSTEAD.match(rest)
            if match is not None and number(match["n"]) >= 1 and not self._is_supposed(clause, match):
                yield Stated(_FACT, number(match["n"]), match.group()), part

    def _same(self, clause: Clause) -> Iterator[tuple[Stated, bool]]:
        same = _SAME.search(clause.text)
        if same and not clause.hypothetical and not clause.elsewhere(same.start()):
            yield Stated(_FACT, 1, same.group()), False

    def _is_supposed(self, clause: Clause, match: re.Match[str]) -> bool:
        own = self._own.search(clause.text)
        if match.re is _INSTEAD or (own is not None and own.start() <= match.start()):
            return False
        rest = clause.text[match.end() :]
        return _SUPPOSED.search(rest) is not None or (
            match.re is _SAYS[1] and _ASKED_OF_ANY.search(rest) is not None
        )


def _count(text: str) -> re.Match[str] | None:
    if "番号" in text or "ライセンス" in text:
        for pattern in _SAYS:
            match = pattern.search(text)
            if match is not None:
                return _OF_THEM.search(text) or match
    return _OWN_COUNT.search(text)
