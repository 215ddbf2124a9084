"""The stage that finds: the products nearest to what is asked."""

from __future__ import annotations

from catalog.product_filter import ProductFilter
from embeddings.index import QueryPictures, QueryVectors, vector_index
from recommendations.candidate import Candidate
from recommendations.request.question import Question


def retrieve(question: Question) -> list[Candidate]:
    """The products that meet the filters, nearest first, ties by id; of each family the nearest.

    Exactly min(pool, eligible families and single products with a vector).
    """
    return _search(question, question.filters, limit=question.pool)


def retrieve_named(question: Question, product_ids: list[int]) -> list[Candidate]:
    """These products as far as they meet the filters, nearest first, then those not compared."""
    named = question.filters.among(set(product_ids) - set(question.leave_out))
    families = dict(named.apply().values_list("pk", "family"))
    found: list[Candidate] = []
    left = set(families)
    while left:
        near = _search(question, named.among(left), limit=len(left))
        found += near
        # A search brings one product of each family; here each of them was asked for.
        met = {candidate.family for candidate in near if candidate.family}
        left = {pk for pk in left if families[pk] in met} - {each.product_id for each in near}
    found.sort(key=lambda candidate: -(candidate.score or 0))
    compared = {candidate.product_id for candidate in found}
    return found + [
        Candidate(product_id=pk, family=family)
        for pk, family in families.items()
        if pk not in compared
    ]


def _search(question: Question, where: ProductFilter, *, limit: int) -> list[Candidate]:
    query = question.query
    vectors = query.searched_vectors
    hits = vector_index().search(
        QueryPictures(tuple(query.image_ids)) if vectors is None else QueryVectors(vectors),
        space=query.space,
        where=where,
        limit=limit,
        leave_out=question.leave_out,
        exact=query.exact,
    )
    query.gaps.note(complete=hits.complete)
    return [
        Candidate(
            product_id=hit.product_id,
            family=hit.family,
            image_id=hit.image_id,
            score=query.score(hit.distance),
            category_id=hit.category_id,
        )
        for hit in hits
    ]
