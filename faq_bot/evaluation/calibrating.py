"""Fits the decision to question files: every second question fits, the others are left for measuring."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import yaml

from faq_bot.errors import InputError
from faq_bot.evaluation.fitting import Observation, answer_threshold, fit
from faq_bot.evaluation.questions import Question, half_of, read_questions
from faq_bot.matching.entry_matcher import Asked, EntryMatcher

REFUSE_BELOW = 0.5
_HEADER = """\
# 「答えがあるか」「1番目が正しいか」を確率にするモデルと、その使い方のしきい値。
# faq-bot calibrate が質問ファイルから計算して書きます。手で直さないでください。
"""


def observe(matcher: EntryMatcher, question: Question, today: date) -> Observation:
    """Return what the ranking of a question shows, and what is true of it."""
    ranking = matcher.rank(Asked(question.text, question.as_of or today, question.municipality))
    right = ranking.best is not None and not question.gold.isdisjoint(ranking.best.entry.sources)
    return Observation(ranking.evidence, bool(question.gold), right)


def calibrate(matcher: EntryMatcher, files: Sequence[Path], path: Path, today: date) -> None:
    """Fit on the odd lines of each file and write the result to `path`."""
    fitting = [question for file in files for question in half_of(read_questions(file), "odd")]
    if not any(question.gold for question in fitting):
        raise InputError("FILE", "奇数行目に、gold のある質問が1つは要ります。")
    observations = [observe(matcher, question, today) for question in fitting]
    in_scope, right = fit(observations, REFUSE_BELOW)
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    body = {
        "fitted_on": f"{', '.join(file.name for file in files)} の奇数行目（{digest}）",
        "questions": len(fitting),
        "in_scope": in_scope.model_dump(),
        "right": right.model_dump(),
        "refuse_below": REFUSE_BELOW,
        "answer_from": answer_threshold(observations, in_scope, right, REFUSE_BELOW),
    }
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(_HEADER + text, encoding="utf-8")
