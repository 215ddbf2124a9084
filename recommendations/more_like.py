"""The door to recommendations by example: more like these, less like those."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from catalog.models import Product
from embeddings.spaces.live import live_space
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.vectors.read import picture_vectors
from recommendations.candidate import Answer
from recommendations.conf import conf
from recommendations.merchandising.active_rules import rules_for
from recommendations.pipeline import answer_newest, answer_query
from recommendations.request.hearing import hear, words_unavailable
from recommendations.request.query import Query, asking_pictures_of_each
from recommendations.request.question import SearchOptions

Floats = npt.NDArray[np.float32]


def more_like(
    positive: Sequence[Product],
    negative: Sequence[Product],
    options: SearchOptions | None = None,
    *,
    beside: Product | None = None,
) -> Answer:
    """More like these, less like those; with negative examples alone, the least like them.

    Searches in the direction of the mean of the positive examples less half that of the negative
    ones, each product by the mean of its pictures. The examples themselves stay out. The shop's
    own floor does not hold here: what is asked for may well resemble no single product. At least
    one example is needed, or a wish in words; while no example is embedded, its category's newest
    stand in. The staff's rules for everywhere hold, and those for what it stands `beside`.
    Raises BlockWeightsInvalidError, WordsRefusedError.
    """
    started = time.perf_counter()
    options = options or SearchOptions()
    if not positive and not negative:
        return _answer_words(options, started=started)
    examples = [*positive, *negative]
    leave_out = [product.pk for product in examples]
    rules = rules_for(beside)
    space = live_space()
    direction = _direction_of(positive, negative, space) if space else None
    if space is None or direction is None:
        return answer_newest(
            examples[0].category_id,
            space=space,
            options=options,
            rules=rules,
            leave_out=leave_out,
            started=started,
        )
    return answer_query(
        # An index finds what is near. The products least like something are far, so that question
        # is answered by an exact scan.
        Query(space=space, vectors=direction[None], exact=not positive),
        options=options,
        rules=rules,
        leave_out=leave_out,
        floor=0,
        categories=[product.category_id for product in positive],
        started=started,
    )


def _answer_words(options: SearchOptions, *, started: float) -> Answer:
    """Products that look as words say, without any example."""
    space = live_space()
    if space is None:
        raise words_unavailable(options.wish)
    heard = hear(options.wish, space)
    return answer_query(
        heard.alone(space), options=options, rules=rules_for(None), heard=heard, started=started
    )


def _direction_of(
    positive: Sequence[Product], negative: Sequence[Product], space: SearchedSpace
) -> Floats | None:
    """The mean of the positive examples less a share of that of the negative ones: (D,) unit.

    Each product counts by the mean of its pictures. None where no example is embedded, or where
    nothing is left.
    """
    liked, disliked = _mean(positive, space), _mean(negative, space)
    if disliked is None:
        direction = liked
    elif liked is None:
        direction = -disliked
    else:
        direction = liked - conf.NEGATIVE_SHARE * disliked
    if direction is None or not (length := float(np.linalg.norm(direction))):
        return None
    return np.asarray(direction / length, dtype=np.float32)


def _mean(products: Sequence[Product], space: SearchedSpace) -> Floats | None:
    """The mean of the products' own means; None where none of them is embedded."""
    if not products:
        return None
    pictures = asking_pictures_of_each([product.pk for product in products], space)
    known = picture_vectors([each for some in pictures.values() for each in some], space=space)
    vectors = [[known[each] for each in some if each in known] for some in pictures.values()]
    means = [np.mean(some, axis=0) for some in vectors if some]
    return np.asarray(np.mean(means, axis=0)) if means else None
