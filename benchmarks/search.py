"""The nearest pictures and products among 100,000: speed, and recall beside it.

Each speed stands beside the share of the true nearest that was found, against a comparison of
everything in NumPy. The baselines know no products and no filters: compare them with the SQL, not
with the whole answer. SEARCH_IMAGES=1000000 measures another size, SEARCH_DIMENSIONS=256 or 2048
only one kind of vectors, SEARCH_BASELINES=faiss_hnsw,hnswlib_index only some of the baselines.
"""

from __future__ import annotations

import gc
import os
import resource
import time

import numpy as np
import psutil
from threadpoolctl import threadpool_limits

from benchmarks.data.learnt import teach
from benchmarks.data.shop import (
    PROJECTED,
    RAW,
    Shop,
    SpaceOf,
    database_megabytes,
    empty_shop,
    fill_shop,
    read_settings,
)
from benchmarks.data.synthetic import describe, read_real_pictures
from benchmarks.environment import read_numbers
from benchmarks.report import table
from benchmarks.vector_search.answers import EVERY, answer_subjects, staged_subjects
from benchmarks.vector_search.baselines import Baseline, Builder, baseline_builders
from benchmarks.vector_search.exact_search import nearest_pictures, share_found
from benchmarks.vector_search.rounds import HEAD, Subject, take_turns
from benchmarks.vector_search.sql import select_one, sql_subjects

K = 10
QUESTIONS = 100
SLOW_QUESTIONS = 10
RECALL = 0.98
EF_SEARCH = (12, 16, 24, 40, 64, 100, 160, 250)
# Beyond so many bytes of float32 the baselines are built and asked one after the other, each
# beside us.
APART_ABOVE = 2 * 1024**3


def run() -> None:
    """Print what the data are like, then tables for each size: bare search, whole answers."""
    dimensions = read_numbers("SEARCH_DIMENSIONS", PROJECTED, RAW)
    real = read_real_pictures()
    for images in read_numbers("SEARCH_IMAGES", 100_000):
        started = time.perf_counter()
        shop = fill_shop(real, images=images, dimensions=dimensions)
        print(f"### {images:,} pictures of {shop.products:,} products\n")
        print(f"{read_settings()}\n")
        print(f"Made and loaded in {time.perf_counter() - started:.0f} s.\n")
        describe(real, {f"{of.space.dimensions}-d": of.vectors for of in shop.spaces}, shop.owners)
        for space in shop.spaces:
            _search_pictures(space)
        with threadpool_limits(1):  # as web processes have it (config/gunicorn.py)
            _answer(shop)
        empty_shop()


def _search_pictures(of: SpaceOf) -> None:
    """Bare search among the vectors of one space, by us and by the baselines."""
    rows = np.random.default_rng(3).choice(len(of.vectors), QUESTIONS, replace=False)
    exact = nearest_pictures(of.vectors, rows, k=K)
    print(f"#### {of.space.dimensions} dimensions: the {K} nearest pictures of one\n")
    builders = _chosen(baseline_builders(of.vectors, k=K + 1))
    together = 2 * of.vectors.nbytes <= APART_ABOVE
    built = [[f"pgvector HNSW, {of.recall}", f"{of.build_seconds:.0f}", f"{of.index_mb:.0f}"]]
    for group in [builders] if together else [[builder] for builder in builders] or [[]]:
        baselines = [made for builder in group if (made := _build(builder, of))]
        subjects = [select_one(QUESTIONS), *sql_subjects(of, rows, exact=exact, k=K)]
        subjects += [_subject(baseline, of, rows, exact) for baseline in baselines]
        take_turns(subjects)
        table([*HEAD, f"recall@{K}"], [subject.row() for subject in subjects])
        built += [
            [baseline.name, f"{baseline.build_seconds:.1f}", f"{baseline.megabytes:.0f}"]
            for baseline in baselines
        ]
        del baselines, subjects
        gc.collect()
    table(["index", "built in s", "MB"], built)


def _chosen(builders: list[Builder]) -> list[Builder]:
    names = os.environ.get("SEARCH_BASELINES")
    return [
        builder for builder in builders if not names or builder.func.__name__ in names.split(",")
    ]


def _build(builder: Builder, of: SpaceOf) -> Baseline | None:
    """A baseline; None, and a line that says why, where it is not installed or does not fit."""
    name = " ".join(map(str, [builder.func.__name__, *builder.keywords.values()]))
    # Normalising for the cosine, scikit-learn copies everything once more for each question.
    needed = 2 * of.vectors.nbytes * (2.2 if "cosine" in name else 1.1)
    if psutil.virtual_memory().available < needed:
        print(f"Without {name}: it needs {needed / 1024**3:.0f} GB of memory.\n")
        return None
    try:
        return builder()
    except ImportError as error:
        print(f"Without {error.name}, which is not installed (requirements-bench.txt).\n")
        return None


def _subject(baseline: Baseline, of: SpaceOf, rows: np.ndarray, exact: np.ndarray) -> Subject:
    """A baseline as narrow as finds enough, as the shop tunes its own index."""
    asked = rows[:SLOW_QUESTIONS] if baseline.is_slow else rows
    vectors = of.vectors[asked].astype(np.float32)
    name, recall = baseline.name, 0.0
    for candidates in EF_SEARCH if baseline.widen else [0]:
        if baseline.widen:
            baseline.widen(candidates)
            name = f"{baseline.name}, ef {candidates}"
        found = [baseline.search(vector) for vector in vectors]
        recall = share_found(found, exact[: len(asked)], rows=asked)
        if recall >= RECALL:
            break
    return Subject(name, baseline.search, vectors, [f"{recall:.3f}"])


def _answer(shop: Shop) -> None:
    """The whole similar_products(), with filters that leave less and less."""
    subjects = answer_subjects(shop, questions=QUESTIONS)
    take_turns(subjects)
    print(
        f"#### similar_products(), {shop.visible.space.dimensions} dimensions, {EVERY} products\n"
    )
    table([*HEAD, "recall", "complete"], [subject.row() for subject in subjects])
    print(f"Database: {database_megabytes()}.\n")
    teach(shop)
    staged = staged_subjects(shop, questions=QUESTIONS)
    take_turns(staged)
    print("#### similar_products() in a space that has learnt, with its own floors\n")
    table([*HEAD, "shown"], [subject.row() for subject in staged])
    print(f"Peak memory of this process: {_peak_megabytes():.0f} MB.\n")


def _peak_megabytes() -> float:
    """Of what stood in memory at once; the vectors that answers are checked with among it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
