"""What a draft would do: the list as shoppers get it now, and as they would, by the same walk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.models import Product
from recommendations.arranging.draft import Draft
from recommendations.candidate import Answer, Candidate
from recommendations.merchandising.active_rules import effects_beside
from recommendations.merchandising.rules import RuleEffect, Rules
from recommendations.request.question import SearchOptions
from recommendations.rows import own_row
from recommendations.similar import similar_products

# Enough for a page to know whether kinds are told apart, as the shop's page asks.
_OTHER_KINDS = 1


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A product in the list."""

    place: int
    """In the answer, from 1: what a pin names."""
    candidate: Candidate
    was: int | None = None
    """Its place in the list that holds now; None where it does not stand there."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The list before and after; the same where there is nothing to save."""

    before: list[Slot]
    after: list[Slot]
    gone: list[Slot]
    """What stands in the list now and would not any more."""
    holding: list[RuleEffect]
    """What holds now, contradictions and all."""
    answer: Answer
    """What would be answered, with what rules took out."""


def preview(draft: Draft) -> Preview:
    """Compare what holds now with what would hold once the draft is saved.

    Rules of the draft count as if they held now, whatever their dates.
    """
    holding = effects_beside(draft.beside)
    drafted = list(_effects_of(draft))
    now = _answer(draft.beside, Rules.of(holding))
    before = _slots(now)
    rules = Rules.of([*(each for each in holding if each.rule_id not in draft.ending), *drafted])
    answer = _answer(draft.beside, rules) if draft else now
    was = {slot.candidate.product_id: slot.place for slot in before}
    after = _slots(answer, was)
    there = {slot.candidate.product_id for slot in after}
    gone = [slot for slot in before if slot.candidate.product_id not in there]
    return Preview(before=before, after=after, gone=gone, holding=holding, answer=answer)


def _answer(product: Product, rules: Rules) -> Answer:
    options = SearchOptions(other_kinds=_OTHER_KINDS, explain=True)
    return similar_products(product, options, rules=rules)


def _slots(answer: Answer, was: dict[int, int] | None = None) -> list[Slot]:
    places = {each.product_id: n for n, each in enumerate(answer.results, start=1)}
    return [
        Slot(
            place=places[each.product_id],
            candidate=each,
            was=(places if was is None else was).get(each.product_id),
        )
        for each in own_row(answer)
    ]


def _effects_of(draft: Draft) -> Iterable[RuleEffect]:
    known = Product.objects.filter(pk__in=draft.by_product).values_list(
        "pk", "is_published", "stock"
    )
    states = {pk: (is_published, stock) for pk, is_published, stock in known}
    for change in draft.changes:
        if change.kind and change.product_id in states:
            is_published, stock = states[change.product_id]
            standing = draft.standing.get(change.product_id)
            yield RuleEffect(
                rule_id=standing[0].pk if standing else 0,
                kind=change.kind,
                product_id=change.product_id,
                position=change.position,
                strength=change.strength,
                note=change.note,
                is_published=is_published,
                stock=stock,
            )
