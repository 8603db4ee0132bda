"""The answer about the asker himself: amount, licence years, reasons, what could change it, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from faq_bot.conversation.reply import (
    Basis,
    DocumentShown,
    NextStep,
    PersonalShown,
    ReasonShown,
    RowShown,
)
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.decision import Decision
from faq_bot.rules.phrases import shown, yen

_REIWA = 2018
MOST_CHANGES = 5


class Personal:
    """Composes personal answers from decisions; every sentence is the knowledge base's."""

    def __init__(self, knowledge: Knowledge):
        self._knowledge = knowledge
        self._wording = knowledge.wording.personal
        self._labels = {sheet.id: sheet.label for sheet in knowledge.facts}
        self._beside = beside_the_fee(knowledge)

    def answer(
        self, decision: Decision, schemes: Sequence[str], lacking: Sequence[str] = ()
    ) -> PersonalShown:
        """Return the answer about the fee, or about the wage schemes among `schemes`.

        `lacking` are the facts that would tell more but which the asker does not know.
        """
        wages = [scheme for scheme in schemes if scheme in self._beside]
        reasons = self._wage_reasons(decision, wages) if wages else self._reasons(decision)
        refs = list(dict.fromkeys(ref for reason in reasons for ref in reason.refs))
        return PersonalShown(
            sentence=self._wage_sentence(decision, wages) if wages else self._sentence(decision, lacking),
            rows=[] if wages else [self._row(year, i) for i, year in enumerate(decision.license_years)],
            reasons=reasons,
            changes=self._changes(decision, lacking, fees=not wages)[:MOST_CHANGES],
            next_steps=list(self._steps(decision, wages)),
            basis=Basis(
                as_of=decision.facts.as_of.isoformat(), refs=refs, documents=self._documents(refs, decision)
            ),
        )

    def _sentence(self, decision: Decision, lacking: Sequence[str]) -> str:
        years = decision.license_years
        if not years or all(year["status"] == "unknown" for year in years):
            said = self._wording.unknown_all
            reasons = (
                [line["text"] for line in decision.explanation[:1]] if years else self._announced(decision)
            )
            lacks = "、".join(self._labels[name] for name in lacking if name in self._labels)
            told = [self._wording.lacks.format(facts=lacks)] if lacks else []
            return "".join([said, *reasons, *told])
        parts = [self._amount(year, i, decision) for i, year in enumerate(years)]
        template = self._wording.pays if years[-1]["status"] != "unknown" else self._wording.pays_part
        return template.format(years="、".join(parts))

    def _announced(self, decision: Decision) -> list[str]:
        """What holds for everybody, where nothing can be said of the asker's own years."""
        schemes = (decision.known.licence, *decision.known.campaigns)
        return [scheme.text(scheme.version.announced) for scheme in schemes if scheme.version]

    def _amount(self, year: Mapping[str, Any], i: int, decision: Decision) -> str:
        wording = self._wording
        places: dict[str, Any] = {"year": i + 1, "start": shown(date.fromisoformat(year["start"]))}
        if year["status"] == "unknown":
            return wording.unknown.format(**places)
        places["net"] = yen(year["net_per_office"])
        payer = year["payer"]
        count = decision.facts.office_numbers
        if payer == "campaign":
            said = wording.campaign.format(**places)
        elif payer is None:
            said = wording.nobody.format(**places)
        elif payer.startswith("city:"):
            said = wording.city.format(**places, city=self._city(payer))
        elif count is None:
            said = wording.operator_each.format(**places)
        elif count == 1:
            said = wording.operator.format(**places)
        else:
            said = wording.operator_total.format(**places, count=count, total=yen(year["net_total"]))
        return wording.expected.format(amount=said) if year["status"] == "expected" else said

    def _row(self, year: Mapping[str, Any], i: int) -> RowShown:
        start, end = date.fromisoformat(year["start"]), date.fromisoformat(year["end"])
        status = year["status"]
        return RowShown(
            year=i + 1,
            start=year["start"],
            end=year["end"],
            period=f"{shown(start)}〜{shown(end)}（{era(start)}〜{era(end)}）",
            list_price=year["list_price"],
            payer=self._payer(year),
            payer_id=year["payer"],
            you_pay=year["net_per_office"],
            total=year["net_total"],
            status=status,
            status_label=self._wording.statuses[status],
            refs=year["cites"],
        )

    def _payer(self, year: Mapping[str, Any]) -> str:
        payer = year["payer"]
        if payer is not None and payer.startswith("city:"):
            return self._city(payer)
        nobody = "unknown" if year["status"] == "unknown" else "nobody"
        return self._wording.payers[payer or nobody]

    def _city(self, payer: str) -> str:
        municipality = self._knowledge.municipality(payer.removeprefix("city:"))
        return municipality.name if municipality else self._knowledge.wording.other_place

    def _reasons(self, decision: Decision) -> list[ReasonShown]:
        return [ReasonShown(text=line["text"], refs=line["refs"]) for line in decision.explanation]

    def _wage_sentence(self, decision: Decision, wages: Sequence[str]) -> str:
        said = []
        for scheme in wages:
            source = self._knowledge.schemes[scheme]
            result = decision.schemes[scheme]
            texts = {"eligible": source.eligible, "not_eligible": source.not_eligible}
            said.append(texts.get(result["status"], source.unknown))
        return "".join(said)

    def _wage_reasons(self, decision: Decision, wages: Sequence[str]) -> list[ReasonShown]:
        found = [
            ReasonShown(text=text, refs=decision.schemes[scheme]["cites"])
            for scheme in wages
            for text in decision.schemes[scheme]["reasons"]
        ]
        return found[:5]

    def _changes(self, decision: Decision, lacking: Sequence[str], *, fees: bool) -> list[str]:
        years = decision.license_years if fees else []
        found = list(decision.notes)
        if any(year["payer"] == "operator" and year["status"] == "expected" for year in years):
            found.append(self._wording.price_may_change)
        if any(year.get("after_integration") for year in years):
            found.append(self._wording.integration)
        if fees and decision.facts.office_numbers is None and any(year["net_per_office"] for year in years):
            found.append(self._wording.several)
        if years and decision.facts.service_type is None and decision.facts.service_group is None:
            found.append(self._wording.facilities)
        lacks = "、".join(self._labels[name] for name in lacking if name in self._labels)
        if lacks and years:
            found.append(self._wording.lacks.format(facts=lacks))
        return list(dict.fromkeys([*found, self._wording.corrected]))

    def _steps(self, decision: Decision, wages: Sequence[str]) -> Iterator[NextStep]:
        for scheme in wages or self._paying(decision):
            result = decision.schemes[scheme]
            if "how_to_apply" in result:
                yield NextStep(
                    scheme=scheme,
                    name=result["name"],
                    text=f"{result['how_to_apply']}{result['deadline']}",
                    contact=result["contact"],
                )

    def _paying(self, decision: Decision) -> list[str]:
        """The schemes that pay a year or leave it open; the licence itself where the office pays."""
        found: dict[str, None] = {}
        for paid in decision.outcome.years:
            found.update(dict.fromkeys(verdict.scheme.id for verdict in paid.rests_on))
        return list(found) or [scheme.id for scheme in (*decision.known.campaigns, decision.known.licence)]

    def _documents(self, refs: Sequence[str], decision: Decision) -> list[DocumentShown]:
        passages = self._knowledge.sources.passages
        found = {passages[ref].document.prefix: passages[ref].document for ref in refs if ref in passages}
        return [
            DocumentShown(
                title=document.title,
                publisher=document.publisher,
                published=document.published.isoformat(),
                url=document.url,
            )
            for document in found.values()
            if document.published <= decision.facts.as_of
        ]


def beside_the_fee(knowledge: Knowledge) -> frozenset[str]:
    """Return the schemes that pay no licence and ask for facts of their own (wages, allowances)."""
    paying = {fact for scheme in knowledge.schemes.values() if scheme.payer for fact in scheme.asks}
    found = (s for s in knowledge.schemes.values() if s.payer is None and not set(s.asks) <= paying)
    return frozenset(scheme.id for scheme in found)


def era(day: date) -> str:
    """Return a day of 2019-05 or later in the Japanese calendar."""
    year = day.year - _REIWA
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"
