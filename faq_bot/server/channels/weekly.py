"""What the weekly digest says in channels: how the week went, and the questions that found no answer."""

from datetime import datetime

from faq_bot.assembly import TOKYO
from faq_bot.channels.digests import Digest
from faq_bot.loading.knowledge import Knowledge
from faq_bot.reception import digest_words
from faq_bot.reception.digest import week_of, weekly
from faq_bot.rules.phrases import shown
from faq_bot.storage.records import Records


def weekly_digest(records: Records, knowledge: Knowledge, at: datetime) -> Digest:
    """Return the digest of the last week that is over at a moment. StorageError if it cannot be counted."""
    found = weekly(records.engine, knowledge, week_of(None, at.astimezone(TOKYO).date()))
    days = {"since": shown(found.first), "until": shown(found.last)}
    wording = knowledge.wording.channels
    lines = [digest_words.headline(found), digest_words.counts(found)]
    if not found.gaps:
        return Digest(wording.digest_none.format(**days), lines)
    lines += [f"「{gap.question}」（{gap.asked}回）" for gap in found.gaps]
    return Digest(wording.digest.format(**days, count=found.open_gaps), lines)
