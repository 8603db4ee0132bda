"""What is no question: greetings, known by the words they wholly consist of, and attacks, by any of theirs."""

import re
from collections.abc import Iterable

from faq_bot.loading.entries import folded
from faq_bot.loading.wording import Wording
from faq_bot.text.cleaning import clean

# 「ね」「です」 may remain around a greeting; 「料金」 is a question.
_LONGEST = 60  # characters of nothing but courtesy
_LEFT_OVER = re.compile("[ぁ-んー]{0,2}")


class Courtesy:
    """Recognises what is no question."""

    def __init__(self, wording: Wording):
        kinds = (wording.thanks, wording.farewells, wording.greetings, wording.abuse)
        self._kinds = tuple((fixed, _by_length(fixed.words)) for fixed in kinds)
        self._unsafe = re.compile("|".join(re.escape(clean(word)) for word in wording.unsafe.words))
        self._refusal = wording.unsafe.reply
        # The longest first, so that 「ありがとうございます」 leaves nothing of itself.
        words = _by_length(word for fixed in kinds for word in fixed.words)
        self._all_words = re.compile("|".join(map(re.escape, words)))
        self._begins = re.compile(f"{_LEFT_OVER.pattern}(?:{self._all_words.pattern})")

    def reply_to(self, text: str) -> str | None:
        """Return the fixed reply to an attack or to nothing but greetings, thanks and the like, or None."""
        cleaned = clean(text)
        if self._unsafe.search(cleaned):
            return self._refusal
        bare = folded(text)
        if not bare or len(bare) > _LONGEST or not self._begins.match(bare):
            return None
        if not _LEFT_OVER.fullmatch(self._all_words.sub("", bare)):
            return None
        return next((fixed.reply for fixed, words in self._kinds if any(w in bare for w in words)), None)


def _by_length(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({folded(word) for word in words}, key=lambda word: (-len(word), word)))
