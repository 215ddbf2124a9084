"""What is told on to search engines is the shop's own address, whatever was asked for."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from web.public_address import public_host, public_url


@pytest.fixture(autouse=True)
def own_names(settings) -> None:
    settings.ALLOWED_HOSTS = ["shop.example", "localhost", "[::1]"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://shop.example:8443"]


@pytest.mark.parametrize(
    ("asked", "proxies", "told"),
    [
        ("shop.example", 1, "shop.example"),
        ("shop.example:4711", 1, "shop.example"),
        ("shop.example:4711", 0, "shop.example"),
        ("shop.example:8443", 1, "shop.example:8443"),
        ("shop.example:8000", 0, "shop.example:8000"),
        ("shop.example:8000", 1, "shop.example"),
        ("localhost:9000", 1, "localhost:9000"),
        ("[::1]", 0, "[::1]"),
        ("[::1]:9000", 0, "[::1]:9000"),
    ],
)
def test_a_port_is_told_on_where_it_is_known(settings, asked, proxies, told) -> None:
    settings.VITRINE_TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_HOST=asked, SERVER_PORT="8000")

    assert public_host(request) == told


def test_a_picture_elsewhere_keeps_its_address() -> None:
    request = RequestFactory().get("/", HTTP_HOST="shop.example")

    assert public_url(request, "/media/a.jpg") == "http://shop.example/media/a.jpg"
    assert public_url(request, "https://cdn.example/a.jpg") == "https://cdn.example/a.jpg"


def test_no_page_names_a_port_that_a_visitor_made_up(client: Client, make_product) -> None:
    make_product("red")

    for path in ("/", "/p/product-1/", "/c/vases/", "/robots.txt"):
        page = client.get(path, headers={"host": "shop.example:4711"}).content.decode()
        assert "4711" not in page, path
