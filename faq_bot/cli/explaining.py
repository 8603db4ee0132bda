"""`faq-bot explain`: how a question was read, what made the scores, and why the outcome is what it is."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from faq_bot.assembly import Assistant, today_in_tokyo
from faq_bot.cli.columns import bar, cut, faint, left, right, strong
from faq_bot.conversation.courtesy import Courtesy
from faq_bot.conversation.reply import Reply
from faq_bot.errors import InputError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.record import parse_day
from faq_bot.matching.entry_matcher import Asked
from faq_bot.matching.explaining import Contribution, Explained, Explainer, Explanation

_TOLD = 8
"""Parts of a score a person reads; --json has all."""
_KINDS = {"word": "言葉", "pair": "言葉の組", "reading": "読み", "guess": "推定"}
_OUTCOMES = {"answered": "回答", "choose": "選択", "no_answer": "回答なし"}
_EVIDENCE = {
    "words": "言葉の覆い",
    "pieces": "読みの覆い",
    "nearest": "最も近い言い方との似かた",
    "margin": "2位との差",
    "outside": "範囲外の話題との近さ",
    "foreign": "どこにもない名詞の割合",
    "length": "長さ（言葉の数の対数）",
    "kana": "かなの割合",
    "exact": "言い方と同じ",
}


def explain(options: argparse.Namespace) -> None:
    """Print why a question is answered as it is."""
    if not 1 <= options.limit <= 20:
        raise InputError("--limit", "--limit は1から20までの整数にしてください。")
    assistant = Assistant.load(options.knowledge)
    reply = assistant.ask(options.question, municipality=options.municipality, as_of=options.as_of)
    as_of = parse_day(options.as_of) if options.as_of else today_in_tokyo()
    explainer = Explainer(assistant.knowledge, assistant.matcher)
    explanation = explainer.explain(Asked(options.question, as_of, options.municipality), options.limit)
    reasons = list(_why(reply, explanation, assistant.knowledge))
    if options.json:
        print(json.dumps(_body(reply, explanation, reasons), ensure_ascii=False, indent=2))
    else:
        _print(reply, explanation, reasons)


def _why(reply: Reply, explanation: Explanation, knowledge: Knowledge) -> Iterator[str]:
    """Yield what led to the outcome, by the thresholds of the knowledge base."""
    asked, ranking, calibration = explanation.asked, explanation.ranking, knowledge.calibration
    ours, sure = ranking.in_scope, explanation.right
    refuse, answer = calibration.refuse_below, calibration.answer_from
    yield f"範囲内の確率 {ours:.2f}（断るのは {refuse:.2f} 未満）、1位が正しい確率 {sure:.2f}（答えるのは {answer:.2f} 以上）"
    best = ranking.best
    if asked.as_of < knowledge.sources.first_published:
        yield f"最初の資料（{knowledge.sources.first_published}）より前の日なので断ります。"
    elif Courtesy(knowledge.wording).reply_to(asked.text) is not None:
        yield "あいさつなど、質問でないものへの決まった返事です。"
    elif best is None:
        yield "近い項目が1つもありません。"
    elif ours < refuse:
        yield "範囲内の確率が足りないので断ります。"
    elif reply.outcome == "answered":
        yield "1位で答えます。" if sure >= answer else "確率は足りませんが、ほかの決まりで答えます。"
    elif reply.outcome == "choose" and sure < answer:
        yield "1位が正しい確率が足りないので選んでもらいます。"
    elif reply.outcome == "choose":
        yield "確率は足りますが、ほかの決まり（市町村が分からないなど）で選んでもらいます。"
    else:
        yield "確率は足りますが、ほかの決まり（資料にない市町村の制度など）で断ります。"
    if ranking.outside is not None:
        yield f"範囲外の話題「{ranking.outside.subject}」に、どの項目よりも近い質問です。"


def _body(reply: Reply, explanation: Explanation, reasons: list[str]) -> dict[str, Any]:
    cues, ranking = explanation.cues, explanation.ranking
    return {
        "question": explanation.asked.text,
        "as_of": explanation.asked.as_of.isoformat(),
        "outcome": reply.outcome,
        "answer": reply.answer.id if reply.answer else None,
        "reasons": reasons,
        "in_scope": round(ranking.in_scope, 4),
        "right": round(explanation.right, 4),
        "evidence": {name: round(value, 4) for name, value in asdict(ranking.evidence).items()},
        "outside": ranking.outside.id if ranking.outside else None,
        "read": {
            **asdict(explanation.steps),
            "words": list(explanation.words),
            "guesses": list(explanation.guesses),
            "unknown": list(explanation.missed),
        },
        "cues": asdict(cues),
        "best": [_entry_body(explained) for explained in explanation.best],
    }


def _entry_body(explained: Explained) -> dict[str, Any]:
    candidate = explained.candidate
    return {
        "id": candidate.entry.id,
        "rank": explained.rank,
        "score": round(candidate.score, 4),
        "confidence": round(candidate.confidence, 4),
        "text_score": round(explained.text_score, 4),
        "city_factor": round(explained.city_factor, 4),
        "time_factor": round(explained.time_factor, 4),
        "exact": explained.exact,
        "nearest_wording": explained.nearest_wording,
        "contributions": [{**asdict(c), "share": round(c.share, 4)} for c in explained.contributions],
    }


def _print(reply: Reply, explanation: Explanation, reasons: list[str]) -> None:
    print(strong(f"結果 {_OUTCOMES[reply.outcome]}" + (f" {reply.answer.id}" if reply.answer else "")))
    for reason in reasons:
        print(f"  {reason}")
    _print_reading(explanation)
    for explained in explanation.best:
        _print_entry(explained)
    print(strong("\n確率のもと"))
    for name, value in asdict(explanation.ranking.evidence).items():
        print(f"  {left(_EVIDENCE.get(name, name), 26)}{value:6.2f}")


def _print_reading(explanation: Explanation) -> None:
    steps, cues = explanation.steps, explanation.cues
    print(strong("\n読み取り"))
    rows = [
        ("言葉", "・".join(explanation.words)),
        ("読み", steps.reading),
        ("同じ意味とみた", "、".join(f"{before} → {after}" for before, after in steps.folds)),
        ("数えない", "・".join(steps.dropped)),
        ("項目にない", "・".join(explanation.missed)),
        ("書き間違いとみた", "・".join(explanation.guesses)),
        ("市町村", (cues.city or "") + ("（質問の言葉から）" if cues.named_city else "")),
        ("過去の手がかり", "・".join([*cues.past_words, *map(str, cues.years)])),
        (
            "時点",
            f"{explanation.asked.as_of}"
            + ("より前のことを尋ねている" if cues.past else "のことを尋ねている"),
        ),
    ]
    for name, value in rows:
        if value:
            print(f"  {left(name, 18)}{value}")


def _print_entry(explained: Explained) -> None:
    entry, score = explained.candidate.entry, explained.candidate.score
    print(f"\n{strong(f'{explained.rank}. {entry.question}')}  [{entry.id}]")
    made = f"文字 {explained.text_score:.3f} × 市町村 {explained.city_factor:.2f} × 時期など {explained.time_factor:.2f}"
    print(f"   点 {score:.3f} = {made}、確からしさ {explained.candidate.confidence:.2f}")
    same = "と同じ" if explained.exact else "が最も近い"
    print(f"   {faint(f'言い方「{explained.nearest_wording}」{same}')}")
    for contribution in explained.contributions[:_TOLD]:
        print(f"   {_contribution(contribution)}")
    rest = explained.contributions[_TOLD:]
    if rest:
        print(f"   {right(f'{sum(c.share for c in rest):.0%}', 5)}  ほか{len(rest)}件")


def _contribution(c: Contribution) -> str:
    places = ([f"言い方{c.in_wordings}"] if c.in_wordings else []) + (["答え"] if c.in_answer else [])
    name = left(f"{_KINDS[c.kind]} {cut(c.text, 24)}", 36)
    return f"{right(f'{c.share:.0%}', 5)}  {name}{left(bar(c.share), 21)}{faint('・'.join(places))}"
