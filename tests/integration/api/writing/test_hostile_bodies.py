"""Whatever a machine's program makes of a body: a clear refusal, no fault of ours, nothing lost."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.test import Client

from catalog.models import Category, Product, RequestedPicture
from tests.factories import ProductFactory
from tests.integration.api.conftest import ROOT
from tests.integration.api.writing.test_products import VASE
from web.keys.making import add_secret
from web.keys.models import ApiKey

PRODUCT = "products/by-sku/SKU-1/"
DOORS = [
    ("put", PRODUCT),
    ("patch", PRODUCT),
    ("post", "stock/bulk/"),
    ("post", f"{PRODUCT}pictures/"),
    ("patch", f"{PRODUCT}pictures/"),
    ("post", "events/"),
]
BODIES = [
    *(b"", b" ", b"{", b"null", b"1", b'"x"', b"[]", b"[[]]", b'{"":{}}', b"\xff\xfe", b"\x00"),
    *(b'{"rows": null}', b'{"rows": {"0": {}}}', b'{"pictures": [null]}', b'{"order": [1e999]}'),
    *(b'{"stock": NaN}', b'{"stock": Infinity}', b'{"price": ' + b"9" * 5_000 + b"}"),
    *(b'{"name": "\\ud800"}', b'{"name": "\\u0000"}', b'{"name": ["x"]}', b'{"name": {"a": 1}}'),
    *(b"[" * 100_000, b'{"a":' * 20_000 + b"1" + b"}" * 20_000, b'{"a": "' + b"x" * 300_000),
    *('{"näme": "ü"}'.encode("latin-1"), '{"name": "x"}'.encode("utf-16"), b"\xef\xbb\xbf{}"),
    *(b"sku=SKU-1&stock=5", b"<product/>", b'{"stock": 5, "stock": -1}'),
]


@pytest.fixture
def authorization(db) -> str:
    key = ApiKey.objects.create(name="ERP", scopes=["write", "events"])
    return f"Bearer {add_secret(key)}"


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_no_body_breaks_a_door(authorization, method: str, path: str) -> None:
    product = ProductFactory.create(stock=5, price="10.00", name="Vase")
    before = Product.objects.filter(pk=product.pk).values().get()
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x", "x", ""):
        for body in BODIES if kind == "application/json" else BODIES[3:5]:
            response = getattr(Client(), method)(
                ROOT + path, body, content_type=kind, headers={"authorization": authorization}
            )
            told = (kind, body[:40], response.status_code, response.content[:200])
            if response.status_code == 200:  # an empty body changes nothing
                assert method == "patch", told
                continue
            assert response.status_code in (202, 400, 409, 411, 413, 415), told
            answer = response.json()
            assert answer["errors"] or answer["message"], told
    assert Product.objects.filter(pk=product.pk).values().get() == before
    assert (Product.objects.count(), Category.objects.count()) == (1, 1)
    assert not RequestedPicture.objects.exists()


def _deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(
            ("price", each)
            for each in ('"1e3"', '"1_000"', '"１２"', '"12,50"', '"NaN"', '"1.005"')
        ),
        *(("price", each) for each in ("1e999", "true", "[]", "{}", '""', '"1.299,00"', "-0.01")),
        *(
            ("stock", each)
            for each in ('"1_000"', '"１２"', "1.5", "1e999", "true", '"5 pcs"', "-1")
        ),
        *(("attributes", each) for each in ('{"a": 1e999}', '{"a": {"b": [-1e999]}}', '{"": 1}')),
        *(("attributes", json.dumps({"a": _deep(levels)})) for levels in (17, 300)),
        *(("category", each) for each in ('"Home"', '[""]', '["\\u0000"]', "[1e999, {}]", "[[]]")),
        ("category", '["Home", "\\u200b"]'),
        *(("slug", each) for each in ('"a b"', '"../x"', '"ü"', '"a/b"', '""')),
        *(("name", each) for each in ('"  "', "true", '"x\\u0000"', '"\\u200b\\u2060"', '"ㅤ"')),
        *(("family", each) for each in ("[]", "{}", '"\\u0000"')),
    ],
)
def test_a_value_that_is_none_is_named_and_changes_nothing(
    authorization, field: str, text: str
) -> None:
    product = ProductFactory.create(stock=5, price="10.00", attributes={"a": "b"})
    before = Product.objects.filter(pk=product.pk).values().get()
    response = Client().patch(
        ROOT + PRODUCT,
        f'{{"{field}": {text}}}',
        content_type="application/json",
        headers={"authorization": authorization},
    )
    assert response.status_code == 400, response.content
    assert {each["field"].partition(".")[0] for each in response.json()["errors"]} == {field}
    assert Product.objects.filter(pk=product.pk).values().get() == before


@pytest.mark.parametrize("sku", ["A/B", "a.b..c", "7 %", "Ä-1?x", "x#1", "%2F", "0", "花 1"])
def test_an_sku_of_any_signs_is_written_and_read_by_its_address(call, sku: str) -> None:
    path = f"products/by-sku/{quote(sku, safe='')}/"
    assert call("put", path, VASE, status=201).json()["sku"] == sku
    assert call("get", path, status=200).json()["sku"] == sku
    row = {"rows": [{"sku": sku, "stock": 8, "price": "3"}]}
    assert call("post", "stock/bulk/", row, status=200).json()["changed"] == 1
    call("delete", path, status=204)


@pytest.mark.parametrize("sku", ["SKU-1/pictures", "SKU-1/pictures/7"])
def test_an_sku_that_ends_as_the_address_of_pictures_has_one_as_well(call, sku: str) -> None:
    ProductFactory.create(pictures=("red",))
    path = f"skus/{quote(sku)}/"
    assert call("put", path, VASE, status=201).json()["sku"] == sku
    assert call("get", path, status=200).json()["sku"] == sku
    pictures = call("get", f"products/by-sku/{sku}/pictures/", status=200).json()
    assert pictures["results"] == []
    assert len(call("get", f"{PRODUCT}pictures/", status=200).json()["results"]) == 1
    call("delete", path, status=204)
    assert call("get", "skus/SKU-1/", status=200).json()["sku"] == "SKU-1"


def test_a_bad_row_of_stock_is_told_whatever_it_holds(call) -> None:
    ProductFactory.create(sku="A", stock=1)
    values = ["1_000", "１２", "1e3", "", None, True, 1.5, [], {}, "NaN", -1, 2**31, 10**400]
    rows: list[dict[str, object]] = [
        {"sku": f"S{n}", "stock": value} for n, value in enumerate(values)
    ]
    skus: list[object] = ["", " ", "\u200b", "\0", "x" * 65, [], {}, None]
    rows += [{"sku": sku, "stock": 1} for sku in skus]
    answer = call("post", "stock/bulk/", {"rows": [*rows, {"sku": "A", "stock": 2}]}, status=200)
    results = answer.json()["results"]
    assert [each["outcome"] for each in results] == ["refused"] * len(rows) + ["changed"]
    assert all(each["errors"][0]["message"] for each in results[:-1])
