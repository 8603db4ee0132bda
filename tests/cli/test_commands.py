"""The command line: what it prints, and with which status it ends."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from faq_bot.cli.main import parser, run
from faq_bot.loading.knowledge import load_knowledge
from tests.conftest import KNOWLEDGE, plain_environment

UNIT = "ライセンスはパソコンごとに買うの？"
DONE, BAD_INPUT, BROKEN_KNOWLEDGE = 0, 2, 3
COMMANDS = next(sorted(action.choices) for action in parser()._actions if action.metavar == "コマンド")


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def faq_bot(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command in this process."""
    monkeypatch.delenv("FAQ_BOT_KNOWLEDGE", raising=False)

    def command(*arguments: object) -> Ended:
        capsys.readouterr()
        try:
            status = run([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse ends by itself
            status = int(end.code or 0)
        printed = capsys.readouterr()
        return Ended(status, printed.out, printed.err)

    return command


# ---- answers ----


def test_ask_prints_the_answer_the_source_and_its_day(faq_bot: Any):
    ended = faq_bot("ask", UNIT)
    assert ended.status == DONE
    lines = ended.out.splitlines()
    assert "事業所番号ごとにかかります" in ended.out
    assert [line for line in lines if "HD-31" in line and "2025-04-14" in line]
    assert "\033" not in ended.out


def test_ask_prints_the_fields_of_the_contract_as_json(faq_bot: Any):
    reply = faq_bot("ask", UNIT, "--json").json
    assert reply["outcome"] == "answered"
    assert "HD-31" in [source["ref"] for source in reply["answer"]["sources"]]


def test_a_choice_and_a_refusal_are_no_failure(faq_bot: Any):
    choice, refusal = faq_bot("ask", "料金", "--json"), faq_bot("ask", "明日の天気は", "--json")
    assert (choice.status, choice.json["outcome"]) == (DONE, "choose")
    assert (refusal.status, refusal.json["outcome"]) == (DONE, "no_answer")


def test_a_refusal_names_the_help_desk(faq_bot: Any):
    assert "問い合わせ先: " in faq_bot("ask", "明日の天気は").out
    assert "0120-584-708" in faq_bot("ask", "明日の天気は").out


def test_a_choice_lists_what_can_be_asked(faq_bot: Any):
    out = faq_bot("ask", "料金").out
    assert "近い質問" in out
    assert "  1. " in out
    assert "  2. " in out


def test_day_and_city_are_taken_from_the_options(faq_bot: Any):
    asked = ("ask", "補助の申請の用紙はどこにありますか", "--json", "--municipality", "tomakomai")
    assert faq_bot(*asked).json["answer"]["municipality"] == "tomakomai"
    assert faq_bot(*asked, "--as-of", "2025-02-18").json["outcome"] == "no_answer"


def test_search_lists_as_many_as_asked_for(faq_bot: Any):
    assert len(faq_bot("search", "ライセンス", "--limit", 7, "--json").json["results"]) == 7
    printed = faq_bot("search", "ライセンス", "--limit", 2)
    assert printed.status == DONE
    assert len(printed.out.splitlines()) == 6


def test_search_for_nothing_known_says_so(faq_bot: Any):
    ended = faq_bot("--knowledge", KNOWLEDGE, "search", "！？")
    assert (ended.status, ended.out) == (DONE, "近い項目はありません。\n")


def test_check_says_how_many_entries_there_are(faq_bot: Any):
    entries = len(load_knowledge(KNOWLEDGE).entries)
    printed, ended = faq_bot("check"), faq_bot("check", "--json")
    assert (printed.status, ended.status) == (DONE, DONE)
    assert f"項目 {entries}件" in printed.out
    assert (ended.json["ok"], ended.json["entries"]) == (True, entries)


def test_export_gives_every_entry_with_what_the_contract_names(faq_bot: Any):
    entries = faq_bot("export", "--json").json
    assert [entry["id"] for entry in entries] == [entry.id for entry in load_knowledge(KNOWLEDGE).entries]
    keys = {"id", "question", "answer", "short_answer", "sources", "phrasings", "topic", "municipality"}
    assert [entry["id"] for entry in entries if not keys <= entry.keys()] == []
    assert len(faq_bot("export").out.splitlines()) == len(entries)


def test_schema_prints_a_json_schema(faq_bot: Any):
    ended = faq_bot("schema")
    assert ended.status == DONE
    assert ended.json["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert ended.json["type"] == "array"


# ---- help ----


def test_the_commands_of_the_contract_are_there():
    promised = {"ask", "eligibility", "search", "check", "export", "evaluate", "serve"}
    assert promised - set(COMMANDS) == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_japanese(command: str, faq_bot: Any):
    ended = faq_bot(command, "--help")
    assert ended.status == DONE
    assert f"faq-bot {command}" in ended.out
    assert "。" in ended.out


def test_the_help_of_the_whole_names_every_command(faq_bot: Any):
    ended = faq_bot("--help")
    assert ended.status == DONE
    assert [command for command in COMMANDS if f"\n    {command} " not in ended.out] == []


# ---- what goes wrong ----


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["引数が正しくありません"]),
        (["ask"], ["faq-bot ask", "引数が正しくありません"]),
        (["answer", UNIT], ["引数が正しくありません"]),
        (["ask", UNIT, "--colour"], ["引数が正しくありません", "--colour"]),
        (["search", UNIT, "--limit", "many"], ["引数が正しくありません", "many"]),
        (["ask", ""], ["question", "1文字以上"]),
        (["ask", "あ" * 501], ["question", "500"]),
        (["ask", UNIT, "--as-of", "2026-02-30"], ["as_of", "2026-02-30", "YYYY-MM-DD"]),
        (["ask", UNIT, "--municipality", "osaka"], ["municipality", "osaka", "tomakomai"]),
        (["search", UNIT, "--limit", "0"], ["limit", "1から100"]),
        (["search", " "], ["q", "1文字以上"]),
        (["evaluate", "/nowhere.jsonl"], ["/nowhere.jsonl", "読めません"]),
    ],
    ids=lambda value: " ".join(value)[:40],
)
def test_bad_input_ends_with_2_and_a_japanese_sentence(arguments: list[str], words: list[str], faq_bot: Any):
    ended = faq_bot(*arguments)
    assert (ended.status, ended.out) == (BAD_INPUT, "")
    assert [word for word in words if word not in ended.err] == []
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", UNIT],
        ["search", UNIT],
        ["check"],
        ["check", "--json"],
        ["export"],
        ["evaluate", "x"],
        ["calibrate", "x"],
    ],
    ids=" ".join,
)
def test_a_broken_folder_ends_with_3_and_names_file_and_line(
    arguments: list[str], faq_bot: Any, small_knowledge: Path
):
    broken = Path(__file__).parent.parent / "broken_knowledge" / "unknown_key.yaml"
    shutil.copyfile(broken, small_knowledge / "entries" / "second.yaml")
    ended = faq_bot("--knowledge", small_knowledge, *arguments)
    assert (ended.status, ended.out) == (BROKEN_KNOWLEDGE, "")
    assert "  entries/second.yaml:6: 「source」は使えないキーです。" in ended.err


def test_a_misspelt_variable_ends_with_2(faq_bot: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAQ_BOT_KNOWLEGE", "/tmp")
    ended = faq_bot("check")
    assert ended.status == BAD_INPUT
    assert "FAQ_BOT_KNOWLEDGE" in ended.err


def test_the_folder_of_the_environment_is_used(
    faq_bot: Any, small_knowledge: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FAQ_BOT_KNOWLEDGE", str(small_knowledge))
    assert faq_bot("check", "--json").json["entries"] == 4


def test_an_overdue_entry_is_shown_and_is_no_failure(faq_bot: Any, small_knowledge: Path):
    basics = small_knowledge / "entries" / "basics.yaml"
    text = basics.read_text(encoding="utf-8").replace("review_by: 2027-03-31", "review_by: 2025-05-01", 1)
    basics.write_text(text, encoding="utf-8")
    printed = faq_bot("--knowledge", small_knowledge, "check")
    assert printed.status == DONE
    assert "entries/basics.yaml:9: " in printed.out
    assert len(faq_bot("--knowledge", small_knowledge, "check", "--json").json["warnings"]) == 1


# ---- the real program ----


def program(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "faq_bot", *arguments],
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


def test_python_m_faq_bot_is_the_same_program():
    ended = program("ask", UNIT, "--json")
    assert ended.returncode == DONE
    assert (
        json.loads(ended.stdout)["answer"]["id"]
        == json.loads(program("ask", UNIT, "--json").stdout)["answer"]["id"]
    )


def test_the_statuses_reach_the_shell(tmp_path: Path):
    assert program("ask", "").returncode == BAD_INPUT
    assert program("--knowledge", str(tmp_path), "check").returncode == BROKEN_KNOWLEDGE


def test_a_reader_that_stops_reading_is_no_error():
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m faq_bot export --json | head -n 1"],
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "[\n"
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr


# ---- evaluate and calibrate ----

SET = (
    '{"id": "1", "query": "ライセンスはパソコンごとに買うの？", "gold": ["HD-31"], "kind": "exact"}\n'
    '{"id": "2", "query": "こんにちは", "gold": ["HD-31"], "kind": "greeting"}\n'
    '{"id": "3", "query": "ありがとう", "gold": [], "kind": "thanks"}\n'
)


@pytest.fixture
def question_file(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text(SET, encoding="utf-8")
    return path


def test_evaluate_prints_the_shares_of_a_set(faq_bot: Any, question_file: Path):
    figures = faq_bot("evaluate", question_file, "--json").json
    assert [(row["kind"], row["count"], row["first"], row["missed"]) for row in figures["rows"]] == [
        ("全体", 2, 0.5, 0.5),
        ("exact", 1, 1.0, 0.0),
        ("greeting", 1, 0.0, 1.0),
    ]
    assert [(row["kind"], row["refused"]) for row in figures["outside"]] == [("全体", 1.0), ("thanks", 1.0)]
    printed = faq_bot("evaluate", question_file)
    assert printed.status == DONE
    assert "50.0%" in printed.out
    assert "100.0%" in printed.out


def test_several_files_are_measured_together(faq_bot: Any, question_file: Path):
    assert faq_bot("evaluate", question_file, question_file, "--json").json["rows"][0]["count"] == 4


def test_calibrate_rewrites_the_numbers_of_the_folder(faq_bot: Any, small_knowledge: Path, tmp_path: Path):
    path = tmp_path / "set.jsonl"
    path.write_text(
        '{"query": "やかん 修理", "gold": ["HD-31"]}\n{"query": "銅", "gold": ["TM-1"]}\n'
        '{"query": "天気", "gold": []}\n',
        encoding="utf-8",
    )
    ended = faq_bot("--knowledge", small_knowledge, "calibrate", path)
    assert ended.status == DONE
    assert load_knowledge(small_knowledge).calibration.questions == 2


# ---- eligibility ----


def facts_file(folder: Path, text: str) -> Path:
    path = folder / "facts.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_eligibility_prints_the_years_and_the_schemes(faq_bot: Any, tmp_path: Path):
    path = facts_file(tmp_path, '{"as_of": "2025-05-01", "status": "new", "start_date": "2025-05-10"}')
    printed, ended = faq_bot("eligibility", path), faq_bot("eligibility", path, "--json")
    assert (printed.status, ended.status) == (DONE, DONE)
    assert "2025-05-10〜2026-05-09" in printed.out
    assert [year["start"] for year in ended.json["license_years"]] == ["2025-05-10", "2026-05-10"]
    assert {"free_pass", "tomakomai", "matsudo", "wage_uplift"} <= ended.json["schemes"].keys()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "JSON"),
        ("[]", "JSON"),
        ("", "JSON"),
        ("{}", "as_of"),
        ('{"as_of": "2026-02-30"}', "as_of"),
        ('{"as_of": "2025-05-01", "city": 1}', "city"),
        ('{"as_of": "2025-05-01", "status": "old"}', "status"),
    ],
)
def test_facts_that_cannot_be_used_end_with_2(text: str, word: str, faq_bot: Any, tmp_path: Path):
    ended = faq_bot("eligibility", facts_file(tmp_path, text))
    assert (ended.status, ended.out) == (BAD_INPUT, "")
    assert word in ended.err


def test_a_file_of_facts_that_is_not_there_ends_with_2(faq_bot: Any, tmp_path: Path):
    assert faq_bot("eligibility", tmp_path / "nowhere.json").status == BAD_INPUT
