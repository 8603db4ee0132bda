"""The built wheel carries knowledge and pages, and answers wherever it lies."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import KNOWLEDGE, ROOT, WEB, plain_environment


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    [found] = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_all_knowledge_and_all_pages(unpacked: Path):
    bundled = unpacked / "faq_bot" / "bundled"
    assert files(bundled / "knowledge") == files(KNOWLEDGE)
    assert files(bundled / "web") == files(WEB)


def test_the_wheel_holds_no_tests_and_no_leftovers(unpacked: Path):
    tops = {path.name.split("-")[0] for path in unpacked.iterdir()}
    assert tops == {"faq_bot", "careplan_faq_bot"}
    assert [name for name in files(unpacked) if "__pycache__" in name or name.endswith(".pyc")] == []


def run(unpacked: Path, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tmp_path,
        env=plain_environment(PYTHONPATH=os.fspath(unpacked)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_unpacked_wheel_uses_its_own_files(unpacked: Path, tmp_path: Path):
    told = run(
        unpacked,
        tmp_path,
        "-c",
        "import faq_bot.settings as s; r = s.read_settings(); print(r.knowledge, r.web)",
    )
    inside = unpacked / "faq_bot" / "bundled"
    assert told.stdout.split() == [str(inside / "knowledge"), str(inside / "web")]


def test_an_unpacked_wheel_answers_from_any_folder(unpacked: Path, tmp_path: Path):
    ended = run(unpacked, tmp_path, "-m", "faq_bot", "ask", "ライセンスはパソコンごとに買うの？", "--json")
    assert ended.returncode == 0, ended.stderr
    assert "HD-31" in [source["ref"] for source in json.loads(ended.stdout)["answer"]["sources"]]
