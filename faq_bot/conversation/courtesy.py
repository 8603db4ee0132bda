"""What is no question: greetings, known by the words they wholly consist of, and attacks, by any of theirs."""

import re
from collections.abc import Iterable

from faq_bot.loading.entries import folded
from faq_bot.loading.wording import Wording
from faq_bot.text.cleaning import clean

# 「ね」「です」 may remain around a greeting; 「料金」 is a question.
_LEFT_OVER = re.compile("[ぁ-んー]{0,2}")


class Courtesy:
    """Recognises what is no question."""

    def __init__(self, wording: Wording):
        kinds = (wording.thanks, wording.farewells, wording.greetings, wording.abuse)
        self._kinds = tuple((fixed, _by_length(fixed.words)) for fixed in kinds)
        self._unsafe = tuple(clean(word) for word in wording.unsafe.words)
        self._refusal = wording.unsafe.reply
        self._all_words = _by_length(word for fixed in kinds for word in fixed.words)

    def reply_to(self, text: str) -> str | None:
        """Return the fixed reply to an attack or to nothing but greetings, thanks and the like, or None."""
        cleaned = clean(text)
        if any(word in cleaned for word in self._unsafe):
            return self._refusal
        bare = folded(text)
        if not bare or not _LEFT_OVER.fullmatch(_without(bare, self._all_words)):
            return None
        return next((fixed.reply for fixed, words in self._kinds if any(w in bare for w in words)), None)


def _by_length(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({folded(word) for word in words}, key=lambda word: (-len(word), word)))


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text
