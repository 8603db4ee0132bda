"""Which municipality of the knowledge base a question names, one slip in its name forgiven."""

import re
from collections.abc import Iterable, Sequence

from faq_bot.loading.vocabulary import Municipality
from faq_bot.text.analyzer import Analysis
from faq_bot.text.cleaning import to_hiragana

_ENDINGS = "[市氏史誌志]"
"""市, and what the keyboard offers for its sound."""
_CHARACTER = "[^\\W\\da-z_ぁ-ん県府都道郡]"
"""What may stand for a character of a name: no particle, no end of a prefecture's name."""
_KANA = "[ぁ-んー]"
_LONG = 4  # a name in kana of this length is known with one slip in it


class Cities:
    """The municipalities by their names. Immutable; safe to share between threads."""

    def __init__(self, municipalities: Sequence[Municipality]):
        self._names = [(name, m.id) for m in municipalities for name in m.names]
        self._misspelt = [
            (re.compile("|".join(slips)), m.id)
            for m in municipalities
            if (slips := [slip for name in {m.name, *m.names} for slip in _slips(name)])
        ]

    def named(self, query: Analysis) -> str | None:
        """Return the one municipality a question names, None for none or several."""
        plain = to_hiragana(query.text)
        named = {municipality for name, municipality in self._names if name in plain}
        if not named:
            named = set(self._nearly_named(query, plain))
        return named.pop() if len(named) == 1 else None

    def _nearly_named(self, query: Analysis, plain: str) -> Iterable[str]:
        for pattern, municipality in self._misspelt:
            found = pattern.search(plain)
            # 松本市 is no slip of 松戸市: it is another city.
            if found and not any(u.is_place and u.form == found.group()[:-1] for u in query.units):
                yield municipality


def _slips(name: str) -> Iterable[str]:
    """Yield a pattern for each place where a name may have one wrong, missing or swapped character."""
    kana = re.fullmatch(f"{_KANA}+", name) is not None
    stem = name.removesuffix("市")
    if (kana and len(name) < _LONG) or (not kana and stem == name):
        return
    end, anything = ("", _KANA) if kana else (_ENDINGS, _CHARACTER)
    for i in range(len(stem)):
        yield f"{stem[:i]}{anything}{stem[i + 1 :]}{end}"
        if len(stem) > 2 and not kana:
            yield f"{stem[:i]}{stem[i + 1 :]}{end}"
            yield f"{stem[:i]}{stem[i : i + 2][::-1]}{stem[i + 2 :]}{end}"
