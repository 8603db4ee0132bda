"""A knowledge folder as one file."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from faq_bot.errors import KnowledgeError
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.packing import opened, pack, unpacked


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_what_is_unpacked_is_the_knowledge_that_was_packed(small_knowledge: Path):
    version = load_knowledge(small_knowledge).version
    with unpacked(pack(small_knowledge), "release") as folder:
        assert load_knowledge(folder).version == version


def test_the_same_knowledge_is_packed_into_the_same_bytes(small_knowledge: Path):
    first = pack(small_knowledge)
    for path in small_knowledge.rglob("*.yaml"):
        os.utime(path, (1, 1))
    (small_knowledge / "notes.txt").write_text("no knowledge")
    assert pack(small_knowledge) == first


def test_a_folder_and_its_file_can_be_opened_alike(small_knowledge: Path, tmp_path: Path):
    file = tmp_path / "release.zip"
    file.write_bytes(pack(small_knowledge))
    with opened(small_knowledge) as one, opened(file) as other:
        assert load_knowledge(one).version == load_knowledge(other).version


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip file",
        zipped(**{"../outside.yaml": b"a"}),
        zipped(**{"/etc/outside.yaml": b"a"}),
        zipped(**{"entries/..\\..\\outside.yaml": b"a"}),
        zipped(**{"C:outside.yaml": b"a"}),
        zipped(**{"run.sh": b"a"}),
    ],
    ids=range(7),
)
def test_a_file_of_another_making_is_refused(content: bytes, tmp_path: Path):
    before = sorted(tmp_path.parent.rglob("outside*"))
    with pytest.raises(KnowledgeError), unpacked(content, "release"):
        pass
    assert sorted(tmp_path.parent.rglob("outside*")) == before


def test_a_file_that_would_fill_the_disk_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.yaml", b"a" * (65 * 1024 * 1024))
    with pytest.raises(KnowledgeError, match="64 MB"), unpacked(bomb.getvalue(), "release"):
        pass


def test_a_place_where_nothing_is_is_told(tmp_path: Path):
    with pytest.raises(KnowledgeError, match=r"nowhere\.zip"), opened(tmp_path / "nowhere.zip"):
        pass
