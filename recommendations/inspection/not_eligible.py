"""The nearest of what shoppers cannot be shown: drafts, and what is sold out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from catalog.models import Product
from embeddings.models import ImageEmbedding
from embeddings.vectors.read import picture_vectors
from recommendations.request.question import Question
from recommendations.retrieval.retrieve import retrieve

_MOST = 12
# No index leads to drafts, so their pictures are compared one by one: 20 ms for so many.
_PICTURES = 2_000


def near_sold_out(question: Question) -> dict[int, float]:
    """Sold-out products among the nearest of all, with their cosines."""
    if not question.filters.in_stock:
        return {}
    wider = replace(question.filters, in_stock=False)
    options = replace(question.options, filters=wider)
    found = retrieve(replace(question, options=options, pool=question.options.limit))
    scores = {each.product_id: each.score or 0.0 for each in found}
    gone = Product.objects.filter(pk__in=scores, stock=0).values_list("pk", flat=True)
    return {pk: scores[pk] for pk in gone}


def near_drafts(question: Question) -> dict[int, float]:
    """The nearest products that are not published, with their cosines; of the newest drafts."""
    query = question.query
    drafts = ImageEmbedding.objects.in_space(query.space).ready()
    drafts = drafts.filter(product__is_published=False).exclude(product__in=question.leave_out)
    owners = dict(drafts.order_by("-pk").values_list("image_id", "product_id")[:_PICTURES])
    vectors = picture_vectors(owners, space=query.space)
    asked = query.searched_vectors
    asked = query.own_vectors() if asked is None else asked
    if not vectors or not len(asked):
        return {}
    images = list(vectors)
    cosines = (np.stack([vectors[image] for image in images]) @ asked.T).max(axis=1)
    best: dict[int, float] = {}
    for image, cosine in zip(images, cosines.tolist(), strict=True):
        score = query.score(1 - cosine)
        best[owners[image]] = max(score, best.get(owners[image], -1.0))
    return dict(sorted(best.items(), key=lambda each: -each[1])[:_MOST])
