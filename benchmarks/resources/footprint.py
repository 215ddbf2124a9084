"""What a shop takes on disk for each product and picture: tables, indexes and files.

Real shop pictures where VITRINE_TEST_DATA has them, embedded by the default encoder; each product
has one. FOOTPRINT_PICTURES=200 makes it shorter. docs/explanation/capacity.md multiplies it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.environment import embed_all, fill_catalogue
from benchmarks.report import table
from catalog.images.avif import draw_due
from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace

PICTURES = int(os.environ.get("FOOTPRINT_PICTURES", "700"))
KB = 1000


def run() -> None:
    """Print kB for each row of the largest tables, and for each picture's files."""
    fill_catalogue(PICTURES)
    embed_all()
    draw_due(go_on=lambda: True)
    pictures = ProductImage.objects.count()
    space = EmbeddingSpace.objects.get(state="live")
    print(f"{pictures} products of one picture, {space.dimensions} dimensions.\n")
    table(["table", "rows kB", "long values kB", "indexes kB"], list(_tables(pictures)))
    table(["files of a picture", "kB"], list(_files(pictures)))


def _tables(rows: int) -> Iterator[list[str]]:
    """The shop's tables that grow with it, each divided by the number of pictures."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(
            """
            SELECT relname, pg_relation_size(oid),
                pg_table_size(oid) - pg_relation_size(oid), pg_indexes_size(oid)
            FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= %s
            ORDER BY pg_total_relation_size(oid) DESC
            """,
            [rows],
        )
        for name, *sizes in cursor.fetchall():
            yield [name, *(f"{size / rows / KB:.2f}" for size in sizes)]


def _files(pictures: int) -> Iterator[list[str]]:
    """What lies in the media folder, by the kind of file."""
    sizes: dict[str, int] = defaultdict(int)
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            rendition = path.stem.rpartition("-")[2] if "-" in path.stem else "itself"
            sizes[f"{rendition}{path.suffix}"] += path.stat().st_size
    for kind, size in sorted(sizes.items()):
        yield [kind, f"{size / pictures / KB:.1f}"]
