"""`confusions` and `import` in a terminal."""

import json
from pathlib import Path

import pytest

from faq_bot.cli.main import run

DONE, BAD_INPUT = 0, 2
TABLE = "質問,回答\nごみはいつ出しますか,月曜日です。\n"


def test_import_says_what_is_written_and_what_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "faq.csv").write_text(TABLE, encoding="cp932")
    assert run(["import", str(tmp_path / "faq.csv"), str(tmp_path / "waste.yaml")]) == DONE
    out = capsys.readouterr().out
    assert "1件を書きました" in out
    assert "phrasings" in out
    assert "waste: 話題の名前" in out


def test_bad_rows_end_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "faq.csv").write_text("質問,回答\nいつ,\n,はい\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "faq.csv"), str(tmp_path / "waste.yaml")]) == BAD_INPUT
    err = capsys.readouterr().err
    assert "2行目" in err
    assert "3行目" in err


def test_confusions_are_few_lines_and_everything_as_json(
    small_knowledge: Path, capsys: pytest.CaptureFixture[str]
):
    lint = ["--knowledge", str(small_knowledge), "confusions"]
    assert run([*lint, "--limit", "1"]) == DONE
    assert "言い方28件のうち" in capsys.readouterr().out
    assert run([*lint, "--limit", "0", "--json"]) == DONE
    body = json.loads(capsys.readouterr().out)
    assert body["asked"] == 28
    assert body["lost"] == sum(len(pair["lost"]) for pair in body["pairs"])


def test_a_limit_below_nothing_is_refused(capsys: pytest.CaptureFixture[str]):
    assert run(["confusions", "--limit", "-1"]) == BAD_INPUT
    assert "--limit" in capsys.readouterr().err
