"""All kinds of findings, in the order in which staff are told."""

from __future__ import annotations

from hygiene.findings.models import FindingKind
from hygiene.kinds.base import Kind
from hygiene.kinds.pictures import (
    blank,
    blurred,
    near_picture,
    repeated,
    same_picture,
    sideways,
    tiny,
)
from hygiene.kinds.products import (
    capitals,
    missing_attribute,
    same_product,
    wrong_category,
    wrong_colour,
)

KINDS: dict[FindingKind, Kind] = {
    each.KIND.kind: each.KIND
    for each in (
        *(wrong_category, same_product, wrong_colour, missing_attribute, capitals),
        *(same_picture, near_picture, blank, blurred, tiny, repeated, sideways),
    )
}
