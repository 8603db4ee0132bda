"""The environment, read and checked once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from faq_bot.errors import SettingsError
from faq_bot.settings import read_settings, secret_key
from faq_bot.settings.variables import NAMES
from tests.conftest import KNOWLEDGE, ROOT, WEB


def test_without_any_variable_the_service_listens_here_with_what_came_with_it():
    settings = read_settings({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert (settings.knowledge, settings.web) == (KNOWLEDGE, WEB)


def test_each_variable_is_used(tmp_path: Path):
    (tmp_path / "pages").mkdir()
    settings = read_settings(
        {"HOST": "0.0.0.0", "PORT": "9000", "FAQ_BOT_KNOWLEDGE": "/k", "FAQ_BOT_WEB": str(tmp_path)}
    )
    assert (settings.host, settings.port) == ("0.0.0.0", 9000)
    assert (settings.knowledge, settings.web) == (Path("/k"), tmp_path)


def test_an_empty_variable_is_the_same_as_none():
    names = ("HOST", "PORT", "FAQ_BOT_KNOWLEDGE", "FAQ_BOT_WEB")
    assert read_settings(dict.fromkeys(names, "")) == read_settings({})


def test_a_folder_may_be_given_from_where_one_stands(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    settings = read_settings({"FAQ_BOT_KNOWLEDGE": "knowledge", "FAQ_BOT_WEB": "web"})
    assert (settings.knowledge, settings.web) == (KNOWLEDGE, WEB)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "80.0", "８０", " 80"])
def test_a_port_that_is_none_is_refused(port: str):
    with pytest.raises(SettingsError, match="PORT"):
        read_settings({"PORT": port})


def test_a_web_folder_without_pages_is_refused(tmp_path: Path):
    with pytest.raises(SettingsError, match="FAQ_BOT_WEB"):
        read_settings({"FAQ_BOT_WEB": str(tmp_path)})


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("FAQ_BOT_KNOWLEGE", "FAQ_BOT_KNOWLEDGE"),
        ("FAQ_BOT_KNOWLEDGES", "FAQ_BOT_KNOWLEDGE"),
        ("FAQ_BOT_WEBB", "FAQ_BOT_WEB"),
        ("FAQ_BOT_", "FAQ_BOT_WEB"),
        ("SECRET_KYE", "SECRET_KEY"),
        ("DATABASE_URI", "DATABASE_URL"),
    ],
)
def test_a_misspelt_variable_stops_the_start_and_the_near_one_is_named(misspelt: str, meant: str):
    with pytest.raises(SettingsError) as caught:
        read_settings({misspelt: "x"})
    assert misspelt in str(caught.value)
    assert f"「{meant}」の書き間違い" in str(caught.value)


def test_other_programs_variables_are_left_alone():
    assert read_settings({"PATH": "/bin", "MY_FAQ_BOT_THING": "x"}) == read_settings({})


_SERVER = "postgresql://city:pass@db/faq"
_SECRET = "a secret that is long enough"


@pytest.mark.parametrize(
    ("environment", "lacking"),
    [
        ({"FAQ_BOT_REPLICAS": "2"}, "SECRET_KEY と DATABASE_URL"),
        ({"FAQ_BOT_REPLICAS": "2", "SECRET_KEY": _SECRET, "DATABASE_URL": "sqlite:///x.db"}, "PostgreSQL"),
        ({"FAQ_BOT_REPLICAS": "2", "SECRET_KEY": _SECRET, "DATABASE_URL": _SERVER}, "REDIS_URL"),
        ({"FAQ_BOT_WORKERS": "2"}, "REDIS_URL"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN も決めて"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET も決めて"),
    ],
)
def test_a_set_up_that_would_not_hold_is_refused(environment: dict[str, str], lacking: str):
    with pytest.raises(SettingsError, match=lacking):
        read_settings(environment)


def test_a_set_up_that_holds_is_taken():
    shared = {"SECRET_KEY": _SECRET, "DATABASE_URL": _SERVER, "REDIS_URL": "valkey://cache:6379"}
    settings = read_settings({"FAQ_BOT_REPLICAS": "3", **shared})
    assert (settings.database, settings.store) == (
        "postgresql+psycopg://city:pass@db/faq",
        "redis://cache:6379",
    )
    assert read_settings({"FAQ_BOT_WORKERS": "2", "RATE_LIMIT": "off"}).rate_limit is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DATABASE_URL", "mysql://city:hidden-word@db/faq"),
        ("REDIS_URL", "http://user:hidden-word@db"),
        ("RATE_LIMIT", "many"),
        ("FAQ_BOT_ORIGINS", "https://www.city.example.lg.jp/"),
        ("FAQ_BOT_PROXIES", "-1"),
        ("FAQ_BOT_RETENTION_DAYS", "0"),
        ("FAQ_BOT_RELEASES", "always"),
        ("SLACK_TEAMS", "T0123, hokkaido"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_WEBHOOK_URL", "hidden-word"),
        ("TEAMS_WEBHOOK_URL", "http://example.jp/hidden-word"),
        ("TEAMS_TOKENS", "hidden-word"),
        ("TEAMS_TOKENS", "dG9vIHNob3J0"),
        ("FAQ_BOT_URL", "faq.example.jp"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name_and_no_password_is_repeated(name: str, text: str):
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings({name: text})
    assert "hidden-word" not in str(caught.value)


def test_origins_may_be_several():
    given = "https://www.city.example.lg.jp, http://localhost:8080"
    assert read_settings({"FAQ_BOT_ORIGINS": given}).origins == (
        "https://www.city.example.lg.jp",
        "http://localhost:8080",
    )


def test_the_settings_of_channels_are_read():
    token = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA="
    settings = read_settings(
        {
            "TEAMS_TOKENS": f"{token}, {token}",
            "SLACK_TEAMS": "T0123 E0456",
            "SLACK_API_URL": "https://slack-gov.com/api",
            "FAQ_BOT_URL": "https://faq.example.jp/",
        }
    )
    assert [len(key) for key in settings.teams_tokens] == [32, 32]
    assert settings.slack_teams == {"T0123", "E0456"}
    assert (settings.slack_api, settings.public_url) == (
        "https://slack-gov.com/api/",
        "https://faq.example.jp",
    )


def test_every_variable_is_explained():
    """Whatever name `read_settings` asks the environment for stands in the table of variables."""
    asked = set()

    class Watching(dict[str, str]):
        def get(self, name: str, *_: object) -> None:  # type: ignore[override]
            asked.add(name)

    read_settings(Watching())
    assert {"HOST", "PORT", "FAQ_BOT_KNOWLEDGE"} <= asked
    platform = {"HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"}  # every program's, not ours to explain
    assert asked - platform - set(NAMES) == set()


def test_a_secret_is_made_once_for_this_user_alone_and_kept(tmp_path: Path):
    secret, made = secret_key({"FAQ_BOT_DATA": str(tmp_path / "data")})
    assert made == tmp_path / "data" / "secret_key"
    assert made.stat().st_mode & 0o777 == 0o600
    assert secret_key({"FAQ_BOT_DATA": str(tmp_path / "data")}) == (secret, None)
    assert [file.name for file in made.parent.iterdir()] == ["secret_key"]


def test_a_secret_of_the_environment_is_used_and_nothing_is_written(tmp_path: Path):
    chosen = "chosen by the operator"
    assert secret_key({"SECRET_KEY": chosen, "FAQ_BOT_DATA": str(tmp_path / "data")}) == (chosen, None)
    assert not (tmp_path / "data").exists()


def test_two_starts_at_once_agree_on_one_secret(tmp_path: Path):
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: secret_key({"FAQ_BOT_DATA": str(tmp_path)}), range(40)))
    assert len({secret for secret, _ in found}) == 1


def test_a_secret_too_short_to_be_one_stops_the_start():
    with pytest.raises(SettingsError, match=r"SECRET_KEY.*16文字以上"):
        secret_key({"SECRET_KEY": "short"})


def test_where_nothing_can_be_kept_there_is_a_secret_all_the_same(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    secret, made = secret_key({"FAQ_BOT_DATA": str(tmp_path / "file")})
    assert len(secret) > 16
    assert made is None
