"""The asker's view of a decision: at most five lines, the deciding ones first, each with its references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from faq_bot.rules.paying import PaidYear
from faq_bot.rules.phrases import shown, yen
from faq_bot.rules.results import reason_of
from faq_bot.rules.schemes import KnownScheme, Verdict, is_gate
from faq_bot.rules.slots import INDEX

if TYPE_CHECKING:
    from faq_bot.rules.decision import Decision

LINES = 5
REFS = 4
Line = tuple[str, tuple[str, ...]]


def explain(decision: Decision) -> list[dict[str, Any]]:
    """Return the lines; a text is never said twice."""
    found: dict[str, tuple[str, ...]] = {}
    for text, refs in _lines(decision):
        if text not in found:
            found[text] = refs
        if len(found) == LINES:
            break
    return [{"text": text, "refs": list(refs)} for text, refs in found.items()]


def _lines(decision: Decision) -> Iterator[Line]:
    years = decision.outcome.years
    asked = [scheme for scheme in decision.known.others if is_asked(scheme, decision)]
    own = [scheme for scheme in decision.known.cities if _is_own(scheme, decision)]
    for paid in years:
        yield _year_line(paid, decision)
    licences = () if years else (*decision.known.campaigns, decision.known.licence)
    for scheme in (*own, *asked, *licences) if years else (*asked, *own, *licences):
        yield _scheme_line(scheme, decision)


def _year_line(paid: PaidYear, decision: Decision) -> Line:
    verdict = paid.rests_on[0]
    texts = verdict.scheme.scheme.year_texts
    text = (texts.unknown if texts else None) or verdict.scheme.scheme.unknown
    if paid.status != "unknown" and texts is not None:
        text = (texts.expected if paid.status == "expected" else None) or texts.paid
    if paid.payer is None and paid.net == 0 and texts is not None:
        text = texts.nothing or text
    places = {
        "year": str(paid.number + 1),
        "period": f"{shown(paid.year.start)}〜{shown(paid.year.end)}",
        "net": yen(paid.net) if paid.net is not None else "",
        "list_price": yen(paid.list_price) if paid.list_price is not None else "",
    }
    for place, word in places.items():
        text = text.replace(f"{{{place}}}", word)
    said = decision.engine.phrases.fill(verdict.scheme.text(text), verdict.slots)
    return _with_reason(said, _telling(paid, decision), decision)


def _telling(paid: PaidYear, decision: Decision) -> Verdict:
    """The verdict whose reason says most: where the operator pays, why nobody else does."""
    if paid.payer == "operator":
        for scheme in decision.known.campaigns:
            if scheme.version is not None:
                return decision.outcome.verdicts[scheme.id][paid.number]
    return paid.rests_on[0]


def verdict_said(scheme: KnownScheme, decision: Decision) -> str:
    """Return the scheme's own sentence for the way it came out."""
    truth, source = decision.truth(scheme.id), scheme.scheme
    text = source.eligible if truth else source.not_eligible if truth is False else source.unknown
    return scheme.text(text)


def _scheme_line(scheme: KnownScheme, decision: Decision) -> Line:
    truth, said = decision.truth(scheme.id), verdict_said(scheme, decision)
    verdicts = decision.outcome.verdicts[scheme.id]
    telling = next((verdict for verdict in verdicts if verdict.truth is truth), None)
    return _with_reason(said, telling, decision) if telling else (said, scheme.refs[:REFS])


def _with_reason(said: str, verdict: Verdict, decision: Decision) -> Line:
    """Return a sentence with its first deciding reason."""
    deciding = verdict.deciding()
    if not deciding:
        return said, verdict.scheme.refs[:REFS]
    # that the office lies in the city says less than why the city pays
    part = next((part for part in deciding if not is_gate(part)), deciding[0])
    refs = part.refs or verdict.scheme.refs
    return f"{said}{reason_of(part, verdict, decision)}", refs[:REFS]


def _is_own(scheme: KnownScheme, decision: Decision) -> bool:
    return scheme.version is not None and decision.facts.municipality == scheme.scheme.municipality


def is_asked(scheme: KnownScheme, decision: Decision) -> bool:
    """Whether the asker stated something that only such a scheme asks for, or no city's scheme is known."""
    slots = decision.outcome.slots
    shared = {fact for other in decision.known.all if other.scheme.payer for fact in other.scheme.asks}
    special = [fact for fact in scheme.scheme.asks if fact not in shared]
    if special:
        return any(slots[INDEX[fact]] is not None for fact in special)
    return slots[INDEX["own_scheme"]] is False
