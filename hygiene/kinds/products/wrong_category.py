"""Products that look like those of another category than the one they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.categories.kin import read_kin
from catalog.models import Category, Product
from embeddings.index import Hit
from hygiene.checking.batch import Batch
from hygiene.checking.margins import Margins
from hygiene.checking.models import CheckedProduct
from hygiene.conf import conf
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind, Mend
from hygiene.kinds.products.mends import change_field
from hygiene.refusals import field_changed

VOTERS = 3
"""So many designs speak for a category, its nearest ones; with fewer it has no say."""


def _find(batch: Batch) -> Iterator[Found]:
    prior = batch.space.kind_prior if batch.space else None
    if prior is None or not prior.spread:
        return
    margins = Margins.read()
    checked: list[CheckedProduct] = []
    for product in batch.products:
        vote = _vote(batch, product)
        margin = None if vote is None else vote.margin / prior.spread
        checked.append(CheckedProduct(pk=product.pk, category_margin=margin))
        if vote is None or vote.category_id is None or margin is None or margin <= 0:
            continue
        confidence = margins.confidence(margin)
        if confidence < conf.HYGIENE_CONFIDENCE:
            continue
        yield Found(
            subject=f"product:{product.pk}",
            product_id=product.pk,
            confidence=round(confidence, 2),
            evidence={
                "category": product.category_id,
                "proposed": vote.category_id,
                "voters": [hit.product_id for hit in vote.voters],
                "likeness": round(vote.likeness, 3),
                "own_likeness": round(vote.own, 3),
                "margin": round(margin, 2),
            },
            basis=(
                *(FindingKind.WRONG_CATEGORY, product.category_id, vote.category_id),
                sorted(image.sha256 for image in product.images.all()),
            ),
        )
    CheckedProduct.objects.bulk_update(checked, ["category_margin"])


@dataclass(frozen=True, kw_only=True)
class Vote:
    """For which other category the neighbours of a product speak, and how clearly."""

    category_id: int | None
    """None where no other one has enough voters among the nearest."""
    voters: tuple[Hit, ...]
    likeness: float
    """The mean cosine of the voters; without any, that of the farthest neighbour: no more."""
    own: float
    """The same of the product's own category."""

    @property
    def margin(self) -> float:
        return self.likeness - self.own


def _vote(batch: Batch, product: Product) -> Vote | None:
    """The category whose nearest designs are nearest, beside the product's own.

    By the mean of VOTERS cosines each, so that a large category has no more say than a small one.
    Neither the product nor its family votes, nor do the categories above and below its own. None
    where its own category has too few voters to be held to.
    """
    nearest = batch.neighbours(product)
    own = [
        hit
        for hit in batch.neighbours(product, category_id=product.category_id)
        if hit.category_id == product.category_id
    ][:VOTERS]
    if len(own) < VOTERS or not nearest:
        return None
    by_category: dict[int, list[Hit]] = defaultdict(list)
    for hit in nearest:
        by_category[hit.category_id].append(hit)
    kin = read_kin([*by_category, product.category_id])
    best = Vote(category_id=None, voters=(), likeness=1 - nearest[-1].distance, own=_mean(own))
    for category, hits in by_category.items():
        is_kin = (
            category in kin[product.category_id].same or product.category_id in kin[category].same
        )
        voters = tuple(hits[:VOTERS])
        if is_kin or len(voters) < VOTERS:
            continue
        if best.category_id is None or _mean(voters) > best.likeness:
            best = replace(best, category_id=category, voters=voters, likeness=_mean(voters))
    return best


def _mean(hits: Sequence[Hit]) -> float:
    return sum(1 - hit.distance for hit in hits) / len(hits)


def _tell(finding: Finding) -> list[str]:
    evidence, names = finding.evidence, finding.named.categories
    told = _("It stands in %(own)s (likeness %(low)s) and looks like %(proposed)s (%(high)s).")
    return [
        told
        % {
            "own": names.get(evidence["category"], "–"),
            "proposed": names.get(evidence["proposed"], "–"),
            "low": f"{evidence['own_likeness']:.2f}",
            "high": f"{evidence['likeness']:.2f}",
        }
    ]


def _mend(finding: Finding) -> str:
    evidence = finding.evidence
    category = Category.objects.filter(pk=evidence["proposed"]).first()
    if category is None:
        raise field_changed(finding.product, _("The category"))
    product = change_field(
        finding,
        "category_id",
        named=_("The category"),
        before=evidence["category"],
        after=category.pk,
    )
    return _("%(product)s stands in %(category)s now.") % {"product": product, "category": category}


KIND = Kind(
    kind=FindingKind.WRONG_CATEGORY,
    find=_find,
    tell=_tell,
    mends=(
        Mend(
            name="move",
            label=gettext_lazy("Move it to that category"),
            permissions=("catalog.change_product",),
            apply=_mend,
        ),
    ),
)
