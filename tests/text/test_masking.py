"""Personal data is found by its form and leaves no trace; everything else stays as it was typed."""

import json
import re
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.assembly import Assistant
from faq_bot.loading.knowledge import Knowledge
from faq_bot.text.masking import Masking, is_my_number
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def masking(knowledge: Knowledge) -> Masking:
    return Masking(knowledge.masking_words, knowledge.public_telephones)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03-1234-5678に折り返してください", "【電話番号】に折り返してください"),
        ("電話は(03)1234-5678です", "電話は【電話番号】です"),
        ("TEL:047-123-4567", "TEL:【電話番号】"),
        ("０９０－１２３４－５６７８", "【電話番号】"),
        ("０９０ー１２３４ー５６７８", "【電話番号】"),
        ("携帯は09012345678", "携帯は【電話番号】"),
        ("携帯は090 1234 5678", "携帯は【電話番号】"),
        ("+81 90-1234-5678", "【電話番号】"),
        ("taro.yamada@example.co.jpに送って", "【メールアドレス】に送って"),
        ("連絡先はｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "連絡先は【メールアドレス】"),
        ("被保険者番号は0000123456です", "被保険者番号は【被保険者番号】です"),
        ("H123456789の方", "【被保険者番号】の方"),
        ("ｈ１２３４５６７８９", "【被保険者番号】"),
        ("123456789018", "【マイナンバー】"),
        ("1234 5678 9018", "【マイナンバー】"),
        ("1234-5678-9018", "【マイナンバー】"),
        ("１２３４５６７８９０１８", "【マイナンバー】"),
        ("012345678903", "【マイナンバー】"),
        ("事業所番号1370000001です", "事業所番号【事業所番号】です"),
        ("事業所番号は13-7000-0001", "事業所番号は【事業所番号】"),
        ("事業所番号0170500001の支払い", "事業所番号【事業所番号】の支払い"),
        ("1370000001の場合", "【番号】の場合"),
        ("カード4980 1234 5678 9011で払う", "カード【番号】で払う"),
        ("4980123456789011", "【番号】"),
        ("佐藤花子様の計画", "【氏名】様の計画"),
        ("山田 太郎様", "【氏名】様"),
        ("佐々木さんと長谷川氏", "【氏名】さんと【氏名】氏"),
        ("グエンさん", "【氏名】さん"),
        ("Smith様", "【氏名】様"),
        ("さとう様", "【氏名】様"),
        ("田中施設長さん", "【氏名】さん"),
        ("佐藤ケアマネさん", "【氏名】さん"),
        ("利用者 鈴木様", "【氏名】様"),
        ("えー山田さんですか", "えー【氏名】さんですか"),
        ("氏名は山田太郎です", "氏名は【氏名】です"),
        ("氏名：山田 太郎", "氏名：【氏名】"),
        ("名前はさとうと言います", "名前は【氏名】と言います"),
        ("私は佐藤と申します", "私は【氏名】と申します"),
        ("〒270-0001 松戸市根本387番地の5に", "【郵便番号】 【住所】に"),
        ("松戸市根本387-5です", "松戸市【住所】です"),
        ("中央区中央一丁目2-3の事業所", "【住所】の事業所"),
        ("090-1234-5678の田中様（taro@example.jp）", "【電話番号】の【氏名】様（【メールアドレス】）"),
    ],
)
def test_personal_data_is_replaced_by_a_mark(typed: str, kept: str, masking: Masking):
    assert masking.mask(typed) == kept
    assert masking.finds_in(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "皆さん、お客様、利用者様、事業所様、業者さん、ケアマネさん、市役所さん",
        "担当ケアマネさんと訪問看護ステーションさん",
        "居宅介護支援事業所の担当者様",
        "苫小牧市さんの補助",
        "お子さんと奥さんとお母さん",
        "標準仕様と同様の様式で、様子を見る",
        "沢山の方、たくさん",
        "氏名は必要ですか。名前は変更可能ですか。",
        "名前は何ですか",
        "フリーパスって名前は聞くけど",
        "ヘルプデスク0120-584-708にかけました",
        "２０２５－０４－１０から2026-03-31まで、2025-04-10 11:30に",
        "2025 2026 2027の3年",
        "21,000円が13200円になる",
        "令和8年3月17日の資料の31番",
        "版は1.2.3.4",
        "事業所番号は10桁ですか",
    ],
)
def test_what_is_nobodys_own_stays_as_it_was_typed(typed: str, masking: Masking):
    assert masking.mask(typed) == typed
    assert not masking.finds_in(typed)


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "questions").glob("*.jsonl")), ids=lambda f: f.stem)
def test_none_of_our_questions_is_taken_for_personal(file, masking: Masking):
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    texts = [row.get("query") or row["text"] for row in rows]
    assert len(texts) > 100
    assert [text for text in texts if masking.finds_in(text)] == []


def test_no_wording_of_the_knowledge_base_is_taken_for_personal(knowledge: Knowledge, masking: Masking):
    wordings = [text for entry in knowledge.entries for text in (entry.question, *entry.phrasings)]
    assert [text for text in wordings if masking.finds_in(text)] == []


def test_a_check_digit_is_computed_as_the_law_says():
    # 平成26年総務省令第85号: 11 minus the weighted sum modulo 11, 0 where that sum leaves 0 or 1
    assert is_my_number("123456789018")
    assert [last for last in string.digits if is_my_number(f"12345678901{last}")] == ["8"]
    assert not is_my_number("12345678901")


_AROUND = st.sampled_from(["", "電話は", "うちは ", "（", "です。", "、よろしく", " 至急"])
_WIDE = str.maketrans(string.digits, "０１２３４５６７８９")


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(string.digits, min_size=count, max_size=count)


def with_check_digit(eleven: str) -> str:
    return next(eleven + last for last in string.digits if is_my_number(eleven + last))


_DATA = st.one_of(
    st.builds("0{}-{}-{}".format, st.sampled_from(["3", "6"]), digits(4), digits(4)),
    st.builds("0{}-{}-{}".format, st.sampled_from(["70", "80", "90"]), digits(4), digits(4)),
    st.builds("0{}{}".format, st.sampled_from(["70", "80", "90"]), digits(8)),
    st.builds("{}@example.{}".format, st.from_regex(r"[a-z][a-z0-9._]{0,9}", fullmatch=True), st.just("jp")),
    st.builds("H{}".format, digits(9)),
    digits(10),
    digits(11).map(with_check_digit),
    digits(11).map(with_check_digit).map(lambda n: f"{n[:4]}-{n[4:8]}-{n[8:]}"),
    digits(16),
)
_PUBLIC = {"0120584708", "0144847565", "0473667370"}


def bare(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


@given(data=_DATA, before=_AROUND, after=_AROUND, wide=st.booleans())
def test_nothing_personal_survives(data: str, before: str, after: str, wide: bool, masking: Masking):
    if bare(data) in _PUBLIC:
        return
    typed = before + (data.translate(_WIDE) if wide and "@" not in data else data) + after
    kept = masking.mask(typed)
    assert bare(kept) == ""
    assert "@" not in kept
    assert kept.startswith(before)
    assert kept.endswith(after)
    assert not masking.finds_in(kept)


@given(
    family=st.sampled_from(["佐藤", "鈴木", "高市", "土屋", "中村", "小鳥遊"]),
    given_name=st.sampled_from(["花子", "健一", "直人"]),
    honorific=st.sampled_from(["様", "さん", "氏"]),
    around=st.sampled_from(["", "うちの", "（", "、"]),
)
def test_no_name_before_an_honorific_survives(
    family: str, given_name: str, honorific: str, around: str, masking: Masking
):
    for name in (family, family + given_name, f"{family} {given_name}", given_name):
        kept = masking.mask(f"{around}{name}{honorific}の件")
        assert kept == f"{around}【氏名】{honorific}の件"


@given(
    typed=st.text(alphabet=st.sampled_from("料金は5月31日、2025年いくら番号A-様さん氏@ 0120"), max_size=60)
)
def test_masking_what_is_masked_changes_nothing(typed: str, masking: Masking):
    kept = masking.mask(typed)
    assert masking.mask(kept) == kept


@given(typed=st.text(max_size=200))
def test_any_text_can_be_masked(typed: str, masking: Masking):
    assert isinstance(masking.mask(typed), str)


def test_a_question_with_personal_data_is_warned_of_and_answered(assistant: Assistant):
    plain = assistant.ask("の場合、ライセンス料はパソコンごとですか")
    warned = assistant.ask("090-1234-5678の場合、ライセンス料はパソコンごとですか")
    warning = assistant.knowledge.wording.personal_data
    assert warned.message == f"{warning}\n\n{plain.message}"
    assert (warned.outcome, warned.answer, warned.confidence) == (
        plain.outcome,
        plain.answer,
        plain.confidence,
    )


def test_a_question_of_nothing_but_personal_data_is_warned_of(assistant: Assistant):
    reply = assistant.ask("090-1234-5678")
    assert reply.message.startswith(assistant.knowledge.wording.personal_data)
    assert reply.outcome == "no_answer"


def test_what_is_personal_does_not_travel_in_the_conversation(assistant: Assistant):
    from base64 import urlsafe_b64decode

    first = assistant.ask("松戸市の090-1234-5678です。うちはいくら払いますか")
    payload = first.conversation.split(".")[0]
    assert b"1234-5678" not in urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    assert not any("1234" in (fact.words or "") for fact in first.facts)
