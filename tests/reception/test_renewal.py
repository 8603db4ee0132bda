"""New knowledge is put in force whole or not at all."""

import shutil
from pathlib import Path

import pytest

from faq_bot.assembly import Assistant
from faq_bot.loading.watching import WatchedFolder
from faq_bot.reception.desk import Desk
from faq_bot.reception.renewal import Renewal
from tests.conftest import SECRET, TODAY

OLD, NEW = "金物屋で直せます。", "鍛冶屋で直せます。"


def build(folder: Path) -> Assistant:
    return Assistant.load(folder, today=lambda: TODAY)


def said(desk: Desk) -> str:
    return desk.assistant.entry("kettle-repair").short_answer


@pytest.fixture
def desk(small_assistant: Assistant) -> Desk:
    return Desk(small_assistant, SECRET)


@pytest.fixture
def renewal(desk: Desk, small_knowledge: Path) -> Renewal:
    source = WatchedFolder(small_knowledge)
    return Renewal(desk, source, build, source.state())


def change(folder: Path, old: str = OLD, new: str = NEW) -> None:
    for path in folder.glob("entries/*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_happens_while_nothing_changes(renewal: Renewal, desk: Desk):
    before = desk.assistant
    assert [renewal.look(), renewal.look()] == [None, None]
    assert desk.assistant is before


def test_a_change_is_in_force_at_the_second_look_that_sees_it(
    renewal: Renewal, desk: Desk, small_knowledge: Path
):
    version = desk.assistant.knowledge.version
    change(small_knowledge)
    assert [renewal.look(), renewal.look(), renewal.look()] == [None, True, None]
    assert said(desk) == NEW
    assert desk.assistant.knowledge.version != version


def test_a_change_that_goes_on_is_waited_for(renewal: Renewal, desk: Desk, small_knowledge: Path):
    change(small_knowledge)
    assert renewal.look() is None
    change(small_knowledge, NEW, NEW + "いつでも。")
    assert renewal.look() is None
    assert said(desk) == OLD
    assert renewal.look() is True


def test_wrong_knowledge_changes_nothing_and_says_where_it_is_wrong(
    renewal: Renewal, desk: Desk, small_knowledge: Path, caplog: pytest.LogCaptureFixture
):
    (small_knowledge / "topics.yaml").write_text("- 話題\n", encoding="utf-8")
    assert [renewal.look(), renewal.look()] == [None, False]
    assert said(desk) == OLD
    assert renewal.refused is not None
    assert any(problem.startswith("topics.yaml:1: ") for problem in renewal.refused.problems)
    assert "topics.yaml:1" in caplog.text


def test_wrong_knowledge_is_tried_once_and_again_when_it_changes(
    renewal: Renewal, desk: Desk, small_knowledge: Path
):
    whole = (small_knowledge / "topics.yaml").read_text(encoding="utf-8")
    (small_knowledge / "topics.yaml").write_text("- 話題\n", encoding="utf-8")
    assert [renewal.look() for _ in range(4)] == [None, False, None, None]
    (small_knowledge / "topics.yaml").write_text(whole, encoding="utf-8")
    change(small_knowledge)
    assert [renewal.look(), renewal.look()] == [None, True]
    assert renewal.refused is None
    assert said(desk) == NEW


def test_a_folder_that_is_taken_away_leaves_the_old_knowledge_in_force(
    renewal: Renewal, desk: Desk, small_knowledge: Path
):
    shutil.rmtree(small_knowledge)
    assert [renewal.look(), renewal.look()] == [None, False]
    assert said(desk) == OLD


def test_an_error_of_our_own_leaves_the_old_knowledge_in_force(desk: Desk, small_knowledge: Path):
    def broken(_: Path) -> Assistant:
        raise RuntimeError("out of order")

    source = WatchedFolder(small_knowledge)
    renewal = Renewal(desk, source, broken, source.state())
    change(small_knowledge)
    assert [renewal.look(), renewal.look(), renewal.look()] == [None, False, None]
    assert said(desk) == OLD


def test_new_knowledge_is_asked_a_few_questions_before_anybody_else_asks(desk: Desk, small_knowledge: Path):
    source, order = WatchedFolder(small_knowledge), []
    renewal = Renewal(
        desk, source, build, source.state(), rehearse=lambda new: order.append(desk.assistant is not new)
    )
    change(small_knowledge)
    assert [renewal.look(), renewal.look()] == [None, True]
    assert order == [True]
