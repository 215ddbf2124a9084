"""The documentation: a valid schema, and a page that works offline under the shop's CSP."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

from tests.integration.api.conftest import ROOT

CALLS = {
    "products/": {"get"},
    "products/{slug}/": {"get"},
    "products/{slug}/similar/": {"get"},
    "products/{slug}/looks/": {"get"},
    "products/by-sku/{sku}/": {"get", "put", "patch", "delete"},
    "products/by-sku/{sku}/pictures/": {"get", "post", "patch"},
    "products/by-sku/{sku}/pictures/{picture}/": {"patch", "delete"},
    "stock/bulk/": {"post"},
    "events/": {"post"},
    "categories/": {"get"},
    "brands/": {"get"},
    "suggestions/": {"get"},
    "similar/batch/": {"get", "post"},
    "photo-searches/": {"post"},
    "photo-searches/{photo}/": {"get", "delete"},
    "recommendations/": {"post"},
}


def _operations(schema: dict) -> list[dict]:
    return [operation for path in schema["paths"].values() for operation in path.values()]


def test_the_schema_is_valid_and_raises_no_warning(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yaml"))


def test_every_call_is_described(get) -> None:
    schema = get("schema/")

    assert {path: set(calls) for path, calls in schema["paths"].items()} == {
        ROOT + path: methods for path, methods in CALLS.items()
    }
    assert all(operation["summary"] for operation in _operations(schema))


def test_every_parameter_has_a_description_and_an_example(get) -> None:
    for operation in _operations(get("schema/")):
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), parameter["name"]
            assert "example" in parameter, parameter["name"]


def test_every_refusal_has_an_example_in_the_common_form(get) -> None:
    refusals = 0
    for operation in _operations(get("schema/")):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                content = answer["content"]["application/json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Error"}
                assert content["examples"]
                refusals += 1
    assert refusals > 20
