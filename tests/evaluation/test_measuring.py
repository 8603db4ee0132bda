"""The figures of a question set, against figures worked out by hand."""

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from faq_bot.assembly import Assistant
from faq_bot.errors import InputError
from faq_bot.evaluation.asking import ask_all
from faq_bot.evaluation.calibrating import calibrate
from faq_bot.evaluation.fitting import Judged, Observation, fit, judged_unseen, thresholds
from faq_bot.evaluation.measuring import Figures, OutsideRow, Row, measure
from faq_bot.evaluation.questions import read_questions
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.matching.calibration import FEATURES, Evidence, probability

TODAY = datetime.date(2026, 11, 22)

# Every question is a wording of the small knowledge base or a greeting: the outcome is certain.
EXACT = [
    {"id": "1", "query": "やかん 修理", "gold": ["HD-31"], "kind": "one"},
    {"id": "2", "query": "やかんを直したい", "gold": ["HD-32", "TM-1"], "kind": "one"},
    {"id": "3", "query": "湯沸かしの故障", "gold": ["TM-1"], "kind": "one"},
    {"id": "4", "query": "こんにちは", "gold": ["HD-1"], "kind": "two"},
    {"id": "5", "query": "ありがとう", "gold": [], "kind": "out"},
    {"id": "6", "query": "やかんの穴をふさぐ", "gold": [], "kind": "out"},
    {"id": "7", "query": "銅の皿 値段", "gold": ["TM-1"], "kind": "two", "as_of": "2026-03-16"},
    {"id": "8", "query": "銅の皿 値段", "gold": ["TM-1"], "kind": "two", "as_of": "2025-03-31"},
]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def figures_of(assistant: Assistant, file: Path) -> Figures:
    return measure(assistant, ask_all(assistant, read_questions(file), TODAY))


@pytest.fixture
def sure(small_knowledge: Path) -> Assistant:
    """An assistant that is sure of every exact wording and of nothing else."""
    model = "{intercept: -9.0, weights: {exact: 18.0}}"
    text = f"fitted_on: 試し\nquestions: 1\nin_scope: {model}\nright: {model}\nrefuse_below: 0.5\nanswer_from: 0.5\n"
    (small_knowledge / "calibration.yaml").write_text(text, encoding="utf-8")
    return Assistant.load(small_knowledge, today=lambda: TODAY)


def test_the_figures_are_those_worked_out_by_hand(sure: Assistant, tmp_path: Path):
    figures = figures_of(sure, write(tmp_path / "set.jsonl", EXACT))
    # six questions have an answer: 1, 2 and 7 right; 3 wrong; 4 a greeting, 8 before the document: missed
    assert figures.rows == [
        Row("全体", 6, 3 / 6, 3 / 6, 3 / 6, 1 / 6, 0.0, 2 / 6),
        Row("one", 3, 2 / 3, 2 / 3, 2 / 3, 1 / 3, 0.0, 0.0),
        Row("two", 3, 1 / 3, 1 / 3, 1 / 3, 0.0, 0.0, 2 / 3),
    ]
    assert figures.outside == [
        OutsideRow("全体", 2, 1 / 2, 0.0, 1 / 2),
        OutsideRow("out", 2, 1 / 2, 0.0, 1 / 2),
    ]
    assert [(miss.id, miss.outcome) for miss in figures.misses] == [
        ("3", "answered"),
        ("4", "no_answer"),
        ("6", "answered"),
        ("8", "no_answer"),
    ]


def test_a_choice_counts_by_the_place_of_the_right_candidate(small_knowledge: Path, tmp_path: Path):
    text = (
        "fitted_on: 試し\nquestions: 1\nin_scope: {intercept: 9.0, weights: {}}\n"
        "right: {intercept: -9.0, weights: {}}\nrefuse_below: 0.5\nanswer_from: 0.5\n"
    )
    (small_knowledge / "calibration.yaml").write_text(text, encoding="utf-8")
    assistant = Assistant.load(small_knowledge, today=lambda: TODAY)
    # every word but one is the kettle's, the last is the feast's: the kettle leads, the feast follows
    asked = "壊れたやかんの修理を金物屋で、松戸"
    rows = [
        {"id": "1", "query": asked, "gold": ["HD-31"], "kind": "k"},
        {"id": "2", "query": asked, "gold": ["MD-1"], "kind": "k"},
        {"id": "3", "query": asked, "gold": ["HD-5"], "kind": "k"},
        {"id": "4", "query": "こんにちは", "gold": ["HD-31"], "kind": "k"},
    ]
    figures = figures_of(assistant, write(tmp_path / "set.jsonl", rows))
    assert figures.rows[0] == Row("全体", 4, 1 / 4, 2 / 4, 0.0, 0.0, 3 / 4, 1 / 4)


def test_the_passages_that_quote_the_contact_count_as_the_contact(tmp_path: Path):
    rows = [
        {"query": "電話", "gold": ["CB-5"]},
        {"query": "電話", "gold": ["HD-L2.1"]},
        {"query": "電話", "gold": ["HD-1"]},
    ]
    questions = read_questions(write(tmp_path / "set.jsonl", rows))
    assert [question.gold for question in questions] == [{"CB-5", "HD-H"}, {"HD-L2.1", "HD-H"}, {"HD-1"}]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "5",
        '"電話"',
        '{"query": "電話"}',
        '{"gold": []}',
        '{"query": 5, "gold": []}',
        '{"query": "電話", "gold": "HD-1"}',
        '{"query": "電話", "gold": [], "golden": 1}',
        '{"query": "電話", "gold": [], "as_of": "2026-02-30"}',
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, tmp_path: Path):
    path = tmp_path / "set.jsonl"
    path.write_text('{"query": "電話", "gold": []}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"set\.jsonl:3"):
        read_questions(path)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff"])
def test_a_file_without_questions_is_refused(content: bytes, tmp_path: Path):
    path = tmp_path / "set.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_questions(path)
    assert caught.value.field == "FILE"


# ---- fitting ----


def observed(value: float, in_scope: bool, right: bool, question: int = 0) -> Observation:
    evidence = Evidence(**{**dict.fromkeys(FEATURES, 0.0), FEATURES[0]: value})
    return Observation(evidence, in_scope, right, question)


def test_a_feature_that_speaks_for_being_ours_gets_a_positive_weight():
    few, many = [observed(0.1, False, False)] * 20, [observed(0.9, True, True)] * 20
    in_scope = fit(few + many).in_scope
    assert in_scope.weights[FEATURES[0]] > 0
    assert probability(in_scope, few[0].evidence) < 0.5 < probability(in_scope, many[0].evidence)


def test_without_any_telling_feature_the_share_is_fitted():
    # three of four are ours, two of those three are answered rightly
    set_ = [
        observed(0.0, True, True),
        observed(0.0, True, True),
        observed(0.0, True, False),
        observed(0.0, False, False),
    ]
    models = fit(set_ * 25)
    assert probability(models.in_scope, set_[0].evidence) == pytest.approx(3 / 4, abs=1e-3)
    assert probability(models.right, set_[0].evidence) == pytest.approx(2 / 3, abs=1e-3)


def test_what_is_not_ours_does_not_count_for_being_right():
    outside, ours = [observed(0.0, False, False)] * 50, [observed(1.0, True, True)] * 50
    models = fit(outside + ours)
    assert probability(models.in_scope, outside[0].evidence) < 0.5
    assert probability(models.right, ours[0].evidence) > 0.99


def test_spoilt_questions_teach_what_is_right_and_not_what_is_ours():
    clean = [observed(0.9, True, True), observed(0.9, False, False)] * 20
    spoilt = [observed(0.1, True, False)] * 200
    alone, helped = fit(clean), fit(clean, spoilt)
    assert helped.in_scope == alone.in_scope
    assert probability(helped.right, spoilt[0].evidence) < 0.5 < probability(helped.right, clean[0].evidence)


def test_spoilt_questions_weigh_what_they_are_given():
    right, wrong = [observed(0.0, True, True)] * 10, observed(0.0, True, False)
    model = fit(right, [replace(wrong, weight=0.1)] * 100).right
    assert probability(model, wrong.evidence) == pytest.approx(10 / 20, abs=1e-3)


def test_every_question_is_judged_by_models_that_have_not_seen_it():
    # the one question that is answered wrongly is the only sign of what its evidence means
    ordinary = [observed(0.9, True, True, question) for question in range(1, 40)]
    odd_one = observed(0.1, True, False, question=0)
    (judged,) = [j for j in judged_unseen([odd_one, *ordinary]) if not j.right]
    assert judged.sure_right > 0.9


def judged(*rows: tuple[float, float, bool, bool], times: int = 1) -> list[Judged]:
    return [Judged(*row) for row in rows] * times


def test_the_first_threshold_refuses_enough_of_what_is_not_ours():
    outside = judged((0.2, 0.0, False, False), times=93) + judged((0.4, 0.0, False, False), times=7)
    inside = judged((0.9, 0.9, True, True), times=10)
    assert thresholds(outside + inside).refuse_below == 0.21


def test_the_second_threshold_lets_few_wrong_answers_through():
    # two wrong ones of two hundred may pass, three may not
    right = judged((1.0, 0.9, True, True), times=197)
    wrong = judged((1.0, 0.62, True, False))
    assert thresholds(right + wrong * 2).answer_from == 0.5
    assert thresholds(right + wrong * 3).answer_from == 0.63


def test_the_second_threshold_lets_few_answers_to_what_is_not_ours_through():
    right = judged((1.0, 0.9, True, True), times=50)
    refused = judged((0.1, 0.1, False, False), times=197)
    strays = judged((0.7, 0.7, False, False))
    assert thresholds(right + refused + strays * 3).answer_from == 0.5
    assert thresholds(right + refused + strays * 4).answer_from == 0.71


def test_calibrate_writes_a_file_the_loader_accepts(small_knowledge: Path, tmp_path: Path):
    assistant = Assistant.load(small_knowledge, today=lambda: TODAY)
    file = write(tmp_path / "質問: set.jsonl", EXACT)
    calibrate(assistant, [file], small_knowledge / "calibration.yaml", TODAY)
    written = load_knowledge(small_knowledge).calibration
    assert written.questions == 3  # the thanks among the odd lines is no question
    assert "質問: set.jsonl" in written.fitted_on
    assert set(written.in_scope.weights) == set(FEATURES)


def test_calibrate_is_the_same_twice(small_knowledge: Path, tmp_path: Path):
    path = small_knowledge / "calibration.yaml"
    file = write(tmp_path / "set.jsonl", EXACT)
    texts = []
    for _ in range(2):
        calibrate(Assistant.load(small_knowledge), [file], path, TODAY)
        texts.append(path.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]


def test_calibrate_refuses_a_set_in_which_nothing_is_ours(small_knowledge: Path, tmp_path: Path):
    path = small_knowledge / "calibration.yaml"
    before = path.read_bytes()
    outside = [row for row in EXACT if not row["gold"]]
    with pytest.raises(InputError):
        calibrate(Assistant.load(small_knowledge), [write(tmp_path / "out.jsonl", outside)], path, TODAY)
    assert path.read_bytes() == before


def test_not_too_many_are_asked_back_for_the_sake_of_a_few_wrong_answers():
    # only from 0.91 on nothing is wrong, but that would ask back more than fifteen in a hundred
    right = judged((1.0, 0.95, True, True), times=85) + judged((1.0, 0.7, True, True), times=20)
    assert thresholds(right + judged((1.0, 0.9, True, False), times=5)).answer_from == 0.7
