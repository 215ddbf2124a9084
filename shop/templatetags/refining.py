"""Addresses of a product page whose look-alikes are refined further."""

from __future__ import annotations

from django import template

from shop.products.refining import Refining

register = template.Library()


@register.filter
def more_like(refining: Refining, slug: str) -> str:
    """The query of the page with more like this product."""
    return refining.more_like(slug).query


@register.filter
def less_like(refining: Refining, slug: str) -> str:
    """The query of the page with less like this product."""
    return refining.less_like(slug).query
