"""How people spoil a text without meaning to: one function a slip. Deterministic: the same text, the same slip.

Every function returns None when the text gives no occasion for its slip.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sudachipy import Morpheme, SplitMode

from faq_bot.text.tokenizer import WordReader

_TO_HIRAGANA = {i: i - 0x60 for i in range(ord("ァ"), ord("ヶ") + 1)}
_KATAKANA = re.compile(r"[ァ-ヶー]+")
_KANJI = re.compile(r"[一-鿿々]+")
_BREAKS = re.compile(r"[\s、。，．,.!?！？「」『』（）()・…〜~]+")
_OPENING = ("えーと", "あのー", "えっとですね", "すみませんあの")
_MIDDLE = ("えー", "あの", "その", "なんか")
_ROWS = {
    "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
}  # fmt: skip
# The keys that touch a key on a QWERTY keyboard, as far as they too make a kana with the same vowel.
_KEYS_BESIDE = {
    "k": "m", "s": "dz", "t": "rg", "n": "bmh", "h": "gnb", "m": "nk", "r": "td", "g": "thb", "z": "s",
    "d": "sr", "b": "nhg",
}  # fmt: skip
_LETTERS_BESIDE = {
    "q": "w", "w": "qe", "e": "wr", "r": "et", "t": "ry", "y": "tu", "u": "yi", "i": "uo", "o": "ip", "p": "o",
    "a": "s", "s": "ad", "d": "sf", "f": "dg", "g": "fh", "h": "gj", "j": "hk", "k": "jl", "l": "k",
    "z": "x", "x": "zc", "c": "xv", "v": "cb", "b": "vn", "n": "bm", "m": "n",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to spoil a text: its name in files, its name for people, and what it does."""

    name: str
    label: str
    spoil: Callable[[str], str | None]


class Slips:
    """All rules, sharing one tokenizer and one list of homophones (built at its first use, in two seconds)."""

    def __init__(self) -> None:
        self._reader = WordReader()
        self._homophones: dict[str, list[str]] | None = None
        self.rules: Sequence[Rule] = (
            Rule("typo-dropped", "1字抜け", self.dropped),
            Rule("typo-swapped", "入れ替わり", self.swapped),
            Rule("typo-doubled", "1字重なり", self.doubled),
            Rule("typo-key", "隣のキー", self.neighbouring_key),
            Rule("noun-kana", "名詞がかな", self.noun_in_kana),
            Rule("all-kana", "全部かな", self.all_in_kana),
            Rule("half-width", "半角カナ", half_width),
            Rule("misconversion", "変換ちがい", self.misconverted),
            Rule("voice", "音声入力", self.voice),
        )

    def dropped(self, text: str) -> str | None:
        """One character of a content word is missing."""
        i = _pick(self._inner(text), text, "dropped")
        return None if i is None else text[:i] + text[i + 1 :]

    def swapped(self, text: str) -> str | None:
        """Two neighbouring characters of a content word have changed places."""
        places = [i for i in self._inner(text, room=2) if text[i] != text[i + 1]]
        i = _pick(places, text, "swapped")
        return None if i is None else text[:i] + text[i + 1] + text[i] + text[i + 2 :]

    def doubled(self, text: str) -> str | None:
        """One character of a content word stands twice."""
        i = _pick(self._inner(text), text, "doubled")
        return None if i is None else text[: i + 1] + text[i:]

    def neighbouring_key(self, text: str) -> str | None:
        """The key beside the right one was hit: another kana of the same vowel, or another letter."""
        i = _pick([i for i in self._inner(text) if _beside(text[i])], text, "key")
        if i is None:
            return None
        others = _beside(text[i])
        return text[:i] + others[_number(text, "which") % len(others)] + text[i + 1 :]

    def noun_in_kana(self, text: str) -> str | None:
        """The longest noun with a kanji is written in hiragana."""
        nouns = [m for m in self._morphemes(text) if _is_noun(m) and _KANJI.search(m.surface())]
        longest = max(nouns, key=lambda m: m.end() - m.begin(), default=None)
        return None if longest is None else _replaced(text, longest, hiragana(longest.reading_form()))

    def all_in_kana(self, text: str) -> str | None:
        """Nothing is converted: everything that has a reading stands in hiragana."""
        parts = [
            hiragana(m.reading_form()) if _is_japanese(m) else m.surface() for m in self._morphemes(text)
        ]
        spoilt = "".join(parts)
        return spoilt if spoilt != text else None

    def misconverted(self, text: str) -> str | None:
        """The longest noun that has homophones of the same length stands as one of them."""
        homophones = self._known_homophones()
        found = []
        for m in self._morphemes(text):
            others = [
                w for w in homophones.get(m.reading_form(), ()) if w != m.surface() and _like(w, m.surface())
            ]
            if _is_noun(m) and others:
                found.append((m, others))
        if not found:
            return None
        noun, others = max(found, key=lambda pair: pair[0].end() - pair[0].begin())
        # 連携 becomes 連係 rather than 連繋 or 廉刑: the keyboard offers words that share a character first.
        akin = [w for w in others if set(w) & set(noun.surface())] or others
        return _replaced(text, noun, akin[_number(text, "homophone") % len(akin)])

    def voice(self, text: str) -> str | None:
        """Dictated: no punctuation, a filler at the beginning and one after the first phrase."""
        particles = [m.end() for m in self._morphemes(text) if m.part_of_speech()[0] == "助詞"]
        cut = next((end for end in particles if end < len(text) - 1), 0)
        opening = _OPENING[_number(text, "opening") % len(_OPENING)]
        middle = _MIDDLE[_number(text, "middle") % len(_MIDDLE)] if cut else ""
        return opening + _BREAKS.sub("", text[:cut]) + middle + _BREAKS.sub("", text[cut:])

    def _morphemes(self, text: str) -> list[Morpheme]:
        return list(self._reader.tokenizer().tokenize(text, SplitMode.C))

    def _inner(self, text: str, room: int = 1) -> list[int]:
        """Return where a content word of two characters or more has `room` characters left."""
        words = [m for m in self._morphemes(text) if m.end() - m.begin() > 1 and _is_content(m)]
        return [i for m in words for i in range(m.begin(), m.end() - room + 1)]

    def _known_homophones(self) -> dict[str, list[str]]:
        if self._homophones is None:
            found: dict[str, set[str]] = {}
            for entry in self._reader.entries():
                surface = entry.surface()
                if len(surface) > 1 and _KANJI.fullmatch(surface) and entry.part_of_speech()[1] == "普通名詞":
                    found.setdefault(entry.reading_form(), set()).add(surface)
            self._homophones = {reading: sorted(words) for reading, words in found.items() if len(words) > 1}
        return self._homophones


def hiragana(text: str) -> str:
    """Return a text with its katakana as hiragana."""
    return text.translate(_TO_HIRAGANA)


def half_width(text: str) -> str | None:
    """Return a text with its katakana half as wide (ガ becomes two characters), None without katakana."""
    spoilt = _KATAKANA.sub(lambda found: _narrow(found.group()), text)
    return spoilt if spoilt != text else None


def _narrow(katakana: str) -> str:
    return "".join(_NARROW.get(c, c) for c in unicodedata.normalize("NFD", katakana))


_NARROW = {unicodedata.normalize("NFKC", chr(i)): chr(i) for i in range(0xFF66, 0xFF9E)}
_NARROW |= {"\u3099": "ﾞ", "\u309a": "ﾟ"}


def _beside(character: str) -> str:
    """Return what the neighbouring keys would have made of a character."""
    if character.casefold() in _LETTERS_BESIDE:
        return _LETTERS_BESIDE[character.casefold()]
    kana, is_katakana = hiragana(character), "ァ" <= character <= "ヶ"
    row = next((key for key, row in _ROWS.items() if kana in row), None)
    if row is None:
        return ""
    others = "".join(_ROWS[key][_ROWS[row].index(kana)] for key in _KEYS_BESIDE[row])
    return "".join(chr(ord(c) + 0x60) for c in others) if is_katakana else others


def _like(word: str, other: str) -> bool:
    return len(word) == len(other)


def _replaced(text: str, morpheme: Morpheme, by: str) -> str:
    return text[: morpheme.begin()] + by + text[morpheme.end() :]


def _is_content(morpheme: Morpheme) -> bool:
    return morpheme.part_of_speech()[0] in ("名詞", "動詞", "形容詞", "形状詞")


def _is_noun(morpheme: Morpheme) -> bool:
    speech = morpheme.part_of_speech()
    return bool(speech[0] == "名詞" and speech[1] != "数詞")


def _is_japanese(morpheme: Morpheme) -> bool:
    return bool(re.search(r"[ぁ-ヿ一-鿿々]", morpheme.surface()))


def _pick(places: Sequence[int], text: str, rule: str) -> int | None:
    return places[_number(text, rule) % len(places)] if places else None


def _number(text: str, rule: str) -> int:
    """Return a number that looks thrown but is the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{rule}\n{text}".encode()).digest()[:8], "big")
