"""Which questions to offer before the first word: those of the asker's city and of the season first."""

from datetime import date

from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.suggestions import Suggestion

MOST_SUGGESTIONS = 5


def suggestions_on(knowledge: Knowledge, day: date, municipality: str | None) -> list[str]:
    """Return the questions to offer on a day to somebody in a municipality, the most fitting first."""
    fitting = [one for one in knowledge.suggestions if _fits(one, knowledge, day, municipality)]
    fitting.sort(key=lambda one: (one.municipality is None) + (not one.months))
    return [one.question for one in fitting[:MOST_SUGGESTIONS]]


def _fits(suggestion: Suggestion, knowledge: Knowledge, day: date, municipality: str | None) -> bool:
    here = suggestion.municipality in (None, municipality)
    now = not suggestion.months or day.month in suggestion.months
    return here and now and _is_answered(suggestion, knowledge, day)


def _is_answered(suggestion: Suggestion, knowledge: Knowledge, day: date) -> bool:
    """Whether the entry's content holds on the day; what the rules answer needs some document."""
    if suggestion.entry is None:
        return day >= knowledge.sources.first_published
    entry = knowledge.entry(suggestion.entry)
    assert entry is not None  # noqa: S101 - checked when the folder was read
    return entry.holds_from <= day and (entry.holds_to is None or day <= entry.holds_to)
