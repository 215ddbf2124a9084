"""What the coordinator sends to the shards: everything but the merge."""

from __future__ import annotations

import re

import pytest

from embeddings.index.fdw.layout import open_coordinator
from embeddings.index.fdw.search.coordinator import open_for_searches
from embeddings.index.fdw.search.question import Question
from tests.fixtures.shards import NAMES
from tests.integration.embeddings.index.shards.test_store import FILTERS, QUERIES

SENT = {
    "anything": ("published",),
    "in stock": ("stock > 0",),
    "a category": ("category_path &&",),
    "a brand": ("brand = ANY",),
    "a price": ("price >=", "price <="),
    "colours": ("attributes &&",),
    "very categories": ("category_id = ANY",),
    "no very category": ("category_id <> ALL",),
    "some products": ("product_id = ANY",),
    "a few of all": ("brand = ANY", "category_path &&", "price <=", "stock > 0"),
}


def explain(question: Question) -> str:
    sql, params = question.write(NAMES)
    with open_for_searches(5) as coordinator:
        rows = coordinator.execute(f"EXPLAIN (VERBOSE, COSTS OFF) {sql}", params).fetchall()
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("limit", [1, 30, 2_000])
def test_filter_order_and_limit_reach_every_shard_at_once(pictures, limit) -> None:
    for name, conditions in SENT.items():
        question = Question.of(QUERIES[:2], space_id=7, where=FILTERS[name], limit=limit)
        plan = explain(question)
        remote = re.findall(r"Remote SQL: (.*)", plan)
        assert len(remote) == 2 * len(NAMES), plan
        for sql in remote:
            assert re.search(
                rf"ORDER BY \(?vector OPERATOR\(public\.<=>\) .* LIMIT {limit}", sql
            ), plan
            assert all(condition in sql for condition in conditions), (name, sql)
        assert plan.count("Async Foreign Scan") == len(remote), plan
        assert not re.search(r"^ *(->)? *(Sort|Limit|Filter)\b", plan, re.MULTILINE), plan


def test_a_partitioned_parent_would_keep_the_limit_to_itself(pictures) -> None:
    """Why there is a branch for each shard; should this fail one day, one statement will do."""
    with open_coordinator(5) as coordinator, coordinator.transaction(force_rollback=True):
        coordinator.execute("CREATE TABLE parent (image_id bigint, vector public.halfvec(16))")
        for name in NAMES:
            coordinator.execute(
                f"CREATE FOREIGN TABLE part_{name} (image_id bigint, vector public.halfvec(16))"
                f" INHERITS (parent) SERVER vitrine_shard_{name}"
                " OPTIONS (schema_name 'vitrine_shard', table_name 'space_7')"
            )
        rows = coordinator.execute(
            "EXPLAIN (VERBOSE) SELECT image_id FROM parent"
            f" ORDER BY vector <=> '[{','.join(['1'] * 16)}]' LIMIT 12"
        ).fetchall()
    remote = [row[0] for row in rows if "Remote SQL" in row[0]]
    assert len(remote) == len(NAMES)
    assert not any("LIMIT" in line for line in remote)


def test_how_widely_a_shard_searches_is_set_by_its_server(by_name, pictures) -> None:
    with open_coordinator(5) as coordinator:
        options = coordinator.execute(
            "SELECT option_value FROM pg_foreign_server, pg_options_to_table(srvoptions)"
            " WHERE option_name = 'options'"
        ).fetchall()
    assert len(options) == len(NAMES)
    for (value,) in options:
        assert "hnsw.iterative_scan=relaxed_order" in value
        assert "hnsw.ef_search=100" in value
