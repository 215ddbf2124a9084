"""What was found in a photo, as it is kept beside it."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline.subject.box import Box
from embeddings.pipeline.subject.finder import Subject

MASK = (np.arange(160 * 160).reshape(160, 160) % 256 / 255).astype(np.float32)


@pytest.mark.parametrize("mask", [None, MASK])
def test_it_comes_back_from_the_cache_as_it_went_in(mask: np.ndarray | None) -> None:
    kept = Subject(
        boxes=(Box(x=0.1, y=0.2, width=0.3, height=0.4, score=0.5),), mask=mask, plain=True
    )
    read = Subject.from_told(kept.told())

    assert read.boxes == kept.boxes
    assert read.plain
    if mask is None:
        assert read.mask is None
    else:
        np.testing.assert_array_equal(read.mask, mask)


def test_a_usual_mask_takes_a_few_kilobytes() -> None:
    mask = np.zeros((160, 160), dtype=np.float32)
    mask[30:120, 40:110] = 1
    assert len(Subject(mask=mask).told()) < 1_000
