"""A country of invented municipalities, 1,000 question-answer pairs each: as many as asked for, always the same.

The words are those of municipal.yaml. Every municipality has its own name, districts, halls, telephone
numbers, amounts and days, and picks its own thousand of all subjects and matters, its own ways to ask and its
own sentences: near-duplicates abound, as they do among real ones.
"""

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from benchmarks.municipal import WORDS

EACH = 1000
Pair = tuple[str, str, str]

_FIRST = "青赤朝旭安伊石泉稲岩上宇梅江大岡奥小加金神亀川北木桐草久倉黒桑児駒桜佐鹿篠島白杉鈴瀬高滝竹辰玉千津鶴寺戸富豊中長夏成新西野芳花浜林原日東平広福藤船星本牧松丸三水南宮武村森矢山吉若"
_SECOND = "井池石泉内浦江尾岡沖川岸木口窪倉坂崎沢島瀬関園田台平滝谷津塚戸富永中並根野畑浜林原平藤船部牧町松丸見水宮本森谷山脇"
_KIND = "市市市市町町町村区"
_CONDITIONS = (
    "", "", "", "引っ越してきたばかりですが、", "平日は仕事なのですが、", "初めてで分からないのですが、", "{d}に住んでいます。",
    "{d}の者です。", "来月から使いたいのですが、", "家族の代わりに聞きます。", "高齢の母のことで、", "外国籍なのですが、",
    "会社を辞めたので、", "子どもが生まれたので、", "車が無いのですが、", "{h}でもできますか。", "今年から変わったと聞きました。",
    "急いでいます。", "単身赴任中ですが、", "障害者手帳を持っています。",
)  # fmt: skip
_MORE = (
    "{d}の方は{h}でも受け付けています。", "詳しくは{o}（電話{tel}）へお問い合わせください。", "{h}の受け付けは午前{hour}時からです。",
    "{month}月{day}日から{c}のホームページでも申し込めます。", "{c}では令和{era}年度から取り扱いを変えました。",
    "本人確認書類（運転免許証、マイナンバーカードなど）をお持ちください。", "代理の方は委任状が必要です。", "所得が{fee}万円を超える世帯は対象外です。",
    "混み合う時期は{days}日ほどかかります。", "{d}と周辺の{n}地区が対象です。", "料金は1回{fee}円、{n}回分の券は{fee2}円です。",
    "申請書は{h}と各支所に置いてあります。", "土曜日は第{n}土曜だけ開いています。", "バスは{h}前の停留所が便利です。",
)  # fmt: skip
_ASKED_AS = (
    ("を教えてください。", "が知りたい"), ("はどこで取れますか。", "どこでもらえる？"), ("はいくらですか。", "の値段"), ("できますか。", "できる？"),
    ("ですか。", "でしょうか"), ("ますか。", "ますでしょうか"), ("たいです。", "たい"), ("お願いします。", ""),
)  # fmt: skip


@cache
def _areas() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return loaded


@cache
def _matters() -> list[tuple[dict[str, Any], list[str], dict[str, list[str]]]]:
    return [(area, s, m) for area in _areas() for s in area["subjects"] for m in area["matters"]]


def municipality(number: int) -> str:
    """The name of a municipality; a few share theirs, as real ones do."""
    first, second = number % len(_FIRST), (number // len(_FIRST) * 7 + number) % len(_SECOND)
    name = _FIRST[first] + _SECOND[second]
    further = number // (len(_FIRST) * len(_SECOND) // 2)
    return name + _SECOND[further] * bool(further) + _KIND[number % len(_KIND)]


def pairs(count: int, start: int = 0) -> Iterator[Pair]:
    """Pairs `start` to `start + count` of the country."""
    for number in range(start // EACH, -(-(start + count) // EACH)):
        for place, pair in enumerate(_of_municipality(number), start=number * EACH):
            if start <= place < start + count:
                yield pair


def _of_municipality(number: int) -> Iterator[Pair]:
    chance = random.Random(number)
    city = municipality(number)
    places = ["".join(chance.choices(_FIRST, k=1) + chance.choices(_SECOND, k=1)) for _ in range(24)]
    districts = [place + chance.choice(("", "町", "地区", "台", "東", "西", "本町")) for place in places[:16]]
    halls = [
        place + chance.choice(("会館", "公民館", "市民センター", "支所", "コミュニティセンター"))
        for place in places[16:]
    ]
    for place in range(EACH):
        area, subject, matter = chance.choice(_matters())
        slots = {
            "s": subject[0],
            "o": subject[1],
            "w": subject[2],
            "c": city,
            **_slots(chance, districts, halls),
        }
        lead = chance.choice(_CONDITIONS if chance.random() < 0.7 else area["leads"])
        question = chance.choice(matter["ask"])
        if chance.random() < 0.3:
            question = "{c}の" + question
        sentences = [chance.choice(matter["answer"])]
        while sum(map(len, sentences)) < 120:
            sentences.append(chance.choice(area["more"] if chance.random() < 0.4 else _MORE))
        yield f"{number:04}-{place:03}", (lead + question).format(**slots), "".join(sentences).format(**slots)


def _slots(chance: random.Random, districts: list[str], halls: list[str]) -> dict[str, Any]:
    return {
        "d": chance.choice(districts),
        "h": chance.choice(halls),
        "fee": chance.randrange(100, 3000, 50),
        "fee2": chance.randrange(1000, 9000, 100),
        "days": chance.choice((3, 5, 7, 10, 14, 20, 30, 45, 60)),
        "month": chance.randint(1, 12),
        "day": chance.randint(1, 28),
        "hour": chance.choice((8, 9, 10)),
        "era": chance.randint(1, 8),
        "n": chance.randint(2, 9),
        "age": chance.choice((2, 3, 4)),
        "tel": f"{chance.randint(10, 99)}-{chance.randint(1000, 9999)}",
    }


def place_of(identifier: str) -> int:
    """Which pair of the country an id is, counted from 0."""
    number, place = identifier.split("-")
    return int(number) * EACH + int(place)


def questions(count: int, of: int) -> list[tuple[str, str]]:
    """Ids of pairs among the first `of`, and questions that ask them otherwise than they are written."""
    chance = random.Random(of)
    found = []
    for place in sorted(chance.sample(range(of), count)):
        identifier, question, _ = next(pairs(1, place))
        found.append((identifier, _reworded(question, chance)))
    return found


def _reworded(question: str, chance: random.Random) -> str:
    for written, asked in _ASKED_AS:
        if question.endswith(written) and chance.random() < 0.8:
            question = question.removesuffix(written) + asked
            break
    if chance.random() < 0.25:
        place = chance.randrange(len(question))
        question = question[:place] + question[place + 1 :]
    return question
