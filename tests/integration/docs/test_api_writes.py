"""The commands of docs/reference/api-writes.md are answered as the page says."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as shop

from catalog.models import Product, ProductImage
from tests.factories import ProductFactory
from web.keys.making import add_secret
from web.keys.models import ApiKey

PAGE = (Path(shop.BASE_DIR) / "docs" / "reference" / "api-writes.md").read_text()
BLOCKS = {
    title: "".join(re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    for title, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
(HEADERS,) = re.findall(r"^A=.*$", PAGE, re.MULTILINE)
# The answer of each command goes to a file, and its status is said.
CURL = "curl() { command curl -sS -o answer.json -w '%{http_code}\\n' \"$@\"; }"


@pytest.fixture
def statuses(live_server, tmp_path: Path) -> Callable[[str], list[int]]:
    """Run the commands below a heading; the status of each answer."""
    secret = add_secret(ApiKey.objects.create(name="ERP", scopes=["read", "write"]))
    begin = [f"H={live_server.url}/api/v1", f"KEY={secret}", HEADERS, CURL]

    def run(title: str) -> list[int]:
        script = "\n".join([*begin, BLOCKS[title]])
        ran = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return [int(status) for status in ran.stdout.split()]

    return run


def test_every_command_stands_below_a_heading_that_is_run() -> None:
    run = {"Keys", "Products", "Stock and prices", "Pictures"}
    assert {title for title, code in BLOCKS.items() if code} == run


def test_keys_products_and_stock(statuses) -> None:
    assert statuses("Products") == [201, 200, 204]
    for sku in ("VASE-24", "MUG-3"):
        ProductFactory.create(sku=sku, stock=1)
    assert statuses("Keys") == [200]
    assert statuses("Stock and prices") == [200]
    assert dict(Product.objects.values_list("sku", "stock")) == {"VASE-24": 7, "MUG-3": 0}


def test_pictures(statuses, tmp_path: Path, picture: Callable[..., bytes]) -> None:
    product = ProductFactory.create(sku="VASE-24", pictures=["red", "blue"])
    # The ids that the page names; what it sends is one of these very files.
    for image, pk in zip(product.images.all(), (11, 12), strict=True):
        ProductImage.objects.filter(pk=image.pk).update(id=pk)
    (tmp_path / "vase.jpg").write_bytes(picture("red"))

    assert statuses("Pictures") == [200, 202, 200, 200, 200, 204]

    left = product.images.get()
    assert (left.pk, left.position) == (12, 0)
    assert product.requested_pictures.get().address == "https://pictures.example/vase.jpg"
