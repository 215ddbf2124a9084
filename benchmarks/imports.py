"""An import in the background by a real worker, while shoppers open pages.

50,000 products with 100,000 small drawn pictures in a ZIP, beside a shop of 96 products. The
worker embeds them between slices of the import, in a space of colours that needs no network, and
tends the space's index, so that it is the import which is measured, in a shop that keeps itself.
IMPORT_PRODUCTS=2000 makes it smaller.
"""

from __future__ import annotations

import io
import os
import random
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.test.utils import override_settings
from PIL import Image, ImageDraw

from benchmarks.environment import Server, embed_all, fill_catalogue, start_web, start_worker
from benchmarks.load import Request, drive, gets
from benchmarks.report import percentiles, table
from benchmarks.resources.memory import processes
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.models import Product, ProductImage
from catalog.tasks import sweep_imports
from infra import publisher

PRODUCTS = int(os.environ.get("IMPORT_PRODUCTS", "50000"))
PICTURES_EACH = 2
SIDE = 96  # px
CATEGORIES = 100
PAGES = 200
PAUSE_SECONDS = 2.0
"""Between two rounds of pages: shoppers are there all the time, but not at every moment."""
BEAT_SECONDS = 30.0
"""As often are spaces tended. The only worker is at a slice for seconds, so a message that lives no
longer than a pause would never be read."""


def run() -> None:
    """Print rows/s and pictures/s, the worker's largest memory, and how long pages take."""
    with override_settings(VITRINE_ENCODER="lab_color"):
        fill_catalogue(96)
    embed_all()
    slugs = list(Product.objects.values_list("slug", flat=True))
    pages = gets(f"/p/{slug}/" for slug in (slugs * PAGES)[:PAGES])
    archive = Path(os.environ["VITRINE_DATA"]) / "drawn.zip"
    _draw(archive)
    web, worker = start_web(), start_worker("embeddings")
    memory = _Memory(worker)
    try:
        _open(pages)
        alone = _open(pages)
        with archive.open("rb") as pictures:
            asked = runs.start(io.BytesIO(_lines()), name="products.csv", pictures=pictures)
        runs.check(asked)
        checking = sum(_seconds(asked, ImportRun.State.CHECKED))
        runs.apply(asked)
        meanwhile: list[float] = []
        applying = 0.0
        for seconds in _seconds(asked, ImportRun.State.APPLIED):
            applying += seconds
            meanwhile += _open(pages)
        embed_all()
        after = _open(pages)
    finally:
        memory.stop()
        worker.stop()
        web.stop()
    made = ProductImage.objects.filter(product__sku__startswith="DRAWN-").count()
    print(f"{PRODUCTS:,} products, {made:,} pictures of {SIDE} x {SIDE} px.\n")
    rows: list[list[object]] = [
        ["checked: rows/s", f"{PRODUCTS / checking:.0f}"],
        ["applied: products/s", f"{PRODUCTS / applying:.1f}"],
        ["applied: pictures/s", f"{made / applying:.1f}"],
        ["worker's process: largest PSS, MB", memory.largest],
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


def _draw(archive: Path) -> None:
    """Pictures of which no two are alike."""
    chance = random.Random(7)  # noqa: S311 - the same pictures each time
    with zipfile.ZipFile(archive, "w") as file:
        for number in range(PRODUCTS * PICTURES_EACH):
            picture = Image.new("RGB", (SIDE, SIDE), "white")
            draw = ImageDraw.Draw(picture)
            for _ in range(3):
                x, y = chance.randrange(SIDE), chance.randrange(SIDE)
                colour = tuple(chance.randrange(256) for _ in range(3))
                draw.ellipse((x - 20, y - 20, x + 20, y + 20), fill=colour)
            saved = io.BytesIO()
            picture.save(saved, "JPEG", quality=90)
            file.writestr(f"{number}.jpg", saved.getvalue())


def _lines() -> bytes:
    lines = ["sku,name,category,price,stock,pictures"]
    for number in range(PRODUCTS):
        first = number * PICTURES_EACH
        names = " | ".join(f"{each}.jpg" for each in range(first, first + PICTURES_EACH))
        category = f"Drawn > Shelf {number % CATEGORIES}"
        lines.append(f"DRAWN-{number},Drawn thing {number},{category},9.95,3,{names}")
    return "\n".join(lines).encode()


def _seconds(asked: ImportRun, state: str) -> Iterator[float]:
    """Wait for a run, as beat would; the seconds from one look at it to the next."""
    looked, tended = time.perf_counter(), 0.0
    while True:
        sweep_imports()
        if looked - tended > BEAT_SECONDS:
            publisher.send("embeddings.tasks.tend_spaces", expires_seconds=BEAT_SECONDS)
            tended = looked
        time.sleep(PAUSE_SECONDS)
        now = runs.progress(asked)
        yield -looked + (looked := time.perf_counter())
        if now.state == state:
            return
        if now.error:
            raise RuntimeError(now.error)


class _Memory:
    """Looks at the child of a worker each second."""

    def __init__(self, worker: Server) -> None:
        self.largest = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(worker,), daemon=True)
        self._thread.start()

    def _look(self, worker: Server) -> None:
        while not self._over.wait(1.0):
            sizes = [pss for name, pss, _ in processes(worker) if name == "child"]
            self.largest = max([self.largest, *sizes])

    def stop(self) -> None:
        self._over.set()
        self._thread.join()
