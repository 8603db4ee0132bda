"""Texts of strangers in cells of a table: a spreadsheet must show them, never run them as formulas."""

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that begins like one gets a `'` in front."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(_BEGINS_FORMULA) else text
