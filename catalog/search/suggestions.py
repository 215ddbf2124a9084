"""The door to suggestions while somebody types: products, categories, words, all by index."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.product_cards import ProductCard, read_cards
from catalog.search.asked import read_asked, write_query
from catalog.vocabulary.past import past_words
from infra.prepared import fetch_prepared

PRODUCTS, CATEGORIES, WORDS = 6, 4, 6
# Of so many products that answer the best are taken: a beginning of two letters answers for half of
# a large catalogue, and nobody looks further before the word is typed.
_LOOKED_AT = 300
_READ_FOR_WORDS = 60
MAX_CHARACTERS = 100


@dataclass(frozen=True)
class SuggestedCategory:
    """A category with products in the shop."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What may be meant by the beginning of a search; empty lists where nothing is."""

    words: list[str]
    """What others found who began so, then the last word as the catalogue's own words go on."""
    categories: list[SuggestedCategory]
    products: list[ProductCard]
    """The best of those that all words find, the last word by its beginning."""


def suggest(
    typed: str, *, products: int = PRODUCTS, categories: int = CATEGORIES, words: int = WORDS
) -> Suggestions:
    """What somebody may be about to search for: at most so many of each, products in the shop.

    Nothing typed, or signs alone, suggests nothing. Six short statements, whose work is bounded
    however large the catalogue is. Raises Django's DatabaseError.
    """
    typed = typed[:MAX_CHARACTERS]
    asked = read_asked(typed)
    if asked.is_empty:
        return Suggestions(words=[], categories=[], products=[])
    written = write_query(asked)
    last = "" if typed[-1].isspace() else asked.last_word
    before = asked.folded.removesuffix(last)
    going_on = _words_beside(written, last, most=words) if before else _words(last, most=words)
    said = [*past_words(asked.folded, most=words // 2), *(before + word for word in going_on)]
    return Suggestions(
        words=list(dict.fromkeys(said))[:words],
        categories=_categories(asked.folded, most=categories),
        products=read_cards(_products(written, asked.folded, most=products)),
    )


def _products(written: str, folded: str, *, most: int) -> list[int]:
    """The ids of the best: whose names begin so first, then by field."""
    if not written or not most:
        return []
    rows = fetch_prepared(
        """
        SELECT id FROM (
            SELECT id, search, sort_name, stock FROM catalog_product
            WHERE is_published AND search @@ %(query)s::tsquery LIMIT %(looked_at)s
        ) AS found
        ORDER BY starts_with(sort_name, (SELECT catalog_sort_key(%(folded)s))) DESC,
            ts_rank('{0.05, 0.3, 0.6, 1}', search, %(query)s::tsquery) DESC,
            stock = 0, sort_name, id
        LIMIT %(most)s
        """,
        {"query": written, "folded": folded, "looked_at": _LOOKED_AT, "most": most},
    )
    return [pk for (pk,) in rows]


def _categories(folded: str, *, most: int) -> list[SuggestedCategory]:
    """Categories with a word of their name that begins so, if a product in the shop is below."""
    rows = fetch_prepared(
        # Materialized, for the key of what was typed would be made anew for each category: 40 ms.
        """
        WITH RECURSIVE typed AS MATERIALIZED (
            SELECT key, replace(key, ' ', '') AS joined
            FROM (SELECT catalog_sort_key(%(folded)s) AS key) AS asked
        ), named AS (
            SELECT id, slug, name, sort_name, position, (
                starts_with(sort_name, key) OR starts_with(replace(sort_name, ' ', ''), joined)
            ) AS first
            FROM catalog_category, typed
            WHERE starts_with(sort_name, key) OR position(' ' || key IN sort_name) > 0
                OR starts_with(replace(sort_name, ' ', ''), joined)
            ORDER BY first DESC, position, sort_name LIMIT 20
        ), below (top, id) AS (
            SELECT id, id FROM named
            UNION
            SELECT below.top, child.id
            FROM catalog_category child JOIN below ON child.parent_id = below.id
        )
        SELECT id, slug, name FROM named
        WHERE EXISTS (
            SELECT FROM below JOIN catalog_product product ON product.category_id = below.id
            WHERE below.top = named.id AND is_published
        )
        ORDER BY first DESC, position, sort_name LIMIT %(most)s
        """,
        {"folded": folded, "most": most},
    )
    return [SuggestedCategory(*row) for row in rows]


def _words(last: str, *, most: int) -> list[str]:
    """The catalogue's own words that begin so."""
    if not last or not most:
        return []
    rows = fetch_prepared(
        # In this form a prepared statement goes by the index; it would not for LIKE.
        """
        SELECT max(shown), max(products) FROM catalog_word
        WHERE word ~>=~ %(first)s AND word ~<~ %(end)s
        GROUP BY word ORDER BY 2 DESC, 1 LIMIT %(most)s
        """,
        {"first": last, "end": last + "\U0010ffff", "most": most},
    )
    return [shown for shown, _ in rows]


def _words_beside(written: str, last: str, *, most: int) -> list[str]:
    """The words that begin so in the names of products that all words find."""
    if not last or not most:
        return []
    rows = fetch_prepared(
        # As the key of the name has them, for to take a name apart takes 0.4 ms; neighbours may be
        # one word: tshirt of T-shirt. How a word is shown, the dictionary knows.
        """
        SELECT shown FROM (
            SELECT word, count(*) AS products FROM (
                SELECT string_to_array(sort_name, ' ') AS parts FROM catalog_product
                WHERE is_published AND search @@ %(query)s::tsquery LIMIT %(looked_at)s
            ) AS found, unnest(parts || ARRAY(
                SELECT one || next FROM unnest(parts, parts[2:]) AS pairs (one, next)
                WHERE next IS NOT NULL
            )) AS said (word)
            WHERE starts_with(word, %(last)s) GROUP BY word
        ) AS said, LATERAL (
            SELECT max(shown) AS shown FROM catalog_word known WHERE known.word = said.word
        ) AS known
        WHERE shown IS NOT NULL ORDER BY said.products DESC, shown LIMIT %(most)s
        """,
        {"query": written, "last": last, "looked_at": _READ_FOR_WORDS, "most": most},
    )
    return [shown for (shown,) in rows]
