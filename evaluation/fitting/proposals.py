"""What a catalogue could teach: a recipe for each kind of teacher that it has."""

from __future__ import annotations

from collections import Counter

import numpy as np

from embeddings.conf import FIT_UNTAUGHT_PICTURES
from embeddings.pipeline.recipes.fitted import Teacher, fitted_recipe
from evaluation.grades.sampling import Sample

# Of fewer, what they have in common is theirs and no rule.
MIN_TEACHING_PRODUCTS = 10
MIN_TEACHING_CATEGORIES = 2


def propose(plain: str, sample: Sample, *, pictures: int, is_plain: bool) -> dict[Teacher, str]:
    """The recipes worth grading for a shop of so many pictures, by what teaches them.

    Pictures alone teach from 500 on, and only where nothing has been fitted yet: what is learnt
    by products and categories follows it, and not the other way round.
    """
    by_products = _teach_together(sample) >= MIN_TEACHING_PRODUCTS
    filled = Counter(sample.categories).values()
    by_categories = sum(products > 1 for products in filled) >= MIN_TEACHING_CATEGORIES
    teachers: list[Teacher] = []
    if by_products and by_categories:
        teachers.append("both")
    if by_products:
        teachers.append("products")
    if by_categories:
        teachers.append("categories")
    if is_plain and pictures >= FIT_UNTAUGHT_PICTURES:
        teachers.append("pictures")
    return {
        teacher: fitted_recipe(plain, teacher=teacher, pictures=pictures) for teacher in teachers
    }


def _teach_together(sample: Sample) -> int:
    """How many designs have several pictures."""
    families = np.array(sample.families)[sample.owner]
    _, pictures = np.unique(families, return_counts=True)
    return int((pictures > 1).sum())
