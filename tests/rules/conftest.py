"""The rules engine over the real knowledge, and a copy of the knowledge that a test may change."""

import shutil
from pathlib import Path

import pytest

from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.engine import RulesEngine

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def engine(knowledge: Knowledge) -> RulesEngine:
    """The engine over the real knowledge."""
    return RulesEngine(knowledge)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of knowledge/ that the test may change."""
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))
