"""What the shop's categories say of likeness, measured in each space and kept with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from catalog.models import Category
from embeddings.conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import columns_by_name, unit
from embeddings.spaces.measured.agreement import Agreement, measure_agreement
from embeddings.spaces.measured.counts import read_space_counts
from embeddings.spaces.measured.kind_prior import KindPrior, worth_of
from embeddings.spaces.measured.places import best_pairs, places_of
from embeddings.spaces.measured.sample import Sample, sample_pictures

_SAMPLE_PICTURES = 2_000
# For the spread of single blocks, of which percentiles are asked alone.
_BLOCK_PICTURES = 500
# Products change their category without a new picture.
_MEASURED_AGAIN_AFTER = timedelta(days=1)

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


def measure_changed_kinds() -> None:
    """Measure each active space whose pictures have become others, and all of them once a day."""
    for counts in read_space_counts():
        known = counts.space.kind_prior
        before = known.pictures if known else 0
        changed = abs(counts.ready - before) > conf.CALIBRATE_AFTER_CHANGE * before
        old = known and timezone.now() - known.measured_at > _MEASURED_AGAIN_AFTER
        if changed or old:
            measure_kinds(counts.space)


def measure_kinds(space: EmbeddingSpace) -> KindPrior | None:
    """Learn how far the categories are to be trusted beside the cosines, and keep it.

    None, and nothing kept, while the space has too few pictures to say anything.
    """
    sample = sample_pictures(space, _SAMPLE_PICTURES)
    prior = _measure(space, sample) if len(sample.products) >= 3 else None
    space.kinds = prior.to_json() if prior else {}
    space.save(update_fields=["kinds"])
    return prior


def _measure(space: EmbeddingSpace, sample: Sample) -> KindPrior:
    places, categories = places_of(sample)
    alike = best_pairs(sample.vectors, places)
    spread = _spread_of(alike[~np.eye(len(alike), dtype=bool)])
    pictures, now = space.embeddings.ready().count(), timezone.now()
    if spread <= 0:  # one design alone, or a catalogue that repeats one picture
        return KindPrior(pictures=pictures, measured_at=now, spread=0.0)
    blocks = _spreads_by_block(space, sample.vectors)
    if unlearnt := _prior_of_unlearnt(space):
        return replace(unlearnt, pictures=pictures, measured_at=now, spread=spread, blocks=blocks)
    same = measure_agreement(alike, categories)
    return KindPrior(
        pictures=pictures,
        measured_at=now,
        spread=spread,
        blocks=blocks,
        same={
            category: worth_of(agreement, same.chance[category])
            for category, agreement in same.by_label.items()
        },
        usual=_usual_worth(same),
        sibling=_worth_of_siblings(alike, categories) if same.usual else 0.0,
    )


def _prior_of_unlearnt(space: EmbeddingSpace) -> KindPrior | None:
    """What a space of the same features says that has not learnt from the categories itself.

    One that has agrees with them however wrong they are: 193 pictures of the demo agreed at .97 by
    a learnt space, at .4 by the plain one before it.
    """
    if not (space.learnt_within and space.features_key):
        return None
    alike = EmbeddingSpace.objects.filter(features_key=space.features_key).exclude(kinds={})
    return next((each.kind_prior for each in alike if not each.learnt_within), None)


def _spread_of(cosines: Floats) -> float:
    if not len(cosines):
        return 0.0
    median, p99 = np.percentile(cosines, [50, 99])
    return round(float(p99 - median), 4)


def _spreads_by_block(space: EmbeddingSpace, vectors: Floats) -> dict[str, float]:
    """The spread of each block's own cosines; several blocks may share a name."""
    spreads = {}
    for name, own in columns_by_name(space.blocks).items():
        # A block may be all zero in one picture: it is like nothing then.
        rows = unit(vectors[:_BLOCK_PICTURES, own])
        spreads[name] = _spread_of((rows @ rows.T)[np.triu_indices(len(rows), 1)])
    return spreads


def _usual_worth(agreement: Agreement) -> float:
    return worth_of(agreement.usual, float(np.mean([*agreement.chance.values(), 0.0])))


def _worth_of_siblings(alike: Floats, categories: Integers) -> float:
    """What a shared parent is worth between things of different categories."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    shared = [parents.get(own) or 0 for own in categories.tolist()]
    kinds_below = {
        parent: len({own for own, above in zip(categories.tolist(), shared, strict=True)
                     if above == parent})
        for parent in set(shared)
    }  # fmt: skip
    # A department has no siblings, nor has an only child: such a thing has a label of its own.
    labels = [
        parent if parent and kinds_below[parent] > 1 else -number
        for number, parent in enumerate(shared, start=1)
    ]
    others = np.where(categories[:, None] == categories, -1.0, alike).astype(np.float32)
    return _usual_worth(measure_agreement(others, np.array(labels, dtype=np.int64)))
