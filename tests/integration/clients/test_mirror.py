"""A WooCommerce-shaped source is mirrored into a running shop, killed, resumed, kept in step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as django_settings

from catalog.history import Change
from catalog.imports.requested.working import work
from catalog.models import Product, ProductImage
from tests.pictures import draw, encode
from web.keys.making import add_secret
from web.keys.models import ApiKey

SCRIPT = Path(django_settings.BASE_DIR) / "clients" / "mirror_woocommerce.py"
pytestmark = pytest.mark.django_db(transaction=True)


class WooCommerce:
    """Answers as WooCommerce's REST API does, and stops in the midst where it is told to."""

    def __init__(self) -> None:
        self.products = [self._product(number) for number in range(1, 13)]
        self.variations = {12: [self._variation(70, "red"), self._variation(71, "blue")]}
        self.products[-1] |= {"type": "variable", "sku": "SHIRT"}
        self.stops_at_page = 0
        self.has_stopped, self.goes_on = threading.Event(), threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_address[1]

    def answer(self, path: str, query: dict[str, list[str]]) -> Any:
        if path.endswith("/categories"):
            return self._page(query, [_category(1, "Home", 0), _category(2, "Vases", 1)])
        if path.endswith("/variations"):
            return self._page(query, self.variations[int(path.split("/")[-2])])
        if query["page"] == [str(self.stops_at_page)]:
            self.has_stopped.set()
            self.goes_on.wait(60)
        return self._page(query, self.products)

    def _page(self, query: dict[str, list[str]], rows: list[Any]) -> list[Any]:
        size, number = int(query["per_page"][0]), int(query["page"][0])
        return rows[(number - 1) * size : number * size]

    def _product(self, number: int) -> dict[str, Any]:
        return {
            "id": number,
            "name": f"Vase {number}",
            "type": "simple",
            "status": "publish",
            "sku": f"V-{number}",
            "price": f"{number}.50",
            "stock_quantity": 3,
            "categories": [{"id": 2}],
            "images": [],
            "attributes": [{"name": "colour", "options": ["blue"], "variation": False}],
        }

    def _variation(self, number: int, colour: str) -> dict[str, Any]:
        told = [{"name": "colour", "option": colour}]
        return {"id": number, "sku": f"S-{colour}", "price": "9.00", "attributes": told}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        source = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                body = encode(draw("red"))
                if not parts.path.endswith(".jpg"):
                    assert self.headers["Authorization"].startswith("Basic ")
                    body = json.dumps(source.answer(parts.path, parse_qs(parts.query))).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        return Handler


def _category(pk: int, name: str, parent: int) -> dict[str, Any]:
    return {"id": pk, "name": name, "parent": parent}


@pytest.fixture
def woo(settings) -> Iterator[WooCommerce]:
    source = WooCommerce()
    settings.VITRINE_FETCH_PORTS = (source.port,)
    settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
    threading.Thread(target=source.server.serve_forever, daemon=True).start()
    yield source
    source.goes_on.set()
    source.server.shutdown()
    source.server.server_close()


def test_a_shop_is_mirrored_killed_resumed_and_kept_in_step(
    woo: WooCommerce, live_server, tmp_path: Path
) -> None:
    key = ApiKey.objects.create(name="Mirror", scopes=["write"], requests_per_minute=10_000)
    environ = {
        "WOO_URL": f"http://127.0.0.1:{woo.port}",
        "WOO_KEY": "ck",
        "WOO_SECRET": "cs",
        "VITRINE_URL": live_server.url,
        "VITRINE_KEY": add_secret(key),
    }
    command = [sys.executable, str(SCRIPT), "--state", str(tmp_path / "state"), "--page-size", "5"]

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            env={**os.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run() -> str:
        said, _nothing = start().communicate(timeout=120)
        return said.strip()

    photo = f"{environ['WOO_URL']}/red.jpg"
    woo.products[0]["images"] = [{"id": 1, "src": photo, "alt": "A vase"}]
    woo.products[4]["sku"] = "V-5/pictures"
    woo.stops_at_page = 2
    process = start()
    assert woo.has_stopped.wait(120)
    process.kill()
    process.communicate()
    assert Product.objects.count() == 5
    woo.stops_at_page = 0
    woo.goes_on.set()
    assert run() == "8 written, 0 restocked, 5 unchanged, 0 refused, 0 left"
    assert Product.objects.count() == 13
    assert Product.objects.filter(sku="V-5/pictures").exists()
    vase, shirt = Product.objects.get(sku="V-1"), Product.objects.get(sku="S-red")
    assert (str(vase.category.parent), str(vase.price), vase.stock) == ("Home", "1.50", 3)
    assert (shirt.name, shirt.family, shirt.attributes) == (
        "Vase 12 red",
        "SHIRT",
        {"colour": "red"},
    )
    work(seconds=60)
    assert [each.alt for each in ProductImage.objects.filter(product=vase)] == ["A vase"]

    woo.products[1] |= {"stock_quantity": 0, "price": "99.00"}
    woo.products[2]["name"] = "Jug"
    del woo.products[3]
    woo.products[0]["images"] = []
    assert run() == "1 written, 1 restocked, 10 unchanged, 0 refused, 1 left"
    changed = Product.objects.get(sku="V-2")
    assert (changed.stock, str(changed.price)) == (0, "99.00")
    assert Product.objects.get(sku="V-3").name == "Jug"
    assert not Product.objects.get(sku="V-4").is_published
    assert not ProductImage.objects.exists()
    assert set(Change.objects.values_list("user_name", flat=True)) == {"Mirror"}
    woo.products = []
    assert "12 products left at once" in run()
    assert Product.objects.filter(is_published=True).count() == 12
