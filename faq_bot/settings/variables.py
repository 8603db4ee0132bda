"""Every variable the service reads, in one table.

`faq-bot config check` and `faq-bot config show` draw it for people who run the service.
"""

from dataclasses import dataclass

from faq_bot.settings import reading
from faq_bot.settings.folders import bundled

PREFIX = "FAQ_BOT_"


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: the field of `Settings` it becomes ("" if another module reads it).

    `default` is the text that is read where the variable is not set; `meaning` is for people who run the service.
    """

    name: str
    field: str
    meaning: str
    default: str = ""
    read: reading.Reader = reading.text
    secret: bool = False


VARIABLES = (
    Variable("HOST", "host", "待ち受けるアドレス", "127.0.0.1"),
    Variable("PORT", "port", "待ち受けるポート", "8000", reading.whole(1, 65535)),
    Variable("SECRET_KEY", "", "会話や返事に署名する鍵（16文字以上。省くと作って残します）", secret=True),
    Variable(
        "DATABASE_URL",
        "database",
        "記録を残すデータベース（省くと FAQ_BOT_DATA の SQLite）",
        "",
        reading.database,
        secret=True,
    ),
    Variable(
        "REDIS_URL",
        "store",
        "回数の制限を何台かで合わせる Redis か Valkey",
        "",
        reading.store,
        secret=True,
    ),
    Variable(
        "RATE_LIMIT",
        "rate_limit",
        "1つの相手からの質問の回数（検索と画面は5倍、判定は2倍まで。off で制限なし）",
        "120/minute",
        reading.rate_limit,
    ),
    Variable(
        "METRICS_TOKEN",
        "metrics_token",
        "/metrics を見るための合言葉（省くとだれでも見られます）",
        secret=True,
    ),
    Variable(
        "OIDC_ISSUER",
        "oidc_issuer",
        "職員のログインに使う OpenID Connect の発行者（https://…）",
        "",
        reading.issuer,
    ),
    Variable("OIDC_CLIENT_ID", "oidc_client", "OpenID Connect に登録したこのサービスの id"),
    Variable(
        "OIDC_CLIENT_SECRET", "oidc_secret", "OpenID Connect に登録したこのサービスの合言葉", secret=True
    ),
    Variable(
        "OIDC_ROLES",
        "oidc_roles",
        "OpenID Connect の項目と役割（groups=faq-admins:administrator, …）",
        "",
        reading.roles,
    ),
    Variable(
        "SLACK_SIGNING_SECRET", "slack_secret", "Slack からの要求を確かめる Signing Secret", secret=True
    ),
    Variable("SLACK_BOT_TOKEN", "slack_token", "Slack に書き込むための Bot Token（xoxb-…）", secret=True),
    Variable(
        "SLACK_TEAMS",
        "slack_teams",
        "受け付ける Slack ワークスペースの id（T0123ABCD, …。省くと署名の合うものすべて）",
        "",
        reading.slack_teams,
    ),
    Variable(
        "SLACK_API_URL",
        "slack_api",
        "Slack の Web API のアドレス（GovSlack では変えます）",
        "https://slack.com/api/",
        reading.base_address,
    ),
    Variable(
        "SLACK_WEBHOOK_URL",
        "slack_webhook",
        "答えのなかった質問を週に1度届ける Slack の Incoming Webhook",
        "",
        reading.webhook,
        secret=True,
    ),
    Variable(
        "TEAMS_TOKENS",
        "teams_tokens",
        "Teams の Outgoing Webhook のセキュリティトークン（いくつもあればコンマで区切ります）",
        "",
        reading.teams_tokens,
        secret=True,
    ),
    Variable(
        "TEAMS_WEBHOOK_URL",
        "teams_webhook",
        "答えのなかった質問を週に1度届ける Teams の Workflows の Webhook",
        "",
        reading.webhook,
        secret=True,
    ),
    Variable(
        "FAQ_BOT_URL",
        "public_url",
        "この窓口の公開のアドレス（Slack や Teams に示すリンクに使います）",
        "",
        reading.public_address,
    ),
    Variable(
        "FAQ_BOT_KNOWLEDGE", "knowledge", "ナレッジのフォルダ", str(bundled("knowledge")), reading.folder
    ),
    Variable("FAQ_BOT_WEB", "web", "画面と部品のフォルダ", str(bundled("web")), reading.web_folder),
    Variable(
        "FAQ_BOT_QUESTIONS",
        "questions",
        "公開する前に正しさを測る質問のファイル（JSON Lines、いくつもあればコンマで区切る）",
        "",
        reading.files,
    ),
    Variable("FAQ_BOT_CACHE", "", "作った索引を残すフォルダ（off で残さない）"),
    Variable("FAQ_BOT_DATA", "", "鍵と記録を残すフォルダ"),
    Variable(
        "FAQ_BOT_SEMANTIC",
        "semantic",
        "意味の近さで並べ直すか（on には extra の semantic）",
        "off",
        reading.switch,
    ),
    Variable("FAQ_BOT_WORKERS", "workers", "この1台で動かすプロセスの数", "1", reading.whole(1, 64)),
    Variable("FAQ_BOT_REPLICAS", "replicas", "同じ窓口を受け持つ台数", "1", reading.whole(1, 1000)),
    Variable(
        "FAQ_BOT_ORIGINS",
        "origins",
        "部品を置いてよいサイト（https://www.example.lg.jp, …）",
        "",
        reading.origins,
    ),
    Variable("FAQ_BOT_PROXIES", "proxies", "前に置いた中継サーバーの段数", "0", reading.whole(0, 9)),
    Variable("FAQ_BOT_RETENTION_DAYS", "retention_days", "記録を残す日数", "365", reading.whole(1, 3650)),
    Variable(
        "FAQ_BOT_LOG",
        "log_level",
        "ログの細かさ",
        "info",
        reading.one_of("debug", "info", "warning", "error"),
    ),
    Variable("FAQ_BOT_LOG_QUESTIONS", "log_questions", "質問の文をログに書くか", "off", reading.switch),
    Variable("FAQ_BOT_COMMIT", "commit", "動いているプログラムのコミット（/version に出します）"),
    Variable(
        "FAQ_BOT_RELEASES",
        "releases",
        "ナレッジの入れ替え（folder: フォルダの変更を見る、database: データベースの公開を見る、off）",
        "folder",
        reading.one_of("folder", "database", "off"),
    ),
)
NAMES = tuple(variable.name for variable in VARIABLES)
