"""Every sentence the assistant itself says (knowledge/wording.yaml)."""

import string

from pydantic import model_validator

from faq_bot.loading.record import Many, Record, Text


class FixedReply(Record):
    """A short reply to something that is no question, known by its words."""

    words: Many[Text]
    reply: Text


class PersonalWording(Record):
    """The sentences of the answer about the asker's own fees. {year} is 1 or 2, {start} its first day."""

    pays: Text
    pays_part: Text
    operator: Text
    operator_each: Text
    operator_total: Text
    campaign: Text
    city: Text
    nobody: Text
    expected: Text
    unknown: Text
    unknown_all: Text
    lacks: Text
    several: Text
    price_may_change: Text
    facilities: Text
    integration: Text
    corrected: Text
    payers: dict[str, Text]
    statuses: dict[str, Text]

    @model_validator(mode="after")
    def _places_are_offered(self) -> "PersonalWording":
        for name, offered in _PERSONAL_PLACES.items():
            _check_places(f"personal.{name}", getattr(self, name), offered)
        return self


class ChannelWording(Record):
    """What is said in Slack and Teams beside the replies."""

    too_long: Text
    too_many: Text
    busy: Text
    failed: Text
    thanks: Text
    not_kept: Text
    not_shared: Text
    home: Text
    in_messages: Text
    nothing_found: Text
    cut: Text
    follow_up_slack: Text
    follow_up_teams: Text
    digest: Text
    digest_none: Text

    @model_validator(mode="after")
    def _places_are_offered(self) -> "ChannelWording":
        for name in type(self).model_fields:
            _check_places(f"channels.{name}", getattr(self, name), _CHANNEL_PLACES.get(name, set()))
        return self


class Wording(Record):
    """The sentences, each with the places it may fill. A place that is not offered is a mistake."""

    choose: Text
    choose_city: Text
    choose_moment: Text
    choose_matter: Text
    no_answer: Text
    outside: Text
    other_city: Text
    none_of_these: Text
    before_first_document: Text
    nothing_asked: Text
    other_place: Text
    city_office: Text
    ended_note: Text
    updated_note: Text
    restarted: Text
    expired: Text
    unreadable: Text
    personal_data: Text
    ask_intro: Text
    ask_scheme_intro: Text
    ask_day: Text
    ask_year: Text
    ask_again: Text
    ask_list: Text
    back_to_question: Text
    answered_as_of: Text
    because: Text
    rests_on: Text
    personal: PersonalWording
    channels: ChannelWording
    greetings: FixedReply
    thanks: FixedReply
    farewells: FixedReply
    abuse: FixedReply
    unsafe: FixedReply

    @model_validator(mode="after")
    def _places_are_offered(self) -> "Wording":
        for name, offered in _PLACES.items():
            _check_places(name, getattr(self, name), offered)
        return self


def _check_places(name: str, text: str, offered: set[str]) -> None:
    for _, place, _, _ in string.Formatter().parse(text):
        if place is not None and place not in offered:
            allowed = ", ".join(f"{{{p}}}" for p in sorted(offered)) or "なし"
            raise ValueError(f"「{name}」の中の {{{place}}} は使えません。使えるもの: {allowed}")


_PLACES: dict[str, set[str]] = {
    "choose": set(),
    "choose_city": set(),
    "choose_moment": set(),
    "choose_matter": set(),
    "no_answer": {"contact"},
    "outside": {"subject", "contact"},
    "other_city": {"place", "contact"},
    "none_of_these": {"contact"},
    "before_first_document": {"first", "contact"},
    "nothing_asked": set(),
    "other_place": set(),
    "city_office": {"place"},
    "ended_note": {"until"},
    "updated_note": {"published", "newer"},
    "restarted": set(),
    "expired": set(),
    "unreadable": set(),
    "personal_data": set(),
    "ask_intro": set(),
    "ask_scheme_intro": set(),
    "ask_day": {"label", "month"},
    "ask_year": {"label", "day"},
    "ask_again": {"question"},
    "ask_list": {"scheme", "conditions"},
    "back_to_question": {"question"},
    "answered_as_of": {"day"},
    "because": set(),
    "rests_on": set(),
}
_PERSONAL_PLACES: dict[str, set[str]] = {
    "pays": {"years"},
    "pays_part": {"years"},
    "operator": {"year", "start", "net"},
    "operator_each": {"year", "start", "net"},
    "operator_total": {"year", "start", "net", "count", "total"},
    "campaign": {"year", "start"},
    "city": {"year", "start", "net", "city"},
    "nobody": {"year", "start"},
    "expected": {"amount"},
    "unknown": {"year", "start"},
    "unknown_all": set(),
    "lacks": {"facts"},
    "several": set(),
    "price_may_change": set(),
    "facilities": set(),
    "integration": set(),
    "corrected": set(),
}
_CHANNEL_PLACES: dict[str, set[str]] = {
    "too_long": {"most", "given"},
    "too_many": {"seconds"},
    "digest": {"since", "until", "count"},
    "digest_none": {"since", "until"},
}
