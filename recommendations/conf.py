"""What a shop may turn about its similar items."""

from __future__ import annotations

from infra.conf import Knob


class RecommendationsConf:
    SIMILAR_LIMIT = Knob(
        12,
        unit="products",
        help="Similar items in an answer, unless another number is asked for.",
        at_least=1,
        at_most=48,
    )
    SIMILAR_MAX_LIMIT = Knob(
        48, unit="products", help="Similar items in one answer, at most.", at_least=1, at_most=200
    )
    SIMILAR_MAX_OFFSET = Knob(
        960,
        unit="products",
        help="Similar items that may be leafed past. Whoever wants all products lists them.",
        at_least=0,
        at_most=10_000,
    )
    LOOKS = Knob(
        3,
        unit="looks",
        help="Looks beside a product, on its page and in an answer of the API that asks for no "
        "other number.",
        at_least=1,
        at_most=12,
    )
    MIN_MATCH: Knob[int | None] = Knob(
        None,
        unit="0 to 100",
        help="What matches less counts as no similar item, unless asked for. Unset, each space has "
        "a floor by what its catalogue knows of kinds.",
        at_least=0,
        at_most=100,
        like=0,
    )
    PHOTO_MIN_MATCH: Knob[int | None] = Knob(
        None,
        unit="0 to 100",
        help="The same for what is searched with a photo. Unset, a photo has a floor by how alike "
        "photos and pictures are by chance.",
        at_least=0,
        at_most=100,
        like=0,
    )
    # With 50 an answer by the index takes 0.7 of the time, but brings less of the same kind: mAP@10
    # of clothes is 0.960 at best in place of 0.991 (docs/benchmarks.md).
    REORDERED_CANDIDATES = Knob(
        100,
        unit="products",
        help="Nearest products that are put in order among themselves and by their kind, whichever "
        "page is asked for, so that leafing neither repeats nor skips; those beyond follow by "
        "likeness. Fewer make a big shop quicker, and bring less of the same kind forward.",
        at_least=2,
        at_most=1_000,
    )
    REORDER = Knob(
        True,
        unit="on or off",
        help="Whether each of the nearest is seen together with its own nearest, in spaces that "
        "have learnt which differences do not matter to the shop.",
    )
    KINDS_FIRST = Knob(
        True,
        unit="on or off",
        help="Whether products of the same kind come first, as far as the shop's categories agree "
        "with what looks alike.",
    )
    DIVERSIFIED_CANDIDATES = Knob(
        96,
        unit="products",
        help="Nearest products among which variety is made, whichever page is asked for, so that "
        "leafing neither repeats nor skips; those beyond follow by likeness.",
        at_least=2,
        at_most=1_000,
    )
    MAX_QUERY_PICTURES = Knob(
        4,
        unit="pictures",
        help="A product is compared by its first pictures; each costs a search of its own.",
        at_least=1,
        at_most=16,
    )
    # On a shop's pictures, main pictures of other products: the right product in the wanted colour
    # came first for 0.91, 0.93, 0.93, 0.89 and 0.77 of them at 0.5, 0.7, 1, 1.5 and 2.
    WORDS_SHARE = Knob(
        0.8,
        unit="0.1 to 3",
        help="How much words, and each wish such as another colour, count beside a product or a "
        "photo, which counts 1.",
        at_least=0.1,
        at_most=3,
    )
    # Rocchio, "Relevance Feedback in Information Retrieval", 1971, with the usual preference for
    # the positive examples.
    NEGATIVE_SHARE = Knob(
        0.5,
        unit="0 to 1",
        help="How much examples that are disliked count against those that are liked.",
        at_least=0,
        at_most=1,
    )


conf = RecommendationsConf()
