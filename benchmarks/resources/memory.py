"""Memory of the shop's processes at work: PSS, which counts shared pages once."""

from __future__ import annotations

import time
from contextlib import suppress

import psutil

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
MB = 1024**2


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
    """Each process of a server, a worker's decoders among them: its name, PSS and RSS in MB."""
    parent = psutil.Process(server.process.pid)
    children = parent.children()
    named = [("parent", parent)] + [("child", child) for child in children]
    named += [("decoder", each) for child in children for each in child.children()]
    sizes = []
    for name, process in named:
        with suppress(psutil.NoSuchProcess):  # has just ended
            memory = process.memory_full_info()
            sizes.append((name, memory.pss // MB, memory.rss // MB))
    return sizes
