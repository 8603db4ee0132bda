"""The fee calculator as a form.

It is sent by POST: what somebody says of his office stays out of addresses, histories and logs. The page then offers
an address with the facts that may be shared; opening such an address calculates the same.
"""

from flask import Blueprint, render_template, request

from faq_bot.server.api import assistant
from faq_bot.server.fact_forms import FactForms
from faq_bot.server.site.calculator import Calculation, Stated, groups_of
from faq_bot.server.turns import Fields

calculator_page = Blueprint("calculator_page", __name__)


@calculator_page.get("/calculator")
def open_calculator() -> tuple[str, int]:
    """The form, filled and calculated with the facts of the address that may stand in one."""
    knowledge = assistant().knowledge
    private = {sheet.id for sheet in knowledge.facts if sheet.private}
    return _page(Fields({name: text for name, text in request.args.items() if name not in private}))


@calculator_page.post("/calculator")
def calculate() -> tuple[str, int]:
    """The decision for the facts of the form."""
    return _page(request.form, sent=True)


def _page(fields: Fields, *, sent: bool = False) -> tuple[str, int]:
    knowledge = assistant().knowledge
    forms = FactForms(knowledge)
    stated = Stated(fields, assistant(), forms)
    calculation = None
    if not stated.errors and (sent or stated.says_something):
        engine = assistant().engine
        calculation = Calculation(engine.decide(engine.parse_facts(stated.facts)), forms)
    first, *others = groups_of(knowledge, forms, stated.texts)
    page = render_template(
        "calculator.html",
        stated=stated,
        calculation=calculation,
        first=first,
        others=others,
        labels={form.fact: form.label for group in (first, *others) for form in group.forms},
        wanted={missing.form.fact for missing in calculation.missing} if calculation else set(),
        shared=stated.shareable(knowledge),
        private={sheet.id for sheet in knowledge.facts if sheet.private},
    )
    return page, 422 if stated.errors else 200
