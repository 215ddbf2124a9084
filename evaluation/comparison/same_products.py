"""The part of two samples that shows the same products by the same pictures."""

from __future__ import annotations

import numpy as np

from evaluation.grades.sampling import Sample


def same_products(first: Sample, second: Sample) -> tuple[Sample, Sample]:
    """Both samples without the products of which either lacks a picture that the other has."""
    samples = (first, second)
    counts = [
        dict(zip(each.products.tolist(), np.bincount(each.owner).tolist(), strict=True))
        if len(each.products)
        else {}
        for each in samples
    ]
    kept = {pk for pk, pictures in counts[0].items() if counts[1].get(pk) == pictures}
    one, other = (
        each.only(np.array([pk in kept for pk in each.products.tolist()], dtype=bool))
        for each in samples
    )
    return one, other
