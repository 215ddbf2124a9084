"""What holds for every answer: who may read it, for how long it may be kept, how it is named."""

from __future__ import annotations

import gzip
import logging

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from api.caching import CachingMiddleware
from tests.integration.api.conftest import ROOT
from web import rate_limits
from web.server.request_id import NameRequest

ELSEWHERE = "https://front.example"


def ask(client: Client, path: str = "products/", **headers: str):
    return client.get(ROOT + path, headers=headers)


def preflight(client: Client, address: str, method: str = "GET"):
    return client.options(
        address, headers={"origin": ELSEWHERE, "access-control-request-method": method}
    )


def test_a_page_of_another_origin_may_read_and_sees_the_headers_that_it_needs(
    db, client: Client
) -> None:
    answer = ask(client, origin=ELSEWHERE)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    exposed = answer["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "X-Request-ID", "Retry-After", "RateLimit-Remaining", "Location"} <= {*exposed}
    # One answer in a cache does for pages of every origin, and for whoever names none.
    for other in ({}, {"origin": "https://other.example"}):
        told = ask(client, **other)
        assert told["Vary"] == answer["Vary"] == "Accept-Encoding"
        assert told["Access-Control-Allow-Origin"] == "*"
        assert told["Access-Control-Expose-Headers"] == answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["products/", "photo-searches/", "recommendations/", "nope/"])
def test_a_browser_that_asks_first_is_allowed(client: Client, path) -> None:
    answer = preflight(client, ROOT + path, "POST")

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer["Access-Control-Allow-Methods"]
    allowed = answer["Access-Control-Allow-Headers"]
    assert {"authorization", "content-type", "if-match"} <= {*allowed.split(", ")}
    assert int(answer["Access-Control-Max-Age"]) > 0


def test_only_the_origins_that_the_shop_names_are_let_in(db, client: Client, settings) -> None:
    settings.CORS_ALLOW_ALL_ORIGINS = False
    settings.CORS_ALLOWED_ORIGINS = [ELSEWHERE]

    assert ask(client, origin=ELSEWHERE)["Access-Control-Allow-Origin"] == ELSEWHERE
    assert "Access-Control-Allow-Origin" not in ask(client, origin="https://other.example")
    assert "origin" in ask(client)["Vary"]


def test_refusals_can_be_read_from_elsewhere_and_pages_cannot(db, client: Client) -> None:
    refused = ask(client, "products/?page=x", origin=ELSEWHERE)

    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (400, "*")
    assert not client.get("/", headers={"origin": ELSEWHERE}).has_header(
        "Access-Control-Allow-Origin"
    )
    assert preflight(client, "/").status_code == 405


def test_an_answer_has_a_name_until_it_changes(db, client: Client, make_product) -> None:
    product = make_product("red")
    for path in ("products/", "products/product-1/", "products/product-1/similar/", "categories/"):
        first = ask(client, path)
        again = ask(client, path, if_none_match=first["ETag"])

        assert (again.status_code, again.content) == (304, b""), path
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        assert int(again["RateLimit-Remaining"]) < int(first["RateLimit-Remaining"])
    before = ask(client)["ETag"]
    product.stock = 0
    product.save()
    assert ask(client, if_none_match=before).status_code == 200


def test_a_cdn_may_keep_what_everybody_may_read_and_nothing_else(
    db, client: Client, make_product
) -> None:
    make_product()

    read = ask(client)
    assert "public" in read["Cache-Control"]
    assert "s-maxage=60" in read["Cache-Control"]
    assert "cookie" not in read["Vary"].lower()
    assert ask(client, "nope/")["Cache-Control"] == "no-store"
    assert ask(client, "products/?page=x")["Cache-Control"] == "no-store"
    body = {"positive": ["product-1"]}
    posted = client.post(ROOT + "recommendations/", body, content_type="application/json")
    assert (posted.status_code, posted["Cache-Control"]) == (200, "no-store")
    keyed = RequestFactory().get(ROOT + "products/", headers={"authorization": "Bearer x"})
    answer = CachingMiddleware(lambda request: HttpResponse("{}"))(keyed)
    assert answer["Cache-Control"] == "private, no-cache"


def test_long_answers_are_compressed_for_who_takes_it(db, client: Client, make_product) -> None:
    for _ in range(3):
        make_product("red")
    plain = ask(client)

    for accepted in ("gzip", "br, gzip;q=0.8", "gzip, deflate, br, zstd", "*"):
        small = ask(client, accept_encoding=accepted)
        assert small["Content-Encoding"] == "gzip", accepted
        assert gzip.decompress(small.content) == plain.content
        assert small["ETag"] == plain["ETag"]
        assert int(small["Content-Length"]) == len(small.content)
    for refused in ("", "br", "gzip;q=0", "gzip;q=0.0, br", "x-gzip-like"):
        assert not ask(client, accept_encoding=refused).has_header("Content-Encoding"), refused
    assert "Accept-Encoding" in plain["Vary"]


def test_a_request_keeps_the_name_that_it_came_with(db, client: Client) -> None:
    assert ask(client, x_request_id="checkout-17:a/b")["X-Request-ID"] == "checkout-17:a/b"
    made = {ask(client)["X-Request-ID"] for _ in range(2)}
    assert len(made) == 2
    for forged in ("a b", "x" * 129, "a\nb", "é", ""):
        assert ask(client, x_request_id=forged)["X-Request-ID"] != forged


def test_lines_of_the_log_bear_the_name_of_their_request(
    db, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.views.catalogue import products

    seen: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record.request_id)  # type: ignore[attr-defined]

    handler = Keep()
    handler.addFilter(NameRequest())
    logger = logging.getLogger("api.errors")
    logger.addHandler(handler)
    monkeypatch.setattr(products, "_base", lambda *args, **options: 1 / 0)
    try:
        Client(raise_request_exception=False).get(
            ROOT + "products/", headers={"x-request-id": "find-me"}
        )
        logger.error("nobody's")
    finally:
        logger.removeHandler(handler)

    assert seen == ["find-me", "-"]


def test_each_answer_says_what_is_left(db, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "api", rate_limits.Limit(2, 60))

    first, second, third = (ask(client, "categories/") for _ in range(3))

    assert [each["RateLimit-Remaining"] for each in (first, second, third)] == ["1", "0", "0"]
    assert {each["RateLimit-Limit"] for each in (first, second, third)} == {"2"}
    assert third.status_code == 429
    assert third["RateLimit-Reset"] == third["Retry-After"]


def test_what_methods_there_are_can_be_asked(client: Client) -> None:
    answer = client.options(ROOT + "products/")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("name", ["search", "category", "brand", "price_min", "in_stock", "page"])
def test_an_empty_parameter_is_absent(get, make_product, name) -> None:
    make_product()

    assert get(f"products/?{name}=") == get("products/")
    assert get(f"products/?{name}=%20&{name}=")["count"] == 1


def test_what_is_empty_in_json_is_absent(db, client: Client, make_product) -> None:
    make_product()
    body = {"positive": ["product-1"], "brand": "", "price_min": None, "words": " ", "limit": ""}

    answer = client.post(ROOT + "recommendations/", body, content_type="application/json")

    assert answer.status_code == 200, answer.content
    nothing = client.post(ROOT + "recommendations/", {"words": ""}, content_type="application/json")
    assert nothing.status_code == 400


def test_links_and_pictures_have_the_shops_own_address(
    db, client: Client, settings, make_product
) -> None:
    make_product("red")
    settings.ALLOWED_HOSTS = ["testserver", "shop.example"]

    def links(**headers: str) -> set[str]:
        (product,) = ask(client, **headers).json()["results"]
        found = [product["url"], product["image"]["url"], product["image"]["sizes"][0]["url"]]
        moved = ask(client, "products/?page_size=1", **headers)
        assert moved.status_code == 200
        return {address.split("/api/")[0].split("/media/")[0] for address in found}

    assert links(x_forwarded_host="shop.example") == {"http://testserver"}
    settings.VITRINE_TRUSTED_PROXIES = 1
    assert links(x_forwarded_host="shop.example") == {"http://shop.example"}
    assert links(x_forwarded_host="evil.example") == {"http://testserver"}
    assert links(x_forwarded_host="evil.example, shop.example:99") == {"http://shop.example"}
    settings.VITRINE_PUBLIC_URL = "https://www.shop.example"
    assert links() == {"https://www.shop.example"}
