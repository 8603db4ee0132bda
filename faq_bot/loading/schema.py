"""JSON Schema for editors, generated from the records that check the files."""

from typing import Any

from pydantic import TypeAdapter

from faq_bot.loading.entries import Entry


def entries_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file in knowledge/entries/."""
    schema = TypeAdapter(list[Entry]).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "項目のファイル", **schema}
