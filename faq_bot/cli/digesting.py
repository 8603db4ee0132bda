"""`faq-bot digest`: the week of the help desk."""

import argparse
import json
from contextlib import closing

from faq_bot.assembly import today_in_tokyo
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.reception.digest import week_of, weekly
from faq_bot.reception.digest_words import as_text
from faq_bot.reception.keeping import folded
from faq_bot.settings import read_settings
from faq_bot.storage.records import Records


def digest(options: argparse.Namespace) -> None:
    """Print the digest of a week, of the last one that is over if none is named."""
    week = week_of(options.week, today_in_tokyo())
    knowledge = load_knowledge(options.knowledge)
    with closing(Records(read_settings().database_url, folded)) as records:
        found = weekly(records.engine, knowledge, week)
    print(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) if options.json else as_text(found))
