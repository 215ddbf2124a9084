"""The currency is one setting, and everything that names it says the same."""

from __future__ import annotations

import json
import re

from django.test import Client
from django.urls import reverse


def test_pages_api_and_files_name_the_shops_currency(
    admin_client: Client, make_product, settings
) -> None:
    settings.VITRINE_CURRENCY = "CHF"
    make_product("red", slug="vase", price="12.50")

    page = admin_client.get("/p/vase/").content.decode()
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[0]
    feed = reverse("admin:catalog_importrun_export_xml")
    files = admin_client.get(feed).getvalue().decode()

    assert "CHF" in page.replace(data, "")
    assert '"priceCurrency":"CHF"' in json.dumps(json.loads(data), separators=(",", ":"))
    assert admin_client.get("/api/v1/products/vase/").json()["currency"] == "CHF"
    assert "12.50 CHF" in files
