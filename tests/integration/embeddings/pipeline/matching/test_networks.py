"""Cells of real networks' maps: they sum to what the pooled features give."""

from __future__ import annotations

from typing import Any

import pytest

from embeddings.pipeline import Exactness, SpaceEncoder, match_pictures


def test_both_stages_of_a_network_are_read_off_one_pass(
    component, random_weights, scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sha256 = random_weights("resnet50")
    parts = [
        component("resnet50", weights_sha256=sha256, weight=0.6),
        component("resnet50_layer3", weights_sha256=sha256, weight=0.2, pooling="average"),
        component("resnet50", weights_sha256=sha256, weight=0.1, pooling="gem"),
        component("lab_color", weight=0.1),
    ]
    encoder = SpaceEncoder(parts, weights={"resnet50": path}, device="cpu", precision="fp32")
    pictures = [scene(1), scene(2, size=(300, 420))]
    one, other = encoder.compose(encoder.encode(pictures))
    network: Any = encoder._network(parts[0])
    passes = []
    run = type(network)._maps
    monkeypatch.setattr(
        type(network), "_maps", lambda self, pixels: passes.append(1) or run(self, pixels)
    )

    matches = match_pictures(encoder, *pictures)

    assert len(passes) == 1
    assert [heat.rows for match in matches for heat in match.heats[:1]] == [7, 14, 7, 8]
    assert [match.exactness for match in matches] == [
        *(Exactness.EXACT, Exactness.EXACT, Exactness.SHARED, Exactness.SHARED)
    ]
    start = 0
    for match, part in zip(matches, parts, strict=True):
        stop = start + part.dimensions
        block = one[start:stop] @ other[start:stop] / part.weight
        assert match.cosine == pytest.approx(float(block), abs=2e-3)
        start = stop
