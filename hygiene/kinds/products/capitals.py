"""Names that are written in capitals, and how the shop would write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hygiene.checking.batch import Batch
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind, Mend
from hygiene.kinds.products.mends import change_field
from hygiene.kinds.products.usual_case import UsualCase

_LEAST_LETTERS = 6  # of a name; a shorter one may be an abbreviation
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _find(batch: Batch) -> Iterator[Found]:
    usual: dict[int, UsualCase] = {}
    for product in batch.products:
        if not is_in_capitals(product.name):
            continue
        category = product.category_id
        if category not in usual:
            usual[category] = UsualCase.of(category)
        mended = mend_name(product.name, brand=product.brand, usual=usual[category])
        if mended == product.name:
            continue
        yield Found(
            subject=f"product:{product.pk}",
            product_id=product.pk,
            confidence=0.95,
            evidence={"name": product.name, "mended": mended},
            basis=(FindingKind.CAPITALS, product.name),
        )


def is_in_capitals(name: str) -> bool:
    """Whether a name of two words or more has no small letter; scripts without case never do."""
    letters = [sign for sign in name if sign.isupper() or sign.islower()]
    words = [word for word in _WORD.findall(name) if len(word) > 1]
    return len(words) >= 2 and len(letters) >= _LEAST_LETTERS and not any(map(str.islower, letters))


def mend_name(name: str, *, brand: str, usual: UsualCase) -> str:
    """Write a name as the shop writes others: RED USB LAMP -> Red USB lamp."""
    own = {word.casefold(): word for word in _WORD.findall(brand) if not word.isupper()}
    first = True

    def write(found: re.Match[str]) -> str:
        nonlocal first
        word, begins = found[0], first
        first = False
        if len(word) == 1:
            return word
        if known := own.get(word.casefold()) or usual.words.get(word.casefold()):
            return known[0].upper() + known[1:] if begins else known
        return word.capitalize() if begins or usual.is_title else word.lower()

    # Beside a digit stands a size or a model, such as XT30, 2XL or 10CM.
    parts = re.split(r"(\S*\d\S*)", name)
    return "".join(
        part if place % 2 else _WORD.sub(write, part) for place, part in enumerate(parts)
    )


def _tell(finding: Finding) -> list[str]:
    return [_("It would be: %(mended)s") % finding.evidence]


def _mend(finding: Finding) -> str:
    evidence: dict[str, str] = finding.evidence
    change_field(
        finding, "name", named=_("The name"), before=evidence["name"], after=evidence["mended"]
    )
    return _("The name is %(mended)s now.") % evidence


KIND = Kind(
    kind=FindingKind.CAPITALS,
    find=_find,
    tell=_tell,
    mends=(
        Mend(
            name="rename",
            label=gettext_lazy("Take the proposed name"),
            permissions=("catalog.change_product",),
            apply=_mend,
        ),
    ),
)
