"""Whether more of the asked kind may be found than has been, without searching for it."""

from __future__ import annotations

from collections.abc import Sequence

from infra.prepared import fetch_prepared
from recommendations.candidate import Candidate
from recommendations.request.question import Question

# A search of these categories is another statement each time, so that it is planned anew: 1.5 ms
# in place of 0.2.
_ANY_LEFT = """
    SELECT EXISTS (
        SELECT FROM catalog_product
        WHERE category_id = ANY(%s::bigint[]) AND is_published
            AND id <> ALL(%s::bigint[])
            AND (family = '' OR family <> ALL(%s::text[]))
    )
"""


def own_kind_is_left(question: Question, found: Sequence[Candidate]) -> bool:
    """Whether there are products of the asked kind beside those found and their variants.

    Filters may still leave none of them.
    """
    own = question.kinds.same if question.kinds else frozenset()
    met = [each for each in found if each.category_id in own]
    ids = [*question.leave_out, *(each.product_id for each in met)]
    families = [each.family for each in met if each.family]
    ((left,),) = fetch_prepared(_ANY_LEFT, (list(own), ids, families))
    return bool(left)
