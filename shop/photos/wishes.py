"""What a shopper can say of a photo by a click: what kind of thing it is, and the same in blue."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from catalog.vocabulary.translated import AttributeWords, Said
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.words.read import shown_values
from recommendations.photo_search import PhotoSearch
from recommendations.request.wish import Wish, write_but
from shop.products.wishes import LOOKS, MAX_VALUES, WishLink

MAX_KINDS = 6


@dataclass(frozen=True, kw_only=True)
class PhotoWishes:
    """Links to the same photo's page with one wish more, or one less."""

    kinds: list[WishLink]
    values: list[WishLink]


def photo_wishes(
    search: PhotoSearch, space: SearchedSpace, asked: QueryDict, wish: Wish
) -> PhotoWishes:
    """The categories of what is nearest, where little is close; and values that pictures show."""
    shown = [*wish.but, *(each for each in shown_values(space, LOOKS) if each not in wish.but)]
    values = [(value, write_but([(name, value)])) for name, value in shown[:MAX_VALUES]]
    words = AttributeWords.read(value for value, _but in values)
    current = {write_but([each]) for each in wish.but}
    kinds = [] if asked.get("category") else search.nearest_kinds[:MAX_KINDS]
    return PhotoWishes(
        kinds=[
            WishLink(
                Said(each.name, each.texts_language),
                _with(asked, category=each.slug, nearest="1"),
                False,
            )
            for each in kinds
        ],
        values=[
            WishLink(
                words.say(value), _with(asked, but="" if but in current else but), but in current
            )
            for value, but in values
        ],
    )


def _with(asked: QueryDict, **wanted: str) -> str:
    """The query of the page with other values; an empty one goes."""
    query = asked.copy()
    for name, value in wanted.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"
