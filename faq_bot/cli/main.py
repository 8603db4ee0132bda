"""Reads the arguments, runs one command, turns errors into exit statuses."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from faq_bot.cli import commands, editing, keeping, measuring
from faq_bot.cli.chatting import chat
from faq_bot.cli.configuring import config_check, config_show
from faq_bot.cli.eligibility import eligibility
from faq_bot.cli.explaining import explain
from faq_bot.cli.later import later
from faq_bot.errors import InputError, KnowledgeError, SettingsError, StorageError
from faq_bot.settings import read_settings

DONE, AWAY, BAD_INPUT, BROKEN_KNOWLEDGE = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 no database, 2 bad input, 3 broken knowledge base."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = parser().parse_args(arguments)
    try:
        if options.knowledge is None:
            options.knowledge = read_settings().knowledge
        options.command(options)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return BROKEN_KNOWLEDGE
    except (InputError, SettingsError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except StorageError as error:
        print(
            f"データベースを読み書きできません（{error.kind}）。DATABASE_URL とデータベースの様子を確かめてください。",
            file=sys.stderr,
        )
        return AWAY
    except BrokenPipeError:  # `faq-bot export --json | head`
        sys.stderr.close()
    return DONE


class _Parser(argparse.ArgumentParser):
    """argparse with its few own sentences in Japanese."""

    def error(self, message: str) -> "None":  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(BAD_INPUT, f"{self.prog}: 引数が正しくありません（{message}）。\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = _Parser(
        prog="faq-bot", description="ケアプランデータ連携システムの質問に、公式資料をもとに答えます。"
    )
    top.add_argument(
        "--knowledge", type=Path, metavar="フォルダ", help="ナレッジのフォルダ（省くと付属のもの）"
    )
    subs = top.add_subparsers(title="コマンド", required=True, metavar="コマンド", parser_class=_Parser)

    ask = _command(subs, "ask", "質問に答えます。", commands.ask)
    ask.add_argument("question", metavar="質問")
    _circumstances(ask)
    _json(ask)

    talk = _command(subs, "chat", "会話で答えます（1行が1回の発言）。", chat)
    _circumstances(talk)

    decide = _command(subs, "eligibility", "いくら払うか、どの制度の対象かを判定します。", eligibility)
    decide.add_argument(
        "file", type=Path, metavar="事情.json", help="分かっている事実の JSON（- で標準入力）"
    )
    decide.add_argument("--explain", action="store_true", help="判定の根拠をすべて示します")
    _json(decide)

    search = _command(subs, "search", "近い項目を並べます（職員向け、しきい値なし）。", commands.search)
    search.add_argument("query", metavar="言葉")
    search.add_argument("--limit", type=int, default=20, help="件数（1〜100）")
    _circumstances(search)
    _json(search)

    check = _command(subs, "check", "ナレッジを点検します。", commands.check)
    _json(check)

    export = _command(subs, "export", "公開している項目をすべて書き出します。", commands.export)
    _json(export)

    _measuring(subs)
    _editing(subs)
    _knowledge(subs)
    keeping.add_commands(subs)
    _command(subs, "schema", "項目ファイルの JSON Schema を書き出します（編集ソフト用）。", commands.schema)
    _configuring(subs)
    _staff(subs)
    _switches(subs)
    week = _command(
        subs,
        "digest",
        "週のまとめ（解決率、答えられなかった質問など）を示します。",
        later("digesting", "digest"),
    )
    week.add_argument("--week", metavar="週", help="2026-W48 のように書きます（省くと、終わった最後の週）")
    _json(week)
    _command(subs, "serve", "サービスを起動します（HOST と PORT で待ち受け）。", commands.serve)
    return top


def _measuring(subs: "argparse._SubParsersAction[_Parser]") -> None:
    explain_it = _command(
        subs, "explain", "どの言葉が何点になり、なぜその結果になったかを示します。", explain
    )
    explain_it.add_argument("question", metavar="質問")
    explain_it.add_argument("--limit", type=int, default=3, help="示す項目の数（1〜20）")
    _circumstances(explain_it)
    _json(explain_it)

    evaluate = _command(
        subs, "evaluate", "質問ファイル（JSON Lines）で正しさを測ります。", measuring.evaluate
    )
    evaluate.add_argument("file", type=Path, nargs="+", metavar="ファイル")
    evaluate.add_argument("--half", choices=("odd", "even"), help="奇数行目か偶数行目だけで測ります")
    evaluate.add_argument("--robustness", action="store_true", help="崩した質問でも測ります")
    evaluate.add_argument("--report", type=Path, metavar="FILE.html", help="図の入った HTML を書きます")
    _json(evaluate)

    calibrate = _command(
        subs, "calibrate", "質問ファイルに確率のモデルを合わせ直します。", measuring.calibrate
    )
    calibrate.add_argument("file", type=Path, nargs="+", metavar="ファイル")

    spoil = _command(subs, "robustness", "質問を規則で崩したファイルを作ります。", measuring.robustness)
    spoil.add_argument("file", type=Path, metavar="質問.jsonl")
    spoil.add_argument("out", type=Path, metavar="書き出し先.jsonl")
    _force(spoil)


def _configuring(subs: "argparse._SubParsersAction[_Parser]") -> None:
    kinds = _group(subs, "config", "設定を示し、確かめます。")
    _json(_command(kinds, "show", "環境変数と今の値を示します（秘密は示しません）。", config_show))
    _json(_command(kinds, "check", "設定を読み、つながるかを試します。", config_check))


def _staff(subs: "argparse._SubParsersAction[_Parser]") -> None:
    kinds = _group(subs, "users", "職員の画面に入れる人を決めます。")
    add = _command(
        kinds,
        "add",
        "人を加えます（合言葉は見えないように聞くか、標準入力から読みます）。",
        later("staffing", "users_add"),
    )
    _name(add)
    add.add_argument("--role", default="operator", help="役割（operator, editor, administrator）")
    _json(_command(kinds, "list", "入れる人を並べます。", later("staffing", "users_list")))
    _name(_command(kinds, "set-password", "合言葉を新しくします。", later("staffing", "users_set_password")))
    role = _command(kinds, "set-role", "役割を変えます。", later("staffing", "users_set_role"))
    _name(role)
    role.add_argument("role", metavar="役割", help="operator, editor, administrator")
    disable = _command(kinds, "disable", "入れないようにします。", later("staffing", "users_disable"))
    _name(disable)
    disable.add_argument("--undo", action="store_true", help="また入れるようにします")


def _switches(subs: "argparse._SubParsersAction[_Parser]") -> None:
    kinds = _group(subs, "switch", "窓口を切ったり動かしたりします。")
    off = _command(kinds, "off", "窓口を切り、お知らせを示します。", later("staffing", "switch_off"))
    on = _command(kinds, "on", "窓口を動かします。", later("staffing", "switch_on"))
    for either in (off, on):
        either.add_argument("channel", metavar="窓口", help="api, widget, page, slack, teams")
    off.add_argument("--notice", default="", metavar="お知らせ", help="答えの代わりに示す文")
    _json(_command(kinds, "list", "どの窓口が動いているかを示します。", later("staffing", "switch_list")))


def _group(
    subs: "argparse._SubParsersAction[_Parser]", name: str, help_text: str
) -> "argparse._SubParsersAction[_Parser]":
    group = subs.add_parser(name, help=help_text, description=help_text)
    return group.add_subparsers(title="コマンド", required=True, metavar="コマンド", parser_class=_Parser)


def _name(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("name", metavar="名前")


def _editing(subs: "argparse._SubParsersAction[_Parser]") -> None:
    lint = _command(
        subs, "confusions", "取り違えやすい項目の組と、見分ける言葉を示します。", editing.confusions
    )
    lint.add_argument("--limit", type=int, default=10, help="示す組の数（0ですべて）")
    _json(lint)

    bring = _command(
        subs, "import", "CSV・Excel・JSON の質問と回答を、項目の YAML にします。", editing.import_file
    )
    bring.add_argument("file", type=Path, metavar="ファイル")
    bring.add_argument("out", type=Path, metavar="書き出し先.yaml")
    _force(bring)


def _knowledge(subs: "argparse._SubParsersAction[_Parser]") -> None:
    parts = _group(subs, "knowledge", "ナレッジのフォルダを比べ、まとめ、公開します。")
    diff = _command(parts, "diff", "2つのナレッジの違いを示します。", later("knowledge", "diff"))
    diff.add_argument("old", type=Path, metavar="前", help="フォルダか、pack で作ったファイル")
    diff.add_argument("new", type=Path, metavar="後", help="フォルダか、pack で作ったファイル")
    _json(diff)

    pack = _command(parts, "pack", "点検して1つのファイルにまとめます。", later("knowledge", "pack_folder"))
    pack.add_argument("folder", type=Path, metavar="フォルダ")
    pack.add_argument("out", type=Path, metavar="書き出し先.zip")
    _force(pack)

    attempt = _command(
        parts, "try", "変えたナレッジを点検し、答えがどう変わるかを測ります。", later("trying", "try_out")
    )
    attempt.add_argument("old", type=Path, metavar="前", help="フォルダか、pack で作ったファイル")
    attempt.add_argument("new", type=Path, metavar="後", help="フォルダか、pack で作ったファイル")
    attempt.add_argument("--questions", type=Path, action="append", default=[], metavar="質問.jsonl")
    attempt.add_argument("--accepted", type=Path, metavar="FILE.json", help="question と entry の一覧")
    _json(attempt)

    publish = _command(parts, "publish", "点検して、すべての台に公開します。", later("knowledge", "publish"))
    publish.add_argument("folder", type=Path, metavar="フォルダ")
    listed = _command(
        parts, "releases", "公開したリリースを新しい順に並べます。", later("knowledge", "list_releases")
    )
    _json(listed)
    back = _command(parts, "rollback", "前のリリースをもう一度公開します。", later("knowledge", "roll_back"))
    back.add_argument("number", type=int, metavar="番号")


def _command(
    subs: "argparse._SubParsersAction[_Parser]", name: str, help_text: str, run_it: object
) -> argparse.ArgumentParser:
    sub = subs.add_parser(name, help=help_text, description=help_text)
    sub.set_defaults(command=run_it)
    return sub


def _circumstances(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--municipality", metavar="市町村", help="市町村の id（tomakomai など）または other")
    sub.add_argument("--as-of", metavar="日付", help="いつの時点で尋ねるか（YYYY-MM-DD、省くと今日）")


def _force(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--force", action="store_true", help="書き出し先がもうあっても書き直します")


def _json(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--json", action="store_true", help="JSON で出力します")
