"""Japanese verb endings as patterns: 使う in the form ていない is 使っていない, 使ってません, 使うとらん and so on.

A verb is written in its dictionary form. Each form takes in the plain, the polite and the humble way of saying
it and the usual dialects. A verb in する also stands with its noun apart: 「申請をしました」「申請を済ませました」.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

_GODAN = {
    "う": "っいわおえ", "く": "いきかこけ", "ぐ": "いぎがごげ", "す": "ししさそせ", "つ": "っちたとて",
    "ぬ": "んになのね", "ぶ": "んびばぼべ", "む": "んみまもめ", "る": "っりらろれ",
}  # fmt: skip
_VOICED = "ぐぬぶむ"
_ICHIDAN = frozenset("いきぎしじちにひびみりえけげせぜてでねへべめれ")
_LIGHT = ("いたす", "致す", "行う", "済ませる", "済む", "終える", "終わる")  # beside する and 完了する
_NOT = "ない|無い|なく(?!ても)(?:て)?|なかった(?!ら)|なし|ません(?:でした)?|ねえ|ねぇ|ねー|へん(?:かった)?|なか(?!った)"


@dataclass(frozen=True, slots=True)
class _Stems:
    """Stems of 使う: 使っ(て), 使い(ます), 使わ(ない), 使う, 使お(う), 使え(る), 使わせて(もらう).

    `voiced`: で and だ stand for て and た. `western`: the stem before て in western Japan, where it differs.
    """

    te: str
    masu: str
    nai: str
    plain: str
    volition: str
    can: str
    favour: str
    voiced: bool = False
    western: str = ""

    @property
    def past_stem(self) -> str:
        return f"(?:{self.te}|{self.western})" if self.western else self.te


def _past(s: _Stems) -> str:
    ta, te = ("だ", "で") if s.voiced else ("た", "て")
    return (
        rf"{s.past_stem}{ta}(?!ら|り(?!ま)|い(?!い)|く|かっ|がっ|場合|こと|ためし|覚え|経験|履歴|記録|か(?:どうか|は|も))"
        rf"|{s.masu}まし(?:た(?!ら)|て)|{s.masu}済み?|{s.te}{te}(?:しま(?:った(?!ら)|いまし[たて])|き(?:まし)?た|み(?:まし)?た)"
        rf"|{s.favour}(?:(?:い?ただい|頂い|もろ|もらっ)た(?!ら)|(?:い?ただき|頂き|もらい)まし[たて])"
    )


def _lasting(s: _Stems) -> str:
    te, to = ("で", "ど") if s.voiced else ("て", "と")
    is_so = (
        r"(?:い(?:る|ます|まし|た(?!ら)|て)|る|ます|まし[たて]|た(?!ら)|て(?!い?な)|おり(?!ませ)|おる|ある|あり(?!ませ)|は(?:る|り)"
        r"|いらっしゃ|んねん|ん(?=ねん|の?や|ね|よ))"
    )
    dialect = rf"(?:{to}(?:る|っ[てた]|り(?!ませ)|んねん)|ちょ[るり])"
    polite = rf"{s.favour}(?:い?ただい|頂い|もろ|もらっ)て(?:い)?(?:る|ます|おり(?!ませ)|まし)"
    return rf"{s.past_stem}(?:{te}{is_so}|{dialect})|{polite}|{s.masu}(?=、)"


def _not_lasting(s: _Stems) -> str:
    te, to = ("で", "ど") if s.voiced else ("て", "と")
    return rf"{s.past_stem}(?:{te}(?:は|も)?(?:い|お|おり)?(?:{_NOT}|ず|らず|らん|まへん|らへん)|{to}(?:ら(?:ん|ず|ない|へん|なか)|りません?)|ちょら(?:ん|ず))"


def _not(s: _Stems) -> str:
    return rf"{s.nai}(?:ない|なく(?!ても)(?:て)?|なかった(?!ら)|ず|ぬまま|へん|ねえ|ねぇ|ん(?=で|かっ|と|まま|けど|の|ば|。|$))|{s.masu}ません(?:でした)?"


def _wish(s: _Stems) -> str:
    plan = r"予定|つもり|計画|見込|方針|運び|ところ(?=です|で(?:す|、)|なん)|気(?=で|は)|ことに(?:し|な|決)"
    wish = r"た(?:い(?!場合)|く(?:て|思|な)|かった|か)"
    trying = rf"{s.te}{'で' if s.voiced else 'て'}(?:み|いき|おき)(?:たい|よう)"
    weigh = r"(?:か|かどうか|の|こと)?(?:を|は|も|、|まだ){0,3}(?:検討|考え|迷)"
    humble = rf"{s.favour}(?:い?ただき|頂き)たい|{s.favour}(?:い?ただ|頂)く(?:の)?(?:{plan})"
    return rf"{trying}|{humble}|{s.masu}(?:{wish}|(?:の)?(?:予定|見込|検討|希望))|{s.volition}う?(?:と|か|思)|{s.can}れば(?:いい|よい)?な?(?:と|か)|{s.plain}(?:の)?(?:{plan})|{s.plain}{weigh}"


def _will(s: _Stems) -> str:
    end = r"(?:ん|の)(?:です(?!か)|だ(?!い)|や)|けど|けん|が|ので|つもり|(?:ほう|方)(?:です|で|$)|だけ(?:ん|ど)|とこ|わ$|よ$"
    return rf"{s.masu}ます(?!か(?!ら))|{s.plain}(?={end})|{s.favour}(?:い?ただき|頂き)ます"


def _experience(ending: str) -> Callable[[_Stems], str]:
    def form(s: _Stems) -> str:
        ta = "だ" if s.voiced else "た"
        particles = (
            "(?:が|は|も|って|なんて|すら|自体|、|一度も|1度も|まだ|全く|まったく|ちゃんと|は?何度か|のは?)*"
        )
        return rf"{s.past_stem}{ta}(?:こと|覚え|経験|ためし|試し|履歴|記録){particles}(?:{ending})"

    return form


_HAVE = r"あ(?:る|り(?!ま(?:せ|へ))|っ)|ござい(?!ませ)|おあり"
_HAVE_NOT = r"ない|なく(?!ても)(?:て)?|無い?|なか(?!った)|なかった|なし|あり(?:ません|まへん)|ございません|あらへん|ねえ|ねぇ|おへん"
_FORMS: dict[str, Callable[[_Stems], str]] = {
    "た": _past,
    "ている": _lasting,
    "ていない": _not_lasting,
    "ない": _not,
    "たい": _wish,
    "ます": _will,
    "ことがある": _experience(_HAVE),
    "ことがない": _experience(_HAVE_NOT),
    "*": lambda s: "|".join(
        dict.fromkeys((s.past_stem, s.masu or "(?=[またてる])", s.nai, s.plain, s.volition, s.can))
    ),
}
FORMS = tuple(_FORMS)
"""The forms a verb can be asked for; 「*」 is any of them."""


def verb_pattern(verbs: Iterable[str], forms: Iterable[str]) -> str:
    """Return a pattern for any of some verbs in any of some forms (of `FORMS`)."""
    return _any_of_them(tuple(verbs), tuple(forms))


@cache
def _any_of_them(verbs: tuple[str, ...], forms: tuple[str, ...]) -> str:
    """Return the pattern with the endings once for all verbs that share them: short ones are quick to compile."""
    groups: dict[str, list[str]] = {}
    for verb in verbs:
        base, kind = _parted(verb)
        groups.setdefault(kind, []).append(base)
    return "(?:" + "|".join(_bases(bases) + _endings(kind, forms) for kind, bases in groups.items()) + ")"


def _bases(bases: list[str]) -> str:
    return bases[0] if len(bases) == 1 else f"(?:{'|'.join(dict.fromkeys(bases))})"


_SURU, _NOUN, _ICHI = "する", "名詞", "一段"


def _parted(verb: str) -> tuple[str, str]:
    """Return what stays of a verb in all forms, and its kind: its last kana where it is godan."""
    if verb == _SURU:
        return "", _SURU
    if verb.endswith(_SURU):
        return verb.removesuffix(_SURU), _NOUN
    if verb[-1] == "る" and verb[-2] in _ICHIDAN:
        return verb[:-1], _ICHI
    return verb[:-1], verb[-1]


@cache
def _endings(kind: str, forms: tuple[str, ...]) -> str:
    """Return what follows the base of the verbs of a kind."""
    if kind == _NOUN:
        apart = (
            r"(?:の?(?:手続き?|申請|届け?出?))?(?:を|は|が|も|まで|には|など|すら|さえ)?(?:[^。、]{0,4}に)?"
        )
        return rf"(?:{apart}{_light(forms)}{_of_noun(forms)})"
    stems = _stems(kind)
    return "(?:" + "|".join(_FORMS[form](stems) for form in forms) + ")"


@cache
def _light(forms: tuple[str, ...]) -> str:
    """Return the verbs that stand apart from a noun: 「申請を済ませました」."""
    return f"(?:(?:完了)?{_endings(_SURU, forms)}|{_any_of_them(_LIGHT, forms)})"


def _of_noun(forms: tuple[str, ...]) -> str:
    """What a noun alone says: 利用中, 申請済み, 未加入 is another matter."""
    nouns = {"た": "済み?|完了", "ている": "中(?!止|断|の?場合)|済み?", "たい": "(?:の)?(?:予定|見込|つもり|希望)|(?:を|の)?(?:[^。、]{1,5}に)?(?:検討|考え)", "ていない": "なし|ゼロ"}  # fmt: skip
    found = [nouns[form] for form in forms if form in nouns]
    return "|" + "|".join(found) if found else ""


def _stems(kind: str) -> _Stems:
    """Return the stems of a kind of verb without its base."""
    if kind == _SURU:
        return _Stems("し", "し", "し", "する", "しよ", "でき", "させて")
    if kind == _ICHI:
        return _Stems("", "", "", "る", "よ", "られ", "させて")
    te, masu, nai, volition, can = tuple(_GODAN[kind])
    western = "う" if kind == "う" else ""
    return _Stems(te, masu, nai, kind, volition, can, f"{nai}せて", kind in _VOICED, western)


def is_verb(verb: str) -> bool:
    """Whether a verb can be put into forms: it ends as Japanese verbs do."""
    return len(verb) > 1 and re.fullmatch(r".*[うくぐすつぬぶむる]", verb) is not None
