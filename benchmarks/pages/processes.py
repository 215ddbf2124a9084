"""Threads against processes, and ASGI: the same pages and the same cores, served in several ways.

One way stands at a time, started anew in each round, since PSS shares out what several processes
have in common. Whoever asks needs a part of the same cores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.data.shop import PROJECTED, fill_shop
from benchmarks.data.synthetic import read_real_pictures
from benchmarks.environment import Server, start_web
from benchmarks.load import drive, gets
from benchmarks.report import percentiles, spread, table
from benchmarks.resources.memory import processes
from catalog.models import Product

PICTURES = 50_000
ROUNDS, REQUESTS = 3, 160
"""So many requests of a kind by so many clients in each round."""
WARM_UP = 240
"""Each thread has a connection of its own, on which a statement is prepared at its fifth time."""
CLIENTS = (1, 4, 16)


def _threads(workers: int, threads: int, *more: str) -> tuple[str, ...]:
    return ("--workers", str(workers), "--threads", str(threads), *more)


WAYS: dict[str, tuple[str, ...]] = {
    "1 process of 4 threads": _threads(1, 4),
    "1 of 8": _threads(1, 8),
    "2 of 1": _threads(2, 1),
    "2 of 2": _threads(2, 2),
    "2 of 4": _threads(2, 4),
    "3 of 4": _threads(3, 4),
    "4 of 1": _threads(4, 1),
    "4 of 4": _threads(4, 4),
    "2 of 4, gunicorn's own threads": _threads(2, 4, "--worker-class", "gthread"),
    "ASGI, 2 processes": _threads(2, 1, "--worker-class", "asgi"),
}


def run() -> None:
    """Print requests/s, p50 and p99 of each way and number of clients, and what it holds."""
    shop = fill_shop(read_real_pictures(), images=PICTURES, dimensions=[PROJECTED])
    slugs = list(Product.objects.order_by("pk").values_list("slug", flat=True))
    slugs = slugs[:: shop.products // REQUESTS][:REQUESTS]
    measure(slugs)


def measure(slugs: Sequence[str]) -> None:
    """The same of a shop that is there already."""
    kinds = {
        "product page": gets(f"/p/{slug}/" for slug in slugs),
        "similar API": gets(f"/api/v1/products/{slug}/similar/" for slug in slugs),
    }
    seconds: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    rates: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    held: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for way, options in WAYS.items():
            server = _start(options)
            try:
                for requests in kinds.values():
                    drive((requests * WARM_UP)[:WARM_UP], clients=max(CLIENTS))
                for clients in CLIENTS:
                    for kind, requests in kinds.items():
                        each, wall, refused = drive(requests, clients=clients)
                        assert not refused, f"{way}: {refused} of {kind} refused"
                        seconds[way, kind, clients] += each
                        rates[way, kind, clients].append(len(requests) / wall)
                held[way].append(sum(pss for _name, pss, _rss in processes(server)))
            finally:
                server.stop()
    print(f"{ROUNDS} rounds of {REQUESTS} requests; requests/s, then p50 and p99 in ms.\n")
    for kind in kinds:
        rows = []
        for way in WAYS:
            row = [way, spread(held[way], 0)]
            for clients in CLIENTS:
                p50, _, p99 = percentiles(seconds[way, kind, clients])
                row += [spread(rates[way, kind, clients], 0), f"{p50}, {p99}"]
            rows.append(row)
        asked = [cell for n in CLIENTS for cell in (f"{n} client(s): requests/s", "p50, p99 ms")]
        table([kind, "PSS MB", *asked], rows)


def _start(options: tuple[str, ...]) -> Server:
    is_asgi = "asgi" in options
    return start_web(*options, app="benchmarks.asgi" if is_asgi else "config.wsgi")
