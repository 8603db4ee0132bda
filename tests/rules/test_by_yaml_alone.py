"""A new town's subsidy and a notice that changes a rule work by YAML alone: the README's own examples."""

import re
from pathlib import Path

import pytest
from conftest import ROOT

from faq_bot.loading.knowledge import load_knowledge
from faq_bot.rules.decision import Decision
from faq_bot.rules.engine import RulesEngine
from faq_bot.rules.lint import lint

README = (ROOT / "knowledge" / "schemes" / "README.md").read_text(encoding="utf-8")
TOWN, NOTICE = README.split("## 例1")[1].split("## 例2")
BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)

NOTICE_DOCUMENT = """  - prefix: ZZ
    title: 統合日のお知らせ（架空）
    publisher: 架空省
    published: 2026-08-01
    contact: {name: 架空省}
    passages:
      ZZ-1: 統合日
"""


def ask(folder: Path, **facts: object) -> Decision:
    engine = RulesEngine(load_knowledge(folder))
    return engine.decide(engine.parse_facts(facts))


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


def insert(file: Path, under: str, text: str) -> None:
    before = file.read_text(encoding="utf-8")
    assert before.count(f"\n{under}:\n") == 1
    file.write_text(before.replace(f"\n{under}:\n", f"\n{under}:\n{text}"), encoding="utf-8")


@pytest.fixture
def with_town(folder: Path) -> Path:
    document, town, amount, deadline, scheme = BLOCK.findall(TOWN)
    append(folder / "sources.yaml", document)
    append(folder / "vocabulary" / "municipalities.yaml", town)
    (folder / "values" / "midori_amount.yaml").write_text(amount, encoding="utf-8")
    (folder / "values" / "midori_deadline.yaml").write_text(deadline, encoding="utf-8")
    (folder / "schemes" / "midori.yaml").write_text(scheme, encoding="utf-8")
    return folder


@pytest.fixture
def with_day(folder: Path) -> Path:
    append(folder / "sources.yaml", NOTICE_DOCUMENT)
    append(folder / "values" / "integration_day.yaml", BLOCK.findall(NOTICE)[0])
    return folder


@pytest.fixture
def with_notice(with_day: Path) -> Path:
    _, fee, licence, condition, version = BLOCK.findall(NOTICE)
    append(with_day / "values" / "licence_fee.yaml", fee)
    insert(with_day / "schemes" / "licence.yaml", "versions", licence)
    insert(with_day / "schemes" / "free_pass.yaml", "conditions", condition)
    insert(with_day / "schemes" / "free_pass.yaml", "versions", version)
    return with_day


START = {"status": "new", "office_numbers": 2}


def test_town_pays_half_from_the_day_its_leaflet_is_published(with_town: Path):
    decision = ask(with_town, as_of="2025-05-01", municipality="midori", start_date="2025-05-31", **START)
    year = decision.license_years[0]
    assert (year["payer"], year["net_per_office"], year["net_total"]) == ("city:midori", 10500, 21000)
    assert year["status"] == "expected"
    assert decision.schemes["midori"]["status"] == "eligible"
    assert decision.schemes["midori"]["amount_total"] == 21000
    assert "MM-1" in decision.schemes["midori"]["cites"]


def test_before_the_leaflet_the_town_is_like_any_other(with_town: Path):
    decision = ask(with_town, as_of="2025-04-30", municipality="midori", start_date="2025-05-20", **START)
    assert decision.license_years[0]["payer"] == "operator"
    assert decision.schemes["midori"]["missing"] == ["published_source"]
    assert "MM-1" not in str(decision.to_dict(trace=True))


@pytest.mark.parametrize(
    ("start", "status"),
    [("2025-05-30", "eligible"), ("2025-05-31", "eligible"), ("2025-06-01", "not_eligible")],
)
def test_town_deadline(with_town: Path, start: str, status: str):
    decision = ask(with_town, as_of="2025-05-10", municipality="midori", start_date=start, **START)
    assert decision.status("midori") == status


def test_town_asks_for_what_is_missing(with_town: Path):
    decision = ask(with_town, as_of="2025-05-10", municipality="midori")
    assert decision.schemes["midori"]["missing"] == ["status", "start_date"]
    assert decision.needs_for(("midori",))[0]["fact"] == "status"


def test_other_towns_answers_stay(with_town: Path, engine: RulesEngine):
    facts = {"as_of": "2025-05-10", "municipality": "tomakomai", "start_date": "2025-05-20", **START}
    before = engine.decide(engine.parse_facts(facts)).license_years
    assert ask(with_town, **facts).license_years == before


def test_town_has_no_lint(with_town: Path):
    assert lint(load_knowledge(with_town)) == []


AFTER = {"municipality": "other", "start_date": "2026-12-01", **START}


def test_before_the_notice_the_old_answer_stays(with_notice: Path):
    decision = ask(with_notice, as_of="2026-07-31", **AFTER)
    year = decision.license_years[0]
    assert (year["payer"], year["net_per_office"], year["status"]) == (None, None, "unknown")
    assert year["missing"] == ["integration_date"]
    assert "ZZ-1" not in str(decision.to_dict(trace=True))


def test_after_the_notice_nothing_is_paid_from_the_integration_on(with_notice: Path):
    decision = ask(with_notice, as_of="2026-08-01", **AFTER)
    year = decision.license_years[0]
    assert (year["list_price"], year["net_per_office"], year["net_total"]) == (0, 0, 0)
    assert (year["payer"], year["status"]) == (None, "expected")
    assert "ZZ-1" in year["cites"]
    assert "かかりません" in decision.explanation[0]["text"]


def test_after_the_notice_the_day_before_is_still_the_campaign(with_notice: Path):
    decision = ask(with_notice, as_of="2026-08-01", **AFTER | {"start_date": "2026-11-30"})
    assert decision.license_years[0]["payer"] == "campaign"
    assert decision.license_years[1]["net_per_office"] == 0
    assert decision.license_years[1]["payer"] is None


def test_announced_day_alone_needs_no_integration_date_from_the_asker(with_day: Path):
    late = ask(with_day, as_of="2026-08-01", **AFTER).license_years[0]
    assert (late["status"], late["missing"]) == ("unknown", ["post_integration_rule"])
    early = ask(with_day, as_of="2026-08-01", **AFTER | {"start_date": "2026-11-30"}).license_years[0]
    assert early["payer"] == "campaign"


def test_day_told_by_the_asker_clashes_with_the_announced_one(with_day: Path):
    decision = ask(with_day, as_of="2026-08-01", **AFTER, integration_date="2027-01-15")
    assert any("2027年1月15日" in note and "2026年12月1日" in note for note in decision.notes)


def test_notice_has_no_lint(with_notice: Path):
    assert lint(load_knowledge(with_notice)) == []
