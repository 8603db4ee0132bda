"""The official service names, with what the documents say of each (knowledge/vocabulary/service_types.yaml)."""

from typing import Literal

from faq_bot.loading.record import Many, Record, Text

Group = Literal["visit_day", "facility", "residential", "multi", "short_stay", "care_management"]


class ServiceType(Record):
    """A kind of care service.

    `scope`: whether the data exchange is made for it (fee_rules R60). `allowance`: whether the documents count
    it among the services of the 処遇改善加算 (R74). `names` are the short names people use.
    """

    name: Text
    group: Group | None
    scope: Literal["in", "out", "unknown"]
    allowance: Literal["in", "out", "unknown"]
    names: Many[Text] = ()
    refs: Many[Text]
