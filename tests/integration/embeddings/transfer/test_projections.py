"""A projected space travels with its matrices: without the very same ones nothing compares."""

from __future__ import annotations

import io
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import features_key, fit_recipe
from embeddings.queue import queue_missing
from embeddings.spaces.projections import keep_projections, read_projections
from embeddings.transfer import TransferRefusedError, export_space, import_vectors
from embeddings.vectors.features import sample_features
from tests.integration.embeddings.transfer.conftest import (
    COLOURS,
    edit_manifest,
    forget_vectors,
    pack,
    stored,
    unpack,
)

pytestmark = pytest.mark.django_db(transaction=True)

RECIPE = "hog+lab_color:pca4^0.25"


def begin_projected(source: EmbeddingSpace, *, name: str) -> EmbeddingSpace:
    """A space whose projection is fitted on the features of another."""
    features, _ = sample_features(source, limit=1_000)
    components, projections = fit_recipe(RECIPE, features, sha256_of={})
    space = EmbeddingSpace.objects.create(
        name=name,
        recipe=RECIPE,
        components=[part.to_json() for part in components],
        features_key=features_key(components),
        dimensions=sum(part.dimensions for part in components),
    )
    keep_projections(space, projections)
    return space


@pytest.fixture
def projected(shop, plain_space: EmbeddingSpace, embed) -> EmbeddingSpace:
    space = begin_projected(plain_space, name="projected")
    queue_missing()
    assert embed() == len(COLOURS)
    return space


@pytest.fixture
def exported(projected, tmp_path: Path):
    path = tmp_path / "projected.npz"
    export_space(projected, path)
    return path


def only_member(members, start: str) -> str:
    (name,) = [name for name in members if name.startswith(start)]
    return name


def test_a_projected_space_makes_the_round_trip(exported, projected) -> None:
    rows = stored(projected)
    forget_vectors()
    outcome = import_vectors(exported)
    assert (outcome.space, outcome.stored) == (projected, len(COLOURS))
    assert stored(projected) == rows


def test_numpy_reads_the_matrix_too(exported, projected) -> None:
    ((sha256, projection),) = read_projections(projected).items()
    with np.load(exported) as file:
        table = file[f"projections/{sha256}"]
        assert (table[:, 0] == projection.mean).all()
        assert (table[:, 1:] == projection.matrix).all()
        assert file["vectors"].shape == (len(COLOURS), projected.dimensions)
        assert file["features"].shape == (len(COLOURS), 1764 + 294)


def test_the_matrix_comes_along_when_a_space_is_begun(
    exported, projected, embed, make_product
) -> None:
    rows, kept = stored(projected), projected.components
    projected.delete()

    space = import_vectors(exported, create=True).space

    assert (space.components, space.state) == (kept, "building")
    assert [*read_projections(space)] == [kept[1]["projection"]]
    assert stored(space) == rows
    # The next picture is embedded by this shop's own workers.
    make_product("plum", sku="NEW", slug="new")
    assert embed() == 2
    assert set(ImageEmbedding.objects.in_space(space).values_list("state")) == {("ready",)}


def test_another_matrix_is_another_space(exported, projected, plain_space: EmbeddingSpace) -> None:
    projected.delete()
    ImageEmbedding.objects.in_space(plain_space).earliest("pk").delete()
    other = begin_projected(plain_space, name="fitted here")
    with pytest.raises(
        TransferRefusedError, match=r"lab_color has projection .*… in the file and .*… in the"
    ):
        import_vectors(exported, name="fitted here")
    assert not other.embeddings.ready().exists()
    with pytest.raises(
        TransferRefusedError, match="the space fitted here: lab_color has projection"
    ):
        import_vectors(exported)


def test_a_matrix_that_was_changed_is_noticed(exported, projected) -> None:
    members = unpack(exported)
    name = only_member(members, "projections/")
    damaged = bytearray(members[name])
    damaged[-1] ^= 1
    pack(exported, {**members, name: bytes(damaged)})
    with pytest.raises(
        TransferRefusedError, match=r"sha256 of a projection in the file is .*; by its"
    ):
        import_vectors(exported)


def test_numbers_in_a_matrix_that_are_not_finite(exported) -> None:
    members = unpack(exported)
    name = only_member(members, "projections/")
    members[name] = members[name][:-4] + np.float32(np.nan).tobytes()
    pack(exported, members)
    with pytest.raises(TransferRefusedError, match=f"{name} is damaged or incomplete"):
        import_vectors(exported)


def test_a_matrix_that_is_missing_or_of_another_shape(exported) -> None:
    members = unpack(exported)
    name = only_member(members, "projections/")
    table = np.load(io.BytesIO(members[name]))

    pack(exported, {key: data for key, data in members.items() if key != name})
    with pytest.raises(TransferRefusedError, match=f"by its manifest it must hold .*{name}"):
        import_vectors(exported)
    for odd in (table[:, :-1], table[:-1], table.astype(np.float64), np.asfortranarray(table)):
        file = io.BytesIO()
        np.save(file, odd)
        pack(exported, {**members, name: file.getvalue()})
        with pytest.raises(TransferRefusedError, match=f"{name} in the file (has the shape|holds)"):
            import_vectors(exported)


def test_a_pickled_matrix_is_never_opened(exported) -> None:
    members = unpack(exported)
    name = only_member(members, "projections/")
    pack(exported, {**members, name: pickle.dumps({"mean": 0})})
    with pytest.raises(TransferRefusedError, match=f"{name} is damaged or incomplete"):
        import_vectors(exported)


def test_vectors_of_another_matrix_than_the_components_name(
    exported, projected, plain_space: EmbeddingSpace
) -> None:
    """A file that agrees with itself in every hash, but whose vectors the matrix did not make."""
    members = unpack(exported)
    (old,) = read_projections(projected)
    features, _ = sample_features(plain_space, limit=4)
    _, projections = fit_recipe(RECIPE, features, sha256_of={})
    ((new, projection),) = projections.items()
    del members[f"projections/{old}.npy"]
    members[f"projections/{new}.npy"] = projection.to_bytes()
    components = json.loads(members["manifest.json"])["components"]
    edit_manifest(members, components=[components[0], {**components[1], "projection": new}])
    pack(exported, members)
    with pytest.raises(TransferRefusedError, match="is not the one that its features make"):
        import_vectors(exported, create=True)
