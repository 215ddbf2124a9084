"""Product page and similar API with 20,000 products, against a page that does nothing.

The catalogue is that of the search benchmark, some 2.5 pictures a product; the tree has 1,111
categories. `one category` asks for a tenth of the products.
"""

from __future__ import annotations

import numpy as np

from benchmarks.data.catalogue import category_of_share
from benchmarks.data.shop import PROJECTED, fill_shop
from benchmarks.data.synthetic import read_real_pictures
from benchmarks.environment import start_web
from benchmarks.load import drive, gets
from benchmarks.report import percentiles, table
from catalog.models import Product

PICTURES = 50_000
REQUESTS = 300


def run() -> None:
    """Print requests/s and latency with one and with four clients."""
    shop = fill_shop(read_real_pictures(), images=PICTURES, dimensions=[PROJECTED])
    of = shop.visible
    print(f"{shop.products:,} products, {PICTURES:,} pictures, {of.space.dimensions} dimensions;")
    print(f"HNSW index built in {of.build_seconds:.0f} s, {of.recall}.\n")
    slugs = list(Product.objects.order_by("pk").values_list("slug", flat=True))
    slugs = slugs[:: shop.products // REQUESTS][:REQUESTS]
    tenth = category_of_share(0.1).slug
    web = start_web()
    try:
        kinds = {
            "/livez": gets(["/livez"] * REQUESTS),
            "product page": gets(f"/p/{slug}/" for slug in slugs),
            "similar API": gets(f"/api/v1/products/{slug}/similar/" for slug in slugs),
            "similar API, one category": gets(
                f"/api/v1/products/{slug}/similar/?category={tenth}" for slug in slugs
            ),
        }
        rows = []
        for clients in (1, 4):
            base = 0.0
            for name, requests in kinds.items():
                drive(requests[:40], clients=clients)
                seconds, wall, refused = drive(requests, clients=clients)
                median = float(np.median(seconds))
                base = base or median
                rows.append(
                    [name, clients, f"{len(requests) / wall:.0f}", *percentiles(seconds)]
                    + [f"{median / base:.0f}x", refused]
                )
    finally:
        web.stop()
    table(["", "clients", "requests/s", "p50 ms", "p95 ms", "p99 ms", "to /livez", "refused"], rows)
