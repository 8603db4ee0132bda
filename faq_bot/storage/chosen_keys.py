"""The key with which a member of the staff copies."""

from sqlalchemy import Engine, select

from faq_bot.storage.connections import reading
from faq_bot.storage.tables import preferences

COPY, USUAL = "copy_plain", "c"


def copy_key(engine: Engine, member: str) -> str:
    """Return the key that copies an answer as plain text, "" where the member has switched it off."""
    query = select(preferences.c["keys"]).where(preferences.c.member == member)
    with reading(engine) as connection:
        chosen = connection.execute(query).scalar_one_or_none() or {}
    return str(chosen.get(COPY, USUAL))
