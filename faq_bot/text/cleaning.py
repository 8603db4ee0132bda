"""One way of writing characters: width folded, controls gone, white space single."""

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(ord("ぁ"), ord("ゖ") + 1)}
_HIRAGANA = {katakana: hiragana for hiragana, katakana in _KATAKANA.items()}
_KANA = frozenset(c for c in map(chr, range(ord("ぁ"), ord("ヿ") + 1)) if c.isalpha())
_ROWS = {
    "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ", "m": "まみむめも",
    "y": "やいゆえよ", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
    "w": "わいうえを",
}  # fmt: skip
_STRAY = re.compile("(?<=[ぁ-ヺー一-鿿])([bdghkmnprstwyz])(?:([あいうえお])|(?=[ぁ-ヺー]))")
"""A consonant that was typed and never became a kana: らいせnす, ありまsか."""
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


@lru_cache(64)  # a question is cleaned by every room that looks at it
def clean(text: str) -> str:
    """Return `text` in NFKC, lower case, without control characters, white space folded.

    Half-width kana become full-width, full-width letters and digits become ASCII.
    """
    folded = unicodedata.normalize("NFKC", text)
    if not folded.isprintable():
        folded = "".join(" " if c.isspace() else c for c in folded if c.isspace() or _printable(c))
    return _SPACE.sub(" ", folded).strip().casefold()


def _printable(character: str) -> bool:
    return unicodedata.category(character) not in _UNPRINTABLE


def without_stray_keys(text: str) -> str:
    """Return a cleaned text with the consonants that stand alone between kana made kana, or taken out."""
    return _STRAY.sub(_settled, text)


def _settled(found: re.Match[str]) -> str:
    key, vowel = found.groups()
    if vowel:
        return _ROWS[key]["あいうえお".index(vowel)]
    return "ん" if key == "n" else ""


@lru_cache(64)
def to_hiragana(text: str) -> str:
    """Return `text` with every katakana that has a hiragana written as it."""
    return text.translate(_HIRAGANA)


def to_katakana(text: str) -> str:
    """Return `text` with every hiragana written as its katakana."""
    return text.translate(_KATAKANA)


def kana_share(text: str) -> float:
    """Return which share of the letters of `text` is kana, 0 to 1 (1 for no letters at all)."""
    letters = sum(map(str.isalpha, text))
    return sum(map(_KANA.__contains__, text)) / letters if letters else 1.0
