"""Proposals: written, put into the knowledge, tried out, published, taken back."""

import datetime
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from faq_bot.access.accounts import Accounts
from faq_bot.assembly import Assistant
from faq_bot.editing.bases import files_in, files_of
from faq_bot.loading.packing import pack
from faq_bot.server.app import create_app
from faq_bot.server.staff import changes_view
from faq_bot.settings import read_settings
from faq_bot.storage import audit, proposals, releases, trials
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records
from tests.conftest import WEB, make_small_knowledge
from tests.server.staff.learning import ask, decide, page, post

Entered = Callable[[str], FlaskClient]
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
ALIAS = "やかんの底が抜けたときの持ち込み先"
FORM = {
    "id": "plate-polish",
    "topic": "basics",
    "question": "銅の皿はどう磨きますか。",
    "answer": "銅の皿は、酢と塩で磨きます。",
    "short_answer": "酢と塩で磨きます。",
    "phrasings": "皿 磨き方\n皿をきれいにしたい\n銅の曇りを取る\n皿の手入れ\n酢で磨くのか\n塩を使うのか",
    "sources": "TM-1",
    "holds_from": "2025-04-01",
    "review_by": "2027-03-31",
}


@pytest.fixture(scope="module")
def shared_knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_knowledge(tmp_path_factory.mktemp("small") / "knowledge")


@pytest.fixture(scope="module")
def shared_assistant(shared_knowledge: Path) -> Assistant:
    return Assistant.load(shared_knowledge, today=lambda: datetime.date(2026, 11, 22))


@pytest.fixture
def folder(shared_knowledge: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared_knowledge, tmp_path / "knowledge"))


def made(assistant: Assistant, folder: Path, records: Records, accounts: Accounts, how: str) -> Flask:
    settings = read_settings({"RATE_LIMIT": "off", "FAQ_BOT_KNOWLEDGE": str(folder), "FAQ_BOT_RELEASES": how})
    app = create_app(assistant, WEB, settings, records)
    app.extensions["accounts"] = accounts
    return app


@pytest.fixture(params=["database"])
def app(
    request: pytest.FixtureRequest,
    shared_assistant: Assistant,
    folder: Path,
    records: Records,
    accounts: Accounts,
) -> Iterator[Flask]:
    app = made(shared_assistant, folder, records, accounts, request.param)
    yield app
    app.extensions["switchboard"].close()


@pytest.fixture
def editor(logged_in: Entered) -> FlaskClient:
    return logged_in("editor")


@pytest.fixture
def administrator(logged_in: Entered) -> FlaskClient:
    return logged_in("administrator")


def propose(records: Records, editor: FlaskClient, *questions: str, entry: str = "kettle-repair") -> None:
    for question in questions:
        ask(records, question)
        assert decide(editor, f"alias:{entry}") == 303


def key_of(app: Flask) -> str:
    with app.test_request_context():
        return changes_view.pending().key


def try_out(app: Flask, records: Records, **result: object) -> str:
    """Keep what a trial of the proposals would have shown: trials themselves have tests of their own."""
    key = key_of(app)
    shown = {
        "problems": [], "version": "f00d", "accepted": [], "wordings": 29, "wordings_before": 28, "own_before": 28,
        "own_after": 29, "own_worse": [], "left_out_before": {"asked": 28, "lost": 9},
        "left_out_after": {"asked": 29, "lost": 9}, "left_out_worse": [], "files": [], "warnings": [], **result,
    }  # fmt: skip
    with writing(records.engine) as connection:
        trials.begin(connection, key, "editor", NOON, NOON)
        trials.end(connection, key, NOON, shown)
    return key


def publish(browser: FlaskClient, key: str, way: str = "publish") -> int:
    return post(browser, f"/staff/changes/{way}", key=key)


def test_a_proposal_is_shown_as_what_changes_and_as_a_patch_that_git_applies(
    editor: FlaskClient, records: Records, folder: Path, tmp_path: Path
):
    propose(records, editor, ALIAS)
    text = page(editor, "/staff/changes")
    assert "変わる：壊れたやかんはどこで直せますか。" in text
    assert f"<ins>+{ALIAS}</ins>" in text
    response = editor.get("/staff/changes/patch")
    assert "attachment" in response.headers["Content-Disposition"]
    (tmp_path / "knowledge.patch").write_bytes(response.data)
    subprocess.run(
        ["git", "apply", "knowledge.patch"],
        cwd=tmp_path,
        check=True,
        env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent), "PATH": "/usr/bin:/bin"},
    )
    assert ALIAS in (folder / "entries/basics.yaml").read_text(encoding="utf-8")


def test_a_draft_is_written_field_by_field_and_whatever_is_wrong_is_said_beside_it(
    editor: FlaskClient, records: Records
):
    ask(records, "銅の皿はどう磨きますか。")
    assert decide(editor, "draft") == 303
    [row] = proposals.listed(records.engine)
    assert "公開に入りません：書きかけです" in page(editor, "/staff/changes")
    wrong = {
        **FORM,
        "sources": "TM-1, ZZ-9",
        "holds_from": "2025-02-30",
        "id": "Plate Polish",
        "answer": "長" * 400,
    }
    assert post(editor, f"/staff/changes/{row.id}", **wrong) == 422
    text = page(editor, f"/staff/changes/{row.id}?check")
    assert 'id="id-wrong"' in text
    assert "長さは320までです" in text
    assert 'value="TM-1, ZZ-9"' in text
    assert "長" * 400 in text
    assert (
        post(
            editor,
            f"/staff/changes/{row.id}",
            **{**wrong, "id": "plate-polish", "answer": "磨きます。", "holds_from": "2025-04-01"},
        )
        == 422
    )
    assert "出典「ZZ-9」は sources.yaml にありません" in page(editor, f"/staff/changes/{row.id}?check")
    assert post(editor, f"/staff/changes/{row.id}", **FORM) == 303
    assert "加わる：銅の皿はどう磨きますか。" in page(editor, "/staff/changes")


def test_a_draft_names_the_entries_that_may_say_the_same(editor: FlaskClient, records: Records):
    ask(records, "やかんを直す所")
    decide(editor, "draft")
    [row] = proposals.listed(records.engine)
    text = page(editor, f"/staff/changes/{row.id}")
    assert "似た項目がもうあります" in text
    assert "kettle-repair" in text


def test_an_entry_is_written_anew_without_losing_what_others_changed_in_it(
    editor: FlaskClient, records: Records, app: Flask, folder: Path
):
    text = page(editor, "/staff/changes/new?entry=kettle-repair")
    assert "やかんの修理は金物屋で受け付けています。" in text
    with app.test_request_context():
        entry = app.extensions["desk"].assistant.knowledge.entry("kettle-repair")
        from faq_bot.editing.drafts import form_of

        form = form_of(entry, "basics")
    assert (
        post(
            editor,
            "/staff/changes/new",
            own="kettle-repair",
            **{**form, "short_answer": "鍛冶屋で直せます。"},
        )
        == 303
    )
    file = folder / "entries/basics.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("金物屋で受け付け", "鍛冶屋で受け付け"), encoding="utf-8"
    )
    assert "+鍛冶屋で直せます。" in page(editor, "/staff/changes")
    file.write_text(
        file.read_text(encoding="utf-8").replace("金物屋で直せます", "農協で直せます"), encoding="utf-8"
    )
    assert "ほかの人が「short_answer」を変えました" in page(editor, "/staff/changes")


def test_two_proposals_for_the_same_words_conflict_and_neither_is_lost(editor: FlaskClient, records: Records):
    propose(records, editor, ALIAS)
    [first] = proposals.listed(records.engine)
    with writing(records.engine) as connection:
        proposals.add(connection, "alias", "copper-price", {"phrasings": [ALIAS]}, [], "editor", NOON)
    text = page(editor, "/staff/changes")
    assert f"言い方「{ALIAS}」は、項目「kettle-repair」にもうあります" in text
    assert len(proposals.listed(records.engine)) == 2
    assert post(editor, f"/staff/changes/{first.id}/withdraw") == 303
    assert "公開に入りません" not in page(editor, "/staff/changes")


def test_what_was_withdrawn_can_be_proposed_again(editor: FlaskClient, records: Records):
    propose(records, editor, ALIAS)
    [row] = proposals.listed(records.engine)
    assert post(editor, f"/staff/changes/{row.id}/withdraw") == 303
    assert post(editor, f"/staff/changes/{row.id}/withdraw") == 409
    assert "取り下げた提案 1件" in page(editor, "/staff/changes")
    assert post(editor, f"/staff/changes/{row.id}/reopen") == 303
    assert [r.id for r in proposals.listed(records.engine)] == [row.id]


def test_the_wordings_of_an_alias_can_be_corrected(editor: FlaskClient, records: Records):
    propose(records, editor, ALIAS)
    [row] = proposals.listed(records.engine)
    assert ALIAS in page(editor, f"/staff/changes/{row.id}")
    assert post(editor, f"/staff/changes/{row.id}", phrasings=" やかん 修理 \n") == 422
    assert (
        post(editor, f"/staff/changes/{row.id}", phrasings="やかんの底 \n\nやかんの底\n取っ手が取れた") == 303
    )
    [row] = proposals.listed(records.engine)
    assert row.body["phrasings"] == ["やかんの底", "取っ手が取れた"]


def test_only_what_was_tried_and_found_right_is_published(
    administrator: FlaskClient, records: Records, app: Flask
):
    propose(records, administrator, ALIAS)
    assert publish(administrator, key_of(app)) == 409
    key = try_out(app, records, problems=["entries/basics.yaml:1: 誤り"])
    assert publish(administrator, key) == 409
    assert "点検で誤りが1件" in page(administrator, "/staff/changes")
    assert releases.listed(records.engine) == []
    assert publish(administrator, try_out(app, records)) == 303
    [release] = releases.listed(records.engine)
    assert (release.by, release.version) == ("administrator", "f00d")


def test_publishing_puts_the_whole_change_in_force_and_writes_down_who_did_it(
    administrator: FlaskClient, records: Records, app: Flask, folder: Path
):
    before = files_in(folder)
    propose(records, administrator, ALIAS)
    assert publish(administrator, try_out(app, records)) == 303
    found = releases.find(records.engine, 1)
    assert found is not None
    after = files_of(found.content)
    changed = {name for name in {**before, **after} if before.get(name) != after.get(name)}
    assert changed == {"entries/basics.yaml"}
    assert ALIAS in after["entries/basics.yaml"].decode("utf-8")
    assert {(r.actor, r.action) for r in audit.latest(records.engine, 2)} == {
        ("administrator", "knowledge.publish"),
        ("administrator", "proposal.publish"),
    }
    assert proposals.listed(records.engine) == []
    text = page(administrator, "/staff/changes/history")
    assert "1番" in text
    assert ALIAS in text
    assert f"<ins>+{ALIAS}</ins>" in page(administrator, "/staff/changes/history/1")


def test_who_is_overtaken_is_told_and_loses_nothing(
    administrator: FlaskClient, records: Records, app: Flask, folder: Path
):
    propose(records, administrator, ALIAS)
    key = try_out(app, records)
    with writing(records.engine) as connection:
        releases.publish(connection, "beef", pack(folder), "somebody", NOON)
    assert publish(administrator, key) == 409
    assert [r.version for r in releases.listed(records.engine)] == ["beef"]
    assert len(proposals.listed(records.engine)) == 1
    assert publish(administrator, try_out(app, records)) == 303


def test_an_earlier_release_is_put_in_force_again_by_an_administrator(
    administrator: FlaskClient, records: Records, app: Flask, folder: Path
):
    for alias in (ALIAS, "取っ手が取れたやかん"):
        propose(records, administrator, alias)
        assert publish(administrator, try_out(app, records)) == 303
    assert post(administrator, "/staff/changes/history/1/again") == 303
    assert [r.id for r in releases.listed(records.engine)] == [3, 2, 1]
    assert audit.latest(records.engine, 1)[0].action == "knowledge.rollback"
    assert "3番</h3>" not in page(administrator, "/staff/changes/history")
    assert "いま使われています" in page(administrator, "/staff/changes/history")
    assert post(administrator, "/staff/changes/history/9/again") == 404


@pytest.mark.parametrize("app", ["folder"], indirect=True)
def test_a_service_that_follows_its_folder_has_the_change_written_there(
    administrator: FlaskClient, records: Records, app: Flask, folder: Path
):
    before = files_in(folder)
    propose(records, administrator, ALIAS)
    key = try_out(app, records)
    assert publish(administrator, key) == 422
    assert publish(administrator, key, "write") == 303
    after = files_in(folder)
    assert {name for name in after if after[name] != before[name]} == {"entries/basics.yaml"}
    assert sorted(after) == sorted(before)
    assert audit.latest(records.engine, 1)[0].action == "knowledge.write"
    assert "ナレッジのフォルダに書き込みました" in page(administrator, "/staff/changes/history?done=0")


@pytest.mark.parametrize("app", ["off"], indirect=True)
def test_a_service_that_changes_nothing_by_itself_offers_the_patch_only(
    administrator: FlaskClient, records: Records, app: Flask
):
    propose(records, administrator, ALIAS)
    key = try_out(app, records)
    assert "パッチをダウンロードして入れてください" in page(administrator, "/staff/changes")
    assert (publish(administrator, key), publish(administrator, key, "write")) == (422, 422)


def test_the_page_shows_what_the_trial_has_measured(editor: FlaskClient, records: Records, app: Flask):
    propose(records, editor, ALIAS)
    assert "まだ確かめていません" in page(editor, "/staff/changes")
    worse = [{"entry": "copper-price", "wording": "銅の皿 金額", "won": "kettle-repair"}]
    accepted = [
        {"question": ALIAS, "entry": "kettle-repair", "outcome": "no_answer", "found": None, "right": False}
    ]
    figures = {name: [0.9, 0.95] for name in ("first", "in_three", "answered_right", "wrong", "missed")}
    try_out(
        app,
        records,
        left_out_worse=worse,
        accepted=accepted,
        files=[{"file": "q.jsonl", "count": 20, **figures}],
    )
    text = page(editor, "/staff/changes")
    for told in (
        "28 / 28",
        "29 / 29",
        "銅の皿 金額",
        "copper-price → kettle-repair",
        "q.jsonl（20問）",
        "95.0 %",
    ):
        assert told in text
    assert f"「{ALIAS}」は、kettle-repair に行きません" in text


def test_an_unfinished_trial_that_nobody_moves_any_more_can_be_begun_again(
    editor: FlaskClient, records: Records, app: Flask
):
    propose(records, editor, ALIAS)
    with writing(records.engine) as connection:
        trials.begin(connection, key_of(app), "editor", NOON - datetime.timedelta(days=9999), NOON)
    assert "途中で止まりました" in page(editor, "/staff/changes")


def test_a_proposal_that_was_published_meanwhile_is_not_written_over(
    administrator: FlaskClient, editor: FlaskClient, records: Records, app: Flask
):
    propose(records, administrator, ALIAS)
    [row] = proposals.listed(records.engine)
    assert publish(administrator, try_out(app, records)) == 303
    token_page = "/staff/questions"
    from tests.server.staff.conftest import token_of

    form = {"form_token": token_of(editor, token_page), "phrasings": "やかんの注ぎ口"}
    response = editor.post(f"/staff/changes/{row.id}", data=form)
    assert response.status_code == 409
    assert "やかんの注ぎ口" in response.get_data(as_text=True)
    assert "ほかの人が公開したか取り下げました" in response.get_data(as_text=True)
