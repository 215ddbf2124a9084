"""From a question to an answer: find, keep what is close, vary, let the staff arrange, read."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from catalog.product_cards import read_cards
from catalog.product_filter import ProductFilter
from catalog.querysets import ProductQuerySet
from embeddings.index.pgvector.chooser import nearest_products
from embeddings.index.pgvector.filter_sql import compile_filter
from embeddings.models import EmbeddingSpace
from embeddings.vectors.read import picture_vectors
from recommendations.answer import CATEGORY_NEWEST, RELAXED, Answer, Place, Similar
from recommendations.explanation import explain
from recommendations.merchandising.arrange import NOT_PUBLISHED, Arranged
from recommendations.merchandising.rules import Rules
from recommendations.request.options import SearchOptions
from recommendations.request.query import Query
from recommendations.reranking.calibrated_score import DEFAULT_MIN_MATCH
from recommendations.reranking.diversity import diversify

# Variety is made among so many of the nearest, whichever page is asked for, so that leafing
# neither repeats nor skips; those beyond follow by nearness.
DIVERSIFIED = 96


def answer_query(
    query: Query,
    *,
    filters: ProductFilter,
    options: SearchOptions,
    rules: Rules,
    leave_out: Collection[int] = (),
    floor: int = DEFAULT_MIN_MATCH,
    started: float,
) -> Answer:
    """Answer with what is nearest to a query; raises BlockWeightsInvalidError."""
    query = query.weighted(options.weights)
    if options.min_match is not None:
        floor = options.min_match
    elif not query.space.calibration:
        floor = 0  # nobody knows yet what chance would give
    search = _Search(query=query, leave_out=[*leave_out, *rules.hidden_ids], floor=floor)
    wanted = options.wanted + rules.spare
    if options.diversity:
        wanted = max(wanted, DIVERSIFIED)
    places = search.places(filters, limit=wanted)
    if options.diversity:
        places = _vary(places, query, options.diversity)
    missing = rules.missing_from(places)
    arranged = rules.arrange(
        places,
        fetched=search.fetch(missing, filters, options.min_match) if missing else [],
        limit=options.wanted,
        floor=search.floor,
    )
    relaxed: list[str] = []
    if options.relax:
        # Behind what the rules have arranged, and by likeness alone: what moves from there to the
        # front of a later page would have been missing on the first.
        relaxed = search.fill(arranged.slots, filters, limit=options.wanted)
    return _read(arranged, query=query, options=options, relaxed=relaxed, started=started)


def answer_newest(
    category_id: int,
    *,
    space: EmbeddingSpace | None,
    filters: ProductFilter,
    options: SearchOptions,
    rules: Rules,
    leave_out: Collection[int],
    started: float,
) -> Answer:
    """A category's newest stand in for what cannot be compared yet."""
    eligible = filters.apply().exclude(pk__in=[*leave_out, *rules.hidden_ids])
    # Who asks for another category gets its newest, not none.
    same = eligible.filter(category=category_id) if filters.category is None else eligible
    places: dict[str | int, Place] = {}
    for place in _newest(same):
        places.setdefault(place.slot, place)
        if len(places) == options.wanted + rules.spare:
            break
    found = list(places.values())
    # The older ones that a rule raises, so that they stand in front on the first page already.
    found += _newest(same.filter(pk__in=rules.missing_from(found)))
    pinned = eligible.filter(pk__in=rules.missing_from(found)).values_list("pk", "family")
    arranged = rules.arrange(
        found,
        fetched=[Place(product_id=pk, family=family) for pk, family in pinned],
        limit=options.wanted,
    )
    answer = _read(arranged, query=None, options=options, relaxed=[], started=started)
    return replace(answer, space=space, fallback=CATEGORY_NEWEST)


def _newest(products: ProductQuerySet) -> Iterator[Place]:
    for pk, family in products.newest().values_list("pk", "family").iterator():
        yield Place(product_id=pk, family=family, reasons=[CATEGORY_NEWEST])


class _Search:
    """One query to the eligible products, as often as filters and rules make it necessary."""

    def __init__(self, *, query: Query, leave_out: Sequence[int], floor: int) -> None:
        self.query, self.leave_out, self.floor = query, leave_out, floor

    def places(self, filters: ProductFilter, *, limit: int) -> list[Place]:
        """The nearest that meet the conditions and are close enough."""
        found = self._nearest(compile_filter(filters), limit=limit, narrow=filters.narrow)
        return [place for place in found if (place.match or 0) >= self.floor]

    def fill(self, places: list[Place], filters: ProductFilter, *, limit: int) -> list[str]:
        """Give filters up, one by one, until there are enough places; which were given up."""
        given_up: list[str] = []
        there = {place.slot for place in places}
        for name, wider in filters.relaxed():
            if len(places) >= limit:
                break
            given_up.append(name)
            for place in self.places(wider, limit=limit):
                if place.slot not in there and len(places) < limit:
                    there.add(place.slot)
                    places.append(replace(place, reasons=[f"{RELAXED}:{name}"]))
        return given_up

    def fetch(self, ids: list[int], filters: ProductFilter, min_match: int | None) -> list[Place]:
        """These products as places, as far as they are eligible, compared or not."""
        eligible = filters.apply().filter(pk__in=set(ids) - set(self.leave_out))
        families = dict(eligible.values_list("pk", "family"))
        found: list[Place] = []
        left = set(families)
        while left:
            near = self._nearest(eligible.filter(pk__in=left), limit=len(left), narrow=True)
            found += near
            # A search brings one of each family; here each was asked for.
            met = {place.family for place in near if place.family}
            left = {pk for pk in left if families[pk] in met} - {p.product_id for p in near}
        found.sort(key=lambda place: -(place.score or 0))
        compared = {place.product_id for place in found}
        found += [
            Place(product_id=pk, family=family)
            for pk, family in families.items()
            if pk not in compared
        ]
        return [place for place in found if (place.match or 0) >= (min_match or 0)]

    def _nearest(self, eligible: ProductQuerySet | str, *, limit: int, narrow: bool) -> list[Place]:
        query = self.query
        places = []
        for near in nearest_products(
            query.asked(),
            space=query.space,
            eligible=eligible,
            limit=limit,
            narrow=narrow,
            leave_out=self.leave_out,
            exact=query.exact,
        ):
            score = query.score(near.distance)
            places.append(
                Place(
                    product_id=near.product_id,
                    family=near.family,
                    image_id=near.image_id,
                    score=score,
                    match=query.match(score),
                )
            )
        return places


def _vary(places: list[Place], query: Query, diversity: float) -> list[Place]:
    head, tail = places[:DIVERSIFIED], places[DIVERSIFIED:]
    known = picture_vectors([p.image_id for p in head if p.image_id], space=query.space)
    # A picture that was replaced since the search has no vector now.
    head = [place for place in head if place.image_id in known]
    if not head:
        return tail
    vectors = np.stack([known[p.image_id] for p in head if p.image_id])
    order = diversify([p.score or 0.0 for p in head], vectors, diversity=diversity)
    return [head[n] for n in order] + tail


def _read(
    arranged: Arranged[Place],
    *,
    query: Query | None,
    options: SearchOptions,
    relaxed: list[str],
    started: float,
) -> Answer:
    page = arranged.slots[options.offset : options.wanted]
    cards = {card.pk: card for card in read_cards([place.product_id for place in page])}
    explanations = explain(page, query=query, moved=arranged.moved) if options.explain else {}
    shown = {place.product_id for place in arranged.slots}
    results = []
    for place in page:
        # One deleted since the search is left out.
        if card := cards.get(place.product_id):
            results.append(
                Similar(
                    product=card,
                    score=place.score,
                    match=place.match,
                    matched_image=card.picture(place.image_id),
                    reasons=place.reasons,
                    explanation=explanations.get(place.product_id),
                )
            )
    return Answer(
        results=results,
        space=query.space if query else None,
        took_ms=(time.perf_counter() - started) * 1000,
        relaxed=relaxed,
        # Which products are not published is nobody's business outside.
        removed=[
            gone
            for gone in arranged.removed
            if gone.why != NOT_PUBLISHED and gone.product_id not in shown
        ]
        if options.explain
        else None,
    )
