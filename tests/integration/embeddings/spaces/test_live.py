"""What shoppers are answered with is a value: nobody can change it, and it follows its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from embeddings.models import EmbeddingSpace
from embeddings.spaces.lifecycle import activate
from embeddings.spaces.live import live_space
from embeddings.spaces.measured.scales import Scales
from tests.builders.scales import calibration

MEASURED = calibration(0.1, 0.4, blocks={"visual": (0.1, 0.4, 1.0)})


def live() -> Any:
    space = live_space()
    assert space is not None
    return space


def test_a_shop_without_a_space_has_no_live_one(db: None) -> None:
    assert live_space() is None


def test_it_says_what_its_row_says(plain_space: EmbeddingSpace) -> None:
    for name in ("pk", "name", "dimensions", "blocks", "scales", "ef_search", "index_name"):
        assert getattr(live(), name) == getattr(plain_space, name), name
    assert str(live()) == str(plain_space)


def test_nobody_can_change_it(plain_space: EmbeddingSpace) -> None:
    EmbeddingSpace.objects.update(calibration=MEASURED)
    space = live()
    with pytest.raises(FrozenInstanceError):
        space.ef_search = 1
    with pytest.raises(FrozenInstanceError):
        space.scales.pictures = 1
    with pytest.raises(FrozenInstanceError):
        space.scales.catalogue.floor = 1
    with pytest.raises(TypeError):
        space.scales.catalogue.blocks["visual"] = (0.0, 0.5, 1.0)
    assert live().scales == Scales.from_json(MEASURED)


def test_it_is_read_once_while_its_row_stays(
    plain_space: EmbeddingSpace, django_assert_num_queries: Callable[[int], Any]
) -> None:
    first = live()
    with django_assert_num_queries(1):  # which row, and in which version
        assert live() is first


def test_it_is_read_anew_once_its_row_has_changed(plain_space: EmbeddingSpace) -> None:
    before = live()
    EmbeddingSpace.objects.update(ef_search=77)
    assert live().ef_search == 77
    assert before.ef_search != 77, "a search that is under way keeps what it began with"


def test_it_is_another_one_once_another_goes_live(plain_space: EmbeddingSpace) -> None:
    assert live().pk == plain_space.pk
    other = EmbeddingSpace.objects.create(
        name="other", recipe="hog", components=plain_space.components, dimensions=3, state="ready"
    )
    activate(other)
    assert live().pk == other.pk
