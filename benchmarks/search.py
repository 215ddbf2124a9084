"""The nearest pictures and products among 100,000: speed, and recall beside it.

Each speed stands beside the share of the true nearest that was found, against a comparison of
everything in NumPy. Peers know no products and no filters: compare them with the SQL, not with
the whole answer. SEARCH_IMAGES=100000,1000000 measures other sizes: a million takes 8 GB of memory
and the better part of an hour.
"""

from __future__ import annotations

import os
import time

import numpy as np

from benchmarks.answers import EVERY, answer_subjects
from benchmarks.peers import build_peers
from benchmarks.report import table
from benchmarks.rounds import HEAD, Subject, take_turns
from benchmarks.shop import (
    Shop,
    SpaceOf,
    database_megabytes,
    empty_shop,
    fill_shop,
    read_settings,
)
from benchmarks.sql import select_one, sql_subjects
from benchmarks.synthetic import describe, read_real_pictures
from benchmarks.truth import nearest_pictures, share_found

K = 10
QUESTIONS = 100
SLOW_QUESTIONS = 10
# In every peer, a million raw vectors take 8 GB.
RAW_MOST_IMAGES = 100_000


def run() -> None:
    """Print what the data are like, then tables for each size: bare search, whole answers."""
    sizes = [int(size) for size in os.environ.get("SEARCH_IMAGES", "100000").split(",")]
    real = read_real_pictures()
    for images in sizes:
        started = time.perf_counter()
        shop = fill_shop(real, images=images, raw=images <= RAW_MOST_IMAGES)
        print(f"### {images:,} pictures of {shop.products:,} products\n")
        print(f"{read_settings()}\n")
        print(f"Made and loaded in {time.perf_counter() - started:.0f} s.\n")
        describe(real, {f"{of.space.dimensions}-d": of.vectors for of in shop.spaces}, shop.owners)
        for space in shop.spaces:
            _search_pictures(shop, space)
        if shop.raw is None:
            print(f"Raw 2,048-d vectors are measured up to {RAW_MOST_IMAGES:,} pictures.\n")
        _answer(shop)
        empty_shop(shop)


def _search_pictures(shop: Shop, of: SpaceOf) -> None:
    """Bare search among the vectors of one space, by us and by the peers."""
    vectors = np.asarray(of.vectors, dtype=np.float32)
    rows = np.random.default_rng(3).choice(len(vectors), QUESTIONS, replace=False)
    truth = nearest_pictures(vectors, rows, k=K)
    subjects = [select_one(QUESTIONS), *sql_subjects(of, rows, truth=truth, k=K)]
    built = [[f"pgvector HNSW, {of.recall}", f"{of.build_seconds:.0f}", f"{of.index_mb:.0f}"]]
    for peer in build_peers(vectors, k=K + 1):
        asked = rows[:SLOW_QUESTIONS] if peer.is_slow else rows
        found = [peer.search(vectors[row]) for row in asked]
        recall = share_found(found, truth[: len(asked)], rows=asked)
        subjects.append(Subject(peer.name, peer.search, vectors[asked], [f"{recall:.3f}"]))
        built.append([peer.name, f"{peer.build_seconds:.1f}", f"{peer.megabytes:.0f}"])
    take_turns(subjects)
    print(f"#### {of.space.dimensions} dimensions: the {K} nearest pictures of one\n")
    table([*HEAD, f"recall@{K}"], [subject.row() for subject in subjects])
    table(["index", "built in s", "MB"], built)


def _answer(shop: Shop) -> None:
    """The whole similar_products(), with filters that leave less and less."""
    subjects = answer_subjects(shop, questions=QUESTIONS)
    take_turns(subjects)
    print(
        f"#### similar_products(), {shop.visible.space.dimensions} dimensions, {EVERY} products\n"
    )
    table([*HEAD, "recall", "complete"], [subject.row() for subject in subjects])
    print(f"Database: {database_megabytes()}.\n")
