"""The menu of every page says what the shop has, at once."""

from __future__ import annotations

import re

from django.test import Client

from catalog.models import Category


def menu(client: Client, path: str = "/categories/") -> list[tuple[str, str]]:
    html = client.get(path).content.decode()
    return re.findall(r'href="(?:/de)?/c/([\w-]+)/"[^>]*>([^<]*)</a>', html.split("<main")[1])


def test_what_is_changed_shows_in_the_menu(client: Client, category, make_product) -> None:
    make_product()
    rugs = Category.objects.create(name="Rugs", slug="rugs")
    assert ("rugs", "Rugs") not in menu(client)

    make_product(category=rugs)
    assert ("rugs", "Rugs") in menu(client)
    Category.objects.filter(pk=rugs.pk).update(name="Carpets")
    assert ("rugs", "Carpets") in menu(client)
    rugs.translations = {"de": {"name": "Teppiche"}}
    rugs.save(update_fields=["translations"])
    assert ("rugs", "Teppiche") in menu(client, "/de/categories/")

    assert 'class="menu-department" href="/c/rugs/"' in client.get("/categories/").content.decode()
    Category.objects.filter(pk=rugs.pk).update(parent=category)
    html = client.get("/categories/").content.decode()
    assert 'class="menu-department" href="/c/rugs/"' not in html
    assert ("vases", "Vases") in menu(client, "/c/rugs/"), "on the way to it"
