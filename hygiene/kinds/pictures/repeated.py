"""Pictures that many unrelated products show, such as a watermark's, a logo or a size chart."""

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
        if image.set_aside == SetAside.FILLER and not is_settled(image):
            yield found_in(image, FindingKind.REPEATED, confidence=0.9, group=image.set_aside_group)


def _tell(finding: Finding) -> list[str]:
    count = finding.named.groups.get(finding.evidence["group"], 0)
    told = _("%(count)d products show nearly the same picture, so it is not compared.")
    return [told % {"count": count}]


KIND = Kind(kind=FindingKind.REPEATED, find=_find, tell=_tell, mends=(TAKE_OUT, LET_IN, DELETE))
