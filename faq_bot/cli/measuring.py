"""The commands that measure: `evaluate`, `calibrate`, `robustness`."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from tqdm import tqdm

from faq_bot.assembly import Assistant, today_in_tokyo
from faq_bot.cli.figures import print_figures, print_robustness
from faq_bot.errors import InputError
from faq_bot.evaluation.asking import Answered, Progress, ask_all
from faq_bot.evaluation.calibrating import calibrate as fit_calibration
from faq_bot.evaluation.measuring import measure
from faq_bot.evaluation.pictures import require_matplotlib
from faq_bot.evaluation.questions import Question, half_of, read_questions
from faq_bot.evaluation.robustness import Kept, kept, variants, write_variants
from faq_bot.evaluation.slips import Slips

_HALVES = {None: "", "odd": "（奇数行目）", "even": "（偶数行目）"}
Options = argparse.Namespace


def evaluate(options: Options) -> None:
    """Print how well the questions of the files are answered."""
    if options.report is not None:
        require_matplotlib()
        if not options.report.parent.is_dir():
            raise InputError("--report", f"フォルダ {options.report.parent} がありません。")
    assistant = Assistant.load(options.knowledge)
    questions = [q for file in options.file for q in half_of(read_questions(file), options.half)]
    if not questions:
        raise InputError("--half", "この半分には質問がありません。")
    answered = ask_all(assistant, questions, today_in_tokyo(), _progress("質問"))
    figures = measure(assistant, answered)
    spoilt = _spoilt(assistant, answered) if options.robustness else []
    if options.json:
        body = {**figures.to_dict(), "robustness": [asdict(row) for row in spoilt]}
        print(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        print_figures(figures)
        if spoilt:
            print_robustness(spoilt)
    if options.report is not None:
        from faq_bot.evaluation.report import report  # noqa: PLC0415  only a report needs its template engine

        names = ", ".join(file.name for file in options.file) + _HALVES[options.half]
        version = assistant.knowledge.version
        options.report.write_text(report(figures, spoilt, f"{names}、ナレッジ {version}"), encoding="utf-8")
        print(f"{options.report} に書きました。", file=sys.stderr)


def calibrate(options: Options) -> None:
    """Fit the decision's models to question files and write them into the knowledge folder."""
    assistant = Assistant.load(options.knowledge)
    path = options.knowledge / "calibration.yaml"
    fit_calibration(assistant, options.file, path, today_in_tokyo())
    print(f"{path} を書き直しました。")


def robustness(options: Options) -> None:
    """Write the questions of a file, spoilt by every rule, as a question file."""
    if options.out.exists() and not options.force:
        raise InputError("OUT", f"{options.out} はもうあります。書き直すときは --force を付けてください。")
    found = variants(read_questions(options.file))
    write_variants(found, options.out)
    print(f"{options.out} に {len(found)}問を書きました。")


def _spoilt(assistant: Assistant, answered: Sequence[Answered]) -> list[Kept]:
    slips = Slips()
    clean = [a for a in answered if a.question.gold]
    found = variants([a.question for a in clean], slips)
    asked = ask_all(assistant, [v.spoilt for v in found], today_in_tokyo(), _progress("崩した質問"))
    return kept(found, clean, asked, slips)


def _progress(label: str) -> Progress:
    """Return what shows on a terminal how many questions are done; it says nothing elsewhere."""

    def shown(questions: Sequence[Question]) -> Iterable[Question]:
        quiet = not sys.stderr.isatty()
        return tqdm(questions, desc=label, unit="問", file=sys.stderr, disable=quiet, leave=False)

    return shown
