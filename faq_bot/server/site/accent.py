"""Whether a city's colour may carry white letters."""

import re

from faq_bot.errors import InputError

LEAST = 4.5
"""The contrast WCAG 1.4.3 asks of letters."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def check_accent(colour: str) -> None:
    """InputError unless a colour is "" or #RRGGBB on which white letters can be read."""
    if not colour:
        return
    if not _COLOUR.fullmatch(colour):
        raise InputError("accent", "色は「#」と6けたの英数字（0〜9、A〜F）で書いてください（例: #0017C1）。")
    contrast = contrast_with_white(colour)
    if contrast < LEAST:
        raise InputError(
            "accent",
            f"この色では白い文字が読みにくくなります（コントラスト比 {contrast:.1f}、必要なのは {LEAST} 以上）。"
            "もっと濃い色にしてください。",
        )


def contrast_with_white(colour: str) -> float:
    """Return the contrast between a colour #RRGGBB and white, 1 to 21 (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
