"""The examples for running the service name what is really there."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from faq_bot.server.health import health
from faq_bot.settings.variables import NAMES, VARIABLES
from tests.conftest import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy" / "faq-bot.service").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
REPLICAS = [service for name, service in COMPOSE["services"].items() if name.startswith("replica")]


def test_every_setting_of_the_examples_is_one():
    named = set(
        re.findall(r"\b((?:FAQ_BOT|SECRET|DATABASE|REDIS|METRICS|RATE)_[A-Z_]+)\b", DOCKERFILE + UNIT + NGINX)
    )
    named |= {name for replica in REPLICAS for name in replica["environment"]}
    assert {"FAQ_BOT_DATA", "SECRET_KEY", "DATABASE_URL"} <= named
    assert named - set(NAMES) == set()


def test_every_file_that_is_copied_or_mounted_is_there():
    copied = [
        name for line in re.findall(r"(?m)^COPY (?!--from)(.*) \S+$", DOCKERFILE) for name in line.split()
    ]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    mounted = [volume.split(":")[0] for volume in COMPOSE["services"]["proxy"]["volumes"]]
    assert [name for name in [*copied, *mounted] if not (ROOT / name).exists()] == []
    assert [name for name in copied if f"!{name}\n" not in ignored] == []


def test_the_health_check_asks_an_address_there_is():
    [path] = re.findall(r"http://127\.0\.0\.1:8000(/\w+)", DOCKERFILE)
    assert path == "/readyz"
    assert path in {f"/{name}" for name in vars(__import__("faq_bot.server.health", fromlist=["readyz"]))}
    assert health.name == "health"


def test_as_many_replicas_are_started_as_are_named_and_the_proxy_knows_them_all():
    names = [name for name in COMPOSE["services"] if name.startswith("replica")]
    assert {replica["environment"]["FAQ_BOT_REPLICAS"] for replica in REPLICAS} == {str(len(names))}
    assert re.findall(r"server (\w+):8000", NGINX) == names


def test_no_secret_stands_in_the_examples():
    assert {
        value
        for replica in REPLICAS
        for name, value in replica["environment"].items()
        if name in ("SECRET_KEY", "METRICS_TOKEN")
    } == {"${SECRET_KEY:?}", "${METRICS_TOKEN:?}"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd がありません")
def test_the_unit_is_one_systemd_understands(tmp_path: Path):
    unit = tmp_path / "faq-bot.service"
    unit.write_text(UNIT.replace("/opt/faq-bot/bin/faq-bot serve", "/bin/true"), encoding="utf-8")
    ended = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, [line for line in ended.stderr.splitlines() if "faq-bot.service" in line]) == (
        0,
        [],
    )


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_setting_is_in_the_guide_with_its_meaning(variable: Any):
    [row] = re.findall(rf"(?m)^\| `{variable.name}` \| (.*) \|$", OPERATIONS)
    meaning, default = row.rsplit(" | ", 1)
    assert meaning == variable.meaning
    assert default == (
        "付属のもの"
        if str(ROOT) in variable.default
        else f"`{variable.default}`"
        if variable.default
        else "–"
    )


def test_the_guide_names_no_number_that_is_not_counted():
    from faq_bot.server.metrics import Meters

    named = set(re.findall(r"faq_bot_[a-z_]+", OPERATIONS))
    counted = {metric.name for metric in Meters().registry.collect()} | {"faq_bot_knowledge_age_seconds"}
    bare = {re.sub("_(total|bucket|count|sum)$", "", name) for name in named}
    assert "faq_bot_replies" in bare
    assert bare - counted == set()


def test_the_manifest_of_slack_is_what_the_service_hears_and_the_guide_says_why():
    from faq_bot.server.channels.slack_app import SHORTCUT

    manifest = yaml.safe_load((ROOT / "deploy" / "slack-manifest.yaml").read_text(encoding="utf-8"))
    guide = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    features, settings = manifest["features"], manifest["settings"]
    addresses = {
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *(command["url"] for command in features["slash_commands"]),
    }
    assert addresses == {"https://faq.example.lg.jp/channels/slack"}
    assert [shortcut["callback_id"] for shortcut in features["shortcuts"]] == [SHORTCUT]
    assert set(settings["event_subscriptions"]["bot_events"]) == {
        "app_home_opened",
        "app_mention",
        "message.im",
    }
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert set(scopes) == set(re.findall(r"(?m)^\| `([a-z:_]+)` \|", guide))


def test_every_picture_of_the_guides_is_there():
    shown = [
        (guide, name)
        for guide in (ROOT / "docs").glob("*.md")
        for name in re.findall(r"!\[[^\]]*\]\((images/[^)]+)\)", guide.read_text(encoding="utf-8"))
    ]
    assert len(shown) >= 4
    assert [name for guide, name in shown if not (guide.parent / name).is_file()] == []
