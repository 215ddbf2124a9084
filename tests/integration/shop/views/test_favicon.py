"""The shop's icon."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from django.test import Client


def test_who_asks_blindly_is_sent_to_the_icon(client: Client, db) -> None:
    response = client.get("/favicon.ico")

    assert (response.status_code, response["Location"]) == (302, "/static/shop/favicon.svg")
    assert "max-age" in response["Cache-Control"]
    assert finders.find("shop/favicon.svg")


def test_every_page_names_it(client: Client, db) -> None:
    assert '<link rel="icon" href="/static/shop/favicon.svg"' in client.get("/").content.decode()
