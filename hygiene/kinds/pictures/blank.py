"""Pictures in which there is nothing to see, as was found when they came."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalog.models import SetAside
from hygiene.checking.batch import Batch
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind
from hygiene.kinds.pictures.mends import DELETE, LET_IN, TAKE_OUT
from hygiene.kinds.pictures.one_picture import found_in, is_settled


def _find(batch: Batch) -> Iterator[Found]:
    for image in batch.pictures:
        if image.set_aside == SetAside.BLANK and not is_settled(image):
            yield found_in(image, FindingKind.BLANK, confidence=0.98)


def _tell(finding: Finding) -> list[str]:
    return [_("There is nothing to see in the picture; shoppers are shown it all the same.")]


KIND = Kind(kind=FindingKind.BLANK, find=_find, tell=_tell, mends=(DELETE, TAKE_OUT, LET_IN))
