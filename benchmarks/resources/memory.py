"""Memory of the shop's processes at work: PSS, which counts shared pages once."""

from __future__ import annotations

import re
import time
from pathlib import Path

from benchmarks.environment import (
    Server,
    embed_all,
    fill_catalogue,
    picture_files,
    start_web,
    start_worker,
)
from benchmarks.load import drive, gets, photo_posts
from benchmarks.report import table
from catalog.models import Product
from embeddings.models import ImageEmbedding
from embeddings.queue.wake import wake_workers

PICTURES = 96
MB = 1024  # kB


def run() -> None:
    """Print PSS and RSS of web and worker processes after mixed work."""
    fill_catalogue(PICTURES)
    embed_all()
    rows = []
    web, photos = start_web(), start_worker("photos")
    try:
        slugs = list(Product.objects.values_list("slug", flat=True)[:50])
        paths = [f"/p/{slug}/" for slug in slugs] + ["/", "/c/all/", "/search/?q=product"] * 10
        paths += [f"/api/v1/products/{slug}/similar/" for slug in slugs]
        drive(gets(paths), clients=4)
        drive(photo_posts(picture_files(PICTURES)[:40]), clients=2)
        rows += [["web", name, *sizes] for name, *sizes in processes(web)]
        rows += [["photo worker", name, *sizes] for name, *sizes in processes(photos)]
    finally:
        photos.stop()
        web.stop()
    ImageEmbedding.objects.update(state="pending", attempts=0, vector=None, features=None)
    worker = start_worker("embeddings")
    try:
        wake_workers(even_if_sent=True)
        while ImageEmbedding.objects.pending().exists():
            time.sleep(0.5)
        rows += [["bulk worker", name, *sizes] for name, *sizes in processes(worker)]
    finally:
        worker.stop()
    table(["", "process", "PSS MB", "RSS MB"], rows)


def processes(server: Server) -> list[tuple[str, int, int]]:
    """Each process of a server: its name, PSS and RSS in MB."""
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    named = [("parent", parent)] + [("child", int(pid)) for pid in children]
    return [(name, *_sizes(pid)) for name, pid in named]


def _sizes(pid: int) -> tuple[int, int]:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    sizes = dict(re.findall(r"^(\w+): +(\d+) kB", rollup, re.MULTILINE))
    return int(sizes["Pss"]) // MB, int(sizes["Rss"]) // MB
