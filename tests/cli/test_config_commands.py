"""`faq-bot config`: what is set, and whether it holds."""

import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from faq_bot.settings.variables import VARIABLES
from tests.conftest import free_port, plain_environment

HIDDEN = "hidden-word-of-the-city"


def config(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "faq_bot", "config", *arguments],
        env=plain_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )


def test_show_explains_every_variable_and_says_what_is_in_force():
    shown = config("show", PORT="9000")
    assert shown.returncode == 0
    for variable in VARIABLES:
        assert f"\n{variable.name} " in f"\n{shown.stdout}"
        assert variable.meaning in shown.stdout
    [port] = [line for line in shown.stdout.splitlines() if line.startswith("PORT ")]
    assert "9000" in port
    assert "省略時" not in port


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_secrets_are_not_shown(form: list[str]):
    secrets = {variable.name: HIDDEN for variable in VARIABLES if variable.secret}
    secrets |= {
        "OIDC_ISSUER": "https://login.example",
        "OIDC_CLIENT_ID": "faq",
        "OIDC_ROLES": "groups=a:editor",
    }
    secrets |= {f"{name}_WEBHOOK_URL": f"https://hooks.example/{HIDDEN}" for name in ("SLACK", "TEAMS")}
    secrets["TEAMS_TOKENS"] = b64encode(HIDDEN.encode()).decode()
    secrets |= {"DATABASE_URL": f"postgresql://city:{HIDDEN}@db/faq", "REDIS_URL": f"redis://:{HIDDEN}@cache"}
    shown = config("show", *form, **secrets)
    assert shown.returncode == 0
    assert HIDDEN not in shown.stdout + shown.stderr
    assert shown.stdout.count("設定あり") == sum(variable.secret for variable in VARIABLES)


def test_check_says_that_a_plain_start_holds(tmp_path: Path):
    checked = config("check", FAQ_BOT_DATA=str(tmp_path))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "○ 環境変数" in checked.stdout
    assert "×" not in checked.stdout


def test_check_names_a_store_that_is_not_reached_and_not_its_password():
    address = f"redis://:{HIDDEN}@127.0.0.1:{free_port()}"
    checked = config("check", REDIS_URL=address)
    assert checked.returncode == 2
    assert "× 回数の制限" in checked.stdout
    assert HIDDEN not in checked.stdout + checked.stderr


def test_check_names_a_database_that_is_not_reached_and_not_its_password():
    checked = config("check", DATABASE_URL=f"postgresql://city:{HIDDEN}@127.0.0.1:{free_port()}/faq")
    assert checked.returncode == 2
    assert "× データベース" in checked.stdout
    assert HIDDEN not in checked.stdout + checked.stderr


def test_check_looks_for_the_knowledge(tmp_path: Path):
    checked = config("check", FAQ_BOT_KNOWLEDGE=str(tmp_path))
    assert checked.returncode == 2
    assert "× ナレッジ" in checked.stdout


def test_check_advises_who_opens_the_service_to_others():
    checked = config("check", HOST="0.0.0.0")
    assert checked.returncode == 0
    assert "FAQ_BOT_PROXIES" in checked.stdout
    assert "METRICS_TOKEN" in checked.stdout


def test_check_stops_at_a_misspelt_variable():
    checked = config("check", FAQ_BOT_ORIGIN="https://www.city.example.lg.jp")
    assert checked.returncode == 2
    assert "FAQ_BOT_ORIGINS" in checked.stderr
