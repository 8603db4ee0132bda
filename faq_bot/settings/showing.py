"""The variables and their values as people who run the service read them; secrets stay secret."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from faq_bot.settings.folders import CACHE, DATA, cache_folder, data_folder
from faq_bot.settings.secret import SECRET, SHORTEST
from faq_bot.settings.variables import VARIABLES, Variable

NOTHING, HIDDEN = "（なし）", "（設定あり、表示しません）"


@dataclass(frozen=True, slots=True)
class ShownVariable:
    """A variable, the value in force, whether the environment gives it, and what it means."""

    name: str
    value: str
    given: bool
    meaning: str


def shown_variables(environment: Mapping[str, str] | None = None) -> list[ShownVariable]:
    """Return every variable; of a secret only whether there is one."""
    env = os.environ if environment is None else environment
    return [ShownVariable(v.name, _value(v, env), bool(env.get(v.name)), v.meaning) for v in VARIABLES]


def secret_is_given(environment: Mapping[str, str] | None = None) -> bool:
    """Return whether the environment holds a secret that is long enough."""
    env = os.environ if environment is None else environment
    return len(env.get(SECRET, "")) >= SHORTEST


def _value(variable: Variable, env: Mapping[str, str]) -> str:
    given = env.get(variable.name)
    if variable.secret:
        return HIDDEN if given else NOTHING
    if variable.name == CACHE:
        return str(cache_folder(env) or "off")
    if variable.name == DATA:
        return str(data_folder(env))
    return given or variable.default or NOTHING
