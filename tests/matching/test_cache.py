"""An index from a file is the index built anew; a file that is not sound is as good as none."""

import json
import multiprocessing
import os
import struct
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.loading.vocabulary import Synonym
from faq_bot.matching.cache import MOST_FILES
from faq_bot.matching.documents import Document
from faq_bot.matching.matcher import Matcher
from faq_bot.matching.storage import DamagedFileError, read_arrays, write_arrays
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analysis, Analyzer

DOCUMENTS = [
    Document("plate", ("銅の皿の値段はいくらですか", "皿 価格"), "銅の皿は1枚500円です。"),
    Document("kettle", ("やかんの修理はどこでできますか",), "金物屋で受け付けています。"),
    Document("bus", ("市営バスの定期券の買い方",), "駅前の営業所で買えます。"),
]
TEXTS = ["銅皿の価格", "ていきけん", "定機券", "やかんを終了", "", "皿 価格", "qqq"]


class CountingAnalyzer(Analyzer):
    """Counts the texts it analyses."""

    count = 0

    def analyse(self, text: str) -> Analysis:
        self.count += 1
        return super().analyse(text)


def everything(matcher: Matcher) -> list[object]:
    """What a matcher answers, to the last bit."""
    found = [matcher.search(text) for text in TEXTS]
    scores = [[getattr(s.score, n).tobytes() for n in ("total", "words", "pieces", "nearest")] for s in found]
    return [*scores, *(s.guesses for s in found), *(s.exact for s in found), matcher.index.words]


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.faqindex"))


FRESH = everything(Matcher(DOCUMENTS))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with the index of the documents in it."""
    Matcher(DOCUMENTS, folder=tmp_path / "cache")
    yield tmp_path / "cache"
    (tmp_path / "cache").chmod(0o700)


def test_a_kept_index_answers_like_a_fresh_one_and_analyses_nothing(folder: Path):
    analyzer = CountingAnalyzer()
    matcher = Matcher(DOCUMENTS, analyzer, folder=folder)
    assert analyzer.count == 0
    assert everything(matcher) == FRESH


def test_the_arrays_of_a_kept_index_are_mapped_and_not_writable(folder: Path):
    arrays = read_arrays(kept(folder)[0]).arrays
    assert not any(array.flags.writeable or array.flags.owndata for array in arrays.values())


@pytest.mark.parametrize("damage", ["truncated", "empty", "flipped", "grown", "text", "folder"])
def test_a_damaged_file_is_built_anew_and_replaced(folder: Path, damage: str):
    path = kept(folder)[0]
    content = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        middle = len(content) // 2
        path.write_bytes(
            {
                "truncated": content[:middle],
                "empty": b"",
                "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
                "grown": content + b"\x00",
                "text": b"not an index",
            }[damage]
        )
    assert everything(Matcher(DOCUMENTS, folder=folder)) == FRESH
    if damage != "folder":
        assert path.read_bytes() == content


def test_a_sound_file_with_other_arrays_is_built_anew(folder: Path):
    path = kept(folder)[0]
    about = dict(read_arrays(path).about)
    path.unlink()
    write_arrays(path, about, {})
    assert everything(Matcher(DOCUMENTS, folder=folder)) == FRESH


@pytest.mark.parametrize("position", [0, 9, 20, 60, 200, -1, -300])
def test_a_flipped_bit_anywhere_is_noticed(folder: Path, position: int):
    path = kept(folder)[0]
    content = bytearray(path.read_bytes())
    content[position] ^= 16
    path.write_bytes(content)
    try:
        read_arrays(path)
    except DamagedFileError:
        assert everything(Matcher(DOCUMENTS, folder=folder)) == FRESH
    else:  # one of the few bytes that only fill up to the next multiple of 64
        assert content[position] == 16


def test_other_weights_or_other_words_use_another_file(folder: Path):
    Matcher(DOCUMENTS, weights=replace(Weights(), pair=0.9), folder=folder)
    Matcher(DOCUMENTS, Analyzer([Synonym(word="皿", also=("プレート",))]), folder=folder)
    Matcher(DOCUMENTS, Analyzer(filler_words=["値段"]), folder=folder)
    assert len(kept(folder)) == 4


def test_only_the_changed_document_is_analysed_again(folder: Path):
    changed = [*DOCUMENTS[:2], replace(DOCUMENTS[2], answer="窓口で買えます。")]
    analyzer = CountingAnalyzer()
    matcher = Matcher(changed, analyzer, folder=folder)
    assert analyzer.count == 1
    assert everything(matcher) == everything(Matcher(changed))


def test_moved_removed_and_new_documents_are_like_a_fresh_index(folder: Path):
    new = [Document("dog", ("犬の登録",), "窓口です。"), DOCUMENTS[2], DOCUMENTS[0]]
    analyzer = CountingAnalyzer()
    matcher = Matcher(new, analyzer, folder=folder)
    assert analyzer.count == 2
    assert everything(matcher) == everything(Matcher(new))


def test_the_oldest_files_make_room(folder: Path):
    for n in range(MOST_FILES + 3):
        Matcher([Document("a", (f"質問{n}",))], folder=folder)
    assert len(kept(folder)) == MOST_FILES


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    assert everything(Matcher(DOCUMENTS, folder=tmp_path / "file" / "cache")) == FRESH


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="for root every folder is writable")
def test_a_read_only_folder_is_read_and_not_written(folder: Path):
    folder.chmod(0o500)
    analyzer = CountingAnalyzer()
    assert everything(Matcher(DOCUMENTS, analyzer, folder=folder)) == FRESH
    assert analyzer.count == len(TEXTS)
    assert everything(Matcher(DOCUMENTS[:2], folder=folder)) == everything(Matcher(DOCUMENTS[:2]))


def test_a_folder_without_room_costs_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("faq_bot.matching.storage.tempfile.mkstemp", full)
    assert everything(Matcher(DOCUMENTS, folder=tmp_path)) == FRESH
    assert kept(tmp_path) == []


def _index_again_and_again(folder: Path, rounds: int) -> None:
    for n in range(rounds):
        documents = [*DOCUMENTS, Document("n", (f"質問{n % 3}",))]
        path = max(folder.glob("*"), default=None, key=lambda p: p.name)
        if n % 4 == 3 and path is not None:
            path.unlink(missing_ok=True)
        matcher = Matcher(documents, Analyzer(), folder=folder)
        assert [hit.id for hit in matcher.rank("銅皿の価格", 1)] == ["plate"]


def test_processes_that_write_at_once_leave_only_sound_files(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_index_again_and_again, args=(tmp_path, 12)) for _ in range(2)]
    for process in others:
        process.start()
    for process in others:
        process.join()
    assert [process.exitcode for process in others] == [0, 0]
    assert [p.name for p in tmp_path.iterdir() if p.suffix != ".faqindex"] == []
    for path in kept(tmp_path):
        read_arrays(path)


def test_a_failed_write_leaves_no_trace(tmp_path: Path):
    with pytest.raises(TypeError):
        write_arrays(tmp_path / "x", {"about": object()}, {})
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=400))
def test_any_bytes_are_no_index(content: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(content)
        with pytest.raises(DamagedFileError):
            read_arrays(path)


@pytest.mark.parametrize(
    "told",
    [
        {"about": {}, "size": 0, "crc": 0, "arrays": [["a", "|O", [1], 0]]},
        {"about": {}, "size": 0, "crc": 0, "arrays": [["a", "<i8", [1 << 40], 0]]},
        {"about": {}, "size": 0, "crc": 0, "arrays": [["a", "<i8", [1], -8]]},
        {"about": {}, "size": 0, "crc": 0, "arrays": 7},
        {"size": 0},
        [],
    ],
)
def test_a_header_that_asks_for_something_else_is_refused(tmp_path: Path, told: object):
    header = json.dumps(told).encode()
    front = struct.pack("<8sII", b"FAQARR\x00\x01", len(header), zlib.crc32(header)) + header
    (tmp_path / "x").write_bytes(front.ljust(-(-len(front) // 64) * 64, b"\x00"))
    with pytest.raises(DamagedFileError):
        read_arrays(tmp_path / "x")
