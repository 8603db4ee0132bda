"""schemathesis over the OpenAPI document: what it allows is answered as it says, what it does not is refused."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from faq_bot.assembly import Assistant
from faq_bot.server.app import create_app
from faq_bot.settings import read_settings
from tests.conftest import WEB

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CAN_BE_ASKED_WRONGLY = {"/api/v1/ask", "/api/v1/eligibility", "/api/v1/feedback", "/api/v1/search"}


@pytest.fixture
def operations(assistant: Assistant) -> list[APIOperation]:
    app = create_app(assistant, WEB, read_settings({"RATE_LIMIT": "off"}))
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    found = [result.ok() for result in schema.get_all_operations()]
    return [operation for operation in found if operation.path.startswith("/api/")]


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
def test_every_operation_does_what_the_document_says(mode: GenerationMode, operations: list[APIOperation]):
    assert {operation.path for operation in operations} >= CAN_BE_ASKED_WRONGLY
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and operation.path not in CAN_BE_ASKED_WRONGLY:
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=30, suppress_health_check=list(HealthCheck))
        def holds(case: schemathesis.Case) -> None:
            case.validate_response(case.call(), checks=CHECKS)

        holds()
