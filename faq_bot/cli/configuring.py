"""`faq-bot config`: the settings as they are, and whether they hold."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from faq_bot.cli.columns import faint, left, width
from faq_bot.errors import SettingsError, StorageError
from faq_bot.settings import LOOPBACK, Settings, read_settings
from faq_bot.settings.showing import secret_is_given, shown_variables

_MARKS = {"holds": "○", "look": "△", "fails": "×"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it holds, should be looked at or fails, and what there is to say."""

    state: Literal["holds", "look", "fails"]
    subject: str
    said: str


def config_show(options: argparse.Namespace) -> None:
    """Print every variable with its meaning and value."""
    variables = shown_variables()
    if options.json:
        print(json.dumps([asdict(variable) for variable in variables], ensure_ascii=False, indent=2))
        return
    widest = max(width(variable.name) for variable in variables)
    for variable in variables:
        origin = "" if variable.given else faint("  省略時の値")
        print(f"{left(variable.name, widest)}  {variable.value}{origin}")
        print(f"{' ' * widest}  {variable.meaning}")


def config_check(options: argparse.Namespace) -> None:
    """Read and try the settings; print what holds and what does not. SettingsError if something fails."""
    findings = list(_findings(read_settings()))
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        widest = max(width(finding.subject) for finding in findings)
        for finding in findings:
            print(f"{_MARKS[finding.state]} {left(finding.subject, widest)}  {finding.said}")
    failed = [finding.subject for finding in findings if finding.state == "fails"]
    if failed:
        raise SettingsError(f"このままでは動きません: {', '.join(failed)}")


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding("holds", "環境変数", "書き間違いも、合わない組み合わせもありません。")
    yield _knowledge(settings)
    yield _secret(settings)
    yield _database(settings)
    yield _store(settings)
    yield _provider(settings)
    yield _reach(settings)
    yield _embedding(settings)
    yield _channels(settings)
    yield _metrics(settings)


def _knowledge(settings: Settings) -> Finding:
    if (settings.knowledge / "entries").is_dir():
        return Finding("holds", "ナレッジ", f"{settings.knowledge}（中身の点検は faq-bot check）")
    return Finding(
        "fails",
        "ナレッジ",
        f"{settings.knowledge} に entries がありません。FAQ_BOT_KNOWLEDGE を確かめてください。",
    )


def _secret(settings: Settings) -> Finding:
    if secret_is_given():
        return Finding("holds", "署名の鍵", "SECRET_KEY を使います。")
    return Finding(
        "holds", "署名の鍵", f"{settings.data} に作って残します。複数台なら SECRET_KEY を決めてください。"
    )


def _database(settings: Settings) -> Finding:
    from faq_bot.storage.connections import reading  # noqa: PLC0415  other commands need no database
    from faq_bot.storage.engine import file_of, make_engine  # noqa: PLC0415

    engine = make_engine(settings.database_url)
    file = file_of(engine)
    try:
        with reading(engine):
            return Finding(
                "holds", "データベース", "PostgreSQL につながりました。" if file is None else str(file)
            )
    except StorageError:
        return Finding(
            "fails",
            "データベース",
            "DATABASE_URL の先につながりません。アドレスと、動いているかを確かめてください。",
        )
    finally:
        engine.dispose()


def _provider(settings: Settings) -> Finding:
    if settings.oidc_issuer is None:
        return Finding("holds", "職員のログイン", "名前と合言葉で入ります（faq-bot users）。")
    return Finding("holds", "職員のログイン", f"名前と合言葉のほか、{settings.oidc_issuer} で入れます。")


def _store(settings: Settings) -> Finding:
    from faq_bot.reception.shared_counts import SharedCounts  # noqa: PLC0415  other commands need no assistant

    if settings.rate_limit is None:
        return Finding("look", "回数の制限", "RATE_LIMIT が off です。公開するときは制限してください。")
    if settings.store is None:
        return Finding("holds", "回数の制限", f"{settings.rate_limit}（このプロセスで数えます）")
    if SharedCounts(settings.store).answers():
        return Finding("holds", "回数の制限", f"{settings.rate_limit}（Redis か Valkey につながりました）")
    return Finding(
        "fails", "回数の制限", "REDIS_URL の先につながりません。アドレスと、動いているかを確かめてください。"
    )


def _reach(settings: Settings) -> Finding:
    if settings.proxies:
        return Finding(
            "holds", "つなぎ方", f"前の中継サーバー{settings.proxies}段が書いたアドレスを信じます。"
        )
    if settings.host in LOOPBACK:
        return Finding("holds", "つなぎ方", f"{settings.host} で、この機械からだけ使えます。")
    return Finding(
        "look",
        "つなぎ方",
        "外から直接つながります。https の中継サーバーを前に置き、FAQ_BOT_PROXIES にその段数を書いてください。",
    )


def _embedding(settings: Settings) -> Finding:
    if not settings.origins:
        return Finding("look", "部品", "FAQ_BOT_ORIGINS がないので、ほかのサイトには置けません。")
    plain = [origin for origin in settings.origins if origin.startswith("http://")]
    if plain:
        return Finding("look", "部品", f"https でないサイトがあります: {', '.join(plain)}")
    return Finding("holds", "部品", f"{', '.join(settings.origins)} に置けます。")


def _channels(settings: Settings) -> Finding:
    from faq_bot.server.channels.slack import refuse_without_extra  # noqa: PLC0415  other commands need no Flask

    if settings.slack_secret is not None:
        try:
            refuse_without_extra()
        except SettingsError as error:
            return Finding("fails", "Slack と Teams", str(error))
    secrets = {"Slack": settings.slack_secret, "Teams": settings.teams_tokens}
    opened = [name for name, secret in secrets.items() if secret]
    if not opened:
        return Finding("holds", "Slack と Teams", "秘密がないので、どちらも使いません。")
    if settings.public_url is None:
        return Finding(
            "look", "Slack と Teams", "FAQ_BOT_URL がないので、リンクは要求の届いたアドレスになります。"
        )
    if "Slack" in opened and not settings.slack_teams:
        return Finding(
            "look", "Slack と Teams", "SLACK_TEAMS がないので、署名の合うワークスペースをすべて受け付けます。"
        )
    return Finding("holds", "Slack と Teams", f"{' と '.join(opened)} で使えます。")


def _metrics(settings: Settings) -> Finding:
    if settings.metrics_token is None and settings.host not in LOOPBACK:
        return Finding("look", "/metrics", "だれでも見られます。METRICS_TOKEN を決めてください。")
    return Finding("holds", "/metrics", "METRICS_TOKEN を知る人か、この機械からだけ見られます。")
