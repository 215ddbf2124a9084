"""The page of the REST documentation works offline under the shop's CSP."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.integration.api.conftest import ROOT
from tests.integration.api.views.test_docs import CALLS


@pytest.mark.browser
def test_the_page_renders_offline_under_the_shops_csp(live_server, chromium, make_product) -> None:
    make_product("red")
    page = chromium.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    response = page.goto(f"{live_server.url}{ROOT}docs/")
    page.wait_for_selector(".opblock")
    page.click("#operations-products-products_list .opblock-summary")
    page.click("#operations-products-products_list button.execute")
    page.wait_for_selector(".live-responses-table")

    assert "unsafe" not in response.headers["content-security-policy"]
    assert page.locator(".opblock").count() == sum(len(methods) for methods in CALLS.values())
    assert "product-1" in page.inner_text(".live-responses-table")
    assert not said
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(live_server.url).netloc}
