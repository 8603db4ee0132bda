"""Every sentence the assistant itself says (knowledge/wording.yaml)."""

import string

from pydantic import model_validator

from faq_bot.loading.record import Many, Record, Text


class FixedReply(Record):
    """A short reply to something that is no question, known by its words."""

    words: Many[Text]
    reply: Text


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
    greetings: FixedReply
    thanks: FixedReply
    farewells: FixedReply
    abuse: FixedReply
    unsafe: FixedReply

    @model_validator(mode="after")
    def _places_are_offered(self) -> "Wording":
        for name, offered in _PLACES.items():
            text: str = getattr(self, name)
            for _, place, _, _ in string.Formatter().parse(text):
                if place is not None and place not in offered:
                    allowed = ", ".join(f"{{{p}}}" for p in sorted(offered)) or "なし"
                    raise ValueError(f"「{name}」の中の {{{place}}} は使えません。使えるもの: {allowed}")
        return self


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
}
