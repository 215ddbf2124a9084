"""Every published page, and no other, is in the sitemap."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.db import OperationalError
from django.test import Client

from shop.site import sitemaps


def addresses(response) -> list[str]:
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    urls = ElementTree.fromstring(response.content).findall("{*}url") or ElementTree.fromstring(
        response.content
    ).findall("{*}sitemap")
    return [url.findtext("{*}loc") for url in urls]


def test_all_pages_but_drafts_in_one_file(
    client: Client, make_product, django_assert_max_num_queries
) -> None:
    make_product()
    make_product(is_published=False)

    with django_assert_max_num_queries(8):
        response = client.get("/sitemap.xml")

    assert addresses(response) == [
        f"http://testserver{path}" for path in ("/", "/photo/", "/c/vases/", "/p/product-1/")
    ]
    assert b"<lastmod>" in response.content
    assert b'hreflang="de" href="http://testserver/de/p/product-1/"' in response.content


def test_many_products_are_spread_over_files(
    client: Client, make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps.ProductSitemap, "limit", 2)
    for _ in range(3):
        make_product()

    files = addresses(client.get("/sitemap.xml"))
    found = [page for file in files for page in addresses(client.get(file))]

    assert len(files) == 4
    assert {f"http://testserver/p/product-{n}/" for n in (1, 2, 3)} < set(found)
    assert len(found) == len(set(found)) == 6


@pytest.mark.parametrize("path", ["/sitemap-nowhere.xml", "/sitemap-products.xml?p=99"])
def test_files_that_do_not_exist(client: Client, db, path) -> None:
    assert client.get(path).status_code == 404


def test_an_empty_shop_has_a_sitemap(client: Client, db) -> None:
    assert len(addresses(client.get("/sitemap.xml"))) == 2


def test_a_file_is_built_once_an_hour(
    client: Client, make_product, django_assert_num_queries
) -> None:
    make_product()
    first = client.get("/sitemap.xml").content

    with django_assert_num_queries(0):
        assert client.get("/sitemap.xml").content == first


def test_who_comes_while_it_is_built_is_told_to_come_back(
    client: Client, db, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def build(request):
        asked.append(client.get("/sitemap.xml").status_code)
        return build_all(request)

    build_all = sitemaps._build_all
    monkeypatch.setattr(sitemaps, "_build_all", build)

    assert client.get("/sitemap.xml").status_code == 200
    assert asked == [503]


def test_a_port_that_a_visitor_made_up_is_not_told_on(client: Client, db, settings) -> None:
    settings.ALLOWED_HOSTS = ["shop.example"]

    found = addresses(client.get("/sitemap.xml", headers={"host": "shop.example:4711"}))

    assert found == ["http://shop.example/", "http://shop.example/photo/"]


def test_a_file_that_cannot_be_built_holds_up_nobody(
    client: Client, db, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/sitemap-products.xml?p=98").status_code == 404
    assert client.get("/sitemap-products.xml?p=98").status_code == 404

    def fail(request):
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(sitemaps, "_build_all", fail)
        assert client.get("/sitemap.xml").status_code == 503
    assert client.get("/sitemap.xml").status_code == 200
