"""A shop whose products and categories teach."""

from __future__ import annotations

import pytest

from embeddings.models import EmbeddingSpace
from evaluation.fitting import cross_fit
from tests.builders.taught_catalogue import features_of, items_of, make_taught_space


@pytest.fixture
def few_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each recipe is graded by four fits."""
    monkeypatch.setattr(cross_fit, "FOLDS_OF_FEW", 4)


@pytest.fixture
def taught(transactional_db: None) -> EmbeddingSpace:
    """40 products of four kinds, three pictures each."""
    return make_taught_space(features_of(40, 3), items_of(40, 3))
