"""Many FAQs side by side: one is searched alone, all are searched together, and only changes cost anything."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.errors import InputError, NotFoundError
from faq_bot.matching.segments import Router, Segments
from faq_bot.text.analyzer import Analysis, Analyzer

ANALYZER = Analyzer()
CITIES = {
    "苫小牧市": [("t1", "粗大ごみの出し方", "電話で申し込みます。"), ("t2", "銅の皿の値段", "500円です。")],
    "千葉市": [("c1", "粗大ごみの手数料", "券を買います。"), ("c2", "市営バスの定期券", "駅前で買えます。")],
    "小金井市": [("k1", "犬の登録", "窓口で受け付けます。")],
}


class CountingAnalyzer(Analyzer):
    """Counts the texts it analyses."""

    count = 0

    def analyse(self, text: str) -> Analysis:
        self.count += 1
        return super().analyse(text)


def filled(folder: Path, analyzer: Analyzer = ANALYZER) -> Segments:
    segments = Segments(folder, analyzer)
    for name, pairs in CITIES.items():
        segments.update(name, pairs)
    return segments


@pytest.fixture
def segments(tmp_path: Path) -> Segments:
    return filled(tmp_path / "segments")


def found(segments: Segments, text: str, segment: str | None = None) -> list[tuple[str, str]]:
    return [(hit.segment, hit.id) for hit in segments.rank(text, segment)]


def test_a_known_segment_is_searched_alone(segments: Segments):
    assert found(segments, "粗大ごみ", "千葉市") == [("千葉市", "c1")]
    assert found(segments, "粗大ごみ", "苫小牧市") == [("苫小牧市", "t1")]
    assert found(segments, "粗大ごみ", "小金井市") == []


def test_without_a_segment_all_are_searched_together(segments: Segments):
    assert set(found(segments, "粗大ごみ")) == {("千葉市", "c1"), ("苫小牧市", "t1")}
    assert found(segments, "犬の登録")[0] == ("小金井市", "k1")


def test_after_a_restart_nothing_is_tokenised(segments: Segments, tmp_path: Path):
    segments.join()
    analyzer = CountingAnalyzer()
    again = Segments(tmp_path / "segments", analyzer)
    asked = [("粗大ごみ", "千葉市"), ("粗大ごみ", None), ("犬の登録", None)]
    assert [again.rank(*a) for a in asked] == [segments.rank(*a) for a in asked]
    assert analyzer.count == len(asked)
    assert again.names == tuple(sorted(CITIES))


def test_the_same_pairs_again_change_nothing(segments: Segments):
    update = segments.update("千葉市", CITIES["千葉市"])
    assert (update.kept, update.analysed, update.changed) == (4, 0, False)


def test_only_changed_texts_are_tokenised_and_the_change_is_found(tmp_path: Path):
    analyzer = CountingAnalyzer()
    segments = filled(tmp_path, analyzer)
    segments.join()
    before = analyzer.count
    changed = [
        CITIES["千葉市"][0],
        ("c2", "市営バスの定期券", "市役所で買えます。"),
        ("c3", "猫の相談", "保健所です。"),
    ]
    update = segments.update("千葉市", changed)
    assert (update.kept, update.analysed, update.changed) == (3, 3, True)
    assert analyzer.count == before + 3
    assert found(segments, "猫の相談")[0] == ("千葉市", "c3")
    assert found(segments, "市役所", "千葉市") == [("千葉市", "c2")]


def test_an_updated_segment_is_like_one_made_at_once(segments: Segments, tmp_path: Path):
    segments.update("千葉市", CITIES["苫小牧市"])
    segments.update("千葉市", CITIES["千葉市"])
    other = filled(tmp_path / "other")
    for text in ("粗大ごみ", "バスの定期"):
        assert segments.rank(text, "千葉市") == other.rank(text, "千葉市")
        assert segments.rank(text) == other.rank(text)


def test_a_removed_segment_is_gone(segments: Segments):
    segments.join()
    segments.remove("千葉市")
    assert segments.names == ("小金井市", "苫小牧市")
    assert found(segments, "粗大ごみ") == [("苫小牧市", "t1")]
    with pytest.raises(NotFoundError):
        segments.rank("粗大ごみ", "千葉市")
    with pytest.raises(NotFoundError):
        segments.remove("千葉市")


@pytest.mark.parametrize("end", [".index", ".texts"])
def test_a_damaged_segment_is_made_anew_by_its_update(segments: Segments, tmp_path: Path, end: str):
    path = next(p for p in (tmp_path / "segments").glob(f"*{end}") if "%8D%83" in p.name)
    path.write_bytes(path.read_bytes()[:-100])
    again = Segments(tmp_path / "segments", ANALYZER)
    assert again.update("千葉市", CITIES["千葉市"]).changed
    assert found(again, "粗大ごみ", "千葉市") == [("千葉市", "c1")]


def test_a_damaged_joined_index_is_joined_anew(segments: Segments, tmp_path: Path):
    segments.join()
    path = tmp_path / "segments" / "all.joined"
    path.write_bytes(path.read_bytes()[:-1])
    assert Segments(tmp_path / "segments", ANALYZER).rank("犬の登録") == segments.rank("犬の登録")


def test_another_vocabulary_does_not_use_segments_read_with_this_one(segments: Segments, tmp_path: Path):
    other = Segments(tmp_path / "segments", Analyzer(filler_words=["粗大"]))
    with pytest.raises(NotFoundError):
        other.rank("粗大ごみ", "千葉市")
    assert other.update("千葉市", CITIES["千葉市"]).analysed == 4


@pytest.mark.parametrize("name", ["../千葉市", "a/b", "a.b", "名前 と空白", "%2F"])
def test_any_name_stays_inside_the_folder(tmp_path: Path, name: str):
    segments = Segments(tmp_path / "segments", ANALYZER)
    segments.update(name, CITIES["小金井市"])
    assert segments.names == (name,)
    assert found(segments, "犬", name) == [(name, "k1")]
    assert [path.name for path in tmp_path.iterdir()] == ["segments"]


@pytest.mark.parametrize("name", ["", ".", "..", "市" * 30])
def test_a_name_that_is_no_file_is_refused(tmp_path: Path, name: str):
    with pytest.raises(InputError):
        Segments(tmp_path, ANALYZER).update(name, [])


def test_no_segment_and_an_empty_segment_find_nothing(tmp_path: Path):
    segments = Segments(tmp_path / "segments", ANALYZER)
    assert segments.rank("犬") == []
    segments.update("空", [])
    assert segments.rank("犬", "空") == []
    segments.update("小金井市", CITIES["小金井市"])
    segments.update("鵠", [])
    assert found(segments, "犬の登録") == [("小金井市", "k1")]


def test_twenty_threads_find_the_same_as_one(segments: Segments):
    asked = [(text, city) for text in ("粗大ごみ", "犬の登録", "バス") for city in (*CITIES, None)] * 10
    alone = [segments.rank(*a) for a in asked]
    again = Segments(segments._folder, ANALYZER)
    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(lambda a: again.rank(*a), asked)) == alone


ROUTER = Router(
    [
        ("苫小牧市", ["苫小牧"]),
        ("大阪市", []),
        ("東大阪市", []),
        ("中央区", ["中央"]),
        ("千葉市中央区", ["中央"]),
    ]
)


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("苫小牧で粗大ごみを出したい", "苫小牧市"),
        ("東大阪市の保育園", "東大阪市"),
        ("大阪市の保育園", "大阪市"),
        ("大阪市と苫小牧の違い", None),
        ("中央の窓口", None),
        ("千葉市中央区の窓口", "千葉市中央区"),
        ("粗大ごみ", None),
        ("", None),
    ],
)
def test_a_named_place_leads_to_its_segment(text: str, segment: str | None):
    assert ROUTER.named(text) == segment


@given(st.text(max_size=100))
def test_any_text_is_routed_without_an_error(text: str):
    assert ROUTER.named(text) in (None, "苫小牧市", "大阪市", "東大阪市", "中央区", "千葉市中央区")


def test_without_segments_nothing_is_named():
    assert Router([]).named("千葉市") is None
