"""The stage that gives filters up, one by one, to fill an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from catalog.families import one_per_family
from catalog.product_filter import ProductFilter
from recommendations.candidate import RELAXED, Candidate
from recommendations.request.question import Question


def relax(
    candidates: list[Candidate],
    question: Question,
    *,
    find: Callable[[Question], list[Candidate]],
) -> list[Candidate]:
    """Add what meets only a part of the filters, until the page is full.

    It follows behind what the rules have put in order, by likeness alone: what moved from there to
    the front of a later page would have been missing on the first. `find` brings the candidates of
    a question with wider filters.
    """
    wanted = question.options.wanted
    filled = list(candidates)
    for name, wider in _wider_filters(question):
        if len(filled) >= wanted:
            break
        found = find(question.with_filters(wider, pool=wanted))
        more = islice(one_per_family(found, without=filled), wanted - len(filled))
        filled += [replace(candidate, reasons=(_reason(name),)) for candidate in more]
    return filled


def filters_given_up(candidates: list[Candidate], question: Question) -> list[str]:
    """Which filters `relax` gave up to come to these candidates, in that order.

    All that there are where the page is not full all the same; otherwise the last of them is the
    one that filled it.
    """
    names = [name for name, _ in _wider_filters(question)]
    if len(candidates) < question.options.wanted:
        return names
    reasons = {reason for candidate in candidates for reason in candidate.reasons}
    helped = [number for number, name in enumerate(names) if _reason(name) in reasons]
    return names[: max(helped, default=-1) + 1]


def _wider_filters(question: Question) -> list[tuple[str, ProductFilter]]:
    return list(question.filters.relaxed()) if question.options.relax else []


def _reason(name: str) -> str:
    return f"{RELAXED}:{name}"
