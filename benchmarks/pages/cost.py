"""Processor time of one page, in Django's process and in its PostgreSQL session, and statements.

Through the test client, so without network and server. Processor time hardly depends on what else
the machine does, so this tells smaller differences than requests/s can.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.data.catalogue import category_of_share
from benchmarks.data.shop import PROJECTED, fill_shop
from benchmarks.data.synthetic import read_real_pictures
from benchmarks.report import spread, table
from catalog.models import Product

PICTURES = 50_000
ROUNDS, PAGES, WARM_UP = 5, 40, 20
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def run() -> None:
    """Print the medians of each kind of page."""
    fill_shop(read_real_pictures(), images=PICTURES, dimensions=[PROJECTED])
    client = Client(headers={"host": "127.0.0.1"})
    kinds = pages_of_shop()
    taken: dict[str, list[tuple[float, float]]] = defaultdict(list)
    statements = {}
    for name, paths in kinds.items():
        for path in paths[:WARM_UP]:
            client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(paths[0])
        statements[name] = len(captured)
    for _ in range(ROUNDS):
        for name, paths in kinds.items():
            taken[name].append(cost(client, paths))
    rows = []
    for name, costs in taken.items():
        python, postgresql = zip(*costs, strict=True)
        rows.append([name, spread(python), spread(postgresql), statements[name]])
    table(["page", "Python ms", "PostgreSQL ms", "statements"], rows)


def pages_of_shop() -> Mapping[str, list[str]]:
    """Addresses of each kind, as many as are asked in a round."""
    every = Product.objects.count() // PAGES
    slugs = list(Product.objects.order_by("pk").values_list("slug", flat=True))[::every][:PAGES]
    tenth, leaf = category_of_share(0.1).slug, category_of_share(0.001).slug
    return {
        "product page": [f"/p/{slug}/" for slug in slugs],
        "product page in German": [f"/de/p/{slug}/" for slug in slugs],
        "category, a tenth": [f"/c/{tenth}/?page={1 + n % 50}" for n in range(PAGES)],
        "category, a leaf": [f"/c/{leaf}/"] * PAGES,
        "home": ["/"] * PAGES,
        "similar API": [f"/api/v1/products/{slug}/similar/" for slug in slugs],
    }


def cost(client: Client, paths: list[str]) -> tuple[float, float]:
    """Milliseconds a page of this process and of its session in PostgreSQL."""
    connection.ensure_connection()
    session = connection.connection.info.backend_pid
    began, session_began = time.process_time(), _processor_seconds(session)
    for path in paths:
        assert client.get(path).status_code == 200, path
    own = time.process_time() - began
    in_session = _processor_seconds(session) - session_began
    return 1000 * own / len(paths), 1000 * in_session / len(paths)


def _processor_seconds(pid: int) -> float:
    """By the scheduler's own count, in nanoseconds, where Linux keeps one; else by its ticks."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND
