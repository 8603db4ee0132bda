"""The environment, read and checked once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import faq_bot.settings as module
from faq_bot.errors import SettingsError
from faq_bot.settings import read_settings, secret_key
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
    ],
)
def test_a_misspelt_variable_stops_the_start_and_the_near_one_is_named(misspelt: str, meant: str):
    with pytest.raises(SettingsError) as caught:
        read_settings({misspelt: "x"})
    assert misspelt in str(caught.value)
    assert f"「{meant}」の書き間違い" in str(caught.value)


def test_other_programs_variables_are_left_alone():
    assert read_settings({"PATH": "/bin", "MY_FAQ_BOT_THING": "x"}) == read_settings({})


def test_every_variable_is_explained():
    """Whatever name `read_settings` asks the environment for stands in the module's own table."""
    asked = set()

    class Watching(dict[str, str]):
        def get(self, name: str, *_: object) -> None:  # type: ignore[override]
            asked.add(name)

    read_settings(Watching())
    explained = module.__doc__ or ""
    assert {"HOST", "PORT", "FAQ_BOT_KNOWLEDGE"} <= asked
    platform = {"HOME", "XDG_CACHE_HOME"}  # every program's, not ours to explain
    assert [name for name in sorted(asked - platform) if f"| `{name}` |" not in explained] == []


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
