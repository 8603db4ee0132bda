"""Months and days spelt in kana: ごがつ, ついたち, さんじゅういちにち."""

_ONES = (
    ("いち",),
    ("に",),
    ("さん",),
    ("し", "よん"),
    ("ご",),
    ("ろく",),
    ("しち", "なな"),
    ("はち",),
    ("く", "きゅう"),
)
_SPECIAL = {
    1: ("ついたち",),
    2: ("ふつか",),
    3: ("みっか",),
    4: ("よっか",),
    5: ("いつか",),
    6: ("むいか",),
    7: ("なのか",),
    8: ("ようか",),
    9: ("ここのか",),
    10: ("とおか",),
    14: ("じゅうよっか",),
    20: ("はつか",),
    24: ("にじゅうよっか",),
}


def _spellings(value: int) -> tuple[str, ...]:
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "じゅう" if tens == 1 else f"{_ONES[tens - 1][0]}じゅう"
    return tuple(head + one for one in _ONES[ones - 1]) if ones else (head,)


MONTHS = {f"{spelt}がつ": month for month in range(1, 13) for spelt in _spellings(month)}
"""Month by its name in hiragana."""
DAYS = {f"{spelt}にち": day for day in range(1, 32) for spelt in _spellings(day)}
DAYS |= {name: day for day, names in _SPECIAL.items() for name in names}
"""Day of the month by its name in hiragana; 「いつか」 also means some day, so it counts only behind a month."""
