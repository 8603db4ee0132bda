"""The arguments of `faq-bot storage`."""

from typing import Any

from faq_bot.cli.later import later


def add_commands(subs: Any) -> None:
    """Add `storage` with its commands to a parser's."""
    help_text = "残した記録を書き出す、古いものを消す、会話を消す。"
    group = subs.add_parser("storage", help=help_text, description=help_text)
    inner = group.add_subparsers(title="コマンド", required=True, metavar="コマンド")

    text = "FAQ_BOT_RETENTION_DAYS より古い記録を消します（サービスも1日に1度、自分で消します）。"
    inner.add_parser("prune", help=text, description=text).set_defaults(command=later("records", "prune_old"))

    text = "返事と評価を1行に1件の JSON で書き出します。質問の個人情報は伏せてあります。"
    take = inner.add_parser("export", help=text, description=text)
    which = take.add_mutually_exclusive_group()
    _conversation(which)
    which.add_argument(
        "--since", metavar="日付", help="この日（日本時間）からの記録（YYYY-MM-DD、省くとすべて）"
    )
    take.set_defaults(command=later("records", "export"))

    text = "1つの会話の返事と評価を消します。消したことは操作の記録に残ります。"
    drop = inner.add_parser("delete", help=text, description=text)
    _conversation(drop, required=True)
    drop.set_defaults(command=later("records", "delete"))


def _conversation(parser: Any, *, required: bool = False) -> None:
    text = "返事の conversation、または書き出した記録の conversation"
    extra = {"required": True} if required else {}
    parser.add_argument("--conversation", metavar="会話", help=text, **extra)
