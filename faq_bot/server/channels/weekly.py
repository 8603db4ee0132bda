"""What the weekly digest says: the questions of the last week that found no answer, the most asked first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from faq_bot.channels.digests import MOST_LINES, Digest
from faq_bot.loading.wording import Wording
from faq_bot.rules.phrases import shown
from faq_bot.storage import unanswered
from faq_bot.storage.records import Records

_TOKYO = ZoneInfo("Asia/Tokyo")
_ALL = 1000


def weekly_digest(records: Records, wording: Wording, since: datetime, until: datetime) -> Digest:
    """Return the digest of the questions asked between two moments. StorageError if they cannot be read."""
    rows = [row for row in unanswered.listed(records.engine, limit=_ALL) if since <= row.last_seen < until]
    days = {
        name: shown(moment.astimezone(_TOKYO).date()) for name, moment in (("since", since), ("until", until))
    }
    if not rows:
        return Digest(wording.channels.digest_none.format(**days), ())
    lines = [f"{row.question}（{row.count}回）" for row in rows[:MOST_LINES]]
    return Digest(wording.channels.digest.format(**days, count=len(rows)), lines)
