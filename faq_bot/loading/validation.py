"""A located value becomes a record, or Japanese problems that name the line and what is allowed."""

import difflib
import json
import types
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from faq_bot.errors import InputError, Problem
from faq_bot.loading.yaml_reader import Located

R = TypeVar("R", bound=BaseModel)

_KINDS = {
    "string_type": "文字で書いてください（数字だけのときは引用符で囲みます）",
    "int_type": "整数で書いてください",
    "float_type": "数で書いてください",
    "bool_type": "true か false で書いてください",
    "list_type": "「- 」で始まる一覧で書いてください",
    "tuple_type": "「- 」で始まる一覧で書いてください",
    "dict_type": "「キー: 値」の形で書いてください",
    "model_type": "「キー: 値」の形で書いてください",
    "model_attributes_type": "「キー: 値」の形で書いてください",
}


def to_record(model: type[R], located: Located, problems: list[Problem]) -> R | None:
    """Return the record a value makes, or None with every mistake of it added to `problems`."""
    try:
        return model.model_validate(located.value)
    except ValidationError as error:
        found = (Problem(located.file, located.line(where), text) for where, text in explain(model, error))
        problems += dict.fromkeys(found)
        return None


def checked(model: type[R], body: Mapping[str, Any], whole: str = "") -> R:
    """Return the record something sent makes. InputError names the first field that cannot be used.

    A mistake of no single field is told of `whole`.
    """
    try:
        return model.model_validate(dict(body))
    except ValidationError as error:
        where, message = explain(model, error)[0]
        raise InputError(".".join(map(str, where)) or whole, message) from None


def explain(model: type[BaseModel], error: ValidationError) -> list[tuple[tuple[int | str, ...], str]]:
    """Return each mistake of a validation: where it is, and what is found and allowed, in Japanese."""
    details: list[dict[str, Any]] = [dict(detail) for detail in error.errors(include_url=False)]
    return [(tuple(d["loc"]), _message(model, d)) for d in details if not _follows(d)]


def _follows(detail: Mapping[str, Any]) -> bool:
    """Whether a list is only called too short because some of its items are wrong; those are told."""
    return detail["type"] == "too_short" and bool(len(detail["input"]) >= detail["ctx"]["min_length"])


def to_records(model: type[R], located: Located, problems: list[Problem]) -> list[tuple[R, Located]]:
    """Return the good records of a YAML list, each with its place; the bad ones become problems."""
    if not isinstance(located.value, list):
        problems.append(Problem(located.file, 1, "ファイル全体を「- 」で始まる一覧にしてください。"))
        return []
    records = [(to_record(model, part, problems), part) for part in located.parts()]
    return [(record, part) for record, part in records if record is not None]


def _message(model: type[BaseModel], detail: Mapping[str, Any]) -> str:
    where = [step for step in detail["loc"] if isinstance(step, str)]
    key = where[-1] if where else "全体"
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return f"「{key}」がありません。必ず書いてください。"
    if kind == "extra_forbidden":
        return _unknown_key(key, allowed_keys(model, tuple(detail["loc"][:-1])))
    found = _shown(detail["input"])
    return f"「{key}」が {found} になっています。{_allowed(kind, context)}。"


def _unknown_key(key: str, allowed: list[str]) -> str:
    near = difflib.get_close_matches(key, allowed, n=1)
    hint = f"「{near[0]}」の書き間違いではありませんか。" if near else ""
    return f"「{key}」は使えないキーです。{hint}使えるキー: {', '.join(allowed)}。"


def _allowed(kind: str, context: Mapping[str, Any]) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    match kind:
        case "literal_error" | "enum":
            return f"使える値: {context['expected'].replace(' or ', ', ')}"
        case "string_too_short" | "too_short":
            return f"{context['min_length']}以上の長さが要ります"
        case "string_too_long" | "too_long":
            return f"長さは{context['max_length']}までです"
        case "string_pattern_mismatch":
            return f"書ける形: {context['pattern']}"
        case "value_error":
            return str(context["error"])
        case "greater_than_equal":
            return f"{context['ge']:g}以上の数が要ります"
        case "less_than_equal":
            return f"{context['le']:g}以下の数が要ります"
    return "この値は使えません"


def _shown(value: Any) -> str:
    text = "空" if value is None else value if isinstance(value, str) else _as_json(value)
    return f"「{text[:40]}…」" if len(text) > 40 else f"「{text}」"


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def allowed_keys(model: type[BaseModel], where: tuple[Any, ...]) -> list[str]:
    """Return the keys the model allows at a place inside it."""
    found: Any = model
    for step in where:
        found = _inner(found, step)
    return list(dict.fromkeys(name for model in _models(found) for name in _names(model)))


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner(kind: Any, step: Any) -> Any:
    for model in _models(kind):
        for name, field in model.model_fields.items():
            if step in (name, field.alias):
                return field.annotation
    return kind  # a list index or the tag of a union: the kind stays


def _models(kind: Any) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is not None:
        return [model for argument in typing.get_args(kind) for model in _models(argument)]
    return []
