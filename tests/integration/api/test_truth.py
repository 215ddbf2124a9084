"""The schema is true: what is asked by it is answered by it, and nothing makes the shop fail.

Schemathesis makes up calls from the OpenAPI document, fitting ones and others, and holds each
answer against what the document says of it. So few of each a run; the calls differ from run to run
only when the schema does.
"""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.schema import build_schema
from config.wsgi import application
from tests.integration.api.conftest import ROOT

CHECKS = [
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
# Each takes some 10 ms; photos are decoded, and wait for a worker that is not there.
CALLS = 4


@pytest.fixture
def _shop(make_product, plain_space, embed) -> None:
    """What the examples of the schema name, and more."""
    make_product("red", "blue", brand="Norrsken", attributes={"colour": "red"}, family="f")
    make_product("crimson", slug="striped-mug-blue", sku="VASE-24", family="f", price="20.00")
    for colour in ("blue", "navy"):
        make_product(colour, attributes={"width": 24, "washable": True})
    embed()


def _schema():
    loaded = openapi.from_dict(build_schema())
    loaded.app = application
    return loaded


def _call(operation, mode: GenerationMode) -> set[int]:
    """Call it some times; the statuses of its answers. Raises what was not as the schema says."""
    statuses: set[int] = set()

    @settings(
        max_examples=CALLS,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case) -> None:
        response = case.call(headers={"Accept-Encoding": "identity"})
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)
        if response.status_code != 503:  # no worker looks at photos here
            case.validate_response(response, checks=[not_a_server_error])

    with suppress(Unsatisfiable):  # where nothing can be wrong, as with no parameter at all
        call()
    return statuses


@pytest.mark.usefixtures("_shop")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_as_the_schema_says(mode, subtests) -> None:
    answered: set[str] = set()
    operations = [found.ok() for found in _schema().get_all_operations()]

    for operation in operations:
        with subtests.test(operation.label):
            statuses = _call(operation, mode)
            assert statuses or mode == GenerationMode.NEGATIVE
            answered |= {operation.label} if statuses & {200, 201, 202, 204} else set()

    assert len(operations) > 20
    if mode == GenerationMode.POSITIVE:
        assert f"GET {ROOT}brands/" in answered
