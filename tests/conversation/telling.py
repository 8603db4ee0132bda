"""Facts told in plain words, as an asker who knows them would write them down."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

CITIES = {
    "tomakomai": "苫小牧市",
    "matsudo": "松戸市",
    "chiba": "千葉市",
    "koganei": "小金井市",
    "other": "札幌市",
}
GROUPS = {
    "visit_day": "訪問系です。",
    "facility": "施設系です。",
    "residential": "居住系です。",
    "multi": "多機能系です。",
    "short_stay": "短期入所系です。",
}
YES_OR_NO = {
    "used_free_pass": ("フリーパスは前に使いました。", "フリーパスは使ったことがありません。"),
    "suspended": ("事業所は今、休止中です。", "休止はしていません。"),
    "closing_planned_by_next_month": ("来月末で廃止する予定です。", "廃止の予定はありません。"),
    "tax_arrears": ("市税に滞納があります。", "市税の滞納はありません。"),
    "antisocial": ("役員に暴力団員がいます。", "暴力団員等はいません。"),
    "deemed_designation": ("みなし指定です。", "みなし指定ではありません。"),
    "has_results_since_2024_04": ("2024年4月以降の提供実績はあります。", "提供実績はまだありません。"),
    "already_subsidised_this_year": (
        "今年度はもう補助金をもらいました。",
        "今年度の補助はまだ受けていません。",
    ),
}
ALLOWANCES = {
    "acquired": "取得しています。",
    "expected": "これから取得する予定です。",
    "none": "取得していません。",
}
LINKAGE = {
    "joined": "連携システムには加入しています。",
    "expected": "連携システムには加入の見込みです。",
    "equivalent": "カナミックを使っています。",
    "none": "連携システムには加入していません。",
}


def tell(facts: Mapping[str, Any], as_of: datetime.date) -> str:
    """Return the facts as sentences; KeyError for a fact nobody would put in words."""
    return "".join(_sentences(dict(facts), as_of))


def _sentences(facts: dict[str, Any], as_of: datetime.date) -> Iterator[str]:
    if city := facts.pop("municipality", None):
        yield f"{CITIES[city]}の事業所です。"
    if service := facts.pop("service_type", None):
        yield f"{service}をやっています。"
    if group := facts.pop("service_group", None):
        yield GROUPS[group]
    yield from _beginning(facts, as_of)
    for fact, value in facts.items():
        if value is not None:
            yield _one(fact, value)


def _beginning(facts: dict[str, Any], as_of: datetime.date) -> Iterator[str]:
    status, start, expiry = (facts.pop(name, None) for name in ("status", "start_date", "license_expiry"))
    if status == "new":
        ending = "申し込みました" if start and day(start) <= as_of else "申し込みます"
        yield f"{spoken(start)}に新しく{ending}。" if start else "これから新しく始めます。"
    elif status == "renewing":
        yield "今使っていて更新します。"
    if expiry:
        yield f"今のライセンスの期限は{spoken(expiry)}です。"
    if start and status != "new":
        raise KeyError("start_date")


def _one(fact: str, value: Any) -> str:
    if fact in YES_OR_NO:
        return YES_OR_NO[fact][0 if value else 1]
    if fact == "office_numbers":
        return f"事業所番号は{value}つです。"
    if fact == "applied_on":
        return f"市の補助の申請は{spoken(value)}に届きました。"
    if fact == "integration_date":
        return f"統合日は{spoken(value)}に決まりました。"
    if fact == "on":
        return f"{spoken(value)}の賃金のことです。"
    if fact == "linkage":
        return LINKAGE[value]
    name = {"treatment_allowance": "処遇改善加算", "productivity_allowance": "生産性向上推進体制加算"}[fact]
    return f"{name}は{ALLOWANCES[value]}"


def day(value: Any) -> datetime.date:
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def spoken(value: Any) -> str:
    found = day(value)
    return f"{found.year}年{found.month}月{found.day}日"
