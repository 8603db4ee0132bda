"""Fits the decision to question files: every second question fits, the others are left for measuring.

The questions that fit are asked in spoilt forms too (typing slips, kana, wrong conversions): each says little by
itself, but together they show what a ranking looks like when it is wrong, which few clean questions do. The
thresholds are chosen on judgements by models that had not seen the question (ten parts, each judged by the rest).
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import yaml

from faq_bot.assembly import Assistant
from faq_bot.conversation.courtesy import Courtesy
from faq_bot.errors import InputError
from faq_bot.evaluation.fitting import Observation, fit, judged_unseen, thresholds
from faq_bot.evaluation.questions import Question, half_of, read_questions
from faq_bot.evaluation.robustness import variants
from faq_bot.evaluation.slips import Slips
from faq_bot.matching.entry_matcher import Asked, EntryMatcher

SPOILT_WEIGHT = 0.1  # eight spoilt forms of a question together count less than itself
_HEADER = """\
# 「答えがあるか」「1番目が正しいか」を確率にするモデルと、その使い方のしきい値。
# faq-bot calibrate が質問ファイルから計算して書きます。手で直さないでください。
"""


def observe(
    matcher: EntryMatcher, question: Question, today: date, number: int = 0, weight: float = 1.0
) -> Observation:
    """Return what the ranking of a question shows, and what is true of it."""
    ranking = matcher.rank(Asked(question.text, question.as_of or today, question.municipality))
    right = ranking.best is not None and not question.gold.isdisjoint(ranking.best.entry.sources)
    return Observation(ranking.evidence, bool(question.gold), right, number, weight)


def calibrate(assistant: Assistant, files: Sequence[Path], path: Path, today: date) -> None:
    """Fit on the odd lines of each file, greetings and attacks aside, and write the result to `path`."""
    matcher, courtesy = assistant.matcher, Courtesy(assistant.knowledge.wording)
    fitting = [question for file in files for question in half_of(read_questions(file), "odd")]
    fitting = [question for question in fitting if courtesy.reply_to(question.text) is None]
    if not any(question.gold for question in fitting):
        raise InputError("FILE", "奇数行目に、gold のある質問が1つは要ります。")
    slips = Slips()
    observations = [observe(matcher, question, today, number) for number, question in enumerate(fitting)]
    spoilt = [
        observe(matcher, variant.spoilt, today, number, SPOILT_WEIGHT)
        for number, question in enumerate(fitting)
        for variant in variants([question], slips)
    ]
    models, chosen = fit(observations, spoilt), thresholds(judged_unseen(observations, spoilt))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    body = {
        "fitted_on": f"{', '.join(file.name for file in files)} の奇数行目（{digest}）",
        "questions": len(fitting),
        "in_scope": models.in_scope.model_dump(),
        "right": models.right.model_dump(),
        "refuse_below": chosen.refuse_below,
        "answer_from": chosen.answer_from,
    }
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(_HEADER + text, encoding="utf-8")
