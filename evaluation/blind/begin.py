"""Beginning a blind test: products are asked of both spaces until enough answers differ."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from evaluation.blind.models import BlindQuestion, BlindTest
from evaluation.grades.sampling import stable_uniform
from infra.refusals import RefusedError
from recommendations.inspection.inspect import inspect_product
from recommendations.inspection.setting import Setting

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SHOWN = 6
"""Products of each answer: as many as can be taken in at a glance."""
MOST_QUESTIONS = 100
# Whoever begins a test waits for it; an answer takes some 15 ms in each space.
SECONDS = 8.0


class BlindTestRefusedError(RefusedError, ValueError):
    """Codes: same (one space), state (not built), alike (the spaces answer alike)."""


def begin_blind_test(
    first: EmbeddingSpace, second: EmbeddingSpace, *, questions: int, user: User
) -> BlindTest:
    """Find products for which the spaces show different things, in a random order, and keep both.

    Without the staff's rules, which would move both answers alike. Fewer questions than wanted
    where few differ, or where it takes too long. Raises BlindTestRefusedError.
    """
    if first.pk == second.pk:
        raise BlindTestRefusedError("same", _("Choose two different spaces."))
    for space in (first, second):
        if space.state not in (EmbeddingSpace.State.LIVE, EmbeddingSpace.State.READY):
            raise BlindTestRefusedError("state", _("%(space)s is not built."), space=space.name)
    test = BlindTest(
        first=first,
        second=second,
        first_name=first.name,
        second_name=second.name,
        created_by=user,
    )
    found: list[BlindQuestion] = []
    until = time.monotonic() + SECONDS
    for product in _products_in(first, second, order=test.seed):
        if len(found) == min(questions, MOST_QUESTIONS) or time.monotonic() > until:
            break
        test.compared += 1
        answers = [_answer(product, space) for space in (first, second)]
        if set(answers[0]) != set(answers[1]) and all(answers):
            found.append(
                BlindQuestion(
                    test=test,
                    number=len(found) + 1,
                    product=product,
                    first_answer=answers[0],
                    second_answer=answers[1],
                )
            )
    if not found:
        raise BlindTestRefusedError(
            "alike",
            _("Of %(products)s products, none is answered differently by these spaces."),
            products=test.compared,
        )
    with transaction.atomic():
        test.save()
        BlindQuestion.objects.bulk_create(found)
    return test


def _products_in(first: EmbeddingSpace, second: EmbeddingSpace, *, order: str) -> Iterator[Product]:
    """Published products that have a vector in both, in an order of the test's own."""
    found = Product.objects.published()
    for space in (first, second):
        ready = ImageEmbedding.objects.in_space(space).ready()
        found = found.filter(pk__in=ready.values("product_id"))
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    for place in np.argsort(stable_uniform(ids, purpose=order), kind="stable"):
        product = Product.objects.filter(pk=ids[place]).defer("description", "search").first()
        if product is not None:
            yield product


def _answer(product: Product, space: EmbeddingSpace) -> list[int]:
    found = inspect_product(product, Setting(space=space, follows_rules=False, shown=SHOWN))
    return [each.product_id for each in found.answer.results]
