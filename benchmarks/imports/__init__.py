"""An import in the background by a real worker, while shoppers open pages.

50,000 products with 100,000 small drawn pictures in a ZIP, beside a shop of 96 products. The
worker embeds them between slices of the import, in a space of colours that needs no network, and
tends the space's index, so that it is the import which is measured, in a shop that keeps itself.
IMPORT_PRODUCTS=2000 makes it smaller.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from django.test.utils import override_settings

from benchmarks.environment import embed_all, fill_catalogue, start_web, start_worker
from benchmarks.imports.drawn import SIDE, Drawn
from benchmarks.imports.watching import LargestMemory, seconds_at_work
from benchmarks.load import Request, drive, gets
from benchmarks.report import percentiles, table
from catalog.imports import runs
from catalog.models import Product, ProductImage

PAGES = 200


def run() -> None:
    """Print rows/s and pictures/s, the worker's largest memory, and how long pages take."""
    with override_settings(VITRINE_ENCODER="lab_color"):
        fill_catalogue(96)
    embed_all()
    slugs = list(Product.objects.values_list("slug", flat=True))
    pages = gets(f"/p/{slug}/" for slug in (slugs * PAGES)[:PAGES])
    drawn = Drawn(int(os.environ.get("IMPORT_PRODUCTS", "50000")))
    archive = Path(os.environ["VITRINE_DATA"]) / "drawn.zip"
    drawn.draw(archive)
    web, worker = start_web(), start_worker("embeddings")
    try:
        with LargestMemory(worker) as memory:
            _open(pages)
            alone = _open(pages)
            with archive.open("rb") as pictures:
                file = io.BytesIO(drawn.lines())
                asked = runs.start(file, name="products.csv", pictures=pictures)
            runs.check(asked)
            checking = sum(seconds_at_work(asked))
            runs.apply(asked)
            meanwhile: list[float] = []
            applying = 0.0
            for seconds in seconds_at_work(asked):
                applying += seconds
                meanwhile += _open(pages)
            embed_all()
            after = _open(pages)
    finally:
        worker.stop()
        web.stop()
    made = ProductImage.objects.filter(product__sku__startswith=f"{drawn.name}-").count()
    print(f"{drawn.products:,} products, {made:,} pictures of {SIDE} x {SIDE} px.\n")
    rows: list[list[object]] = [
        ["checked: rows/s", f"{drawn.products / checking:.0f}"],
        ["applied: products/s", f"{drawn.products / applying:.1f}"],
        ["applied: pictures/s", f"{made / applying:.1f}"],
        ["worker's process: largest PSS, MB", memory.megabytes],
    ]
    table(["", ""], rows)
    shown = [
        ["before, alone", *percentiles(alone)],
        ["while it imports", *percentiles(meanwhile)],
        ["after, alone, among all that came", *percentiles(after)],
    ]
    table(["product page", "p50 ms", "p95 ms", "p99 ms"], shown)


def _open(pages: list[Request]) -> list[float]:
    """Seconds of each; raises RuntimeError when one is an error, which would be quick or slow."""
    seconds, _, refused = drive(pages, clients=1)
    if refused:
        raise RuntimeError(f"{refused} of {len(pages)} pages were errors.")
    return seconds
