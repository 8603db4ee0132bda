"""Analysis, search and a whole reply, against Sudachi's own tokenisation of the same questions."""

import statistics
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sudachipy import Dictionary, SplitMode

from benchmarks.timing import best_times, row, times_in_turn
from faq_bot import Assistant
from faq_bot.evaluation.questions import read_questions
from faq_bot.matching.entry_matcher import Asked
from faq_bot.text.analyzer import Analyzer

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 22)


def main() -> None:
    questions = [q.text for q in read_questions(ROOT / "tests/questions/in_scope.jsonl")]
    assistant = Assistant.load(ROOT / "knowledge")
    knowledge = assistant.knowledge
    analyzer = Analyzer(knowledge.synonyms, knowledge.filler_words, knowledge.dictionary)
    tokenizer = Dictionary(dict="core").tokenizer()
    functions: dict[str, Callable[[str], object]] = {
        "Sudachi C (the unit)": lambda q: tokenizer.tokenize(q, SplitMode.C),
        "analysis": analyzer.analyse,
        "search": lambda q: assistant.matcher.rank(Asked(q, DAY)),
        "whole reply": lambda q: assistant.ask(q, as_of=DAY),
        "whole reply, asked again": lambda q: assistant.ask(q, as_of=DAY),
    }
    before: dict[str, Callable[[str], object]] = {
        "search": lambda _: assistant.forget(),
        "whole reply": lambda _: assistant.forget(),
        "whole reply, asked again": lambda q: assistant.ask(q, as_of=DAY),
    }
    print(f"{len(knowledge.entries)} entries, {len(questions)} questions")
    _print("asked in turn, every time counts", times_in_turn(functions, questions, before=before))
    _print(
        "one function at a time, the best of seven rounds", best_times(functions, questions, before=before)
    )


def _print(title: str, times: dict[str, list[float]]) -> None:
    unit = statistics.median(times["Sudachi C (the unit)"])
    print(f"\n{title}\n{'':<34}{'p50 µs':>10}{'p99 µs':>10}{'units':>9}")
    for name, taken in times.items():
        print(row(name, taken, unit))


if __name__ == "__main__":
    main()
