"""Settings become an assistant: the only file that joins the floors, and the only one that asks the clock."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from faq_bot.conversation.answering import Answering
from faq_bot.conversation.deciding import Deciding
from faq_bot.conversation.finding import Finding
from faq_bot.conversation.presentation import Presenter
from faq_bot.conversation.reply import AnswerShown, FoundShown, Reply
from faq_bot.conversation.request import parse_request
from faq_bot.conversation.suggesting import suggestions_on
from faq_bot.conversation.tokens import Tokens
from faq_bot.errors import InputError, NotFoundError
from faq_bot.loading.knowledge import Knowledge, load_knowledge
from faq_bot.loading.record import parse_day
from faq_bot.matching.entry_matcher import Asked, EntryMatcher
from faq_bot.rules.engine import RulesEngine
from faq_bot.rules.facts import choices
from faq_bot.settings import cache_folder, secret_key
from faq_bot.text.analyzer import Analyzer
from faq_bot.text.masking import Masking
from faq_bot.text.stated.reader import FactReader

MOST_RESULTS = 100
TOKYO = ZoneInfo("Asia/Tokyo")


def today_in_tokyo() -> date:
    """Return the calendar day it is in Japan."""
    return datetime.now(TOKYO).date()


def now() -> datetime:
    """Return the moment it is, in UTC."""
    return datetime.now(UTC)


class Assistant:
    """The whole product in one object. Safe to share between threads."""

    def __init__(
        self,
        knowledge: Knowledge,
        today: Callable[[], date] = today_in_tokyo,
        cache: Path | None = None,
        semantic: bool = False,
        secret: str | None = None,
        seconds: Callable[[], float] = time.time,
    ):
        """Index the knowledge; with the folder `cache`, take the index from there, or keep it there.

        With `semantic` the first thirty are ranked again by meaning (extra `semantic`; SettingsError without).
        `secret` signs conversations (that of the settings if it is None), `seconds` dates them.
        """
        self.knowledge = knowledge
        self.today = today
        analyzer = Analyzer(knowledge.synonyms, knowledge.filler_words, knowledge.dictionary, cache)
        self.matcher = EntryMatcher(knowledge, analyzer, folder=cache, semantic=semantic)
        self.masking = Masking(knowledge.masking_words, knowledge.public_telephones)
        self.presenter = Presenter(knowledge, self.matcher)
        self.engine = RulesEngine(knowledge)
        self._reader = fact_reader(knowledge, analyzer)
        self._answering = Answering(
            knowledge,
            Finding(knowledge, analyzer, self.matcher),
            Deciding(knowledge, self.engine),
            self._reader,
            self.presenter,
            Tokens(secret or secret_key()[0], seconds),
            self.masking,
        )

    @classmethod
    def load(
        cls,
        folder: str | Path,
        today: Callable[[], date] = today_in_tokyo,
        semantic: bool = False,
    ) -> "Assistant":
        """Return the assistant of a knowledge folder. KnowledgeError holds every mistake found there."""
        return cls(load_knowledge(Path(folder), today=today()), today, cache_folder(), semantic)

    def ask(self, question: str | None = None, **request: Any) -> Reply:
        """Return the reply to a question.

        Keywords are the fields of `POST /api/v1/ask` (`municipality`, `as_of`, `facts`, `select`,
        `conversation`). InputError names the field that cannot be used.
        """
        return self.ask_mapping({"question": question, **request} if question is not None else request)

    def ask_mapping(self, body: Mapping[str, Any], fresh: str = "", name: str | None = None) -> Reply:
        """Return the reply to a request given as the API takes it.

        `fresh` names a conversation that begins here, `name` the reply (else the same request has the same name).
        """
        request = parse_request(body)
        self.check_municipality(request.municipality)
        return self._answering.reply(request, self.today(), fresh, name)

    def forget(self) -> None:
        """Look for and read everything anew, whatever was asked before: for measuring."""
        self.matcher.forget()
        self._reader.forget()

    def eligibility(self, facts: Mapping[str, Any], *, trace: bool = False) -> dict[str, Any]:
        """Return the decision for the facts of one office (`as_of` is mandatory), with the staff's trace.

        InputError names the fact that cannot be used.
        """
        return self.engine.decide(self.engine.parse_facts(facts)).to_dict(trace=trace)

    def search(
        self, query: str, limit: int = 20, municipality: str | None = None, as_of: date | str | None = None
    ) -> list[FoundShown]:
        """Return the ranking for staff, without a threshold: up to `limit` (1 to 100) entries, best first."""
        return [FoundShown(**fields) for fields in self.search_fields(query, limit, municipality, as_of)]

    def search_fields(
        self, query: str, limit: int = 20, municipality: str | None = None, as_of: date | str | None = None
    ) -> list[dict[str, Any]]:
        """Return what `search` returns as plain fields, as the API sends them: the quickest way to JSON."""
        if not query.strip() or len(query) > 500:
            raise InputError("q", "「q」に1文字以上500文字以内の言葉を入れてください。")
        if not 1 <= limit <= MOST_RESULTS:
            raise InputError("limit", f"「limit」は1から{MOST_RESULTS}までの整数にしてください。")
        self.check_municipality(municipality)
        day = self.day(as_of)
        ranking = self.matcher.rank(Asked(query, day, municipality), limit)
        return [self.presenter.found(candidate, day) for candidate in ranking.candidates]

    def suggestions(self, municipality: str | None = None, as_of: date | str | None = None) -> list[str]:
        """Return the questions to offer before the first word, the most fitting first."""
        self.check_municipality(municipality)
        return suggestions_on(self.knowledge, self.day(as_of), municipality)

    def entry(self, identifier: str, as_of: date | str | None = None) -> AnswerShown:
        """Return an entry as it is shown on a day. NotFoundError if there is none of that id by then."""
        day = self.day(as_of)
        entry = self.knowledge.entry(identifier)
        if entry is None or entry.holds_from > day:
            raise NotFoundError("id", f"「{identifier}」という項目はありません。")
        return self.presenter.answer_on(entry, day)

    def check_municipality(self, identifier: str | None) -> None:
        """InputError unless the id is a municipality of the knowledge base, `other` or None."""
        if identifier is None:
            return
        allowed = [*(m.id for m in self.knowledge.municipalities), "other"]
        if identifier not in allowed:
            message = f"「municipality」が「{identifier}」になっています。使える値: {', '.join(allowed)}。"
            raise InputError("municipality", message)

    def day(self, as_of: date | str | None) -> date:
        """Return the day a `YYYY-MM-DD` text names, today for None. InputError if there is no such day."""
        if as_of is None:
            return self.today()
        try:
            return parse_day(as_of)
        except ValueError as error:
            raise InputError("as_of", f"「as_of」が「{as_of}」になっています。{error}。") from None


def fact_reader(knowledge: Knowledge, analyzer: Analyzer) -> FactReader:
    """Return the reader of facts of a knowledge base."""
    return FactReader(
        knowledge.fact_words,
        knowledge.facts,
        {sheet.id: choices(sheet, knowledge) for sheet in knowledge.facts},
        knowledge.service_types,
        knowledge.municipalities,
        analyzer.places,
        lambda text: analyzer.analyse(text).reading,
    )
