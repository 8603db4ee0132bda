"""The keys each member of the staff has chosen; what is not chosen is as everybody has it."""

from collections.abc import Mapping

from sqlalchemy import Connection, Engine, select

from faq_bot.storage.connections import insert_or, reading
from faq_bot.storage.tables import preferences


def keep_keys(connection: Connection, member: str, keys: Mapping[str, str]) -> None:
    """Write which key a member has chosen for each action; "" is none."""
    made = insert_or(connection, preferences).values(member=member, keys=dict(keys))
    connection.execute(made.on_conflict_do_update(index_elements=["member"], set_={"keys": dict(keys)}))


def keys_of(engine: Engine, member: str) -> dict[str, str]:
    """Return the keys a member has chosen."""
    query = select(preferences.c["keys"]).where(preferences.c.member == member)
    with reading(engine) as connection:
        return dict(connection.execute(query).scalar_one_or_none() or {})
