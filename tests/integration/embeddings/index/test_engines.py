"""One place chooses the engine and holds all that a process remembers about indexes."""

from __future__ import annotations

import pytest

from config.env import EnvironmentInvalidError, read_environment
from embeddings.index import reset_index_state, use_engine, vector_index
from embeddings.index.numpy.engine import NumpyIndex
from embeddings.index.numpy.loaded_space import LoadedSpaces
from embeddings.index.pgvector.engine import PgvectorIndex

pytestmark = pytest.mark.django_db(transaction=True)


def test_pgvector_answers_unless_the_shop_says_otherwise(settings) -> None:
    assert isinstance(vector_index(), PgvectorIndex)
    settings.VITRINE_VECTOR_INDEX = "numpy"
    assert isinstance(vector_index(), PgvectorIndex), "chosen once in a process"
    reset_index_state()
    assert isinstance(vector_index(), NumpyIndex)


def test_an_engine_that_does_not_exist_is_refused_at_the_start() -> None:
    with pytest.raises(
        EnvironmentInvalidError, match=r"VITRINE_VECTOR_INDEX: must be one of: .*numpy"
    ):
        read_environment({"VITRINE_VECTOR_INDEX": "faiss"})


def test_the_thresholds_that_a_shop_sets_hold(settings) -> None:
    settings.VITRINE_INDEX_FROM_PICTURES = 7
    settings.VITRINE_INDEX_EXACT_BELOW_PRODUCTS = 11
    settings.VITRINE_INDEX_RECALL_FLOOR = 0.9
    tuning = PgvectorIndex().tuning
    assert (tuning.min_rows, tuning.exact_below_products, tuning.recall_floor) == (7, 11, 0.9)


def test_a_reset_forgets_everything_and_another_engine_with_it(random_space) -> None:
    space = random_space(60)
    index = PgvectorIndex()
    use_engine(index)
    assert vector_index() is index
    index.build(space)
    assert index.validity.holds(space)
    index.drop(space)
    assert not index.validity.holds(space)
    index.failed_builds.begin(space)
    index.large_filters.note("a filter", 10)
    index.reset()
    assert not index.failed_builds.is_active(space)
    assert not index.large_filters.exceeds("a filter", 10)
    reset_index_state()
    assert vector_index() is not index


def test_numpy_keeps_few_spaces_in_memory_and_reads_an_unchanged_one_once(
    random_space, django_assert_num_queries
) -> None:
    spaces = [random_space(20, name=f"space {n}", state="ready") for n in range(6)]
    loaded = LoadedSpaces()
    first = [loaded.get(space) for space in spaces]
    with django_assert_num_queries(1):
        assert loaded.get(spaces[-1]) is first[-1]
    assert loaded.get(spaces[0]) is not first[0], "let go for the later ones"
