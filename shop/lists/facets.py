"""Facets as pages show them: groups of boxes to tick, with what each would leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.attributes.labels import attribute_label, value_label
from catalog.attributes.written import write_attribute
from catalog.categories.tree import CategoryTree
from catalog.facets.attributes import AttributeFacet
from catalog.facets.counting import Facets
from catalog.models import Category
from catalog.vocabulary.translated import AttributeWords
from shop.lists.choice import ATTRIBUTE, BRAND, CATEGORY, ListChoice

OPEN = 8
"""Values that are seen at once; the others wait behind "more"."""


@dataclass(frozen=True)
class FacetOption:
    """A box to tick."""

    value: str
    """As it stands in the address."""
    label: str
    count: int | None
    """Cards that the list would have with it; None: not counted."""
    is_chosen: bool


@dataclass(frozen=True)
class FacetGroup:
    """The values of one facet."""

    name: str
    """Of the parameter."""
    title: str
    options: list[FacetOption]

    @property
    def first(self) -> list[FacetOption]:
        return [each for n, each in enumerate(self.options) if n < OPEN or each.is_chosen]

    @property
    def more(self) -> list[FacetOption]:
        return [each for n, each in enumerate(self.options) if n >= OPEN and not each.is_chosen]


def facet_groups(
    choice: ListChoice,
    *,
    facets: Facets,
    attributes: Iterable[AttributeFacet],
    tree: CategoryTree,
    below: Category | None,
    words: AttributeWords,
) -> list[FacetGroup]:
    """What there is to choose from; a facet of a single value is none.

    below: the category whose page it is, or None for all of the shop. words: what the attributes'
    names and values are called.
    """
    groups = [
        FacetGroup(CATEGORY, _("Category"), list(_categories(choice, facets, tree, below))),
        FacetGroup(BRAND, _("Brand"), list(_brands(choice, facets))),
        *(
            FacetGroup(
                ATTRIBUTE, attribute_label(facet.name, words), list(_values(choice, facet, words))
            )
            for facet in attributes
        ),
    ]
    return [
        group
        for group in groups
        if len(group.options) > 1 or any(each.is_chosen for each in group.options)
    ]


def _categories(
    choice: ListChoice, facets: Facets, tree: CategoryTree, below: Category | None
) -> Iterator[FacetOption]:
    """The categories directly below, or those where what is found first goes different ways."""
    counted = ((tree.find(slug), count) for slug, _name, count in facets.categories)
    sums = tree.sums({each.pk: count for each, count in counted if each})
    shown = tree.roots if below is None else tree.children(below)
    stocked = [each for each in shown if sums.get(each.pk)]
    met: list[Category] = []  # of a ring of parents there is no end
    while len(stocked) == 1 and stocked[0] not in met and (inner := tree.children(stocked[0])):
        met += stocked
        stocked = [each for each in inner if sums.get(each.pk)]
    stocked += [each for each in choice.categories if each not in stocked]
    for each in stocked:
        yield FacetOption(each.slug, each.name, sums.get(each.pk, 0), each in choice.categories)


def _brands(choice: ListChoice, facets: Facets) -> Iterator[FacetOption]:
    counts = dict(facets.brands) | {
        brand: 0 for brand in choice.brands if brand not in dict(facets.brands)
    }
    for brand, count in counts.items():
        yield FacetOption(brand, brand, count, brand in choice.brands)


def _values(
    choice: ListChoice, facet: AttributeFacet, words: AttributeWords
) -> Iterator[FacetOption]:
    for value, count in facet.values:
        pair = (facet.name, value)
        label = value_label(value, words)
        yield FacetOption(write_attribute(*pair), label, count, pair in choice.attributes)
