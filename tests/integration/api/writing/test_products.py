"""Machines write products: whole, in part, not over others' changes, and told in the history."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalog.history import Change, Door
from catalog.models import Product
from tests.factories import ProductFactory
from tests.integration.api.conftest import ROOT
from web.keys.models import ApiKey

PATH = "products/by-sku/A-1/"
VASE = {
    "name": "Blue vase",
    "category": ["Home", "Vases"],
    "price": "12.50",
    "stock": 3,
    "brand": "Acme",
    "attributes": {"colour": "blue", "size": 24},
}


def test_a_product_is_made_replaced_changed_and_deleted(call) -> None:
    made = call("put", PATH, VASE, status=201).json()
    assert (made["sku"], made["slug"], made["price"]) == ("A-1", "blue-vase", "12.50")
    assert (made["category_path"], made["stock"]) == (["Home", "Vases"], 3)
    assert made["is_published"]
    changed = call("patch", PATH, {"stock": 0, "attributes": {"size": None}}, status=200).json()
    assert (changed["stock"], changed["attributes"]) == (0, {"colour": "blue"})
    assert changed["brand"] == "Acme"
    whole = {**VASE, "attributes": {"material": "clay"}}
    del whole["brand"]
    replaced = call("put", PATH, whole, status=200).json()
    assert (replaced["brand"], replaced["attributes"]) == ("", {"material": "clay"})
    call("delete", PATH, status=204)
    call("delete", PATH, status=404)
    told = [
        (each.door, each.user_name, each.action, sorted(each.changes))
        for each in Change.objects.order_by("pk")
    ]
    assert [each[:3] for each in told] == [
        (Door.API, "ERP", action) for action in ("added", "changed", "changed", "deleted")
    ]
    assert told[1][3] == ["attributes", "stock"]


def test_nobody_overwrites_what_they_have_not_seen(call) -> None:
    etag = call("put", PATH, VASE, status=201, if_none_match="*")["ETag"]
    call("put", PATH, VASE, status=412, if_none_match="*")
    assert call("get", PATH, status=200)["ETag"] == etag
    newer = call("patch", PATH, {"stock": 2}, status=200, if_match=etag)["ETag"]
    refused = call("patch", PATH, {"stock": 9}, status=412, if_match=etag)
    assert refused.json()["code"] == "version_mismatch"
    call("delete", PATH, status=412, if_match=etag)
    call("patch", PATH, {"stock": 1}, status=200, if_match=f'"x", {newer}')
    call("delete", PATH, status=204, if_match="*")


def test_what_may_not_enter_is_told_field_by_field(call) -> None:
    ProductFactory.create(slug="taken")
    bad = {"name": "", "category": [], "price": "-1", "stock": 2**31, "colour": "red"}
    faults = call("put", PATH, bad, status=400).json()["errors"]
    assert {each["field"] for each in faults} == {"name", "category", "price", "stock", "colour"}
    taken = call("put", PATH, {**VASE, "slug": "taken"}, status=400).json()
    assert [(each["field"], each["code"]) for each in taken["errors"]] == [("slug", "slug_taken")]
    call("put", PATH, {**VASE, "attributes": {"a": "\0"}}, status=400)
    call("put", PATH, {**VASE, "description": "x" * 300_000}, status=413)
    call("patch", PATH, {"stock": 1}, status=404)
    assert not Product.objects.filter(sku="A-1").exists()


def test_only_keys_that_may_write_do(call, key: ApiKey) -> None:
    body: dict[str, Any] = {"data": VASE, "content_type": "application/json"}
    response = Client().put(ROOT + PATH, **body)
    assert (response.status_code, response["WWW-Authenticate"][:6]) == (401, "Bearer")
    key.scopes = ["read", "events", "staff"]
    key.save()
    refused = call("put", PATH, VASE, status=403)
    assert refused.json()["code"] == "key_scope"
    assert 'error="insufficient_scope", scope="write"' in refused["WWW-Authenticate"]


def test_drafts_and_stock_are_for_keys_alone(call) -> None:
    call("put", PATH, {**VASE, "is_published": False}, status=201)
    assert call("get", PATH, status=200).json()["is_published"] is False
    assert Client().get(ROOT + PATH).status_code == 404
    call("patch", "products/by-sku/a–1/", {"is_published": True}, status=200)
    assert "stock" not in Client().get(ROOT + PATH).json()


def test_what_is_as_it_was_is_not_written(call) -> None:
    first = call("put", PATH, VASE, status=201).json()["updated_at"]
    assert call("put", PATH, VASE, status=200).json()["updated_at"] == first
    assert Change.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_call_that_is_sent_again_is_done_once(call, method: str) -> None:
    call("put", PATH, VASE, status=201)
    body = {**VASE, "name": "Other"}
    first = call(method, PATH, body, status=200, idempotency_key="a")
    call("patch", PATH, {"stock": 77}, status=200)
    again = call(method, PATH, body, status=200, idempotency_key="a")
    assert (again.json(), again["ETag"]) == (first.json(), first["ETag"])
    assert again["Idempotency-Replayed"] == "true"
    assert Product.objects.get().stock == 77
    used = call(method, PATH, {**body, "stock": 5}, status=422, idempotency_key="a")
    assert used.json()["code"] == "idempotency_key_used"
    call("put", PATH, {"name": "x"}, status=400, idempotency_key="b")  # nothing was done,
    call("put", PATH, VASE, status=200, idempotency_key="b")  # so the mended one may come
