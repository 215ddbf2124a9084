"""How far a space's order agrees with what people said: a grade of its own."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import numpy as np
from django.db import transaction

from embeddings.models import EmbeddingSpace
from evaluation.grades.metrics import mean_with_interval
from evaluation.judgements.cosines import cosines_of
from evaluation.judgements.models import LEVELS, Judgement
from evaluation.measured import MIN_PRODUCTS

# The newest; their pictures are read in some 3 s.
MOST = 5_000

Grade = dict[str, Any]


def grade_judgements(space: EmbeddingSpace) -> Grade:
    """How a space orders the products that people have judged.

    `ordered`: of two products that were judged beside the same one, one better than the other, how
    often the better one is nearer (nothing between them counts half). `right_ahead`: how often a
    right one is nearer than a wrong one. Several people's words on a pair are averaged. Each mean
    has its 95 % interval over asked products, `judgements` and `people` say of how many words.
    By cosines alone, without rules, kinds and floors. What cannot be graded says `not_enough`.
    """
    rows = list(
        Judgement.objects.values_list("asked", "shown", "verdict", "user").order_by("-pk")[:MOST]
    )
    words: dict[tuple[int, int], list[int]] = defaultdict(list)
    for asked, shown, verdict, _user in rows:
        words[asked, shown].append(LEVELS[verdict])
    near = cosines_of(words, space=space)
    by_asked: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for (asked, shown), cosine in near.items():
        by_asked[asked].append((float(np.mean(words[asked, shown])), cosine))
    told = {
        "judgements": sum(len(words[pair]) for pair in near),
        "people": len({user for asked, shown, _v, user in rows if (asked, shown) in near}),
    }
    return {**told, **_measure(by_asked)}


def regrade_judgements(space: EmbeddingSpace) -> Grade:
    """Grade a space by today's judgements and keep that beside its other grades."""
    grade = grade_judgements(space)
    with transaction.atomic():  # other grades may be written meanwhile
        row = EmbeddingSpace.objects.select_for_update().get(pk=space.pk)
        row.grades = {**row.grades, "judgements": grade}
        row.save(update_fields=["grades"])
    return grade


def _measure(by_asked: dict[int, list[tuple[float, float]]]) -> Grade:
    ordered, ahead = _shares(by_asked, apart=False), _shares(by_asked, apart=True)
    if len(ordered) < MIN_PRODUCTS:
        return {
            "not_enough": f"Of {len(ordered)} products have two others been judged differently; at "
            f"least {MIN_PRODUCTS} are needed."
        }
    grade: Grade = {"queries": len(ordered), "ordered": _mean(ordered)}
    if len(ahead) >= MIN_PRODUCTS:
        grade["right_ahead"] = _mean(ahead)
    return grade


def _shares(by_asked: dict[int, list[tuple[float, float]]], *, apart: bool) -> list[float]:
    """For each asked product, which share of its pairs stands in the order that people gave."""
    shares = []
    for judged in by_asked.values():
        won = [
            0.5 + 0.5 * float(np.sign((one[0] - other[0]) * (one[1] - other[1])))
            for one, other in combinations(judged, 2)
            if one[0] != other[0] and (not apart or (one[0] > 0) != (other[0] > 0))
        ]
        if won:
            shares.append(float(np.mean(won)))
    return shares


def _mean(shares: list[float]) -> dict[str, float]:
    return mean_with_interval(np.asarray(shares), np.arange(len(shares)))
