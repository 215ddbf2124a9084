"""Spaces of the first release learn what makes their features, and that nothing is projected."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import features_key
from embeddings.spaces.lifecycle import create_space

BEFORE = [("embeddings", "0002_spaces_projections")]


@pytest.fixture
def migrate_to(transactional_db):
    def migrate_to(targets):
        MigrationExecutor(connection).migrate(targets)

    yield migrate_to
    migrate_to(MigrationExecutor(connection).loader.graph.leaf_nodes())


def test_stored_components_gain_a_projection_and_spaces_their_features_key(migrate_to) -> None:
    space = create_space("hog+lab_color")
    whole = EmbeddingSpace.objects.get()
    migrate_to(BEFORE)
    EmbeddingSpace.objects.update(features_key="")
    # These columns alone: others of today do not exist in that release.
    space.refresh_from_db(fields=["components"])
    assert all("projection" not in component for component in space.components)

    migrate_to([("embeddings", "0003_component_projection")])

    space.refresh_from_db(fields=["components", "features_key"])
    assert space.parts == whole.parts
    assert space.features_key == whole.features_key == features_key(space.parts)
