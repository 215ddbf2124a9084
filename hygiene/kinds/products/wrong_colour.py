"""A product's colour against what its name says, and against what its pictures show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Product
from hygiene.checking.batch import Batch
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind, Mend
from hygiene.kinds.products.category_attributes import CategoryAttributes, read_attributes
from hygiene.kinds.products.colour_words import basics_of, colour_attribute, colours_in
from hygiene.kinds.products.mends import change_attribute
from hygiene.measuring.basic_colours import BASIC_COLOURS, may_mean

# Shares of the thing in a picture: the said colour may hardly be there, and another has to be most
# of it, for people who wear a thing bring colours of their own (docs/benchmarks.md has figures).
_HARDLY_ANY, _NONE, _MOST = 0.10, 0.01, 0.40


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The colour that pictures show instead of the one that is said."""

    colour: str
    share: float


def _find(batch: Batch) -> Iterator[Found]:
    usual: dict[int, CategoryAttributes] | None = None
    for product in batch.products:
        stated = colour_attribute(product.attributes)
        if stated is None:
            continue
        attribute, values = stated
        basics = basics_of(values)
        if basics is None:
            continue
        said = colours_in(product.name)
        by_name = bool(said) and not any(may_mean(each) & said for each in basics)
        shown = [
            batch.measures[image.pk].colours
            for image in product.images.all()
            if image.pk in batch.measures and image.is_compared
        ]
        seen = contradicts(basics, shown)
        if not (by_name or seen):
            continue
        if usual is None:
            usual = read_attributes({each.category_id for each in batch.products})
        colours = said if by_name else {seen.colour} if seen else set()
        yield Found(
            subject=f"product:{product.pk}",
            product_id=product.pk,
            confidence=_confidence(by_name=by_name, seen=seen, said=said),
            evidence={
                "attribute": attribute,
                "before": product.attributes[attribute],
                "name_says": sorted(said) if by_name else [],
                "seen": seen.colour if seen else "",
                "share": round(seen.share, 2) if seen else 0,
                "proposed": _word_for(colours, attribute, usual[product.category_id]),
            },
            basis=(FindingKind.WRONG_COLOUR, values, sorted(said), _digests(product)),
        )


def contradicts(named: set[str], shown: Sequence[dict[str, float]]) -> Seen | None:
    """What pictures show instead, if none of them has anything of the colours that are named.

    shown: of each picture the share of its thing by basic colour; {} where none could be told.
    """
    told = [each for each in shown if each]
    if not told:
        return None
    meant = frozenset().union(*map(may_mean, named))
    if (
        max(sum(share for name, share in each.items() if name in meant) for each in told)
        > _HARDLY_ANY
    ):
        return None
    if max(each.get(name, 0.0) for each in told for name in named) > _NONE:
        return None
    shares: Counter[str] = Counter()
    for each in told:
        for name, share in each.items():
            if name not in meant:
                shares[name] += share / len(told)  # type: ignore[assignment]
    (colour, share), *_others = shares.most_common(1)
    return Seen(colour=colour, share=share) if share >= _MOST else None


def _confidence(*, by_name: bool, seen: Seen | None, said: set[str]) -> float:
    if by_name and seen:
        return 0.95 if seen.colour in frozenset().union(*map(may_mean, said)) else 0.7
    return 0.8 if by_name else round(0.5 + 0.4 * (seen.share if seen else 0), 2)


def _word_for(colours: set[str], attribute: str, category: CategoryAttributes) -> str:
    """The shop's own word for a colour: the value that most of the category's designs have."""
    if len(colours) != 1:
        return ""
    values = category.values[attribute].most_common()
    return next((value for value, _count in values if basics_of([value]) == colours), "")


def _digests(product: Product) -> list[str]:
    return sorted(image.sha256 for image in product.images.all())


def _tell(finding: Finding) -> list[str]:
    evidence: dict[str, Any] = finding.evidence
    told = [_("%(attribute)s says: %(before)s") % evidence]
    if evidence["name_says"]:
        said = ", ".join(str(BASIC_COLOURS[each]) for each in evidence["name_says"])
        told.append(_("The name says: %(said)s") % {"said": said})
    if evidence["seen"]:
        shown = {"share": f"{evidence['share']:.0%}", "colour": BASIC_COLOURS[evidence["seen"]]}
        told.append(_("%(share)s of the thing in the pictures is %(colour)s.") % shown)
    if evidence["proposed"]:
        told.append(_("It would be: %(proposed)s") % evidence)
    return told


def _mend(finding: Finding) -> str:
    evidence = finding.evidence
    before, after = evidence["before"], evidence["proposed"]
    after = [after] if isinstance(before, list) else after
    return change_attribute(finding, evidence["attribute"], before=before, after=after)


KIND = Kind(
    kind=FindingKind.WRONG_COLOUR,
    find=_find,
    tell=_tell,
    mends=(
        Mend(
            name="set",
            label=gettext_lazy("Set the colour"),
            permissions=("catalog.change_product",),
            apply=_mend,
            offered=lambda finding: bool(finding.evidence["proposed"]),
        ),
    ),
)
