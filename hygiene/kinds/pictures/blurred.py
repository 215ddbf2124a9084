"""Pictures in which nothing is sharp."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hygiene.checking.batch import Batch
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind
from hygiene.kinds.pictures.mends import DELETE, TAKE_OUT
from hygiene.kinds.pictures.one_picture import found_in, is_settled

# px of 512. Of 280 pictures of a shop, of clothes at home and drawn ones the sharpest edges are 1.5
# to 3.5 px wide, and blurred by a Gaussian of 4 px of 1,000 they are 4.6 to 8.
_BLURRED, _SURELY = 5.0, 8.0


def _find(batch: Batch) -> Iterator[Found]:
    for image in batch.pictures:
        measures = batch.measures.get(image.pk)
        width = measures.edge_width if measures else None
        if width is None or width < _BLURRED or image.set_aside or is_settled(image):
            continue
        sure = min(1.0, (width - _BLURRED) / (_SURELY - _BLURRED))
        confidence = round(0.7 + 0.3 * sure, 2)
        yield found_in(image, FindingKind.BLURRED, confidence=confidence, edge_width=width)


def _tell(finding: Finding) -> list[str]:
    told = _(
        "Its sharpest edges are %(width)s px wide at a size of 512 px; sharp ones have 2 to 3."
    )
    return [told % {"width": number_format(finding.evidence["edge_width"], 1)}]


KIND = Kind(kind=FindingKind.BLURRED, find=_find, tell=_tell, mends=(TAKE_OUT, DELETE))
