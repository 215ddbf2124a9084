"""The door: what a product or a photo finds in a setting, and why each stands where it stands."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from catalog.models import Product
from embeddings.photos.look import PhotoLook
from recommendations.candidate import Answer
from recommendations.inspection.left_out import LeftOut, find_left_out
from recommendations.inspection.setting import Setting
from recommendations.inspection.trace import Trace
from recommendations.merchandising.active_rules import rules_for
from recommendations.merchandising.rules import Rules
from recommendations.pipeline import answer_newest, answer_query
from recommendations.request.query import Query, asking_pictures


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """An answer with what led to it."""

    answer: Answer
    trace: Trace
    left_out: list[LeftOut]
    """What would otherwise stand there, nearest first."""


def inspect_product(product: Product, setting: Setting) -> Inspection:
    """What the page of a product would show in this setting, published or not.

    Where none of its pictures is compared, its category's newest stand in, as on the page.
    Raises BlockWeightsInvalidError.
    """
    started = time.perf_counter()
    rules = rules_for(product) if setting.follows_rules else Rules()
    pictures = asking_pictures(product, setting.space)
    if not pictures:
        newest = answer_newest(
            product.category_id,
            space=setting.space,
            options=setting.options,
            rules=rules,
            leave_out=[product.pk],
            started=started,
        )
        return Inspection(answer=newest, trace=Trace(), left_out=[])
    query = Query(space=setting.space, image_ids=pictures)
    return _inspect(
        query, setting, rules, asked=[product.pk], categories=[product.category_id], started=started
    )


def inspect_photo(look: PhotoLook, setting: Setting) -> Inspection:
    """What a search with a photo would show, that was looked at in the space of the setting.

    Raises BlockWeightsInvalidError.
    """
    query = Query(
        space=setting.space,
        vectors=np.asarray(look.vectors, dtype=np.float32),
        scale_of_points=look.scale,
    )
    rules = rules_for(None) if setting.follows_rules else Rules()
    return _inspect(query, setting, rules, asked=[], categories=[], started=time.perf_counter())


def _inspect(
    query: Query,
    setting: Setting,
    rules: Rules,
    *,
    asked: list[int],
    categories: list[int],
    started: float,
) -> Inspection:
    trace = Trace()
    answer = answer_query(
        query,
        options=setting.options,
        rules=rules,
        leave_out=asked,
        categories=categories,
        watch=trace.watch,
        started=started,
    )
    left_out = find_left_out(answer, trace, leave_out=asked)
    return Inspection(answer=answer, trace=trace, left_out=left_out)
