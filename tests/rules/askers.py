"""Random askers: every fact known or not, days near the days the rules look at."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.facts import choices


def boundaries(knowledge: Knowledge) -> list[date]:
    """Return every day the knowledge names, with the day before and after, a year earlier and later."""
    days = {document.published for document in knowledge.sources.documents}
    for value in knowledge.values.values():
        for entry in value.values:
            days |= {d for d in (entry.value, entry.earliest, entry.latest) if isinstance(d, date)}
    shifts = [timedelta(days=year + near) for year in (-365, 0, 365) for near in (-1, 0, 1)]
    return sorted({day + shift for day in days for shift in shifts})


def domains(knowledge: Knowledge) -> dict[str, list[Any]]:
    """Return the values each fact is tried with, as JSON has them."""
    days = [day.isoformat() for day in boundaries(knowledge)] + ["0001-01-01", "9999-12-31", "2028-02-29"]
    kinds: dict[str, Callable[[Any], list[Any]]] = {
        "date": lambda sheet: days,
        "number": lambda sheet: [1, 2, 10**12],
        "choice": lambda sheet: [value for value, _ in choices(sheet, knowledge)],
        "boolean": lambda sheet: [True, False],
    }
    return {sheet.id: kinds[sheet.type](sheet) for sheet in knowledge.facts}


def askers(knowledge: Knowledge) -> st.SearchStrategy[dict[str, Any]]:
    """Return random askers; a fact that is left out is not known."""
    values = {name: st.sampled_from(domain) for name, domain in domains(knowledge).items()}
    as_of = values.pop("as_of")
    return st.fixed_dictionaries({"as_of": as_of}, optional=values)


def draw_asker(source: random.Random, values: dict[str, list[Any]]) -> dict[str, Any]:
    """Return a random asker, faster than hypothesis can; how much is known differs from asker to asker."""
    share = source.random()
    asker = {name: source.choice(domain) for name, domain in values.items() if source.random() < share}
    return asker | {"as_of": source.choice(values["as_of"])}
