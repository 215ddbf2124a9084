"""The stage that finds: the products nearest to what is asked."""

from __future__ import annotations

from catalog.querysets import ProductQuerySet
from embeddings.index.pgvector.chooser import nearest_products
from embeddings.index.pgvector.filter_sql import compile_filter
from embeddings.index.pgvector.search import Asked, ask_with_pictures, ask_with_vectors
from recommendations.candidate import Candidate
from recommendations.request.query import Query
from recommendations.request.question import Question


def retrieve(question: Question) -> list[Candidate]:
    """The products that meet the filters, nearest first, ties by id; of each family the nearest.

    Exactly min(pool, eligible families and single products with a vector).
    """
    filters = question.filters
    return _search(question, compile_filter(filters), limit=question.pool, narrow=filters.narrow)


def retrieve_named(question: Question, product_ids: list[int]) -> list[Candidate]:
    """These products as far as they meet the filters, nearest first, then those not compared."""
    eligible = question.filters.apply().filter(pk__in=set(product_ids) - set(question.leave_out))
    families = dict(eligible.values_list("pk", "family"))
    found: list[Candidate] = []
    left = set(families)
    while left:
        near = _search(question, eligible.filter(pk__in=left), limit=len(left), narrow=True)
        found += near
        # A search brings one of each family; here each was asked for.
        met = {candidate.family for candidate in near if candidate.family}
        left = {pk for pk in left if families[pk] in met} - {each.product_id for each in near}
    found.sort(key=lambda candidate: -(candidate.score or 0))
    compared = {candidate.product_id for candidate in found}
    return found + [
        Candidate(product_id=pk, family=family)
        for pk, family in families.items()
        if pk not in compared
    ]


def _search(
    question: Question, eligible: ProductQuerySet | str, *, limit: int, narrow: bool
) -> list[Candidate]:
    query = question.query
    hits = nearest_products(
        _asked(query),
        space=query.space,
        eligible=eligible,
        limit=limit,
        narrow=narrow,
        leave_out=question.leave_out,
        exact=query.exact,
    )
    return [
        Candidate(
            product_id=hit.product_id,
            family=hit.family,
            image_id=hit.image_id,
            score=query.score(hit.distance),
        )
        for hit in hits
    ]


def _asked(query: Query) -> Asked:
    if query.searched_vectors is None:
        return ask_with_pictures(query.image_ids, space=query.space)
    return ask_with_vectors(query.searched_vectors, space=query.space)
