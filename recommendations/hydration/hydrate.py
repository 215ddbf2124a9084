"""The last stage: what a page of candidates shows is read."""

from __future__ import annotations

from dataclasses import replace

from catalog.product_cards import read_cards
from recommendations.candidate import Candidate
from recommendations.hydration.explain import explain
from recommendations.request.options import SearchOptions
from recommendations.request.query import Query


def hydrate(
    candidates: list[Candidate], options: SearchOptions, *, query: Query | None = None
) -> list[Candidate]:
    """The candidates of the page with card, matched picture and, if asked for, explanation.

    Without a query nothing was compared. A product that was deleted since the search is left out.
    """
    page = candidates[options.offset : options.wanted]
    cards = read_cards([candidate.product_id for candidate in page])
    shown = []
    for candidate in page:
        if card := cards.get(candidate.product_id):
            matched = next((i for i in card.images.all() if i.pk == candidate.image_id), None)
            shown.append(replace(candidate, card=card, matched_image=matched))
    return explain(shown, query) if options.explain else shown
