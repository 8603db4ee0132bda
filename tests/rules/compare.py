"""Comparing a decision with what a case expects, as fee_rules.md section 10 says."""

import json
from typing import Any

_OPERATORS = {"any_of", "not", "absent", "mentions"}


def mismatches(expect: Any, got: Any, where: str = "") -> list[str]:
    """Return each place where `got` is not what is expected.

    Objects are subsets; lists of objects go index by index; lists of scalars must all occur; `[]` is empty.
    `{"any_of": […]}`: one of them. `{"not": x}`: not so. `{"absent": [keys]}`: the object has none of the
    keys. `{"mentions": […]}`: each of the words stands somewhere in it.
    """
    if isinstance(expect, dict):
        return _object(expect, got, where)
    if isinstance(expect, list):
        return _list(expect, got, where)
    return (
        []
        if got == expect and isinstance(got, bool) == isinstance(expect, bool)
        else [_said(expect, got, where)]
    )


def _object(expect: dict[str, Any], got: Any, where: str) -> list[str]:
    found: list[str] = []
    if "any_of" in expect and all(mismatches(choice, got, where) for choice in expect["any_of"]):
        found.append(_said(expect["any_of"], got, where))
    if "not" in expect and not mismatches(expect["not"], got, where):
        found.append(f"{where}: 「{expect['not']}」であってはいけません")
    if "absent" in expect:
        found += [f"{where}.{key}: あってはいけません" for key in expect["absent"] if key in (got or {})]
    if "mentions" in expect:
        text = json.dumps(got, ensure_ascii=False)
        found += [f"{where}: 「{word}」が出てきません" for word in expect["mentions"] if word not in text]
    plain = {key: value for key, value in expect.items() if key not in _OPERATORS}
    if plain and not isinstance(got, dict):
        return [*found, _said(expect, got, where)]
    for key, value in plain.items():
        if key not in got:
            found.append(f"{where}.{key}: ありません")
        else:
            found += mismatches(value, got[key], f"{where}.{key}")
    return found


def _list(expect: list[Any], got: Any, where: str) -> list[str]:
    if not isinstance(got, list):
        return [_said(expect, got, where)]
    if not expect:
        return [] if not got else [_said(expect, got, where)]
    if not any(isinstance(item, dict) for item in expect):
        return [f"{where}: 「{item}」がありません（{got}）" for item in expect if item not in got]
    if len(got) < len(expect):
        return [f"{where}: {len(expect)}件のはずが{len(got)}件です"]
    return [m for i, item in enumerate(expect) for m in mismatches(item, got[i], f"{where}[{i}]")]


def _said(expect: Any, got: Any, where: str) -> str:
    return f"{where}: {expect!r} のはずが {got!r}"
