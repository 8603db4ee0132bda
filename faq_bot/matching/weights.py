"""The numbers of the scoring, each with its effect."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts.

    The forms follow BM25F (Robertson, Zaragoza 2009); the kinds of feature and the starting values follow
    measurements on municipal FAQs (docs/matching.md), the rest was fitted on tests/questions/ by
    `faq-bot calibrate`.
    """

    k1: float = 1.6
    """How slowly repeated words stop counting. 0: a word counts once, however often it stands there."""
    b: float = 0.5
    """How much long texts are held back. 0: not at all; 1: in full proportion to their length."""
    wordings: float = 1.2
    """A word in a question or phrasing against one in the answer."""
    answer: float = 1.2
    pair: float = 0.3
    """Two neighbouring words together, against one word."""
    piece: float = 0.4
    """Three characters of the reading, against one word: what survives kana, typing slips and misconversion."""
    nearest: float = 0.1
    """The nearest single wording, against the entry as a whole. 0: single wordings are not even indexed."""
    guessed: float = 0.7
    """A word read after a correction of its spelling, against one found as written."""
    meaning: float = 0.6
    """The order by meaning against the order by words, where the extra `semantic` is switched on."""
    other_city: float = 0.6
    """Factor for an entry that holds only in another city than the asker's."""
    own_city: float = 1.2
    """Factor for an entry that holds only in the asker's city."""
    unnamed_city: float = 0.8
    """Factor for an entry that holds only in one city while no city is known."""
    inherits: float = 0.98
    """How much of an older entry's score the newer entry takes over, unless the past is asked about."""
    speaks_for: float = 0.5
    """A newer entry takes over from an older one only with at least this share of its score."""
    superseded: float = 0.9
    """Factor for an entry whose content a later document changed, unless the past is asked about."""

    @classmethod
    def for_pairs(cls) -> "Weights":
        """Return the weights for documents with a single wording and no vocabulary: the answer says more.

        Chosen on the odd questions of benchmarks/quality.py (docs/matching.md).
        """
        return cls(k1=1.6, b=0.5, wordings=1.4, answer=1.0, pair=0.2, piece=0.4, nearest=0.0, meaning=1.2)

    def of_kind(self) -> dict[str, float]:
        """Return the weight of each kind of feature."""
        return {"w": 1.0, "p": self.pair, "r": self.piece}
