"""How alike a photo is by chance to the shop's pictures: the points that its cosines are said in.

Photos resemble pictures less than pictures resemble each other. Measured with the catalogue's own
scale, the floor left nothing of two in three photo searches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
from django.db import transaction

from embeddings.models import EmbeddingSpace, PhotoSpread
from embeddings.photos.centring.catalogue import CatalogueSample
from embeddings.photos.centring.means import LEAST_PHOTOS, MOST_PHOTOS, PRIOR_PHOTOS
from embeddings.pipeline import Block, columns_by_name, unit
from embeddings.spaces.measured.scale import CHANCE_LEVELS, Scale, ScaleError

Floats = npt.NDArray[np.float32]
Spreads = Mapping[str, tuple[float, float]]
"""(mean, variance) of the cosines of one photo with random pictures, by block; "" for the whole."""

PHOTOS = "photos"
"""A scale's basis: learnt from how alike photos are to random pictures."""
PHOTO_FLOOR = 20
"""Points below which nothing looks like a photo. At 20 to 30 points a picture is of the photo's
kind twice as often as a random one, below 20 hardly more often (docs/benchmarks.md)."""

_WHOLE = ""
# 99 of 100 random pairs of a photo and a picture lie below so many standard deviations: 2.5 to 2.8
# with two networks and two catalogues, where a normal distribution has 2.33.
_AT_P99 = 2.6
# Standard deviation of the cosines of photos with pictures, as a share of that among pictures: 0.5
# to 0.8 with two networks and two catalogues, in plain spaces and in fitted ones.
_USUAL_RATIO = 0.65
# No cosine below 1 says "the same picture".
_HIGHEST = 0.98


def photo_spreads(vectors: Floats, space: EmbeddingSpace, sample: CatalogueSample) -> Spreads:
    """How alike photos are to random pictures. (Q, D) unit, as searched with"""
    return {
        name: _moments(mine @ theirs.T)
        for name, mine, theirs in _by_block(vectors, sample.vectors, space.blocks)
    }


def photo_scale(
    spreads: Spreads, space: EmbeddingSpace, sample: CatalogueSample, *, framing: str, share: float
) -> Scale | None:
    """The scale of a photo's cosines, with the photos' own floor.

    The zero is the photo's own mean; the spread is that of the photos seen so far. `share`: how far
    it was taken for a photo; of 0, it is measured as the catalogue's pictures are. None where too
    little is known of the catalogue.
    """
    catalogue = space.scales.catalogue
    if not (sample.says_enough and share):
        return catalogue
    row = PhotoSpread.objects.filter(space=space, framing=framing).first()
    cosines = {}
    for name, _, theirs in _by_block(sample.vectors, sample.vectors, space.blocks):
        mean, own = spreads[name]
        usual = _USUAL_RATIO**2 * _variance_among(theirs)
        variance = _blend((own + usual) / 2, row, name)
        cosines[name] = _between(catalogue, name, chance_cosines(mean, variance), share)
    try:
        whole = cosines.pop(_WHOLE)
        return Scale(
            levels=CHANCE_LEVELS, cosines=whole, blocks=cosines, floor=PHOTO_FLOOR, basis=PHOTOS
        )
    except ScaleError:  # the shop's pictures are all the same
        return None


def chance_cosines(mean: float, variance: float) -> tuple[float, float, float]:
    """The cosines of a photo that have 0, 50 and 100 points."""
    return mean, min(mean + _AT_P99 * variance**0.5, _HIGHEST), 1.0


def add_spreads(space: EmbeddingSpace, framing: str, photos: list[Spreads]) -> None:
    """Add a batch of photos to the sums; raises ValueError for fewer than LEAST_PHOTOS."""
    if len(photos) < LEAST_PHOTOS:
        raise ValueError(f"{len(photos)} photos are too few to be written down together.")
    with transaction.atomic():
        empty = PhotoSpread(space=space, framing=framing)
        PhotoSpread.objects.bulk_create([empty], ignore_conflicts=True)
        row = PhotoSpread.objects.select_for_update().get(space=space, framing=framing)
        seen = row.photos + len(photos)
        faded = min(1.0, MOST_PHOTOS / seen)
        row.sums = {
            name: faded * (row.sums.get(name, 0.0) + sum(photo[name][1] for photo in photos))
            for name in photos[0]
        }
        row.photos = seen * faded
        row.save(update_fields=["sums", "photos", "updated_at"])


def _by_block(
    one: Floats, other: Floats, blocks: Iterable[Block]
) -> list[tuple[str, Floats, Floats]]:
    """The whole vectors, and those of each block, unit length."""
    columns = columns_by_name(blocks)
    parts = [(name, unit(one[:, where]), unit(other[:, where])) for name, where in columns.items()]
    return [(_WHOLE, one, other), *parts]


def _moments(cosines: Floats) -> tuple[float, float]:
    """The mean, and the variance around each photo's own mean."""
    if not cosines.size:
        return 0.0, 0.0
    return float(cosines.mean()), float(cosines.var(axis=1).mean())


def _variance_among(vectors: Floats) -> float:
    cosines = vectors @ vectors.T
    return float(cosines[~np.eye(len(cosines), dtype=bool)].var())


def _blend(before: float, row: PhotoSpread | None, name: str) -> float:
    if row is None or name not in row.sums:
        return before
    return float((PRIOR_PHOTOS * before + row.sums[name]) / (PRIOR_PHOTOS + row.photos))


def _between(
    catalogue: Scale | None, name: str, ours: tuple[float, ...], share: float
) -> tuple[float, ...]:
    """The photos' cosines, or those on the way to them from the catalogue's at the same points."""
    if share >= 1 or catalogue is None:
        return ours
    theirs = catalogue.cosines if name == _WHOLE else catalogue.blocks.get(name, ours)
    at_levels = np.interp(CHANCE_LEVELS, catalogue.levels, theirs)
    return tuple(float(share * a + (1 - share) * b) for a, b in zip(ours, at_levels, strict=True))
