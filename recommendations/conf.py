"""What a shop can turn about its similar items: every number with its unit and its reason.

Read them as `conf.NAME`, so that a test or a shop's own settings can change them in one place.
"""

from __future__ import annotations

DEFAULT_LIMIT = 12
"""Products in an answer, unless another number is asked for."""

MAX_LIMIT = 48
"""Products in one answer, at most."""

MAX_OFFSET = 960
"""Products that may be leafed past: a row of similar items is leafed through a few times, and
whoever wants all products lists them."""

DEFAULT_MIN_MATCH = 20
"""Points of calibrated score, 0 to 100, below which nothing counts as similar unless asked for.

On a real shop's pictures the twelfth product of an answer had 40 points in the middle and 29 or
more for 19 of 20 products, so little is lost. It proves no likeness: among hundreds of products
something reaches 60 even for a photo of noise."""

DIVERSIFIED_CANDIDATES = 96
"""Nearest products among which variety is made, whichever page is asked for, so that leafing
neither repeats nor skips; those beyond follow by likeness."""

MAX_QUERY_PICTURES = 4
"""Pictures of a product to search with, the first ones: each costs a search of its own."""

NEGATIVE_SHARE = 0.5
"""How much what is disliked counts against what is liked. Rocchio, "Relevance Feedback in
Information Retrieval", 1971, with the usual preference for the positive examples."""

MAX_BLOCK_WEIGHT = 1_000.0
"""How much a block of the vector ("colour") may count, relative to the others."""

MIN_REGION_SIDE = 0.01
"""Width and height of a photo's region, as shares of the photo, at least: below it there are only
a few pixels left, which are a colour and not a thing."""
