"""`evaluate`, `robustness` and `explain` in a terminal."""

import importlib.util
import json
from pathlib import Path

import pytest

from faq_bot.cli.columns import bar, cut, left, right, width
from faq_bot.cli.main import run

DONE, BAD_INPUT = 0, 2
QUESTIONS = (
    '{"id": "1", "query": "やかん 修理", "gold": ["HD-31"], "kind": "a"}\n'
    '{"id": "2", "query": "壊れたやかんの修理を金物屋で、松戸", "gold": ["MD-1"], "kind": "b"}\n'
    '{"id": "3", "query": "こんにちは", "gold": [], "kind": "hello"}\n'
)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


def test_evaluate_says_how_honest_the_probabilities_are_and_why_something_missed(
    small_knowledge: Path, questions: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(["--knowledge", str(small_knowledge), "evaluate", str(questions)]) == DONE
    out, err = capsys.readouterr()
    assert "較正誤差" in out
    assert "AUROC" in out
    assert "0.9以上で答えた" in out
    miss = out[out.index("外れた質問 1件") :]
    assert "1位 kettle-repair" in miss
    assert "2位 matsudo-festival" in miss
    assert "「薬缶」" in miss
    assert err == ""  # no progress bar where nobody watches


@pytest.mark.parametrize(("half", "ids"), [("odd", ["a"]), ("even", ["b"])])
def test_a_half_measures_only_its_lines(
    half: str, ids: list[str], small_knowledge: Path, questions: Path, capsys: pytest.CaptureFixture[str]
):
    run(["--knowledge", str(small_knowledge), "evaluate", str(questions), "--half", half, "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert [row["kind"] for row in figures["rows"]] == ["全体", *ids]
    assert (len(figures["outside"]) > 0) == (half == "odd")


def test_evaluate_writes_a_report(small_knowledge: Path, questions: Path, tmp_path: Path):
    page = tmp_path / "report.html"
    arguments = ["evaluate", str(questions), "--half", "even", "--report", str(page)]
    assert run(["--knowledge", str(small_knowledge), *arguments]) == DONE
    assert "set.jsonl（偶数行目）" in page.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_ends_with_2(
    small_knowledge: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    page = tmp_path / "nowhere" / "report.html"
    assert (
        run(["--knowledge", str(small_knowledge), "evaluate", str(questions), "--report", str(page)])
        == BAD_INPUT
    )
    assert "nowhere" in capsys.readouterr().err


def test_a_report_without_matplotlib_says_how_to_get_it(
    small_knowledge: Path,
    questions: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    arguments = ["evaluate", str(questions), "--report", str(tmp_path / "r.html")]
    assert run(["--knowledge", str(small_knowledge), *arguments]) == BAD_INPUT
    assert "careplan-faq-bot[report]" in capsys.readouterr().err


def test_evaluate_prints_what_each_rule_leaves(
    small_knowledge: Path, questions: Path, capsys: pytest.CaptureFixture[str]
):
    run(["--knowledge", str(small_knowledge), "evaluate", str(questions), "--robustness", "--json"])
    rows = json.loads(capsys.readouterr().out)["robustness"]
    assert {"typo-dropped", "all-kana", "voice"} <= {row["rule"] for row in rows}
    run(["--knowledge", str(small_knowledge), "evaluate", str(questions), "--robustness"])
    assert "音声入力" in capsys.readouterr().out


def test_robustness_writes_a_question_file_once(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "spoilt.jsonl"
    assert run(["robustness", str(questions), str(out)]) == DONE
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {line["id"].split("-")[0] for line in lines} == {"1", "2"}
    before = out.read_bytes()
    assert run(["robustness", str(questions), str(out)]) == BAD_INPUT
    assert "--force" in capsys.readouterr().err
    assert run(["robustness", str(questions), str(out), "--force"]) == DONE
    assert out.read_bytes() == before


# ---- explain ----


def test_explain_shows_reading_parts_and_reasons(small_knowledge: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ["explain", "去年、やかんを修理した", "--as-of", "2026-11-22"]
    assert run(["--knowledge", str(small_knowledge), *arguments]) == DONE
    out = capsys.readouterr().out
    for expected in ("結果 ", "薬缶", "キョネン", "去年", "[kettle-repair]", "範囲内の確率", "言い方"):
        assert expected in out


def test_explain_gives_everything_as_json(small_knowledge: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ["explain", "松戸の祭り", "--municipality", "chiba", "--limit", "1", "--json"]
    assert run(["--knowledge", str(small_knowledge), *arguments]) == DONE
    body = json.loads(capsys.readouterr().out)
    assert (body["cues"]["named_city"], len(body["best"])) == ("matsudo", 1)
    assert body["best"][0]["id"] == "matsudo-festival"
    assert abs(sum(c["share"] for c in body["best"][0]["contributions"]) - 1) < 0.01
    assert body["reasons"] != []


@pytest.mark.parametrize(
    "question", ["こんにちは", "！？", "雨傘 レンタル", "やかん 修理", "やかんか祭りか", "東京の天気"]
)
def test_every_outcome_has_a_reason(question: str, small_knowledge: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["--knowledge", str(small_knowledge), "explain", question, "--json"]) == DONE
    body = json.loads(capsys.readouterr().out)
    assert len(body["reasons"]) >= 2


@pytest.mark.parametrize(
    ("question", "day", "reason"),
    [
        ("こんにちは", "2026-11-22", "あいさつ"),
        ("やかん 修理", "2025-02-18", "最初の資料（2025-02-19）より前"),
    ],
)
def test_what_no_score_decided_is_said_to_be_so(
    question: str, day: str, reason: str, small_knowledge: Path, capsys: pytest.CaptureFixture[str]
):
    run(["--knowledge", str(small_knowledge), "explain", question, "--as-of", day])
    assert reason in capsys.readouterr().out


@pytest.mark.parametrize("limit", ["0", "21", "-1"])
def test_explain_refuses_a_limit_beyond_its_bounds(limit: str, capsys: pytest.CaptureFixture[str]):
    assert run(["explain", "祭り", "--limit", limit]) == BAD_INPUT
    assert "1から20" in capsys.readouterr().err


# ---- columns ----


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("abc", 3), ("料金", 4), ("ﾊﾞｽ", 3), ("a料", 3)])
def test_a_japanese_character_is_two_columns_wide(text: str, columns: int):
    assert width(text) == columns


def test_texts_are_filled_and_cut_to_columns():
    assert (left("料", 4), right("料", 4)) == ("料  ", "  料")
    assert cut("料金表", 6) == "料金表"
    assert cut("料金表です", 7) == "料金…"


@pytest.mark.parametrize(("share", "length"), [(0.0, 0), (0.001, 1), (0.5, 10), (1.0, 20), (1.5, 20)])
def test_a_bar_is_as_long_as_its_share_and_never_nothing_for_something(share: float, length: int):
    assert len(bar(share)) == length
