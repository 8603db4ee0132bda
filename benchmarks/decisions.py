"""One small question to three rule engines: what does a licence year cost under the free pass as announced?

Asked of an office that starts use on a day and has or has not used the free pass before. OpenFisca-Core and
GoRules ZEN answer only this; ours decides both licence years and every scheme of the knowledge base, with or
without writing the JSON of the contract. Each engine must give the same fee before anything is timed.
"""

import statistics
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.timing import microseconds, row
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.rules.engine import RulesEngine

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
ROUNDS = 200
OPEN, CLOSE, FEE = date(2025, 6, 1), date(2026, 5, 31), 21000
STARTS = ("2025-05-31", "2025-06-01", "2025-09-01", "2026-05-31", "2026-06-01")
ASKERS = [(start, used) for start in STARTS for used in (False, True)]
Answer = Callable[[tuple[str, bool]], Any]


def main() -> None:
    engine = RulesEngine(load_knowledge(KNOWLEDGE))

    def decide(asker: tuple[str, bool]) -> Any:
        return engine.decide(engine.parse_facts(facts(asker)))

    parsed = {asker: engine.parse_facts(facts(asker)) for asker in ASKERS}
    ours: dict[str, Answer] = {
        "ours: decision": lambda asker: engine.decide(parsed[asker]),
        "ours: from JSON to JSON": lambda asker: decide(asker).to_dict(texts=False),
        "ours: with explanation and needs": lambda asker: decide(asker).to_dict(),
        "ours: with the whole trace": lambda asker: decide(asker).to_dict(trace=True),
    }
    others = {"OpenFisca-Core": openfisca, "GoRules ZEN": zen}
    wanted = [decide(asker).license_years[0]["net_per_office"] for asker in ASKERS]
    print(f"{'':<34}{'median µs':>10}{'p99 µs':>10}{'times':>9}")
    unit = statistics.median(microseconds(ours["ours: decision"], ASKERS, ROUNDS))
    for name, answer in ours.items():
        print(row(name, microseconds(answer, ASKERS, ROUNDS), unit))
    for name, build in others.items():
        try:
            answer = build()
        except ImportError:
            print(f"{name:<34}  not installed (pip install -e '.[bench]')")
            continue
        assert [answer(asker) for asker in ASKERS] == wanted, name
        print(row(name, microseconds(answer, ASKERS, ROUNDS), unit))


def facts(asker: tuple[str, bool]) -> dict[str, Any]:
    start, used = asker
    known = {"as_of": "2025-09-01", "municipality": "other", "status": "new"}
    return known | {"start_date": start, "used_free_pass": used}


def openfisca() -> Answer:
    """A tax and benefit system with one entity and one formula."""
    from openfisca_core import entities, periods, taxbenefitsystems, variables
    from openfisca_core.simulation_builder import SimulationBuilder

    office = entities.Entity("office", "offices", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([office])

    def day(name: str) -> Any:
        shape = {"value_type": date, "entity": office, "definition_period": periods.DateUnit.ETERNITY}
        return type(name, (variables.Variable,), shape)

    def formula(office: Any, period: Any, parameters: Any) -> Any:
        start = office("start_date", period).astype("datetime64[D]")
        in_window = (start >= _np_day(OPEN)) * (start <= _np_day(CLOSE))
        return FEE * (1 - in_window * ~office("used_free_pass", period))

    eternity = {"entity": office, "definition_period": periods.DateUnit.ETERNITY}
    a_year = {"entity": office, "definition_period": periods.DateUnit.YEAR}
    used = type("used_free_pass", (variables.Variable,), {"value_type": bool, **eternity})
    fee = type("fee", (variables.Variable,), {**a_year, "value_type": int, "formula": formula})
    for variable in (day("start_date"), used, fee):
        system.add_variable(variable)

    def answer(asker: tuple[str, bool]) -> int:
        start, used = asker
        asked = {"start_date": {"ETERNITY": start}, "used_free_pass": {"ETERNITY": used}}
        simulation = SimulationBuilder().build_from_entities(system, {"offices": {"one": asked}})
        return int(simulation.calculate("fee", "2025")[0])

    return answer


def _np_day(day: date) -> Any:
    import numpy as np

    return np.datetime64(day)


def zen() -> Answer:
    """A decision with one table: the first row that fits."""
    import zen as gorules

    rows = [
        {"_id": "free", "s": f'd($) >= d("{OPEN}") and d($) <= d("{CLOSE}")', "u": "false", "f": "0"},
        {"_id": "full", "s": "", "u": "", "f": str(FEE)},
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [
            {"id": "s", "name": "start", "field": "start_date"},
            {"id": "u", "name": "used", "field": "used_free_pass"},
        ],
        "outputs": [{"id": "f", "name": "fee", "field": "fee"}],
        "rules": rows,
    }
    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", **place},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table, **place},
        {"id": "out", "type": "outputNode", "name": "out", **place},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    decision = gorules.ZenEngine().create_decision({"nodes": nodes, "edges": edges})

    def answer(asker: tuple[str, bool]) -> int:
        start, used = asker
        return int(decision.evaluate({"start_date": start, "used_free_pass": used})["result"]["fee"])

    return answer


if __name__ == "__main__":
    main()
