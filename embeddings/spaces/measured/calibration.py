"""How alike two pictures of a space are by chance: the zero of the calibrated score."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from embeddings.conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.counts import read_space_counts
from embeddings.spaces.measured.sample import Sample, sample_pictures
from embeddings.spaces.measured.scales import CHANCE_LEVELS, Scale, ScaleError, Scales

_SAMPLE_PICTURES = 2_000
_PAIRS = 20_000

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]


def calibrate_changed_spaces() -> None:
    """Calibrate each active space that has never been, or whose pictures have become others."""
    for counts in read_space_counts():
        before = counts.space.scales.pictures or 0
        if abs(counts.ready - before) > conf.CALIBRATE_AFTER_CHANGE * before:
            calibrate(counts.space)


def calibrate(space: EmbeddingSpace) -> Scales:
    """Measure how alike random pictures of different products are, and keep it with the space.

    0 points are half of the random pairs below, 50 are 99 of 100. Nothing is kept while the space
    has fewer than conf.CALIBRATE_FROM_PICTURES, or all show one product.
    """
    pictures = space.embeddings.ready().count()
    measured = Scales()
    if pictures >= conf.CALIBRATE_FROM_PICTURES:
        sample = sample_pictures(space, _SAMPLE_PICTURES)
        left, right = _draw_pairs(sample)
        if len(left):
            measured = Scales(pictures=pictures, catalogue=_measure(space, sample, left, right))
    kept = measured.to_json() if measured.pictures else {}
    if kept != space.calibration:
        space.calibration = kept
        space.save(update_fields=["calibration"])
    return measured


def _measure(space: EmbeddingSpace, sample: Sample, left: Indices, right: Indices) -> Scale | None:
    try:
        return Scale(
            levels=CHANCE_LEVELS,
            cosines=_spread(sample.vectors, left, right),
            blocks={
                name: _spread(sample.vectors[:, columns], left, right)
                for name, columns in _columns_by_block(space).items()
            },
            pairs=len(left),
        )
    except ScaleError:  # a catalogue that repeats one picture
        return None


def _draw_pairs(sample: Sample) -> tuple[Indices, Indices]:
    """Rows of the sample, two and two, of different products; the same draw each time."""
    dice = np.random.default_rng(0)
    left, right = dice.integers(len(sample.products), size=(2, _PAIRS))
    different = sample.products[left] != sample.products[right]
    return left[different], right[different]


def _spread(vectors: Floats, left: Indices, right: Indices) -> tuple[float, float, float]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    # A block may be all zero in one picture: it is like nothing then.
    unit = vectors / np.where(lengths == 0, 1, lengths)
    cosines = np.einsum("nd,nd->n", unit[left], unit[right])
    median, p99 = np.percentile(cosines, [50, 99])
    return round(float(median), 4), round(float(p99), 4), 1.0


def _columns_by_block(space: EmbeddingSpace) -> dict[str, list[int]]:
    """Which numbers of a vector belong to which name; several blocks may share one."""
    columns: dict[str, list[int]] = {}
    for block in space.blocks:
        columns.setdefault(block.name, []).extend(range(block.start, block.stop))
    return columns
