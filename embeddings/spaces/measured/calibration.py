"""What a cosine of a space says about two products of the catalogue, measured as it grows."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from embeddings.conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import columns_by_name
from embeddings.spaces.measured.counts import read_space_counts
from embeddings.spaces.measured.learning.learn import learn_scale
from embeddings.spaces.measured.learning.read import read_held_out, sample_products
from embeddings.spaces.measured.scales import Scales

# 713 took 0.2 to 0.9 s beside other work, and in a fitted space, whose halves are fitted, 0.9 s.
_SAMPLE_PICTURES = 2_000


def calibrate_changed_spaces() -> None:
    """Calibrate each active space that has never been, or whose pictures have become others."""
    for counts in read_space_counts():
        before = counts.space.scales.pictures or 0
        if abs(counts.ready - before) > conf.CALIBRATE_AFTER_CHANGE * before:
            calibrate(counts.space)


def calibrate(space: EmbeddingSpace) -> Scales:
    """Learn what a cosine says about two products of this catalogue, and keep it with the space.

    There is no scale while the space has fewer than conf.CALIBRATE_FROM_PICTURES, or all of them
    look the same or show one product.
    """
    pictures = space.embeddings.ready().count()
    counted, scale = None, None
    if pictures >= conf.CALIBRATE_FROM_PICTURES:
        samples = read_held_out(space, sample_products(space, _SAMPLE_PICTURES))
        counted, scale = pictures, learn_scale(samples, columns_by_name(space.blocks))
    with transaction.atomic():
        # Photos may be calibrated at the same time.
        row = EmbeddingSpace.objects.select_for_update(of=("self",)).get(pk=space.pk)
        measured = replace(row.scales, pictures=counted, catalogue=scale)
        kept = measured.to_json() if measured != Scales() else {}
        if kept != row.calibration:
            EmbeddingSpace.objects.filter(pk=space.pk).update(calibration=kept)
    space.calibration = kept
    return measured
