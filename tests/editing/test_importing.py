"""FAQ tables of offices become entries that an editor only has to finish."""

import datetime
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import Workbook

from faq_bot.editing.importing import as_yaml, drafts_of, first_sentence, import_table
from faq_bot.editing.tables import TableRow, read_table, tidy
from faq_bot.errors import InputError, KnowledgeError
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.yaml_reader import read_yaml

TABLE = "番号,質問,回答\n1,ごみはいつ出しますか,月曜日です。朝8時までに出してください。\n2,本は何冊借りられますか,10冊です。\n"


def write(folder: Path, content: str | bytes, name: str = "faq.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def loaded(path: Path) -> Any:
    problems: list[Any] = []
    located = read_yaml(path, path.name, problems)
    assert problems == []
    return located.value if located else None


def rows(path: Path) -> list[dict[str, str]]:
    return [dict(row.texts) for row in read_table(path)]


# ---- reading ----


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_usual_encoding_is_read(encoding: str, tmp_path: Path):
    assert [row["question"] for row in rows(write(tmp_path, TABLE.encode(encoding)))] == [
        "ごみはいつ出しますか",
        "本は何冊借りられますか",
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_usual_delimiter_is_read(delimiter: str, tmp_path: Path):
    assert len(rows(write(tmp_path, TABLE.replace(",", delimiter)))) == 2


@pytest.mark.parametrize(
    "headings",
    [
        "質問,回答",
        "question,answer",
        "Ｑ,Ａ",
        "Q,A",
        "【質問】,【回答】",
        "問い,答え",
        "お問い合わせ,回答内容",
        "Question , ANSWER",
    ],
)
def test_headings_are_known_in_both_languages_and_all_widths(headings: str, tmp_path: Path):
    assert rows(write(tmp_path, f"{headings}\nいつ,今日です。\n")) == [
        {"question": "いつ", "answer": "今日です。"}
    ]


def test_a_title_may_stand_above_the_headings_and_empty_rows_between(tmp_path: Path):
    path = write(
        tmp_path, "市民課のよくある質問,,\n,,\n番号,質問,回答\n\n1,いつ,今日です。\n,,\n2,どこ,駅前です。\n"
    )
    assert [(row.number, row.texts["question"]) for row in read_table(path)] == [(5, "いつ"), (7, "どこ")]


def test_a_cell_of_several_lines_stays_several_lines(tmp_path: Path):
    assert (
        rows(write(tmp_path, '質問,回答\nいつ,"今日です。\r\n明日も。"\n'))[0]["answer"]
        == "今日です。\n明日も。"
    )


def test_excel_is_read_with_its_numbers_and_days(tmp_path: Path):
    book = Workbook()
    cover = book.active
    cover.title = "表紙"
    cover.append(["市民課"])
    sheet = book.create_sheet("FAQ")
    sheet.append(["No.", "質問", "回答", "公表日"])
    sheet.append([1, "いつ", "今日です。", datetime.datetime(2026, 4, 1)])  # noqa: DTZ001  Excel knows no zones
    sheet.append([2.0, "いくつ", 10, None])
    book.save(tmp_path / "faq.xlsx")
    assert rows(tmp_path / "faq.xlsx") == [
        {"id": "1", "question": "いつ", "answer": "今日です。", "holds_from": "2026-04-01"},
        {"id": "2", "question": "いくつ", "answer": "10", "holds_from": ""},
    ]


@pytest.mark.parametrize("wrapped", [False, True])
def test_json_is_read_as_a_list_or_inside_an_object(wrapped: bool, tmp_path: Path):
    found = [{"質問": "いつ", "回答": "今日です。", "言い方": ["なんじ", "何時"], "ほか": 1}]
    path = write(tmp_path, json.dumps({"faq": found, "版": 1} if wrapped else found), "faq.json")
    assert rows(path) == [{"question": "いつ", "answer": "今日です。", "phrasings": "なんじ\n何時"}]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("faq.csv", "名前,電話\nあ,い\n", "見出し"),
        ("faq.csv", b"\x81\x00\xff\xfe\x00\xfd", "文字コード"),
        ("faq.csv", "", "見出し"),
        ("faq.pdf", "%PDF", "読めない種類"),
        ("faq.xls", "x", ".xlsx として"),
        ("faq.xlsx", "x", "Excel"),
        ("faq.json", "{", "JSON"),
        ("faq.json", "[1]", "一覧"),
        ("faq.json", '[{"名前": "あ"}]', "キーがありません"),
        ("faq.json", "5", "一覧"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: str | bytes, word: str, tmp_path: Path):
    with pytest.raises(InputError, match=word):
        read_table(write(tmp_path, content, name))


def test_without_openpyxl_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path, "x", "faq.xlsx")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"careplan-faq-bot\[excel\]"):
        read_table(path)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("ﾊﾞｽの定期券", "バスの定期券"),
        ("ＡＢＣ１２３、（株）？", "ABC123、（株）？"),
        ("  前後　", "前後"),
        ("一行\r\n二行\r三行", "一行\n二行\n三行"),
        ("一行<br>二行<BR />三行", "一行\n二行\n三行"),
        ("見\u200bえ\x07ない", "見えない"),
        (3.0, "3"),
        (3.5, "3.5"),
        (None, ""),
        (datetime.date(2026, 4, 1), "2026-04-01"),
    ],
)
def test_cells_become_tidy_text(cell: object, text: str):
    assert tidy(cell) == text


# ---- bad rows ----


def test_every_bad_row_is_named_at_once_and_nothing_is_written(tmp_path: Path):
    path = write(
        tmp_path, "番号,質問,回答\n1,いつ,\n2,,今日です。\n3,どこ,#REF!\n3,どこ,駅前です。\n4,？？,はい\n"
    )
    with pytest.raises(InputError) as caught:
        import_table(path, tmp_path / "out.yaml")
    lines = caught.value.message.splitlines()
    assert lines[1:] == [
        "  2行目: 「回答」が空です。",
        "  3行目: 「質問」が空です。",
        "  4行目: 「回答」に表計算の誤り（#REF!）があります。",
        "  5行目: 同じ番号が4行目にもあります。",
        "  5行目: 同じ質問が4行目にもあります。",
        "  6行目: 「質問」が「？？」になっています。文字で書いてください。",
    ]
    assert not (tmp_path / "out.yaml").exists()


def test_a_table_with_headings_only_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="質問の行"):
        import_table(write(tmp_path, "質問,回答\n"), tmp_path / "out.yaml")


def test_nothing_is_overwritten_unless_asked_for(tmp_path: Path):
    path, out = write(tmp_path, TABLE), write(tmp_path, "mine", "out.yaml")
    with pytest.raises(InputError, match="--force"):
        import_table(path, out)
    assert out.read_text(encoding="utf-8") == "mine"
    import_table(path, out, overwrite=True)
    assert "ごみはいつ出しますか" in out.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(InputError, match="nowhere"):
        import_table(write(tmp_path, TABLE), tmp_path / "nowhere" / "out.yaml")


# ---- writing ----


def test_the_file_holds_what_the_table_says_and_leaves_the_rest_open(tmp_path: Path):
    import_table(write(tmp_path, TABLE), tmp_path / "city_waste.yaml")
    first, second = loaded(tmp_path / "city_waste.yaml")
    assert first == {
        "id": "city-waste-1",
        "question": "ごみはいつ出しますか",
        "answer": "月曜日です。朝8時までに出してください。",
        "short_answer": "月曜日です。",
        "phrasings": [],
        "sources": [],
        "holds_from": None,
        "review_by": None,
    }
    assert second["id"] == "city-waste-2"


def test_check_lists_everything_an_editor_still_has_to_write(small_knowledge: Path, tmp_path: Path):
    import_table(write(tmp_path, TABLE), small_knowledge / "entries" / "second.yaml")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(small_knowledge)
    keys = [problem.message.split("」")[0].strip("「") for problem in caught.value.problems]
    assert sorted(set(keys)) == ["holds_from", "phrasings", "review_by", "sources"]
    assert len(keys) == 2 * 4


def test_a_finished_table_loads_at_once(small_knowledge: Path, tmp_path: Path):
    ways = "；".join(f"ごみの出し方その{n}" for n in range(6))
    cells = f"waste-days,ごみはいつ,月曜です。,{ways},HD-31、HD-32,2025年4月14日,2027/3/31\n"
    path = write(tmp_path, f"id,質問,回答,言い方,出典,公表日,見直し日\n{cells}")
    [draft] = import_table(path, small_knowledge / "entries" / "second.yaml")
    assert draft.left == []
    entry = load_knowledge(small_knowledge).entry("waste-days")
    assert entry is not None
    assert (entry.sources, entry.holds_from) == (("HD-31", "HD-32"), datetime.date(2025, 4, 14))
    assert entry.phrasings == tuple(ways.split("；"))


@pytest.mark.parametrize(
    ("number", "identifier"),
    [
        ("12", "waste-12"),
        ("Q-12", "q-12"),
        ("問１２", "waste-12"),
        ("waste_a", "waste-a"),
        ("", "waste-2"),
        ("ごみ", "waste-2"),
    ],
)
def test_ids_are_made_from_the_number_or_the_row(number: str, identifier: str):
    [draft] = drafts_of([TableRow(2, {"id": number, "question": "いつ", "answer": "今日"})], "f.csv", "waste")
    assert draft.id == identifier


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("はい。使えます。", "はい。"),
        ("使えます", "使えます"),
        ("一行目\n二行目。", "一行目"),
        ("\n\n使えます。", "使えます。"),
        ("", ""),
    ],
)
def test_the_short_answer_is_the_first_whole_sentence(answer: str, sentence: str):
    assert first_sentence(answer) == sentence


def test_what_is_too_long_is_left_whole_and_said_to_be_too_long():
    [draft] = drafts_of([TableRow(2, {"question": "いつ", "answer": "長" * 321})], "f.csv", "w")
    assert draft.short_answer == draft.answer
    assert {"answer", "short_answer"} <= set(draft.left)


def test_a_phrasing_is_taken_once_and_never_repeats_the_question():
    texts = {"question": "いつですか", "answer": "今日", "phrasings": "いつ ですか？\nなんじ；何時|なんじ"}
    [draft] = drafts_of([TableRow(2, texts)], "f.csv", "w")
    assert draft.phrasings == ["なんじ", "何時"]


CELLS = st.text(max_size=60)


@given(question=CELLS, answer=CELLS, number=st.integers(1, 999), city=CELLS)
def test_any_text_comes_back_from_the_file_as_it_went_in(
    question: str, answer: str, number: int, city: str, tmp_path_factory: pytest.TempPathFactory
):
    texts = {"question": tidy(f"問{question}"), "answer": tidy(f"答{answer}"), "municipality": tidy(city)}
    assume("#" not in question + answer)  # a spreadsheet's own error is refused, not brought in
    [draft] = drafts_of([TableRow(number, texts)], "f.csv", "w")
    path = tmp_path_factory.mktemp("import") / "w.yaml"
    path.write_text(as_yaml(draft), encoding="utf-8")
    [entry] = loaded(path)
    assert entry["question"] == draft.question
    assert entry["answer"] == draft.answer == texts["answer"]
    assert entry["short_answer"] == draft.short_answer
    assert entry.get("municipality", "") == draft.municipality
