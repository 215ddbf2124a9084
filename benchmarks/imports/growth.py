"""How an import grows: with the file that is imported, and with the shop that it comes into.

A whole million of pictures takes hours, so a file that names so many (IMPORT_PICTURES) is checked
to its end, applied for a minute, and cancelled. 1,000 products with 2,000 pictures are imported as
a whole into shops that hold so many (IMPORT_INTO) in 256 dimensions, with their index, by a worker
that embeds between slices. SEARCH_FEATURES keeps the features of real pictures, of which a shop is
made.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.models import Max
from django.test.utils import override_settings

from benchmarks.data.shop import PROJECTED, empty_shop, fill_shop
from benchmarks.data.synthetic import RealPictures, read_real_pictures
from benchmarks.environment import embed_all, fill_catalogue, read_numbers, start_worker
from benchmarks.imports.drawn import Drawn
from benchmarks.imports.watching import LargestMemory, seconds_at_work
from benchmarks.report import print_growth
from catalog.imports import runs
from catalog.imports.models import ImportRun
from embeddings.models import ImageEmbedding
from embeddings.tasks import sweep

SIZES = 100_000, 1_000_000
APPLIED_SECONDS = 60.0
DIFFERING = 6_000
"""Pictures that a worker may come to in a minute."""
SMALL = Drawn(1_000)


class LargeFile(NamedTuple):
    """An import of many pictures into a small shop; in the order of the table's columns."""

    pictures: int
    rows_a_second: float
    checking_mb: float
    pictures_a_second: float
    applying_mb: float


LARGE_FILE_HEAD = (
    "pictures in the file",
    "checked: rows/s",
    "worker's largest PSS meanwhile, MB",
    "applied in its first minute: pictures/s",
    "worker's largest PSS meanwhile, MB",
)


class LargeShop(NamedTuple):
    """An import of few pictures into a large shop; in the order of the table's columns."""

    pictures: int
    products_a_second: float
    pictures_a_second: float
    embedded_seconds: float
    largest_mb: float
    largest_mb_of_all: float


LARGE_SHOP_HEAD = (
    "pictures in the shop",
    "applied: products/s",
    "applied: pictures/s",
    "all embedded, in s from the start",
    "worker's largest PSS, MB",
    "with its parent and decoders, MB",
)


def run() -> None:
    """Print each size as soon as it is measured, and how many times the first the last is."""
    if into := read_numbers("IMPORT_INTO", *SIZES):
        print("1,000 products with 2,000 pictures, into shops:\n")
        real = read_real_pictures()
        print_growth(LARGE_SHOP_HEAD, (_into_large_shop(real, pictures) for pictures in into))
    if files := read_numbers("IMPORT_PICTURES", *SIZES):
        print("Files of products with 2 pictures each, into a shop of 96:\n")
        print_growth(LARGE_FILE_HEAD, (_large_file(pictures) for pictures in files))


def _into_large_shop(real: RealPictures, pictures: int) -> LargeShop:
    fill_shop(real, images=pictures, dimensions=[PROJECTED])
    with connection.cursor() as cursor:
        # As if all of it had been imported.
        cursor.execute(
            "INSERT INTO catalog_importedpicture (product_id, image_id, folder, path, sha256)"
            " SELECT product_id, id, '', image, sha256 FROM catalog_productimage"
        )
        cursor.execute("VACUUM ANALYZE catalog_importedpicture")
    worker = start_worker("embeddings")
    try:
        with LargestMemory(worker) as memory:
            asked = _start(SMALL, _draw(SMALL))
            _work_off(runs.check, asked)
            applied = _work_off(runs.apply, asked)
            embedded = _embedded_seconds(asked)
    finally:
        worker.stop()
    empty_shop()
    return LargeShop(
        pictures,
        SMALL.products / applied,
        asked.counts["pictures_added"] / applied,
        embedded,
        memory.megabytes,
        memory.of_all,
    )


def _large_file(pictures: int) -> LargeFile:
    with override_settings(VITRINE_ENCODER="lab_color"):
        fill_catalogue(96)
    embed_all()
    drawn = Drawn(pictures // 2)
    os.environ["VITRINE_ARCHIVE_MAX_FILES"] = str(pictures)  # a worker's, which starts with it
    worker = start_worker("embeddings")
    try:
        asked = _start(drawn, _draw(drawn, differing=DIFFERING))
        with LargestMemory(worker) as checking:
            checked = _work_off(runs.check, asked)
        with LargestMemory(worker) as applying:
            applied = _work_off(runs.apply, asked, most=APPLIED_SECONDS)
    finally:
        worker.stop()
    empty_shop()
    return LargeFile(
        pictures,
        drawn.products / checked,
        checking.megabytes,
        asked.counts["pictures_added"] / applied,
        applying.megabytes,
    )


def _draw(drawn: Drawn, *, differing: int | None = None) -> Path:
    archive = Path(os.environ["VITRINE_DATA"]) / "drawn.zip"
    drawn.draw(archive, differing=differing)
    return archive


def _start(drawn: Drawn, archive: Path) -> ImportRun:
    """A run whose ZIP stays where it is: some gigabytes need not be copied to be measured."""
    asked = runs.start(io.BytesIO(drawn.lines()), name="products.csv")
    asked.pictures = str(archive)
    asked.save(update_fields=["pictures"])
    return asked


def _work_off(
    ask: Callable[[ImportRun], None], asked: ImportRun, *, most: float | None = None
) -> float:
    """Let the worker do what is asked of a run, or cancel it after a time; seconds it took."""
    ask(asked)
    seconds, is_cancelled = 0.0, False
    for more in seconds_at_work(asked):
        seconds += more
        if most is not None and seconds > most and not is_cancelled:
            runs.cancel(asked)
            is_cancelled = True
    asked.refresh_from_db()
    assert asked.queued_at
    assert asked.finished_at
    return (asked.finished_at - asked.queued_at).total_seconds()


def _embedded_seconds(asked: ImportRun) -> float:
    """Wait for the worker to embed what came; from the import's start to the last of it."""
    while ImageEmbedding.objects.pending().exists():
        sweep()  # as beat does
        time.sleep(2.0)
    last = ImageEmbedding.objects.aggregate(last=Max("embedded_at"))["last"]
    seconds: float = (last - asked.queued_at).total_seconds()
    return seconds
