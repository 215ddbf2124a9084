"""Keep Vitrine in step with a WooCommerce shop: products, pictures, stock and prices.

    WOO_URL=https://shop.example WOO_KEY=ck_… WOO_SECRET=cs_… \\
    VITRINE_URL=https://vitrine.example VITRINE_KEY=vitrine_… \\
    python mirror_woocommerce.py --state mirror.jsonl

It needs Python 3.11 and nothing else. What has been sent stands in the state file, a line for each
product as it is done: kill it whenever you like, and start it again. The second run sends what has
changed since; where only stock or price has, a thousand products go in one call. Products that are
no longer in the source are taken out of the shop, or deleted with --delete; where more than a fifth
of them left at once, it stops and asks for --leaving.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import itertools
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ATTEMPTS = 8
TIMEOUT_SECONDS = 60
MOST_LEAVING = 0.2
STOCK_ROWS = 1_000


@dataclass
class Server:
    """One of the two shops; a call that fails for the moment is made again."""

    url: str
    authorization: str

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON; None where there is none. Raises urllib.error.HTTPError."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": self.authorization, "Content-Type": "application/json"}
        # The same in each attempt: one whose answer was lost is not done twice.
        headers["Idempotency-Key"] = uuid.uuid4().hex
        address = f"{self.url.rstrip('/')}/{path}"
        request = urllib.request.Request(address, data, headers, method=method)
        for attempt in range(ATTEMPTS):
            try:
                with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as error:
                is_last = attempt == ATTEMPTS - 1
                if error.code not in (409, 429, 502, 503, 504) or is_last:
                    raise
                time.sleep(float(error.headers.get("Retry-After") or 2**attempt))
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(2**attempt)
        raise AssertionError("unreachable")


class Source:
    """WooCommerce's REST API, version 3."""

    def __init__(self, server: Server, *, page_size: int) -> None:
        self._server, self._page_size = server, page_size
        self._categories: dict[int, dict[str, Any]] = {}

    def products(self) -> Iterator[list[dict[str, Any]]]:
        """Page by page, as Vitrine is told of them."""
        pages = self._pages("products/categories")
        self._categories = {each["id"]: each for page in pages for each in page}
        for page in self._pages("products", orderby="id", order="asc", status="any"):
            yield [made for each in page for made in self._with_variations(each)]

    def _pages(self, path: str, **query: str) -> Iterator[list[dict[str, Any]]]:
        for number in itertools.count(1):
            asked = {"per_page": self._page_size, "page": number, **query}
            address = f"wp-json/wc/v3/{path}?{urllib.parse.urlencode(asked)}"
            page: list[dict[str, Any]] = self._server.call("GET", address)
            if not page:
                return
            yield page

    def _with_variations(self, product: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if product.get("type") != "variable":
            yield self._product(product)
            return
        family = product.get("sku") or f"WC-{product['id']}"
        for page in self._pages(f"products/{product['id']}/variations"):
            for variation in page:
                told = [each["option"] for each in variation.get("attributes", ())]
                merged = {**product, **{k: v for k, v in variation.items() if v not in (None, "")}}
                merged["name"] = " ".join([product["name"], *told])
                merged["images"] = [i for i in [variation.get("image")] if i] or product["images"]
                merged["attributes"] = [
                    *(each for each in product["attributes"] if not each.get("variation")),
                    *({**each, "options": [each["option"]]} for each in variation["attributes"]),
                ]
                merged["status"] = product["status"]
                yield {**self._product(merged), "family": family[:64]}

    def _product(self, product: dict[str, Any]) -> dict[str, Any]:
        quantity = product.get("stock_quantity")
        if quantity is None:
            quantity = int(product.get("stock_status") == "instock")
        paths = [self._path(each["id"]) for each in product.get("categories", ())]
        attributes = {each["name"]: each.get("options") or [] for each in product["attributes"]}
        return {
            "sku": product.get("sku") or f"WC-{product['id']}",
            "name": product["name"][:200],
            "description": product.get("description", ""),
            "brand": next((each["name"] for each in product.get("brands", ())), "")[:80],
            "category": max(paths, key=len, default=["Uncategorized"]),
            "price": product.get("price") or product.get("regular_price") or "0",
            "stock": max(quantity, 0),
            "is_published": product.get("status") == "publish",
            "family": "",
            "attributes": {k: v[0] if len(v) == 1 else v for k, v in attributes.items() if v},
            "pictures": [
                {"url": each["src"], "alt": each.get("alt", "")[:200], "position": place}
                for place, each in enumerate(product.get("images", ()))
            ],
        }

    def _path(self, category: int) -> list[str]:
        names: list[str] = []
        while each := self._categories.get(category):
            names.insert(0, each["name"])
            category = each["parent"]
        return names or ["Uncategorized"]


@dataclass
class State:
    """What Vitrine has been told, a line for each product; the last line of each counts."""

    path: Path
    sent: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        for line in lines:
            try:
                told = json.loads(line)
            except ValueError:  # it was killed while it wrote this one
                continue
            self.sent[told.pop("sku")] = told

    def note(self, sku: str, **digests: str) -> None:
        known = {**self.sent.get(sku, {}), **digests}
        if "gone" not in digests:  # it is back
            known.pop("gone", None)
        self.sent[sku] = known
        with self.path.open("a") as file:
            file.write(f"\n{json.dumps({'sku': sku, **self.sent[sku]})}")


class Mirror:
    """Tells Vitrine what it does not know yet."""

    def __init__(self, vitrine: Server, state: State) -> None:
        self._vitrine, self._state = vitrine, state
        self.counts = dict.fromkeys(("written", "restocked", "unchanged", "refused", "left"), 0)

    def bring(self, products: list[dict[str, Any]]) -> None:
        """One page: what has changed is written, and of the rest stock and prices in one call."""
        restock = []
        for product in products:
            sku, pictures = product["sku"], product["pictures"]
            said = {k: v for k, v in product.items() if k not in ("pictures", "stock", "price")}
            known = self._state.sent.get(sku, {})
            stock = digest([product["stock"], product["price"]])
            if known.get("said") != digest(said):
                if not self._write(product):
                    continue
                self._state.note(sku, said=digest(said), stock=stock)
                self.counts["written"] += 1
            elif known.get("stock") != stock:
                restock.append({name: product[name] for name in ("sku", "stock", "price")})
            else:
                self.counts["unchanged"] += 1
            if (known.get("pictures") or digest([])) != digest(pictures):
                self._send_pictures(sku, pictures)
                self._state.note(sku, pictures=digest(pictures))
        for start in range(0, len(restock), STOCK_ROWS):
            self._restock(restock[start : start + STOCK_ROWS])

    def take_out(self, seen: set[str], *, most: float, delete: bool) -> None:
        """What the source no longer has."""
        gone = [
            sku for sku, told in self._state.sent.items() if sku not in seen and "gone" not in told
        ]
        if len(gone) > most * max(len(self._state.sent), 5):
            raise SystemExit(
                f"{len(gone)} products left at once: say --leaving 1 if that is right."
            )
        for sku in gone:
            try:
                if delete:
                    self._vitrine.call("DELETE", path_of(sku))
                else:
                    self._vitrine.call("PATCH", path_of(sku), {"is_published": False})
            except urllib.error.HTTPError as error:
                if error.code != 404:
                    raise
            self._state.note(sku, gone="yes", said="", stock="", pictures="")
            self.counts["left"] += 1

    def _write(self, product: dict[str, Any]) -> bool:
        body = {k: v for k, v in product.items() if k not in ("pictures", "sku")}
        try:
            self._vitrine.call("PUT", path_of(product["sku"]), body)
        except urllib.error.HTTPError as error:
            if error.code != 400:
                raise
            print(f"{product['sku']}: {error.read().decode(errors='replace')}")
            self.counts["refused"] += 1
            return False
        return True

    def _send_pictures(self, sku: str, pictures: list[dict[str, Any]]) -> None:
        path = f"api/v1/products/by-sku/{urllib.parse.quote(sku)}/pictures/"
        answer = self._vitrine.call("POST", path, {"pictures": pictures[:100]})
        wanted = {each["url"] for each in pictures}
        for each in answer["requested"]:
            if each["url"] not in wanted and each["picture"] is not None:
                self._vitrine.call("DELETE", f"{path}{each['picture']}/")

    def _restock(self, rows: list[dict[str, Any]]) -> None:
        answer = self._vitrine.call("POST", "api/v1/stock/bulk/", {"rows": rows})
        for row, result in zip(rows, answer["results"], strict=True):
            if result["outcome"] == "refused":
                print(f"{row['sku']}: {result['errors']}")
                self.counts["refused"] += 1
            else:
                self._state.note(row["sku"], stock=digest([row["stock"], row["price"]]))
                self.counts["restocked"] += 1


def path_of(sku: str) -> str:
    return f"api/v1/skus/{urllib.parse.quote(sku)}/"


def digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def main() -> None:
    """Once through the source."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--state", type=Path, default=Path("mirror.jsonl"))
    parser.add_argument("--page-size", type=int, default=100)
    parser.add_argument("--leaving", type=float, default=MOST_LEAVING, help="share, 0 to 1")
    parser.add_argument("--delete", action="store_true", help="what left is deleted for good")
    options = parser.parse_args()
    pair = f"{os.environ['WOO_KEY']}:{os.environ['WOO_SECRET']}"
    basic = f"Basic {base64.b64encode(pair.encode()).decode()}"
    source = Source(Server(os.environ["WOO_URL"], basic), page_size=options.page_size)
    vitrine = Server(os.environ["VITRINE_URL"], f"Bearer {os.environ['VITRINE_KEY']}")
    mirror = Mirror(vitrine, State(options.state))
    seen: set[str] = set()
    for products in source.products():
        mirror.bring(products)
        seen |= {each["sku"] for each in products}
    mirror.take_out(seen, most=options.leaving, delete=options.delete)
    print(", ".join(f"{count} {name}" for name, count in mirror.counts.items()))


if __name__ == "__main__":
    main()
