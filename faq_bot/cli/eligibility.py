"""`faq-bot eligibility FILE`: the decision for one office, as a person reads it."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faq_bot.assembly import Assistant
from faq_bot.errors import InputError

_STATUS = {"eligible": "対象", "not_eligible": "対象外", "unknown": "分からない"}
_CERTAINTY = {"certain": "確定", "expected": "見込み", "unknown": "未定"}
_TRUTH = {"met": "○", "not_met": "×", "not_known": "？", "not_looked_at": "－"}
_WIDEST = 110


def eligibility(options: argparse.Namespace) -> None:
    """Print the decision for the facts of a JSON file (`-` for standard input)."""
    facts = _read(options.file)
    assistant = Assistant.load(options.knowledge)
    decision = assistant.eligibility(facts, trace=options.explain or options.json)
    if options.json:
        print(json.dumps(decision, ensure_ascii=False, indent=2))
        return
    _print_years(decision, {f"city:{m.id}": m.name for m in assistant.knowledge.municipalities})
    _print_lines("理由", [f"{line['text']}（{', '.join(line['refs'])}）" for line in decision["explanation"]])
    _print_schemes(decision["schemes"], {s.id: s.name for s in assistant.knowledge.schemes.values()})
    _print_lines("注意", decision["notes"])
    _print_lines("まだ分からないこと", [need["question"] for need in decision["needs"]])
    if options.explain:
        _print_trace(decision["trace"])


def _read(path: Path) -> Mapping[str, Any]:
    name = "標準入力" if str(path) == "-" else str(path)
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        facts = json.loads(text)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(
            "FILE", f"{name} を JSON として読めません。UTF-8 の JSON を指定してください。"
        ) from error
    if not isinstance(facts, dict):
        raise InputError("FILE", f"{name} は「{{」で始まる JSON オブジェクトにしてください。")
    return facts


def _print_years(decision: Mapping[str, Any], cities: Mapping[str, str]) -> None:
    years = decision["license_years"]
    if not years:
        print("利用を始める日、または今のライセンスの末日が分かると、年ごとの支払いを示せます。\n")
        return
    print("ライセンスの年ごとの支払い（事業所番号1つ、税込み）")
    for number, year in enumerate(years, start=1):
        price = _yen(year["list_price"])
        print(f"  {number}年目 {year['start']}〜{year['end']}")
        print(
            f"      定価 {price}  あなたの支払い {_yen(year['net_per_office'])}{_payer(year['payer'], cities)}"
        )
        total = f"  合計 {_yen(year['net_total'])}" if year["net_total"] is not None else ""
        print(f"      {_CERTAINTY[year['status']]}{total}")
    print()


def _payer(payer: str | None, cities: Mapping[str, str]) -> str:
    if payer is None or payer == "operator":
        return ""
    return "（キャンペーン）" if payer == "campaign" else f"（{cities[payer]}の補助）"


def _yen(amount: int | None) -> str:
    return "未定" if amount is None else f"{amount:,}円"


def _print_schemes(schemes: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> None:
    print("制度ごとの判定")
    for identifier, scheme in schemes.items():
        if "published_source" in scheme["missing"]:
            continue  # nothing was known of it on that day, not even its name
        print(f"  {_STATUS[scheme['status']]}  {names[identifier]}")
        for reason in scheme["reasons"][:2]:
            print(f"      {reason}")
    print()


def _print_lines(title: str, lines: list[str]) -> None:
    if lines:
        print(title)
        for line in lines:
            print(f"  - {line}")
        print()


def _print_trace(trace: list[dict[str, Any]]) -> None:
    print("判定の根拠のすべて（○ 満たす、× 満たさない、？ 分からない、－ 見る必要がなかった）")
    for scheme in trace[1:]:
        if "scheme" not in scheme:
            continue
        print(f"\n  {scheme['scheme']}: {_STATUS.get(scheme['status'], scheme['status'])}")
        for verdict in scheme.get("verdicts", []):
            year = verdict.get("year")
            print(f"    {f'{year}年目' if year else '判定'} {_TRUTH.get(verdict['truth'], verdict['truth'])}")
            for condition in verdict["conditions"]:
                refs = ", ".join(condition["refs"])
                print(f"      {_TRUTH[condition['truth']]} {condition['text']}（{refs}）")
                _print_test(condition["test"], 10)


def _print_test(test: Mapping[str, Any], indent: int) -> None:
    if "fact" in test:
        compared = " ".join(f"{key} {value}" for key, value in test["compared"].items())
        line = f"{_TRUTH[test['truth']]} {test['fact']} = {_found(test['found'])}（{compared}）"
        print((" " * indent + line)[:_WIDEST])
        for value in test["values"]:
            source = ", ".join(value.get("refs", []))
            line = f"{value['name']} = {_found(value['value'])} {value.get('known_from', '')} {source}"
            print((" " * (indent + 4) + line.rstrip())[:_WIDEST])
    for part in test.get("parts", []):
        _print_test(part, indent + 2)


def _found(value: object) -> str:
    return "分からない" if value is None else str(value)
