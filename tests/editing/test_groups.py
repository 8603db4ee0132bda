"""Questions that ask the same come together."""

import random

from faq_bot.editing.groups import Groups
from faq_bot.text.analyzer import Analyzer


def groups() -> Groups:
    analyzer = Analyzer(filler_words=("何", "為る"))
    return Groups(lambda text: analyzer.analyse(text).words)


def test_the_same_words_in_another_order_and_form_are_one_group():
    found = groups()
    assert len({found.of(q) for q in ("料金の支払い方法", "支払い方法は、料金の？")}) == 1


def test_mistyped_letters_are_forgiven_where_a_word_is_common():
    found = groups()
    first = found.of("電子証明書の更新手続きの期限について教えてください")
    assert found.of("電子証明書の更新手続きの期限について教えてくさい") == first


def test_questions_about_other_things_stay_apart():
    found = groups()
    questions = ("料金の支払い方法", "料金の免除", "犬の予防注射", "")
    assert len({found.of(q) for q in questions}) == len(questions)


def test_a_question_keeps_its_group_whatever_comes_later():
    found, rng = groups(), random.Random(7)
    words = ["料金", "期限", "申請", "変更", "解約", "証明書", "端末", "連携", "補助", "松戸市"]
    questions = ["の".join(rng.sample(words, 3)) for _ in range(300)]
    before = {question: found.of(question) for question in questions[:150]}
    for question in questions[150:]:
        found.of(question)
    assert {question: found.of(question) for question in questions[:150]} == before


def test_the_same_questions_in_the_same_order_make_the_same_groups():
    one, other = groups(), groups()
    questions = [f"{a}の{b}" for a in ("料金", "期限", "端末") for b in ("変更", "申請", "確認")]
    assert [one.of(q) for q in questions] == [other.of(q) for q in questions]


def test_a_word_that_is_in_everything_slows_nothing_down():
    """Only questions that share a rarer word are compared."""
    found = groups()
    compared = 0
    original = found._likeness

    def counted(text: str, words: frozenset[str], group: int) -> float:
        nonlocal compared
        compared += 1
        return original(text, words, group)

    found._likeness = counted  # type: ignore[method-assign]
    for number in range(3000):
        found.of(f"届け出の{chr(0x4E00 + number)}{chr(0x5E00 + number)}")
    assert compared < 3000 * 450
