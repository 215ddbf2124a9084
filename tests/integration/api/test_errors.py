"""Whatever goes wrong, the answer has the same form."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from api.views.catalogue import products
from web import rate_limits


@pytest.mark.parametrize("path", ["nope/", "products", "products/a/b/", "", "products/%00/"])
def test_addresses_that_do_not_exist(get, path) -> None:
    answer = get(path, status=404)

    assert (answer["code"], answer["errors"]) == ("not_found", [])


@pytest.mark.parametrize("address", ["/api/", "/api/v2/products/", "/api/products/"])
def test_other_versions_are_refused_in_the_same_form(client: Client, address) -> None:
    response = client.get(address)

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_methods_that_do_not_exist(client: Client, method) -> None:
    response = getattr(client, method)("/api/v1/products/")

    assert response.status_code == 405
    assert response.json()["code"] == "method_not_allowed"


def test_only_json_is_spoken(db, client: Client) -> None:
    response = client.get("/api/v1/products/", headers={"accept": "text/html"})
    assert (response.status_code, response.json()["code"]) == (406, "not_acceptable")
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert client.get("/api/v1/products/", headers={"accept": browser}).status_code == 200


def test_a_fault_of_ours_is_logged_and_says_nothing_of_itself(
    db, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(products, "_base", lambda *args, **options: 1 / 0)

    response = Client(raise_request_exception=False).get("/api/v1/products/")

    assert response.status_code == 500
    assert response.json() == {
        "code": "error",
        "message": "Something went wrong on our side.",
        "errors": [],
    }
    assert "ZeroDivisionError" in caplog.text


def test_a_database_that_is_away_is_503(
    db, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    def fail(*args, **options):
        raise OperationalError("gone")

    monkeypatch.setattr(products, "_base", fail)
    response = client.get("/api/v1/products/")

    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert int(response["Retry-After"]) > 0


def test_every_call_counts_against_the_visitors_limit(
    db, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "api", rate_limits.Limit(2, 60))

    statuses = [client.get(f"/api/v1/{path}/").status_code for path in ("categories",) * 3]
    response = client.get("/api/v1/schema/")

    assert statuses == [200, 200, 429]
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
