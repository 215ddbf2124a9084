"""What a search page shows where words find little or nothing: what looks like it, and chips."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.urls import reverse

from catalog.models import Product
from catalog.product_cards import ProductCard
from catalog.search.finding import WordSearch
from embeddings.spaces.live import live_space
from recommendations.words.looks import LooksOfWords, looks_of_words
from shop.products.refining import Refining
from shop.products.wishes import WishLink, wish_links

FEW = 4
"""Products found; where there are more, nobody needs others."""
LOOKS = 8


@dataclass(frozen=True, kw_only=True)
class BesideWords:
    """Products by their looks, and the first one found in other colours."""

    looks: LooksOfWords | None
    like: ProductCard | None
    """Which one the chips are about."""
    like_address: str
    wishes: list[WishLink]


def beside_words(searched: WordSearch, page: Page[ProductCard]) -> BesideWords | None:
    """None where enough was found, on later pages, and where nothing was typed."""
    if not searched.words or page.paginator.count > FEW or page.number > 1:
        return None
    found = list(page.object_list)
    looks = looks_of_words(searched.words, found=[card.pk for card in found], limit=LOOKS)
    like = found[0] if found else None
    example = Product.objects.filter(pk=like.pk).first() if like else None
    return BesideWords(
        looks=looks,
        like=like,
        like_address=reverse("shop:product", args=[like.slug]) if like else "",
        wishes=wish_links(example, live_space(), refining=Refining()) if example else [],
    )
