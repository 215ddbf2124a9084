"""What every page of the shop keeps to: a strict policy, and no cookie before one is needed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

PAGES = (
    *("/", "/c/vases/", "/p/product-1/", "/search/?q=product", "/photo/", "/nowhere/"),
    *("/de/", "/ar/p/product-1/"),
)


@pytest.mark.parametrize("path", PAGES)
def test_no_cookie_no_inline_script_or_style_and_nothing_of_others(
    client: Client, photo_answers, path: str
) -> None:
    page = client.get(path)
    html = page.content.decode()

    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+ (style|on\w+)=", html)
    assert not re.search(r"<style", html)
    for script in re.findall(r"<script[^>]*>", html):
        assert "src=" in script or 'type="application/ld+json"' in script
    for loaded in re.findall(
        r'<(?:script|img|link rel="stylesheet")[^>]* (?:src|href)="([^"]*)"', html
    ):
        assert loaded.startswith("/") or not loaded
