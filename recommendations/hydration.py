"""The last stage: what a page of candidates shows is read, and accounted for if asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from catalog.product_cards import CardPicture, read_cards, read_pictures
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.vectors.read import picture_vectors
from recommendations.candidate import Candidate, Explanation
from recommendations.request.query import Query
from recommendations.request.question import SearchOptions

Floats = npt.NDArray[np.float32]


def hydrate(
    candidates: list[Candidate], options: SearchOptions, *, query: Query | None = None
) -> list[Candidate]:
    """The candidates of the page, each with its card and, if asked for, its explanation.

    Without a query nothing was compared. A product that was deleted since the search is left out.
    """
    (shown,) = show([page_of(candidates, options)])
    return explain(shown, query) if options.explain else shown


def page_of(candidates: list[Candidate], options: SearchOptions) -> list[Candidate]:
    """Those that are asked for."""
    return candidates[options.offset : options.wanted]


def show(pages: Sequence[list[Candidate]]) -> list[list[Candidate]]:
    """Several pages, with the cards of all of them read in one statement."""
    ids = dict.fromkeys(each.product_id for page in pages for each in page)
    cards = {card.pk: card for card in read_cards(list(ids))}
    return [
        [each.shown(cards[each.product_id]) for each in page if each.product_id in cards]
        for page in pages
    ]


def explain(candidates: Sequence[Candidate], query: Query | None) -> list[Candidate]:
    """Say of each candidate which pictures met, how alike each block is, and what moved it."""
    compared = _compare(candidates, query) if query is not None else {}
    explained = []
    for candidate in candidates:
        blocks, asked = compared.get(candidate.product_id, ({}, None))
        explanation = Explanation(
            cosine=candidate.score,
            relevance=None if candidate.score is None else candidate.relevance,
            blocks=blocks,
            asked_image=asked,
            moved=candidate.moved,
        )
        explained.append(replace(candidate, explanation=explanation))
    return explained


def _compare(
    candidates: Sequence[Candidate], query: Query
) -> dict[int, tuple[dict[str, float], CardPicture | None]]:
    """Product id -> each block's cosine with the asked picture that it resembles, and that one."""
    ids = [each.image_id for each in candidates if each.image_id is not None]
    vectors = picture_vectors(ids, space=query.space)
    own = query.own_vectors()
    searched = own if query.weighted_vectors is None else query.weighted_vectors
    pictures = read_pictures(query.image_ids)
    compared = {}
    for candidate in candidates:
        vector = vectors.get(candidate.image_id or 0)
        if vector is not None and len(own):
            best = int(np.argmax(searched @ vector))
            asked = pictures.get(query.image_ids[best]) if query.image_ids else None
            blocks = block_cosines(query.space, own[best], vector)
            compared[candidate.product_id] = (blocks, asked)
    return compared


def block_cosines(space: SearchedSpace, one: Floats, other: Floats) -> dict[str, float]:
    """The cosine of each block; of blocks that share a name, their mean by weight."""
    sums: dict[str, float] = {}
    weights: dict[str, float] = {}
    for block in space.blocks:
        a, b = one[block.start : block.stop], other[block.start : block.stop]
        length = float(np.linalg.norm(a) * np.linalg.norm(b))
        cosine = float(a @ b) / length if length else 0.0
        sums[block.name] = sums.get(block.name, 0.0) + block.weight * cosine
        weights[block.name] = weights.get(block.name, 0.0) + block.weight
    return {name: total / weights[name] for name, total in sums.items()}
