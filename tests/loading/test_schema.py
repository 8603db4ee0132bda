"""The JSON Schema editors use says the same as the loader."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from faq_bot.loading.schema import entries_schema

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
BROKEN = Path(__file__).parent.parent / "broken_knowledge"


class TextLoader(yaml.SafeLoader):
    """Dates stay text, as JSON has no dates."""


TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=TextLoader)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(entries_schema())
    return Draft202012Validator(entries_schema(), format_checker=FormatChecker())


def test_the_schema_accepts_every_real_entry_file(validator: Draft202012Validator):
    files = sorted((KNOWLEDGE / "entries").rglob("*.yaml"))
    refused = {file.name: error.message for file in files for error in validator.iter_errors(plain(file))}
    assert files
    assert refused == {}


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ("unknown_key", "source"),
        ("missing_key", "answer"),
        ("no_sources", "sources"),
        ("impossible_date", "review_by"),
        ("date_without_dashes", "review_by"),
        ("date_in_words", "review_by"),
        ("id_with_capitals", "id"),
        ("too_few_phrasings", "phrasings"),
        ("answer_too_long", "answer"),
        ("answer_empty", "answer"),
        ("short_answer_too_long", "short_answer"),
        ("number_for_text", "short_answer"),
        ("number_in_list", "phrasings"),
        ("list_for_text", "answer"),
        ("text_for_list", "sources"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(broken: str, key: str, validator: Draft202012Validator):
    errors = list(validator.iter_errors(plain(BROKEN / f"{broken}.yaml")))
    assert [key in error.json_path or f"'{key}'" in error.message for error in errors] == [True]
