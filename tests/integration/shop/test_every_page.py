"""What holds on every page: one heading, no drafts, no text that turns into markup."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from catalog.models import Category
from embeddings.photos.store import keep_photo

EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"


@pytest.fixture
def pages(client: Client, photo_answers, picture: Callable[..., bytes]):
    """Read every page there is, by its name."""
    photo = keep_photo(picture("red")).id

    def read() -> dict[str, str]:
        paths = {
            "home": "/",
            "department": "/c/table/",
            "category": "/c/vases/",
            "product": "/p/product-1/",
            "search": "/search/?q=product+or+secret",
            "empty search": "/search/",
            "photo": "/photo/",
            "results": reverse("shop:photo-results", args=[photo]),
            "gone": f"/photo/{'x' * 22}/",
            "not found": "/nowhere",
        }
        found = {name: client.get(path).content.decode() for name, path in paths.items()}
        found["refused"] = client.post("/photo/", {}).content.decode()
        found["sitemap"] = client.get("/sitemap.xml").content.decode()
        return found

    return read


def test_exactly_one_heading_and_one_title(pages, department) -> None:
    found = pages()
    del found["sitemap"]

    for name, html in found.items():
        assert len(re.findall("<h1[ >]", html)) == 1, name
        title = re.search("<title>(.*?)</title>", html)
        assert title, name
        assert "Vitrine" in title[1], name
        levels = [int(level) for level in re.findall("<h([1-6])[ >]", html)]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), (name, levels)


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500, 503])
def test_error_pages_need_no_context(status) -> None:
    html = render_to_string(f"{status}.html", {"message": "Too big."})

    assert html.count("<h1>") == 1
    assert "Vitrine" in html


def test_drafts_show_nowhere(pages, department, make_product, embed) -> None:
    hidden = Category.objects.create(name="Secret corner", slug="secret", parent=department)
    draft = make_product("red", name="Secret vase", slug="hidden", is_published=False, family="F")
    other = make_product("red", name="Secret lamp", slug="hidden-2", category=hidden)
    other.is_published = False
    other.save()
    type(draft).objects.filter(slug="product-1").update(family="F")
    embed()
    files = [
        image.image.name.rpartition(".")[0] for p in (draft, other) for image in p.images.all()
    ]

    found = pages()

    assert "product-2" in found["product"]
    for name, html in found.items():
        for trace in ("Secret vase", "Secret lamp", "/p/hidden", *files):
            assert trace not in html, (name, trace)


def test_no_text_turns_into_markup(
    pages, client: Client, department, category: Category, make_product, embed
) -> None:
    fields = {"name": EVIL, "brand": EVIL[:80], "description": EVIL}
    make_product(family="F", attributes={EVIL: EVIL}, **fields)
    product = make_product("red", family="F", attributes={EVIL: [EVIL]}, **fields)
    for image in product.images.all():
        image.alt = EVIL
        image.save()
    Category.objects.update(name=EVIL[:120], description=EVIL)
    embed()

    found = pages()
    found["evil product"] = client.get(f"/p/{product.slug}/").content.decode()
    found["evil search"] = client.get("/search/", {"q": EVIL}).content.decode()

    assert "&lt;script&gt;alert(1)" in found["evil product"]
    for name, html in found.items():
        assert "<script>alert" not in html, name
        assert "<img src=x" not in html, name
        assert "14" not in re.findall(r"onerror=alert\(2\)&gt;(\d+)", html), name
    data = re.findall('<script type="application/ld.json">(.*?)</script>', found["evil product"])
    names = [each["name"] for each in map(json.loads, data) if "name" in each]
    assert EVIL in names
