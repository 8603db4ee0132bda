"""Fees on the telephone: the facts as a form beside the decision, which follows while they are filled in.

The form is sent by POST, so what an office's inner affairs are stays out of addresses; nothing is kept. The answer
names an address with the facts that may be shared. A script asks for the part `decision` alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.assembly import Assistant
from faq_bot.rules.decision import Decision
from faq_bot.server.api import assistant
from faq_bot.server.fact_forms import FactForms
from faq_bot.server.site.calculator import Group, Stated, groups_of
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.fee_comparing import STATUSES, Side, compared, differing
from faq_bot.server.staff.guard import requires
from faq_bot.server.staff.keys import keys_with
from faq_bot.storage import preferences

OTHER_DAY = "other_day"
_PART = "X-Part"
_NO_DAY = "「{}」は、実在する日付で入力してください。"


@dataclass(frozen=True, slots=True)
class Found:
    """What the form was sent, what comes of it, and where it can be opened again."""

    stated: Stated
    other_day: str
    errors: Mapping[str, str]
    sides: tuple[Side, ...]
    groups: list[Group]
    address: str

    @property
    def wanted(self) -> set[str]:
        """The facts that could still change something."""
        return {missing.form.fact for side in self.sides for missing in side.calculation.missing}


@staff.get("/fees")
@requires("operator")
def fees(member: Member) -> ResponseReturnValue:
    """The form, filled with the facts of the address that may stand in one, and the decision for them."""
    private = {sheet.id for sheet in assistant().knowledge.facts if sheet.private}
    return _page(member, {name: text for name, text in request.args.items() if name not in private})


@staff.post("/fees")
@requires("operator")
def decide_fees(member: Member) -> ResponseReturnValue:
    """The decision for the facts of the form."""
    return _page(member, request.form.to_dict())


def _page(member: Member, fields: Mapping[str, str]) -> tuple[str, int]:
    found = _found(fields, assistant())
    records = current_app.extensions["desk"].records
    several = len(found.sides) > 1
    part = request.headers.get(_PART) == "decision"
    page = render_template(
        "staff/fee_decision.html" if part else "staff/fees.html",
        found=found,
        lines=compared(found.sides) if several else [],
        differing=differing(found.sides) if several else frozenset(),
        statuses=STATUSES,
        copy_key=keys_with(preferences.keys_of(records.engine, member.name))["copy_plain"],
        wide=True,
    )
    return page, 422 if found.errors else 200


def _found(fields: Mapping[str, str], asked: Assistant) -> Found:
    knowledge = asked.knowledge
    forms = FactForms(knowledge)
    stated = Stated(fields, asked, forms)
    other_day = fields.get(OTHER_DAY, "").strip()
    errors = dict(stated.errors)
    days = [stated.facts.get("as_of")]
    if other_day:
        second = Stated({"as_of": other_day}, asked, forms)
        days.append(second.facts.get("as_of"))
        if "as_of" in second.errors:
            errors[OTHER_DAY] = _NO_DAY.format("並べて比べる日")
    told = _told(stated, forms, {sheet.id for sheet in knowledge.facts if sheet.private})
    sides = (
        ()
        if errors
        else tuple(Side(_decided(stated, day, asked), forms, told) for day in dict.fromkeys(days))
    )
    shared = stated.shareable(knowledge) | ({OTHER_DAY: other_day} if other_day else {})
    address = f"/staff/fees?{urlencode(shared)}" if shared else "/staff/fees"
    return Found(stated, other_day, errors, sides, groups_of(knowledge, forms, stated.texts), address)


def _decided(stated: Stated, day: Any, asked: Assistant) -> Decision:
    return asked.engine.decide(asked.engine.parse_facts({**stated.facts, "as_of": day}))


def _told(stated: Stated, forms: FactForms, private: set[str]) -> list[str]:
    """Return the facts told in Japanese, without an office's inner affairs: the text may be sent on."""
    known = {name: value for name, value in stated.facts.items() if value is not None and name != "as_of"}
    return [forms.told(name, value) for name, value in known.items() if name not in private]
