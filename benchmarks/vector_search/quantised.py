"""Indexes of half precision, of fewer numbers and of single bits, over the same vectors.

What an index keeps of a vector decides its size and how long it is built; what that loses, a wider
search and putting its candidates in order by the whole vectors (re-ranking) bring back.
QUANTISED_IMAGES=200000 measures another size, QUANTISED_DIMENSIONS=256 or 2048 only one kind of
vectors, QUANTISED_WITHOUT=bench_bare_bits,bench_first leaves kinds of codes out by their
tables, SEARCH_FEATURES=file.npz keeps the features of the real pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import numpy as np
from django.db import connection

from benchmarks.data.shop import PROJECTED, RAW, read_settings
from benchmarks.data.synthetic import VISUAL, RealPictures, describe, read_real_pictures, synthesise
from benchmarks.report import table
from benchmarks.vector_search.codes import WHOLE, Code, Vectors, drop, load
from benchmarks.vector_search.exact_search import Ints, nearest_pictures, shares_found
from benchmarks.vector_search.rounds import HEAD, Subject, take_turns
from embeddings.index.pgvector.search.scan_settings import prepare_index_scan
from embeddings.pipeline import fit_projection
from evaluation.grades.metrics import bootstrap_interval
from infra.prepared import fetch_prepared

K = 10
QUESTIONS = 100
SCANNED_QUESTIONS = 20
WHOLE_SCANNED_QUESTIONS = 2  # a scan of whole raw vectors takes seconds
WIDTHS = (12, 24, 40, 100)
CANDIDATES = (20, 40, 100, 200, 400)
_FITTED_ON = 8_000

HALVES = Code("half precision", WHOLE)
PROJECTIONS = Code(f"PCA to {PROJECTED}, half precision", "bench_projected")


def made_codes(dimensions: int) -> list[Code]:
    """What PostgreSQL makes of a vector by itself."""
    first = max(64, dimensions // 8)
    bits = {"operators": "bit_hamming_ops", "operator": "<~>"}
    left_out = os.environ.get("QUANTISED_WITHOUT", "").split(",")
    codes = [
        Code("bits: above the mean", "bench_bits", _bits("code - mean", dimensions), **bits),
        Code("bits: above zero", "bench_bare_bits", _bits("code", dimensions), **bits),
        Code(
            f"the first {first} numbers, half precision",
            "bench_first",
            f"subvector(code, 1, {first})::halfvec({first})",
        ),
    ]
    return [code for code in codes if code.table not in left_out]


def _bits(vector: str, dimensions: int) -> str:
    return f"binary_quantize({vector})::bit({dimensions:d})"


def run() -> None:
    """Print what the data are like, then for each kind of vectors what was built and asked."""
    images = int(os.environ.get("QUANTISED_IMAGES", "100000"))
    chosen = os.environ.get("QUANTISED_DIMENSIONS", f"{RAW},{PROJECTED}").split(",")
    real = read_real_pictures()
    raw, projected, owners = _make(real, images)
    print(f"{images:,} pictures. {read_settings()}\n")
    describe(real, {f"{RAW}-d": raw, f"{PROJECTED}-d": projected}, owners)
    with connection.cursor() as cursor:
        # A shop's other core has questions of its own; and an exact scan is always compiled anew.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SET jit = off")
        cursor.execute("SET enable_seqscan = off")
    for dimensions in map(int, chosen):
        print(f"#### {dimensions} dimensions\n")
        if dimensions == RAW:
            _compare(raw, beside={PROJECTIONS: projected})
        else:
            _compare(projected, beside={})


def _make(real: RealPictures, images: int) -> tuple[Vectors, Vectors, Ints]:
    """Raw vectors, the same projected as a space does, and the number of each one's product."""
    raw, projected = np.empty((images, RAW), np.float16), np.empty((images, PROJECTED), np.float16)
    owners = np.empty(images, np.int64)
    projection = None
    at = 0
    for features, chunk_owners in synthesise(real, pictures=images):
        rows = slice(at, at := at + len(features))
        projection = projection or fit_projection(
            features[:_FITTED_ON, VISUAL], dimensions=PROJECTED
        )
        short = projection.apply(features[:, VISUAL])
        raw[rows], owners[rows] = features[:, VISUAL], chunk_owners
        projected[rows] = short / np.linalg.norm(short, axis=1, keepdims=True)
    return raw, projected, owners


def _compare(vectors: Vectors, *, beside: dict[Code, Vectors]) -> None:
    """Build an index of each kind of code, then ask them all in turn."""
    rows = np.random.default_rng(3).choice(len(vectors), QUESTIONS, replace=False)
    exact = nearest_pictures(vectors, rows, k=K)
    made = made_codes(vectors.shape[1])
    for code, loaded in {HALVES: vectors, **beside}.items():
        load(code.table, loaded)
    seconds = {code: code.make() for code in made}
    codes = [HALVES, *made, *beside]
    built = [_built(code, made_in=seconds.get(code)) for code in codes]
    table(["index of", "index MB", "built in s", "table MB", "made in s"], built)
    subjects = list(_subjects(codes, rows, exact))
    take_turns(subjects)
    table([*HEAD, f"recall@{K}"], [subject.row() for subject in subjects])
    drop([code.table for code in codes])


def _built(code: Code, *, made_in: float | None) -> list[str]:
    seconds = code.build_index()
    of_table, of_index = code.megabytes()
    made = "" if made_in is None else f"{made_in:.1f}"
    return [code.name, f"{of_index:.0f}", f"{seconds:.1f}", f"{of_table:.0f}", made]


def _subjects(codes: Sequence[Code], rows: Ints, exact: Ints) -> list[Subject]:
    whole, *others = codes
    few, fewest = SCANNED_QUESTIONS, WHOLE_SCANNED_QUESTIONS
    subjects = [_subject(whole, width, rows, exact) for width in WIDTHS]
    subjects += [_subject(code, wide, rows, exact) for code in others for wide in CANDIDATES]
    bits = others[0]
    subjects += [
        _subject(bits, wide, rows[:few], exact[:few], by_scan=True) for wide in CANDIDATES[1:]
    ]
    return [*subjects, _subject(whole, K, rows[:fewest], exact[:fewest], by_scan=True)]


def _subject(code: Code, wide: int, rows: Ints, exact: Ints, *, by_scan: bool = False) -> Subject:
    """The search of one kind of code with so many candidates; its recall is measured at once."""
    # Each question finds itself, too.
    ask = asking(code.statement(candidates=wide, limit=K + 1, by_scan=by_scan), wide)
    if used := _uses_index(code, wide, by_scan) == by_scan:
        raise RuntimeError(f"{code.name}: the index is {'used' if used else 'not used'}.")
    shares = shares_found([ask(row) for row in rows.tolist()], exact, rows=rows)
    low, high = bootstrap_interval(shares)
    width = "" if by_scan and code.table == WHOLE else f", {wide}"
    return Subject(
        f"{'scan' if by_scan else 'HNSW'} of {code.name}{width}",
        ask,
        rows.tolist(),
        [f"{np.mean(shares):.3f} ({low:.3f} to {high:.3f})"],
    )


def asking(statement: str, wide: int) -> Callable[[int], Ints]:
    """What sends the statement, its index searched with so many candidates."""

    def ask(row: int) -> Ints:
        prepare_index_scan(wide)
        return np.array([number for (number,) in fetch_prepared(statement, {"id": row})])

    return ask


def _uses_index(code: Code, wide: int, by_scan: bool) -> bool:
    statement = code.statement(candidates=wide, limit=K + 1, by_scan=by_scan)
    plan = fetch_prepared(f"EXPLAIN {statement}", {"id": 0})
    return any(code.index in line for (line,) in plan)
