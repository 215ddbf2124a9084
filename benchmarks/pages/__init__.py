"""Pages and API with 20,000 products, beside the product page of django-oscar with as many.

The catalogue is that of the search benchmark, some 2.5 pictures a product; the tree has 1,111
categories, and `a tenth` is one that holds a tenth of the products. All are asked in turn, a few
requests each, round after round, so that a busy moment of the machine meets them all.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from benchmarks.data.catalogue import category_of_share
from benchmarks.data.shop import PROJECTED, fill_shop
from benchmarks.data.synthetic import read_real_pictures
from benchmarks.environment import PORT, picture_files, start_web, start_worker
from benchmarks.load import Request, drive, gets, photo_posts
from benchmarks.oscar import serving as oscar
from benchmarks.pages import shared_cache
from benchmarks.report import percentiles, spread, table
from catalog.models import Product

PICTURES = 50_000
ROUNDS, REQUESTS = 5, 60
"""So many requests of a kind in each round."""
SHARE_OF_CAPACITY = 0.8
OSCAR = "django-oscar: product page"


def run() -> None:
    """Print requests/s and latency with one and with four clients, and what a CDN would save."""
    shop = fill_shop(read_real_pictures(), images=PICTURES, dimensions=[PROJECTED])
    of = shop.visible
    print(f"{shop.products:,} products, {PICTURES:,} pictures, {of.space.dimensions} dimensions;")
    print(f"HNSW index built in {of.build_seconds:.0f} s, {of.recall}.\n")
    slugs = list(Product.objects.order_by("pk").values_list("slug", flat=True))
    slugs = slugs[:: shop.products // (ROUNDS * REQUESTS)]
    kinds = _kinds(slugs)
    servers = [start_web(), start_worker("photos")]
    try:
        ports = dict.fromkeys(kinds, PORT)
        if beside := oscar.start_oscar(products=shop.products):
            server, pages = beside
            servers.append(server)
            kinds[OSCAR], ports[OSCAR] = gets(pages), oscar.PORT
        for clients in (1, 4):
            capacity = _ask(kinds, ports, clients=clients)
        rate = SHARE_OF_CAPACITY * capacity["similar API"]
        seconds, _, refused = drive(kinds["similar API"] * 2, clients=32, rate=rate)
        print(f"similar API at {rate:.0f} requests/s, {SHARE_OF_CAPACITY:.0%} of what it can: p50,")
        print(f"p95, p99 {', '.join(percentiles(seconds))} ms, {refused} refused.\n")
        shared_cache.measure({name: kinds[name][0] for name in kinds if "API" in name})
    finally:
        for server in servers:
            server.stop()


def _kinds(slugs: list[str]) -> dict[str, list[Request]]:
    tenth, leaf = category_of_share(0.1).slug, category_of_share(0.001).slug
    api = "/api/v1/"
    asked = len(slugs)
    photos = photo_posts((picture_files(48) * asked)[:asked])
    tens = [",".join(slugs[at : at + 10]) for at in range(0, asked, 10)] * 10
    return {
        "/livez": gets(["/livez"] * asked),
        "product page": gets(f"/p/{slug}/" for slug in slugs),
        "category page, a tenth": gets(f"/c/{tenth}/?page={1 + n % 50}" for n in range(asked)),
        "category page, a leaf": gets([f"/c/{leaf}/"] * asked),
        "search page": gets(f"/search/?q=product+{n}" for n in range(asked)),
        "list API": gets(f"{api}products/?page={1 + n % 50}" for n in range(asked)),
        "list API, a tenth": gets(
            f"{api}products/?category={tenth}&page={1 + n % 50}" for n in range(asked)
        ),
        "search API": gets(f"{api}products/?search=product+{n}" for n in range(asked)),
        "detail API": gets(f"{api}products/{slug}/" for slug in slugs),
        "similar API": gets(f"{api}products/{slug}/similar/" for slug in slugs),
        "similar API, a tenth": gets(
            f"{api}products/{slug}/similar/?category={tenth}" for slug in slugs
        ),
        "batch API, ten products": gets(f"{api}similar/batch/?slugs={ten}" for ten in tens),
        "suggestions API": gets(f"{api}suggestions/?q=brand+{n}" for n in range(asked)),
        "photo search API": photos,
    }


def _ask(
    kinds: dict[str, list[Request]], ports: dict[str, int], *, clients: int
) -> dict[str, float]:
    """Print a table; requests/s of each kind."""
    latencies: dict[str, list[float]] = defaultdict(list)
    rates: dict[str, list[float]] = defaultdict(list)
    refused: dict[str, int] = defaultdict(int)
    for number in range(ROUNDS):
        for name, requests in kinds.items():
            some = requests[number * REQUESTS : (number + 1) * REQUESTS]
            if number == 0:
                drive(some[:20], clients=clients, port=ports[name])
            seconds, wall, not_answered = drive(some, clients=clients, port=ports[name])
            latencies[name] += seconds
            rates[name].append(len(some) / wall)
            refused[name] += not_answered
    rows = []
    for name in kinds:
        beside = [mine / theirs for mine, theirs in zip(rates[name], rates[OSCAR], strict=False)]
        p50, _, p99 = percentiles(latencies[name])
        ratio = f"{spread(beside)}x" if beside else "not installed"
        rows.append([name, spread(rates[name], 0), p50, p99, ratio, refused[name]])
    head = ["", "requests/s", "p50 ms", "p99 ms", "to Oscar's product page", "refused"]
    print(f"{clients} client(s), {ROUNDS} rounds of {REQUESTS} requests:\n")
    table(head, rows)
    return {name: float(np.median(each)) for name, each in rates.items()}
