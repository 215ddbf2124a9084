"""A space's components, run together."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from embeddings.pipeline import SpaceEncoder, WeightsRefusedError, compose, fit_projection
from embeddings.pipeline.encoders.hog import hog
from embeddings.pipeline.encoders.lab_color import lab_color


@pytest.fixture
def default_space(component, random_weights) -> SpaceEncoder:
    path, sha256 = random_weights("resnet50")
    parts = [
        component("resnet50", weights_sha256=sha256, weight=0.8),
        component("lab_color", weight=0.2),
    ]
    return SpaceEncoder(parts, weights={"resnet50": path}, device="cpu", precision="fp32")


def test_blocks_stand_in_the_order_of_the_components(component, scene) -> None:
    encoder = SpaceEncoder([component("lab_color"), component("hog")])
    features = encoder.encode([scene(1), scene(2)])
    assert features.shape == (2, encoder.dimensions)
    assert features.dtype == np.float32
    for row, image in zip(features, (scene(1), scene(2)), strict=True):
        assert row == pytest.approx(np.concatenate([lab_color(image), hog(image)]), abs=5e-4)


def test_the_default_space_has_network_and_colour(default_space, scene) -> None:
    features = default_space.encode([scene(1)])
    assert features.shape == (1, 2048 + 294)
    assert features[0, 2048:] == pytest.approx(lab_color(scene(1)), abs=5e-4)
    assert np.linalg.norm(features[0, :2048]) != pytest.approx(1, abs=0.1)  # raw, not normalised


def test_prepared_pictures_give_the_same_features(default_space, scene) -> None:
    images = [scene(number) for number in range(3)]
    prepared = [default_space.prepare(image) for image in images]
    assert default_space.encode_prepared(prepared) == pytest.approx(
        default_space.encode(images), rel=1e-3, abs=1e-3
    )


def test_a_prepared_picture_is_small(default_space, scene) -> None:
    prepared = default_space.prepare(scene(1, size=(2000, 1500)))
    held = [*prepared.pixels.values(), *prepared.features.values()]
    assert sum(array.nbytes for array in held) < 160_000
    assert all(
        array.base is None or array.base.nbytes < 160_000
        for array in held
        if isinstance(array.base, np.ndarray)
    )


def test_two_poolings_of_one_network_share_its_weights(component, random_weights, scene) -> None:
    path, sha256 = random_weights("mobilenet_v2")
    parts = [
        component("mobilenet_v2", weights_sha256=sha256, pooling=pooling)
        for pooling in ("average", "max")
    ]
    encoder = SpaceEncoder(parts, weights={"mobilenet_v2": path}, precision="fp32")
    average, peak = np.split(encoder.encode([scene(1)])[0], 2)
    assert (average <= peak * 1.001 + 1e-4).all()
    assert average.sum() < peak.sum()


def test_components_that_differ_in_pooling_only_share_one_pass(
    component, random_weights, scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embeddings.pipeline.encoders import networks

    path, sha256 = random_weights("mobilenet_v2")
    kinds = [("average", {}), ("max", {}), ("max", {"preprocessing": "imagenet-366-crop-320"})]
    parts = [
        component("mobilenet_v2", weights_sha256=sha256, pooling=pooling, **changes)
        for pooling, changes in kinds
    ]
    alone = [
        SpaceEncoder([part], weights={"mobilenet_v2": path}, precision="fp32").encode([scene(1)])
        for part in parts
    ]
    sides = []
    look = networks.Network._look
    monkeypatch.setattr(
        networks.Network,
        "_look",
        lambda self, pixels, poolings: (
            sides.append(pixels.shape[1]) or look(self, pixels, poolings)
        ),
    )
    encoder = SpaceEncoder(parts, weights={"mobilenet_v2": path}, precision="fp32")
    together = encoder.encode([scene(1)])
    assert sides == [224, 320]
    assert together == pytest.approx(np.concatenate(alone, axis=1), rel=1e-3, abs=1e-3)


def test_an_earlier_stage_is_read_off_the_same_pass(
    component, random_weights, scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embeddings.pipeline.encoders import networks

    path, sha256 = random_weights("resnet50")
    parts = [
        component("resnet50_layer3", weights_sha256=sha256, pooling="gem"),
        component("resnet50", weights_sha256=sha256),
    ]
    alone = [
        SpaceEncoder([part], weights={"resnet50": path}, precision="fp32").encode([scene(1)])
        for part in parts
    ]
    looks = []
    look = networks.Network._look
    monkeypatch.setattr(
        networks.Network,
        "_look",
        lambda self, pixels, wanted: looks.append(wanted) or look(self, pixels, wanted),
    )
    encoder = SpaceEncoder(parts, weights={"resnet50": path}, precision="fp32")
    together = encoder.encode([scene(1)])
    assert looks == [[("layer3", "gem"), ("last", "average")]]
    assert together.shape == (1, 1024 + 2048)
    assert together == pytest.approx(np.concatenate(alone, axis=1), rel=1e-3, abs=1e-3)


def test_features_survive_being_stored_in_half_precision(default_space, scene) -> None:
    features = default_space.encode([scene(1), scene(2)])
    assert (features.astype(np.float16).astype(np.float32) == features).all()


def test_a_projected_space_composes_with_its_projection(component, scene) -> None:
    features = SpaceEncoder([component("hog")]).encode([scene(n) for n in range(20)])
    units = features / np.linalg.norm(features, axis=1, keepdims=True)
    projection = fit_projection(units, dimensions=8)
    part = component("hog", dimensions=8, projection=projection.sha256)
    encoder = SpaceEncoder([part], projections={projection.sha256: projection})
    assert encoder.dimensions == 1764
    assert encoder.compose(encoder.encode([scene(3)])) == pytest.approx(
        compose(features[3:4], [part], projections={projection.sha256: projection}), abs=1e-6
    )
    with pytest.raises(ValueError, match="projection of hog is missing"):
        SpaceEncoder([part])


def test_no_pictures_give_no_features(default_space) -> None:
    assert default_space.encode([]).shape == (0, default_space.dimensions)


def test_a_flat_picture_has_a_vector_by_its_colour(component) -> None:
    parts = [component("hog"), component("lab_color")]
    vectors = compose(SpaceEncoder(parts).encode([Image.new("RGB", (90, 60), "navy")]), parts)
    assert np.linalg.norm(vectors) == pytest.approx(1, abs=1e-5)


def test_the_weights_must_be_those_the_space_was_made_with(component, random_weights) -> None:
    path, _ = random_weights("mobilenet_v2")
    encoder = SpaceEncoder(
        [component("mobilenet_v2", weights_sha256="ab" * 32)], weights={"mobilenet_v2": path}
    )
    with pytest.raises(WeightsRefusedError, match="sha256"):
        encoder.warm_up()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"preprocessing": "lab-hist-v0"}, "needs a rebuild"),
        ({"dimensions": 64}, "294 dimensions"),
    ],
)
def test_a_space_of_another_version_is_refused(component, changes, words) -> None:
    with pytest.raises(ValueError, match=words):
        SpaceEncoder([component("lab_color", **changes)])


def test_a_network_without_a_file_is_refused(component) -> None:
    with pytest.raises(ValueError, match="weights file"):
        SpaceEncoder([component("resnet50")])


def test_a_space_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        SpaceEncoder([])
