"""Numbers as people write them: digits, kanji, counted in kana (ひとつ, ふたつ)."""

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100}
_COUNTED = ("", "ひと", "ふた", "みっ", "よっ", "いつ", "むっ", "なな", "やっ", "ここの")

NUMBER = r"(?:\d{1,4}|[〇零一二三四五六七八九十百]{1,5})"
"""A number in digits or kanji, as a pattern."""
COUNTED = "|".join([f"{stem}つ" for stem in _COUNTED[1:]])
"""One to nine, counted in kana, as a pattern."""


def number(text: str) -> int:
    """Return the number a text of `NUMBER`, of `COUNTED` or 「元」 (the first year of an era) stands for."""
    if text.isdigit():
        return int(text)
    if text == "元":
        return 1
    if text.endswith("つ") and text[:-1] in _COUNTED:
        return _COUNTED.index(text[:-1])
    if not _UNITS.keys() & set(text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[c], 0
        else:
            digit = _DIGITS[c]
    return total + digit
