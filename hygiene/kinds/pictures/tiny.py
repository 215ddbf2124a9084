"""Pictures that are too small to be looked at closely."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hygiene.checking.batch import Batch
from hygiene.conf import conf
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind
from hygiene.kinds.pictures.mends import DELETE, TAKE_OUT
from hygiene.kinds.pictures.one_picture import found_in, is_settled


def _find(batch: Batch) -> Iterator[Found]:
    for image in batch.pictures:
        if max(image.width, image.height) < conf.HYGIENE_TINY_SIDE and not is_settled(image):
            yield found_in(
                image, FindingKind.TINY, confidence=1.0, width=image.width, height=image.height
            )


def _tell(finding: Finding) -> list[str]:
    told = _("It has %(width)d by %(height)d px; %(wanted)d on the longer side are wanted.")
    wanted = {"wanted": conf.HYGIENE_TINY_SIDE}
    return [told % {**finding.evidence, **wanted}]


KIND = Kind(kind=FindingKind.TINY, find=_find, tell=_tell, mends=(TAKE_OUT, DELETE))
