"""Each planted fault is found: one broken file a mistake, and the words its message must contain."""

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from faq_bot.errors import KnowledgeError
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.rules.lint import lint

BROKEN = ROOT / "tests" / "broken_knowledge"

VALUES = {
    "gap": (9, "2025-04-30の翌日から2025-06-01の前日まで、値がありません"),
    "overlap": (8, "期間が重なります"),
    "unknown_reference": (4, "出典「TM-99」は sources.yaml にありません"),
    "nobody_published": (4, "known_from（2025-04-02）は出典の公表日のどれかにしてください: 2025-04-01"),
    "wrong_unit": (1, "unit: day に合う value は、日付（YYYY-MM-DD）です"),
    "planned_with_value": (4, "expected: true のときは value を書かず"),
    "ends_before_it_starts": (4, "holds_to は holds_from 以後の日付にしてください"),
    "unknown_key": (5, "「hold_to」は使えないキーです。「holds_to」の書き間違いではありませんか"),
    "compared_twice": (9, "条件で比べる値は、同じ known_from に1つだけ書いてください"),
    "told_by_nobody": (3, "told_by の「somebody」という事柄はありません"),
}
SCHEMES = {
    "unknown_fact": (19, "「state」という事柄はありません。使える値: "),
    "unknown_word": (19, "「status」に「newcomer」はありません。使える値: new, renewing"),
    "unknown_value": (20, "「tomakomai_dead_line」という日付の値も事柄もありません"),
    "no_day": (19, "「status」は日付ではないので"),
    "no_list_of_words": (
        19,
        "「tomakomai_deadline」は言葉の一覧の値ではありません。使える値: matsudo_services",
    ),
    "unknown_reference": (24, "出典「TM-88」は sources.yaml にありません"),
    "unknown_document_asked": (19, "出典「XX-1」は sources.yaml にありません"),
    "unknown_condition": (29, "条件「in_tome」はありません。使える値: in_city, in_time"),
    "unused_condition": (16, "条件「in_time」はどの版でも使われていません"),
    "same_condition_twice": (16, "条件「in_city」が2回あります"),
    "two_heads": (19, "次のどれか1つだけを書きます: all, any, not, fact, known, unknown"),
    "no_comparison": (19, "fact には比べ方が要ります"),
    "unknown_key": (10, "「gates」は使えないキーです。「gate」の書き間違いではありませんか"),
    "fact_not_asked": (6, "条件が使う「start_date」を asks に書いてください"),
    "needless_question": (6, "「linkage」はどの条件でも使われていません"),
    "unknown_question": (6, "「weather」という事柄はありません"),
    "unknown_place_in_text": (21, "文の中の {tomakomai_dead} は使えません"),
    "nobody_published": (27, "known_from（2025-04-02）は出典の公表日のどれか"),
    "two_versions_of_a_day": (33, "2025-04-01から知られる版が2つあります"),
    "other_id": (1, "id「trail」はファイル名（trial）と同じにしてください"),
    "unknown_municipality": (5, "市町村「koganai」はありません。使える値: "),
    "city_without_amount": (1, "payer が city か operator のときは amount が要ります"),
    "amount_is_a_day": (7, "「tomakomai_deadline」は使えません。使える値: "),
    "campaign_with_municipality": (1, "municipality は payer: city のときに必ず、そのときだけ書きます"),
    "second_licence": (0, "payer: operator の制度（ライセンスそのもの）は1つだけ要ります"),
}
LINT = {
    "can_never_hold": (16, "条件「in_time」は満たす人がいません"),
    "can_never_fail": (16, "条件「in_time」はだれでも満たします"),
    "no_words_for_failing": (16, "条件「in_time」に not_met の文を書いてください"),
    "paid_twice": (1, "「tomakomai」と同じ人が両方の対象になり"),
}


def plant(folder: Path, kind: str, name: str, as_name: str) -> str:
    shutil.copy(BROKEN / kind / f"{name}.yaml", folder / kind / f"{as_name}.yaml")
    return f"{kind}/{as_name}.yaml"


def assert_found(error: KnowledgeError, file: str, line: int, words: str) -> None:
    found = [p for p in error.problems if words in p.message]
    assert found, str(error)
    assert (found[0].file, found[0].line) in {(file, line), ("schemes", 0)}, str(error)


@pytest.mark.parametrize("name", VALUES)
def test_broken_value(folder: Path, name: str):
    file = plant(folder, "values", name, "tomakomai_deadline")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert_found(caught.value, file, *VALUES[name])


def test_unused_value(folder: Path):
    file = plant(folder, "values", "unused", "unused")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert_found(caught.value, file, 1, "どの制度にも使われていません")


@pytest.mark.parametrize("name", SCHEMES)
def test_broken_scheme(folder: Path, name: str):
    file = plant(folder, "schemes", name, "trial")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert_found(caught.value, file, *SCHEMES[name])


@pytest.mark.parametrize("name", LINT)
def test_lint_finds(folder: Path, name: str):
    file = plant(folder, "schemes", name, "trial")
    found = [p for p in lint(load_knowledge(folder)) if LINT[name][1] in p.message]
    assert [(p.file, p.line) for p in found[:1]] == [(file, LINT[name][0])]


def test_every_broken_file_is_in_a_table():
    files = {(path.parent.name, path.stem) for path in BROKEN.glob("*/*.yaml")}
    tables = {("values", name) for name in [*VALUES, "unused"]} | {
        ("schemes", name) for name in [*SCHEMES, *LINT]
    }
    assert {file for file in files if file[0] in ("values", "schemes")} == tables


def test_all_mistakes_are_reported_together(folder: Path):
    plant(folder, "values", "gap", "tomakomai_deadline")
    plant(folder, "schemes", "unknown_fact", "trial")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert {p.file for p in caught.value.problems} >= {"values/tomakomai_deadline.yaml", "schemes/trial.yaml"}


def test_real_knowledge_has_no_lint(knowledge):
    assert lint(knowledge) == []


def test_same_name_for_a_fact_and_a_value(folder: Path):
    shutil.move(folder / "values" / "campaign_start.yaml", folder / "values" / "start_date.yaml")
    with pytest.raises(KnowledgeError, match="「start_date」という名前が、事柄か値に2回あります"):
        load_knowledge(folder)
