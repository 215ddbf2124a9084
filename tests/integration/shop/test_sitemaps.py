"""Every published page, and no other, is in the sitemap."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from shop import sitemaps


def addresses(response) -> list[str]:
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return [loc.text for loc in ElementTree.fromstring(response.content).findall(".//{*}loc")]


def test_all_pages_but_drafts_in_one_file(client, make_product, django_assert_max_num_queries):
    make_product()
    make_product(is_published=False)

    with django_assert_max_num_queries(8):
        response = client.get("/sitemap.xml")

    assert addresses(response) == [
        f"http://testserver{path}" for path in ("/", "/photo/", "/c/vases/", "/p/product-1/")
    ]
    assert b"<lastmod>" in response.content


def test_many_products_are_spread_over_files(client, make_product, monkeypatch):
    monkeypatch.setattr(sitemaps.ProductSitemap, "limit", 2)
    for _ in range(3):
        make_product()

    files = addresses(client.get("/sitemap.xml"))
    found = [page for file in files for page in addresses(client.get(file))]

    assert len(files) == 4
    assert {f"http://testserver/p/product-{n}/" for n in (1, 2, 3)} < set(found)
    assert len(found) == len(set(found)) == 6


@pytest.mark.parametrize("path", ["/sitemap-nowhere.xml", "/sitemap-products.xml?p=99"])
def test_files_that_do_not_exist(client, db, path):
    assert client.get(path).status_code == 404


def test_an_empty_shop_has_a_sitemap(client, db):
    assert len(addresses(client.get("/sitemap.xml"))) == 2
