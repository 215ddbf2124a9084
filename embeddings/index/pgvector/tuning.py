"""Every threshold of the pgvector engine in one place, each with what it rests on.

The measurements are in docs/benchmarks.md. A time is in seconds, a share from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.index_conf import IndexConf, conf

_MB = 1024**2


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """When an index is built and how, when a search uses it, how widely, and when it gives up."""

    # --- scan or index ------------------------------------------------------------------------
    exact_below_products: int = IndexConf.INDEX_EXACT_BELOW_PRODUCTS.default
    """With fewer eligible products an exact scan beats the index, which has to pass by all that are
    not eligible: measured with 100,000 pictures of 40,000 products and one query. Of each further
    query an index search has more to do than a scan (with four: 3,150 products); what it passes by
    grows with the pictures."""
    measured_with_pictures: int = 100_000
    """The pictures that `exact_below_products` was measured with."""
    measured_with_hits: int = 12
    """And the hits. It grows with their square root: with 100 of them a scan and a search of the
    index take the same for 6,000 products and one query, and for 8,000 products and four."""
    remember_large_filter: float = 60
    """So long is a filter that left many products not counted again: counting costs a fifth of a
    search. Should it leave few by now, the index answers as well, only more slowly."""
    large_filters: int = 1_000
    """So many filters are remembered, as text of some 500 bytes."""
    filter_texts: int = 1_000
    """So many filters are kept as SQL: Django takes half a millisecond to write one."""

    # --- rows of an index search --------------------------------------------------------------
    rows_per_hit: int = 2
    """Of an index search with one query; with several each is divided by the cube root of their
    number, for the nearer are the hits that they find together. Every row costs a filtered search
    dearly, but so does searching again: with so many, 75 to 97 of 100 answers need no second."""
    row_growth: float = 1.5
    """By so much grows a search that has to be made again."""
    most_searched: float = 0.1
    """Beyond this share of all pictures a scan takes over: a row takes the index ten times as long,
    and thousands of copies of one picture would be searched through again and again."""
    wide_ef_search: int = 400
    """Among a million pictures one search in forty ends in a wrong neighbourhood altogether, at a
    width that finds 0.996 of the nearest in all the others. One from a picture of the space can
    tell, for the nearest it should meet is that picture itself; any other is as wide at once."""
    itself: float = 1e-3
    """A distance below which a hit is the query picture itself, or a copy: half precision rounds
    each number by up to 5e-4 of itself."""

    # --- pictures of an exact scan ------------------------------------------------------------
    pictures_per_scanned_hit: int = 8
    """Of so many of the nearest pictures the best of each product is taken. A scan compares all
    that is eligible however many it keeps, so a second one costs as much again: with 4 each answer
    of 100 among the demo's variants took two."""
    scanned_picture_growth: int = 2

    # --- when an index is built, and how ------------------------------------------------------
    min_rows: int = IndexConf.INDEX_FROM_PICTURES.default
    """Below this an exact scan of halfvec(2300) takes under about 15 ms and needs no upkeep."""
    max_dimensions: int = 4_000
    """pgvector's HNSW takes halfvec up to this many; a larger space is scanned exactly."""
    m: int = 16
    """Neighbours of a row in the graph: pgvector's own default."""
    ef_construction: int = 128
    """pgvector's own default is 64. Twice the candidates while building take half as long again
    once, and every search finds more with fewer."""
    remember_validity: float = 10
    """So long a process believes what PostgreSQL said of an index; a wrong belief costs time, not
    answers."""
    leave_failed_build: float = 600
    """So long is a space left alone after a build that failed."""
    row_bytes: int = 750
    """What pgvector keeps of a row beside its numbers while it builds: 32 neighbours of 16 bytes at
    the lowest level, a few above, its own bookkeeping."""
    least_build_bytes: int = 64 * _MB
    """PostgreSQL's own default of maintenance_work_mem."""
    many_rows: int = 100_000
    """Below this, more workers than PostgreSQL's own setting gain seconds only."""

    # --- indexes of categories ----------------------------------------------------------------
    category_from_pictures: int = IndexConf.INDEX_CATEGORY_FROM_PICTURES.default
    """A filter by a smaller category is answered by comparing every picture of it."""
    category_most_share: float = 0.5
    """With more of a space's pictures in one, the index of the space passes by few others."""
    look_at_categories_every: float = 600
    """Counting the pictures of each category reads every row: a second among a million."""
    most_changed_products: int = 500
    """So many products that an index of a category has not got yet are compared with each search;
    with more, it is not used until they are filed."""
    filed_at_once: int = 100
    """Products in one transaction: each of their pictures takes a millisecond or less."""
    begin_anew_behind: int = 20_000
    """With more products to file, indexes are given up and built anew, which is quicker."""
    wait_for_writers: float = 20
    """So long a build waits for transactions that no trigger watched; then it is tried later."""
    keep_given_up: float = 60
    """So long the table of an index stays that no new search uses."""

    # --- recall -------------------------------------------------------------------------------
    recall_floor: float = IndexConf.INDEX_RECALL_FLOOR.default
    """The share of the true nearest that is good enough: what the project promises."""
    ef_search_ladder: tuple[int, ...] = (12, 16, 24, 40, 64, 100, 160, 250, 400)
    """The widths tried, the narrowest first; each step takes about half as long again."""
    most_asking: float = 30
    """An exact answer from a million raw vectors takes seconds: after so long the queries asked by
    then must do, if they are `least_queries`."""
    least_queries: int = 10
    most_changed: float = 0.002
    """A recall holds if no larger share of the pictures changed while it was measured: each of them
    may count as missed once, and the floor leaves a fiftieth for that."""
    measure_within: float = 3_600
    """A message to measure that nobody has read by then (no worker, say) is dropped."""


def tuning_of_shop() -> Tuning:
    """The thresholds with those that this shop has set (embeddings/index_conf.py)."""
    return Tuning(
        exact_below_products=conf.INDEX_EXACT_BELOW_PRODUCTS,
        min_rows=conf.INDEX_FROM_PICTURES,
        category_from_pictures=conf.INDEX_CATEGORY_FROM_PICTURES,
        recall_floor=conf.INDEX_RECALL_FLOOR,
    )
